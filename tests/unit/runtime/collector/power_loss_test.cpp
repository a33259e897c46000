// Goal: what was acknowledged is there after the power was lost, whenever that happens, and nothing is there twice.
// Method: the same run again and again; in the n-th the power goes at the n-th operation of the disk, whose unsynced
// sectors are then old or new as the seed says; then a restart, more samples, and an orderly end.
#include "collector_rig.hpp"
#include "metrics/table.hpp"

namespace checkride::runtime::collector {
namespace {

using test::collecting;
using test::CollectorRig;
using namespace std::chrono_literals;

struct Case {
  FsyncPolicy fsync;
  OutputFormat format;
  Packing packing;
  bool sqlite;
};

class PowerLoss : public testing::TestWithParam<Case> {};

Config config_of(const Case& one) {
  Config config = collecting(one.packing);
  config.data_collector.fsync = one.fsync;
  config.data_collector.output_format = one.format;
  config.data_collector.flush_interval = 7s;
  config.data_collector.rotate_interval = 15s;
  if (one.sqlite) config.data_collector.sqlite.emplace();
  return config;
}

// Rises, without doubles, and holds all of 1 ... `acknowledged` and of what came after the restart.
void check(const std::vector<int>& found, int acknowledged, int restarted, int last) {
  std::vector<int> missing;
  for (int i = 1; i <= last; ++i) {
    const auto count = std::count(found.begin(), found.end(), i);
    EXPECT_LE(count, 1) << "doubled: " << i;
    if (count == 0 && (i <= acknowledged || i >= restarted)) missing.push_back(i);
  }
  EXPECT_THAT(missing, testing::IsEmpty()) << "acknowledged were " << acknowledged;
}

TEST_P(PowerLoss, AtEveryOperationOfTheDiskWhatWasAcknowledgedIsKept) {
  bool untouched = false;
  for (std::uint64_t n = 0; !untouched; ++n) {
    SCOPED_TRACE(n);
    ASSERT_LT(n, 2000U);
    // Segments so small that they are changed, and released, within the run.
    CollectorRig rig(config_of(GetParam()), n + 1, {.segment_bytes = 600, .bytes_max = 1'000'000});
    rig.host.cut_power_after(n);
    int acknowledged = 0;
    if (rig.start()) {
      rig.samples(40);
      acknowledged = static_cast<int>(rig.acknowledged());
    }
    untouched = !rig.host.power_is_cut();
    const int restarted = static_cast<int>(rig.sequence) + 1;
    rig.lose_power();
    ASSERT_TRUE(rig.start()) << rig.bench->log_text();
    rig.samples(5);
    ASSERT_EQ(rig.stop(), 0);
    const int last = static_cast<int>(rig.sequence);
    if (GetParam().format == OutputFormat::json) check(rig.found(), acknowledged, restarted, last);
    if (GetParam().sqlite) check(rig.found_in_sqlite(), acknowledged, restarted, last);
  }
}

const std::vector<Case> kCases{{FsyncPolicy::interval, OutputFormat::json, Packing::none, false},
                               {FsyncPolicy::always, OutputFormat::json, Packing::zstd, false},
                               {FsyncPolicy::never, OutputFormat::json, Packing::gzip, false},
                               {FsyncPolicy::interval, OutputFormat::none, Packing::none, true}};

INSTANTIATE_TEST_SUITE_P(Policies, PowerLoss, testing::ValuesIn(kCases));

}  // namespace
}  // namespace checkride::runtime::collector

// Goal: files end, and of finished files the oldest go, when it is time, whether samples come or not. Method: a
// collector whose simulator falls silent, or whose folder holds files of one second already.
#include "collector/file_sink.hpp"

#include <fmt/format.h>

#include <boost/system/errc.hpp>

#include "collector/audit.hpp"
#include "collector_rig.hpp"

namespace checkride::runtime::collector {
namespace {

using test::collecting;
using test::CollectorRig;
using testing::ElementsAre;
using namespace std::chrono_literals;

TEST(FileSink, RetentionKnowsTheOrderOfTheFilesOfOneSecond) {
  constexpr std::size_t kFileBytes = 4000;
  Config config = collecting();
  config.data_collector.retention_size_bytes = 10'000;  // two of them, and the one that is written
  CollectorRig rig(config);
  ASSERT_TRUE(rig.start());
  for (const char* ending : {"", "-2", "-10"}) {
    const std::string path = std::string(test::kFolder) + "/telemetry-20260101T000000Z" + ending + ".jsonl";
    ASSERT_FALSE(rig.host.files().write(path, std::string(kFileBytes, '\n')).has_error());
  }
  rig.samples(1);
  EXPECT_EQ(rig.stop(), 0);
  EXPECT_THAT(rig.names(),
              testing::ElementsAre("telemetry-20260101T000000Z-10.jsonl", "telemetry-20260101T000000Z-2.jsonl",
                                   "telemetry-20260105T080001Z.jsonl"));
}

TEST(FileSink, ARetentionThatKeepsFailingIsOneOutage) {
  Config config = collecting();
  config.data_collector.retention_age = 10min;
  CollectorRig rig(config);
  ASSERT_TRUE(rig.start());
  const std::string path = std::string(test::kFolder) + "/telemetry-20260101T000000Z.jsonl";
  ASSERT_FALSE(rig.host.files().write(path, "\n").has_error());
  rig.host.fail_disk({make_error_code(boost::system::errc::io_error), 0, true});
  rig.run(30min);
  EXPECT_EQ(rig.bench->logged("sink_failed"), 1U);
  EXPECT_EQ(rig.bench->logged("sink_recovered"), 0U);
  rig.host.mend_disk();
  rig.run(2min);
  EXPECT_EQ(rig.bench->logged("sink_recovered"), 1U);
  EXPECT_THAT(rig.names(), testing::IsEmpty());
}

// No reader takes more than 1 GiB of lines, however small they are on the disk.
WORLD_TEST(FileSink, AFileEndsByItsLinesToo) {
  FileSink sink(host, collecting(Packing::gzip).data_collector, 1000);
  CO_ASSERT_OK(co_await sink.open());
  JournalRecord record;
  record.columns = std::make_shared<const Columns>();
  record.sample.simulator = "sim";
  std::vector<JournalRecord> records(1, record);
  for (std::uint64_t index = 1; index <= 40; ++index) {
    records.front().index = index;
    const Delivery delivery = co_await sink.deliver(records);
    CO_ASSERT_TRUE(delivery.taken == 1);
  }
  CO_ASSERT_OK(co_await sink.close());
  const auto names = host.files().list(test::kFolder);
  CO_ASSERT_OK(names);
  std::size_t files = 0;
  for (const std::string& name : *names) files += name.ends_with(".jsonl.gz") ? 1U : 0U;
  EXPECT_GE(files, 3U);
  co_return;
}

TEST(FileSink, WhatWentIsKnownOfTheSessionsThatCameLast) {
  Config config = collecting();
  config.data_collector.retention_age = 10min;
  CollectorRig rig(config);
  ASSERT_TRUE(rig.start());
  std::string later;
  for (std::uint64_t session = 2; session <= Ledger::kSessionsMax + 1; ++session) {
    later += fmt::format("{{\"ts\":\"2026-01-02T00:00:00Z\",\"simulator\":\"sim\",\"session\":{},\"sequence\":1}}\n",
                         session);
  }
  const std::string folder = std::string(test::kFolder) + "/telemetry-2026010";
  ASSERT_FALSE(rig.host.files().write(folder + "2T000000Z.jsonl", later).has_error());
  const std::string earlier = "{\"ts\":\"2026-01-01T00:00:00Z\",\"simulator\":\"sim\",\"session\":1,\"sequence\":1}\n";
  ASSERT_FALSE(rig.host.files().write(folder + "1T000000Z.jsonl", earlier).has_error());
  rig.run(3min);
  EXPECT_THAT(rig.names(), testing::IsEmpty());
  const auto retired =
      read_ledger(rig.host.files(), ledger_path(config.data_collector.journal_folder(), Ledger::kRetired));
  ASSERT_TRUE(retired.has_value()) << retired.error();
  EXPECT_EQ(retired->known_from(), 2U);
  EXPECT_EQ(retired->entries().size(), Ledger::kSessionsMax);
}

TEST(FileSink, AFileIsCompleteInTimeThoughNothingComes) {
  Config config = collecting();
  config.data_collector.rotate_interval = 2min;
  CollectorRig rig(config);
  ASSERT_TRUE(rig.start());
  rig.samples(31);
  EXPECT_THAT(rig.names(), ElementsAre("telemetry-20260105T080030Z.jsonl.part"));
  rig.run(3min);
  EXPECT_THAT(rig.names(), ElementsAre("telemetry-20260105T080030Z.jsonl"));
  EXPECT_EQ(rig.found(), rig.one_to(31));
}

TEST(FileSink, TheDayEndsAFileThoughNothingComes) {
  CollectorRig rig(collecting());
  ASSERT_TRUE(rig.start());
  rig.samples(31);
  rig.run(16h);
  EXPECT_THAT(rig.names(), ElementsAre("telemetry-20260105T080030Z.jsonl"));
}

TEST(FileSink, RetentionByAgeDoesNotWaitForSamples) {
  Config config = collecting();
  config.data_collector.rotate_interval = 1min;
  config.data_collector.retention_age = 10min;
  CollectorRig rig(config);
  ASSERT_TRUE(rig.start());
  rig.samples(100);
  EXPECT_EQ(rig.names().size(), 2U);
  rig.run(15min);
  EXPECT_THAT(rig.names(), testing::IsEmpty());
  const auto report = audit(rig.host, config.data_collector);
  ASSERT_TRUE(report.has_value()) << report.error();
  EXPECT_TRUE(report->clean()) << audit_text(*report);
  EXPECT_THAT(audit_text(*report), testing::HasSubstr("files    0 records, 0 missing, 0 doubled, 100 retired"));
}

TEST(FileSink, WhatCannotBeEndedInTimeIsTriedAgain) {
  Config config = collecting();
  config.data_collector.rotate_interval = 2min;
  CollectorRig rig(config);
  ASSERT_TRUE(rig.start());
  rig.samples(31);
  rig.run(30s);
  rig.host.fail_disk({make_error_code(boost::system::errc::io_error), 0, true});
  rig.run(3min);
  EXPECT_EQ(rig.collector->health().status, Status::degraded);
  rig.host.mend_disk();
  rig.run(2min);
  EXPECT_EQ(rig.collector->health().status, Status::healthy);
  EXPECT_THAT(rig.names(), ElementsAre("telemetry-20260105T080030Z.jsonl"));
}

TEST(FileSink, AtEveryDiskOperationOfARotationNothingIsLost) {
  bool untouched = false;
  for (std::uint64_t n = 0; !untouched; ++n) {
    SCOPED_TRACE(n);
    ASSERT_LT(n, 300U);
    Config config = collecting();
    config.data_collector.flush_interval = 5s;
    config.data_collector.rotate_interval = 12s;
    CollectorRig rig(config);
    ASSERT_TRUE(rig.start());
    const std::uint64_t before = rig.host.disk_operations();
    rig.host.fail_disk({make_error_code(boost::system::errc::no_space_on_device), n, false});
    rig.samples(20);
    untouched = rig.host.disk_operations() - before <= n;
    rig.samples(20);
    rig.kill();  // what is half done now is taken away at the next start, unless it counts
    ASSERT_TRUE(rig.start());
    EXPECT_EQ(rig.stop(), 0);
    EXPECT_EQ(rig.found(), rig.one_to(40));
  }
}

TEST(FileSink, AFolderThatWasTakenAwayIsMadeAgain) {
  CollectorRig rig(collecting());
  ASSERT_TRUE(rig.start());
  rig.samples(5);
  for (const std::string& name : rig.host.files().list(test::kFolder).value()) {
    if (name != "journal") ASSERT_FALSE(rig.host.files().remove(std::string(test::kFolder) + "/" + name).has_error());
  }
  rig.samples(30);
  EXPECT_EQ(rig.stop(), 0);
  EXPECT_EQ(rig.found(), rig.one_to(35));
}

}  // namespace
}  // namespace checkride::runtime::collector

// Goal: every sample ends in every sink exactly once, whatever the disk does. Method: the service on a virtual disk
// that fails at its n-th operation, is full, or belongs to a host that is killed.
#include "collector/data_collector.hpp"

#include <boost/system/errc.hpp>

#include "collector_rig.hpp"
#include "metrics/table.hpp"

namespace checkride::runtime::collector {
namespace {

using test::collecting;
using test::CollectorRig;
using testing::ElementsAre;
using namespace std::chrono_literals;
namespace errc = boost::system::errc;

TEST(DataCollector, FlushesAtTheIntervalAndRenamesTheFinishedFile) {
  CollectorRig rig(collecting());
  ASSERT_TRUE(rig.start());
  rig.samples(29);
  EXPECT_THAT(rig.names(), testing::IsEmpty());
  rig.samples(2);
  EXPECT_THAT(rig.names(), ElementsAre("telemetry-20260105T080030Z.jsonl.part"));
  EXPECT_EQ(rig.found().size(), 30U);
  EXPECT_EQ(rig.stop(), 0);
  EXPECT_THAT(rig.names(), ElementsAre("telemetry-20260105T080030Z.jsonl"));
  EXPECT_EQ(rig.found(), rig.one_to(31));
  EXPECT_EQ(rig.bench->metrics.counter(metric::kCollectorRecords).value(), 31);
  EXPECT_EQ(rig.bench->metrics.counter(metric::kSinkRecords, {"files"}).value(), 31);
}

TEST(DataCollector, CompressedFilesHoldTheSameRecords) {
  for (const Packing packing : {Packing::gzip, Packing::zstd}) {
    CollectorRig rig(collecting(packing));
    ASSERT_TRUE(rig.start());
    rig.samples(65);
    EXPECT_EQ(rig.stop(), 0);
    EXPECT_THAT(rig.names(), ElementsAre(packing == Packing::gzip ? "telemetry-20260105T080030Z.jsonl.gz"
                                                                  : "telemetry-20260105T080030Z.jsonl.zst"));
    EXPECT_EQ(rig.found(), rig.one_to(65));
  }
}

TEST(DataCollector, AHalfFullBufferDoesNotWaitForTheInterval) {
  Config config = collecting();
  config.data_collector.buffer_size = 10;
  CollectorRig rig(config);
  ASSERT_TRUE(rig.start());
  rig.samples(5);
  EXPECT_EQ(rig.found(), rig.one_to(5));
}

TEST(DataCollector, ANewFileBeginsWithTheDayAtItsSizeAndAtItsAge) {
  Config sized = collecting();
  sized.data_collector.rotate_size_bytes = 5000;
  Config aged = collecting();
  aged.data_collector.rotate_interval = 45s;
  for (const Config& config : {collecting(), sized, aged}) {
    CollectorRig rig(config);
    ASSERT_TRUE(rig.start());
    rig.samples(61);
    if (config.data_collector.rotate_interval == 24h) rig.run(16h);
    rig.samples(61);
    EXPECT_EQ(rig.stop(), 0);
    EXPECT_GE(rig.names().size(), 2U);
    EXPECT_EQ(rig.found(), rig.one_to(122));
  }
}

TEST(DataCollector, RetentionTakesTheOldestFilesAndWritesThatDown) {
  Config config = collecting();
  config.data_collector.rotate_interval = 30s;
  config.data_collector.retention_size_bytes = 7000;
  CollectorRig rig(config);
  ASSERT_TRUE(rig.start());
  rig.samples(300);
  EXPECT_EQ(rig.stop(), 0);
  const std::vector<int> left = rig.found();
  EXPECT_EQ(left.back(), 300);
  EXPECT_GT(left.front(), 200);
  EXPECT_TRUE(rig.host.files().exists(std::string(test::kFolder) + "/journal/retired.log"));
}

TEST(DataCollector, ARestartInTheSameSecondTakesAnotherName) {
  CollectorRig rig(collecting());
  ASSERT_TRUE(rig.start());
  const std::string taken = std::string(test::kFolder) + "/telemetry-20260105T080001Z.jsonl";
  EXPECT_FALSE(rig.host.files().write(taken, "").has_error());
  rig.samples(1);
  EXPECT_EQ(rig.stop(), 0);
  EXPECT_THAT(rig.names(), ElementsAre("telemetry-20260105T080001Z-2.jsonl", "telemetry-20260105T080001Z.jsonl"));
  EXPECT_THAT(rig.found(), ElementsAre(1));
}

class DataCollectorFailures : public testing::TestWithParam<Packing> {};

TEST_P(DataCollectorFailures, AtEveryDiskOperationNothingIsLostDoubledOrTorn) {
  bool untouched = false;
  for (std::uint64_t n = 0; !untouched; ++n) {
    SCOPED_TRACE(n);
    ASSERT_LT(n, 1000U);
    Config config = collecting(GetParam());
    config.data_collector.fsync_interval = 20s;
    config.data_collector.sqlite.emplace();
    CollectorRig rig(config);
    ASSERT_TRUE(rig.start());
    const std::uint64_t before = rig.host.disk_operations();
    rig.host.fail_disk({make_error_code(errc::no_space_on_device), n, false});
    rig.samples(50, 2s);
    EXPECT_EQ(rig.stop(), 0);
    untouched = rig.host.disk_operations() - before <= n;
    rig.host.mend_disk();
    EXPECT_EQ(rig.found(), rig.one_to(50));
    EXPECT_EQ(rig.found_in_sqlite(), rig.one_to(50));
  }
}

INSTANTIATE_TEST_SUITE_P(PlainAndCompressed, DataCollectorFailures, testing::Values(Packing::none, Packing::gzip));

TEST(DataCollector, AFullDiskNeitherGrowsMemoryNorLosesSilently) {
  Config config = collecting();
  config.data_collector.buffer_size = 20;
  CollectorRig rig(config);
  ASSERT_TRUE(rig.start());
  rig.host.fail_disk({make_error_code(errc::no_space_on_device), 0, true});
  rig.samples(50);
  EXPECT_EQ(rig.bench->metrics.gauge(metric::kCollectorBuffered).value(), 20);
  EXPECT_EQ(rig.bench->metrics.gauge(metric::kCollectorDiskFull).value(), 1);
  EXPECT_EQ(rig.bench->metrics.counter(metric::kCollectorDropped, {"buffer_full"}).value(), 30);
  EXPECT_EQ(rig.collector->health().status, Status::degraded);
  EXPECT_EQ(rig.bench->logged("telemetry_write_failed"), 1U) << "once per outage";
  rig.host.mend_disk();
  rig.run(70s);
  EXPECT_EQ(rig.collector->health().status, Status::healthy);
  EXPECT_EQ(rig.bench->metrics.gauge(metric::kCollectorDiskFull).value(), 0);
  EXPECT_EQ(rig.found().front(), 31);
  EXPECT_EQ(rig.found().size(), 20U);
}

TEST(DataCollector, ADiskThatIsAlmostFullWarnsAndHarmsNothing) {
  CollectorRig rig(collecting());
  rig.host.set_disk({.capacity_bytes = 400'000});
  ASSERT_TRUE(rig.start());
  while (rig.bench->logged("disk_almost_full") == 0 && rig.sequence < 5000) rig.samples(1, 500ms);
  EXPECT_EQ(rig.bench->logged("disk_almost_full"), 1U);
  const ServiceHealth health = rig.collector->health();
  EXPECT_EQ(health.status, Status::healthy);
  EXPECT_EQ(std::count_if(health.details.begin(), health.details.end(),
                          [](const Detail& detail) { return detail.name == "disk_almost_full"; }),
            1);
}

TEST(DataCollector, ADiskThatFillsWarnsThenDegradesAndRecovers) {
  Config config = collecting();
  config.data_collector.buffer_size = 1000;
  CollectorRig rig(config);
  rig.host.set_disk({.capacity_bytes = 40'000});
  ASSERT_TRUE(rig.start());
  rig.samples(400, 500ms);
  EXPECT_EQ(rig.bench->logged("disk_almost_full"), 1U);
  EXPECT_EQ(rig.collector->health().status, Status::degraded);
  EXPECT_GT(rig.bench->metrics.gauge(metric::kCollectorDiskUsed).value(), 0.8);
  rig.host.set_disk({.capacity_bytes = 400'000});
  rig.run(120s);
  EXPECT_EQ(rig.bench->logged("disk_has_room"), 1U);
  EXPECT_EQ(rig.collector->health().status, Status::healthy);
  EXPECT_EQ(rig.found(), rig.one_to(400));
}

TEST(DataCollector, ASlowDiskHoldsUpNobody) {
  CollectorRig rig(collecting());
  ASSERT_TRUE(rig.start());
  rig.host.set_disk({.capacity_bytes = 0, .delay = 2s});
  rig.samples(100);
  EXPECT_EQ(rig.bench->metrics.counter(metric::kCollectorDropped, {"buffer_full"}).value(), 0);
  rig.host.set_disk({});
  rig.run(60s);
  EXPECT_EQ(rig.found(), rig.one_to(100));
}

// Samples always wait for such a disk: the sinks have their turn all the same.
TEST(DataCollector, ASlowDiskGetsNewRecordsToTheFilesAllTheWhile) {
  Config config = collecting();
  config.data_collector.flush_interval = 5s;
  CollectorRig rig(config);
  ASSERT_TRUE(rig.start());
  rig.host.set_disk({.capacity_bytes = 0, .delay = 2s});
  std::size_t held = 0;
  int pause = 0;
  int longest = 0;
  for (int i = 0; i < 200; ++i) {
    rig.samples(1);
    const std::size_t now = rig.found().size();
    pause = now > std::exchange(held, now) ? 0 : pause + 1;
    longest = std::max(longest, pause);
  }
  EXPECT_LE(longest, 30);
}

TEST(DataCollector, StopSaysWhatWasLeftBehind) {
  CollectorRig rig(collecting());
  ASSERT_TRUE(rig.start());
  rig.host.fail_disk({make_error_code(errc::io_error), 0, true});
  rig.samples(5);
  EXPECT_EQ(rig.stop(), 1);
}

// Takes connections, and says nothing.
world::Task<int> listen_only(world::World& world) {
  auto listener = world.network().listen({"0.0.0.0", 8086});
  co_await world.clock().sleep_for(1h);
  co_return listener ? 0 : 1;
}

TEST(DataCollector, WhatComesWhileASinkHangsAtTheEndIsKept) {
  Config config = collecting();
  config.data_collector.influx.emplace();
  config.data_collector.influx->url = "http://influx:8086";
  CollectorRig rig(config);
  world::VirtualHost& influx = rig.world().add_host("influx");
  influx.start("influx", listen_only(influx));
  ASSERT_TRUE(rig.start());
  rig.samples(5);
  rig.host.start("stop", test::stop_service(*rig.collector, rig.world().now() + 30s));
  rig.samples(5);
  rig.run(20s);
  EXPECT_EQ(rig.host.exit_code(), 0) << "a sink has its share of the time, not all of it";
  std::vector<int> kept;
  const auto read =
      inspect_journal(rig.host.files(), std::string(test::kFolder) + "/journal",
                      [&kept](JournalRecord&& record) { kept.push_back(static_cast<int>(record.sample.sequence)); });
  ASSERT_TRUE(read.has_value()) << read.error();
  EXPECT_EQ(kept, rig.one_to(10));
}

TEST(DataCollector, AFolderThatCannotBeMadeRefusesTheStart) {
  Config config = collecting();
  config.data_collector.output_path = "/file/data";
  CollectorRig rig(config);
  EXPECT_FALSE(rig.host.files().write("/file", "").has_error());
  EXPECT_FALSE(rig.start());
}

TEST(DataCollector, AKillLosesNothingAndDoublesNothing) {
  for (const Packing packing : {Packing::none, Packing::gzip}) {
    Config config = collecting(packing);
    config.data_collector.sqlite.emplace();
    CollectorRig rig(config);
    ASSERT_TRUE(rig.start());
    rig.samples(45);
    rig.kill();
    ASSERT_TRUE(rig.start());
    EXPECT_EQ(rig.bench->logged("journal_recovered"), 1U);
    rig.samples(5);
    EXPECT_EQ(rig.stop(), 0);
    EXPECT_EQ(rig.found(), rig.one_to(50));
    EXPECT_EQ(rig.found_in_sqlite(), rig.one_to(50));
  }
}

TEST(DataCollector, ASecondMonitorDoesNotWriteTheSameJournal) {
  CollectorRig rig(collecting());
  ASSERT_TRUE(rig.start());
  runtime::test::ServiceBench second(rig.host, collecting());
  DataCollector other(second.context);
  rig.host.start("second", test::start_service(other));
  rig.run(1s);
  EXPECT_EQ(rig.host.exit_code(), 1);
}

// A rig whose disk takes its time, shortly before the first flush of its 29 samples.
std::unique_ptr<CollectorRig> before_a_slow_flush() {
  Config config = collecting();
  config.data_collector.sqlite.emplace();
  auto rig = std::make_unique<CollectorRig>(config);
  EXPECT_TRUE(rig->start());
  rig->host.set_disk({.capacity_bytes = 0, .delay = 1ms});
  rig->samples(29);
  rig->run(800ms);
  return rig;
}

TEST(DataCollector, AStopAtAnyInstantOfAFlushLosesAndDoublesNothing) {
  constexpr world::Duration kStep = 500us;
  const auto measured = before_a_slow_flush();
  const auto taken = [&](const char* sink) {
    return measured->bench->metrics.counter(metric::kSinkRecords, {sink}).value() == 29;
  };
  int steps = 0;
  while (!taken("files") || !taken("sqlite")) {
    ASSERT_LT(++steps, 2000);
    measured->run(kStep);
  }
  for (int at = 0; at <= steps; ++at) {
    SCOPED_TRACE(at);
    const auto rig = before_a_slow_flush();
    rig->run(at * kStep);
    EXPECT_EQ(rig->stop(), 0);
    EXPECT_EQ(rig->found(), rig->one_to(29));
    EXPECT_EQ(rig->found_in_sqlite(), rig->one_to(29));
  }
}

}  // namespace
}  // namespace checkride::runtime::collector

// Goal: what is wrong with disk or sinks at the start ends the monitor only if the configuration wants that; what may
// pass by itself is waited for, and nothing is lost or doubled over it. Method: the service on a virtual disk that is
// full, fails at its n-th operation, or holds what it should not, before the start.
#include <boost/system/errc.hpp>

#include "collector/audit.hpp"
#include "collector/write_lock.hpp"
#include "collector_rig.hpp"
#include "fake_influx.hpp"

namespace checkride::runtime::collector {
namespace {

using test::collecting;
using test::CollectorRig;
using testing::HasSubstr;
using namespace std::chrono_literals;
namespace errc = boost::system::errc;

const std::string kDatabase = std::string(test::kFolder) + "/telemetry.db";
const std::string kNoDatabase = "this is no database, but long enough to look like one of them, if it has to be so";

Config with_sqlite(SinkStartup startup = SinkStartup::error) {
  Config config = collecting();
  config.data_collector.sqlite.emplace();
  config.data_collector.on_startup_failure.sqlite = startup;
  return config;
}

void put(CollectorRig& rig, const std::string& path, const std::string& content) {
  ASSERT_FALSE(rig.host.files().make_directories(path.substr(0, path.rfind('/'))).has_error());
  ASSERT_FALSE(rig.host.files().write(path, content).has_error());
}

TEST(Startup, ADiskThatIsFullDegradesAndRecovers) {
  for (const auto why : {errc::no_space_on_device, errc::io_error}) {
    Config config = with_sqlite();
    config.data_collector.buffer_size = 20;
    CollectorRig rig(config);
    rig.host.fail_disk({make_error_code(why), 0, true});
    ASSERT_TRUE(rig.start()) << rig.bench->log_text();
    rig.samples(25);
    EXPECT_EQ(rig.collector->health().status, Status::degraded);
    EXPECT_EQ(rig.bench->metrics.gauge(metric::kCollectorBuffered).value(), 20);
    EXPECT_EQ(rig.bench->metrics.gauge(metric::kCollectorDiskFull).value(), why == errc::no_space_on_device ? 1 : 0);
    EXPECT_EQ(rig.bench->metrics.counter(metric::kCollectorDropped, {"buffer_full"}).value(), 5);
    EXPECT_EQ(rig.bench->logged("telemetry_write_failed"), 1U) << "once per outage";
    rig.host.mend_disk();
    rig.run(150s);
    EXPECT_EQ(rig.collector->health().status, Status::healthy);
    EXPECT_EQ(rig.bench->logged("telemetry_write_recovered"), 1U);
    EXPECT_EQ(rig.bench->metrics.gauge(metric::kCollectorDiskFull).value(), 0);
    EXPECT_EQ(rig.stop(), 0);
    EXPECT_EQ(rig.found().front(), 6);
    EXPECT_EQ(rig.found().size(), 20U);
    EXPECT_EQ(rig.found_in_sqlite(), rig.found());
  }
}

TEST(Startup, AtEveryDiskOperationOfAStartNothingIsLostOrDoubled) {
  bool untouched = false;
  for (std::uint64_t n = 0; !untouched; ++n) {
    SCOPED_TRACE(n);
    ASSERT_LT(n, 200U);
    CollectorRig rig(with_sqlite());
    ASSERT_TRUE(rig.start());
    rig.samples(40);
    rig.kill();
    const std::uint64_t before = rig.host.disk_operations();
    rig.host.fail_disk({make_error_code(errc::no_space_on_device), n, false});
    ASSERT_TRUE(rig.start()) << rig.bench->log_text();
    untouched = rig.host.disk_operations() - before <= n;
    rig.samples(20);
    rig.run(60s);
    EXPECT_EQ(rig.collector->health().status, Status::healthy);
    EXPECT_EQ(rig.stop(), 0);
    EXPECT_EQ(rig.found(), rig.one_to(60));
    EXPECT_EQ(rig.found_in_sqlite(), rig.one_to(60));
  }
}

// Behind what counts, as a kill between a block and its position leaves it: record 31, which comes again.
void add_uncounted(CollectorRig& rig) {
  const std::string part = std::string(test::kFolder) + "/" + rig.names().front();
  std::string text = rig.host.files().read(part).value();
  std::string line = text.substr(text.rfind('\n', text.size() - 2) + 1);
  const std::string last = "\"sequence\":30";
  ASSERT_NE(line.find(last), std::string::npos) << line;
  line.replace(line.find(last), last.size(), "\"sequence\":31");
  put(rig, part, text + line);
}

TEST(Startup, AtEveryDiskOperationOfAStartThatFailsNothingIsEndedThatDoesNotCount) {
  for (const SinkStartup startup : {SinkStartup::retry, SinkStartup::probe}) {
    bool untouched = false;
    for (std::uint64_t n = 0; !untouched; ++n) {
      SCOPED_TRACE(n);
      ASSERT_LT(n, 200U);
      Config config = collecting();
      config.data_collector.on_startup_failure.files = startup;
      CollectorRig rig(config);
      ASSERT_TRUE(rig.start());
      rig.samples(40);
      rig.kill();
      add_uncounted(rig);
      const std::uint64_t before = rig.host.disk_operations();
      // Only one fails for who gives up at once; for who tries again all do until the stop.
      rig.host.fail_disk({make_error_code(errc::io_error), n, startup == SinkStartup::retry});
      ASSERT_TRUE(rig.start()) << rig.bench->log_text();
      untouched = rig.host.disk_operations() - before <= n;
      rig.host.mend_disk();
      EXPECT_EQ(rig.stop(), 0);
      ASSERT_TRUE(rig.start()) << rig.bench->log_text();
      EXPECT_EQ(rig.stop(), 0);
      EXPECT_EQ(rig.found(), rig.one_to(40));
    }
  }
}

TEST(Startup, ALockedDatabaseIsWaitedFor) {
  CollectorRig rig(with_sqlite());
  ASSERT_TRUE(rig.start());
  rig.samples(40);
  rig.kill();
  auto held = rig.host.files().open(kDatabase);
  ASSERT_TRUE(held.has_value()) << held.error();
  ASSERT_TRUE(rig.start()) << rig.bench->log_text();
  rig.samples(40);
  EXPECT_EQ(rig.collector->health().status, Status::degraded);
  EXPECT_EQ(rig.found().size(), 80U - 10U) << "the files go on";
  held->reset();
  rig.run(60s);
  EXPECT_EQ(rig.collector->health().status, Status::healthy);
  EXPECT_EQ(rig.stop(), 0);
  EXPECT_EQ(rig.found_in_sqlite(), rig.one_to(80));
  EXPECT_EQ(rig.found(), rig.one_to(80));
}

TEST(Startup, ADamagedDatabaseRefusesTheStartAndStaysAsItIs) {
  CollectorRig rig(with_sqlite());
  put(rig, kDatabase, kNoDatabase);
  EXPECT_FALSE(rig.start());
  EXPECT_EQ(rig.host.files().read(kDatabase).value(), kNoDatabase);
}

TEST(Startup, ADamagedDatabaseThatIsTriedOnIsMendedByAPerson) {
  CollectorRig rig(with_sqlite(SinkStartup::retry));
  put(rig, kDatabase, kNoDatabase);
  ASSERT_TRUE(rig.start());
  rig.samples(40);
  const ServiceHealth health = rig.collector->health();
  EXPECT_EQ(health.status, Status::degraded);
  ASSERT_EQ(health.errors.size(), 1U);
  EXPECT_THAT(health.errors.front(), HasSubstr("records wait in the journal for somebody to help"));
  EXPECT_THAT(health.errors.front(), HasSubstr("move it away together with its -wal file"));
  EXPECT_EQ(rig.host.files().read(kDatabase).value(), kNoDatabase);
  ASSERT_FALSE(rig.host.files().rename(kDatabase, kDatabase + ".damaged").has_error());
  rig.run(70s);
  EXPECT_EQ(rig.collector->health().status, Status::healthy);
  EXPECT_EQ(rig.stop(), 0);
  EXPECT_EQ(rig.found_in_sqlite(), rig.one_to(40));
}

TEST(Startup, ADamagedDatabaseThatIsIgnoredHoldsUpNobody) {
  CollectorRig rig(with_sqlite(SinkStartup::ignore));
  put(rig, kDatabase, kNoDatabase);
  ASSERT_TRUE(rig.start());
  EXPECT_EQ(rig.bench->logged("sink_ignored"), 1U);
  rig.samples(40);
  EXPECT_EQ(rig.collector->health().status, Status::healthy);
  EXPECT_EQ(rig.stop(), 0);
  EXPECT_EQ(rig.found(), rig.one_to(40));
  EXPECT_EQ(rig.host.files().read(kDatabase).value(), kNoDatabase);
}

TEST(Startup, IgnoreIsForWhatStaysAndProbeForAnything) {
  for (const SinkStartup startup : {SinkStartup::ignore, SinkStartup::probe}) {
    CollectorRig rig(with_sqlite(startup));
    put(rig, kDatabase, "");
    const auto held = rig.host.files().open(kDatabase);
    ASSERT_TRUE(held.has_value()) << held.error();
    ASSERT_TRUE(rig.start());
    EXPECT_EQ(rig.bench->logged("sink_ignored"), startup == SinkStartup::probe ? 1U : 0U);
    EXPECT_EQ(rig.collector->health().status, startup == SinkStartup::probe ? Status::healthy : Status::degraded);
  }
}

TEST(Startup, AnInfluxThatDoesNotAnswerIsWaitedForOrLeftAloneByProbe) {
  for (const SinkStartup startup : {SinkStartup::error, SinkStartup::probe}) {
    Config config = collecting();
    config.data_collector.influx.emplace();
    config.data_collector.influx->url = "http://influx:8086";
    config.data_collector.on_startup_failure.influx = startup;
    CollectorRig rig(config);
    world::VirtualHost& server = rig.world().add_host("influx");
    ASSERT_TRUE(rig.start());
    rig.run(10s);
    EXPECT_EQ(rig.bench->logged("sink_ignored"), startup == SinkStartup::probe ? 1U : 0U);
    rig.samples(40);
    test::FakeInflux influx;
    server.start("influx", test::serve(server, influx));
    rig.run(3min);
    EXPECT_EQ(influx.lines.size(), startup == SinkStartup::probe ? 0U : 40U);
    EXPECT_EQ(rig.stop(), 0);
  }
}

TEST(Startup, MissingFoldersAreMade) {
  Config config = with_sqlite();
  config.data_collector.sqlite->path = "/srv/telemetry/flights/all.db";
  CollectorRig rig(config);
  ASSERT_TRUE(rig.start()) << rig.bench->log_text();
  rig.samples(5);
  EXPECT_EQ(rig.stop(), 0);
  EXPECT_TRUE(rig.host.files().exists("/srv/telemetry/flights/all.db"));
}

TEST(Startup, AFolderThatCannotBeMadeIsTriedOnOrNothingIsCollected) {
  for (const SinkStartup startup : {SinkStartup::retry, SinkStartup::ignore, SinkStartup::probe}) {
    Config config = collecting();
    config.data_collector.output_path = "/file/data";
    config.data_collector.on_startup_failure.files = startup;
    CollectorRig rig(config);
    put(rig, "/file", "");
    ASSERT_TRUE(rig.start()) << rig.bench->log_text();
    rig.samples(5);
    const bool retries = startup == SinkStartup::retry;
    EXPECT_EQ(rig.collector->health().status, retries ? Status::degraded : Status::healthy);
    EXPECT_EQ(rig.bench->logged("collector_ignored"), retries ? 0U : 1U);
    ASSERT_FALSE(rig.host.files().remove("/file").has_error());
    rig.run(150s);
    EXPECT_EQ(rig.collector->health().status, Status::healthy);
    EXPECT_EQ(rig.stop(), 0);
    EXPECT_EQ(rig.host.files().exists("/file/data/journal"), retries);
  }
}

class TornPosition : public testing::TestWithParam<Packing> {};

TEST_P(TornPosition, LosesAndDoublesNothing) {
  for (const char* content : {"", "checkride-sink-position 1 3"}) {
    Config config = collecting(GetParam());
    config.data_collector.rotate_interval = 70s;
    CollectorRig rig(config);
    ASSERT_TRUE(rig.start());
    rig.samples(100);
    rig.kill();
    const std::string path = position_path(config.data_collector.journal_folder(), "files");
    ASSERT_FALSE(rig.host.files().write(path, content).has_error());
    const auto report = audit(rig.host, config.data_collector);
    ASSERT_TRUE(report.has_value()) << report.error();
    EXPECT_THAT(audit_text(*report), HasSubstr("does not say how far the sink is"));
    EXPECT_TRUE(report->clean()) << audit_text(*report);
    ASSERT_TRUE(rig.start()) << rig.bench->log_text();
    EXPECT_EQ(rig.bench->logged("sink_position_recovered"), 1U);
    rig.samples(5);
    EXPECT_EQ(rig.stop(), 0);
    EXPECT_EQ(rig.found(), rig.one_to(105));
  }
}

INSTANTIATE_TEST_SUITE_P(Packings, TornPosition, testing::Values(Packing::none, Packing::gzip, Packing::zstd));

TEST(TornPosition, AMissingOneIsFoundOutToo) {
  CollectorRig rig(collecting());
  ASSERT_TRUE(rig.start());
  EXPECT_EQ(rig.bench->logged("sink_position_recovered"), 0U) << "of a first start nothing is missing";
  rig.samples(40);
  rig.kill();
  ASSERT_FALSE(rig.host.files().remove(std::string(test::kFolder) + "/journal/files.position").has_error());
  ASSERT_TRUE(rig.start()) << rig.bench->log_text();
  EXPECT_EQ(rig.bench->logged("sink_position_recovered"), 1U);
  rig.samples(5);
  EXPECT_EQ(rig.stop(), 0);
  EXPECT_EQ(rig.found(), rig.one_to(45));
}

TEST(TornPosition, IsFoundOutThoughTheClockWentBackBetweenFiles) {
  Config config = collecting();
  config.data_collector.rotate_interval = 70s;
  CollectorRig rig(config);
  ASSERT_TRUE(rig.start());
  rig.samples(130);
  rig.kill();
  const std::string folder = std::string(test::kFolder) + "/";
  const std::string first = folder + rig.names().front();
  ASSERT_FALSE(rig.host.files().rename(first, folder + "telemetry-20260105T090000Z.jsonl").has_error());
  put(rig, folder + "journal/files.position", "");
  ASSERT_TRUE(rig.start()) << rig.bench->log_text();
  EXPECT_EQ(rig.stop(), 0);
  std::vector<int> found = rig.found();
  std::sort(found.begin(), found.end());
  EXPECT_EQ(found, rig.one_to(130));
}

TEST(TornPosition, KeepsAPartThatCannotBeRead) {
  CollectorRig rig(collecting(Packing::gzip));
  const std::string part = std::string(test::kFolder) + "/telemetry-20260105T070000Z.jsonl.gz";
  put(rig, part + ".part", "no gzip at all");
  put(rig, std::string(test::kFolder) + "/journal/files.position", "");
  ASSERT_TRUE(rig.start()) << rig.bench->log_text();
  EXPECT_EQ(rig.host.files().read(part + ".damaged").value(), "no gzip at all");
}

TEST(WriteLock, ASecondMonitorDoesNotTouchTheFirstOnesFiles) {
  CollectorRig rig(collecting());
  put(rig, "/proc/self/stat", "1234 (checkride-monit) S 1");
  ASSERT_TRUE(rig.start());
  rig.samples(40);
  Config second = collecting();
  second.data_collector.journal_path = "/other/journal";
  runtime::test::ServiceBench bench(rig.host, second);
  DataCollector other(bench.context);
  std::string error;
  const auto start = [](Service& service, std::string* into) -> world::Task<int> {
    const auto done = co_await service.start();
    *into = done ? "" : done.error().message();
    co_return 0;
  };
  rig.host.start("second", start(other, &error));
  rig.run(1s);
  EXPECT_THAT(error, HasSubstr("another monitor (process 1234) writes here and holds /var/log/simconnect/data/"));
  EXPECT_THAT(rig.names(), testing::ElementsAre("telemetry-20260105T080030Z.jsonl.part"));
  rig.samples(5);
  EXPECT_EQ(rig.stop(), 0);
  EXPECT_EQ(rig.found(), rig.one_to(45));
}

TEST(WriteLock, WhoWaitsTakesOverWhenTheFirstHasStopped) {
  CollectorRig rig(collecting());
  ASSERT_TRUE(rig.start());
  Config second = collecting();
  second.data_collector.on_startup_failure.files = SinkStartup::retry;
  runtime::test::ServiceBench bench(rig.host, second);
  DataCollector other(bench.context);
  rig.host.start("second", test::start_service(other));
  rig.run(1s);
  EXPECT_EQ(rig.host.exit_code(), 0);
  EXPECT_EQ(other.health().status, Status::degraded);
  EXPECT_EQ(rig.stop(), 0);
  rig.run(2min);
  EXPECT_EQ(other.health().status, Status::healthy) << bench.log_text();
  rig.host.start("stop", test::stop_service(other, rig.world().now() + 30s));
  rig.run(1s);
}

WORLD_TEST(WriteLock, ATakenDatabaseIsTakenForEveryMonitor) {
  const auto lock = take_write_lock(host.files(), "/a.lock");
  CO_ASSERT_OK(lock);
  const auto second = take_write_lock(host.files(), "/a.lock");
  CO_ASSERT_TRUE(second.has_error());
  EXPECT_EQ(kind_of(second.error()), Delivery::State::permanent);
  EXPECT_THAT(second.error().message(), HasSubstr("/a.lock"));
  co_return;
}

}  // namespace
}  // namespace checkride::runtime::collector

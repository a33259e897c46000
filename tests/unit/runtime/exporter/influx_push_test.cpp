// Goal: with metrics_exporter.type influxdb every metric is written as line protocol, each interval, and the exporter's
// health tells what came of it. Method: exact lines from a registry; the exporter and a server that takes or refuses,
// on two hosts of a virtual world.
#include "exporter/influx_push.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "../collector/fake_influx.hpp"
#include "../link/service_bench.hpp"
#include "exporter/exporter.hpp"
#include "exporter/influx_lines.hpp"
#include "link/backoff.hpp"
#include "metrics/table.hpp"

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;
using collector::test::FakeInflux;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

const world::UtcTime kNow(1767600000s);

// The text of all requests; a registry of its own has the counter of dropped series besides, which is left aside.
std::string text_of(Registry& metrics, std::string_view monitor = "site") {
  std::string out;
  for (const std::string& text : influx_lines(metrics, monitor, kNow, 1000)) out += text;
  const auto at = out.find("checkride_series_dropped_total");
  if (at != std::string::npos) out.erase(at, out.find('\n', at) + 1 - at);
  return out;
}

TEST(InfluxLines, AGaugeAndACounterHaveOneValue) {
  Registry metrics;
  metrics.gauge(metric::kFlightAltitude, {"sim"}).set(35012.25);
  metrics.counter(metric::kErrors, {"quit", "warning", "sim"}).add(3);
  EXPECT_EQ(
      text_of(metrics),
      "simconnect_flight_altitude_feet,monitor=site,simulator=sim value=35012.25 1767600000000000000\n"
      "simconnect_errors_total,monitor=site,type=quit,severity=warning,simulator=sim value=3 1767600000000000000\n");
}

TEST(InfluxLines, WhatHasAMeaningThereIsEscapedAndAnEmptyLabelIsNone) {
  Registry metrics;
  metrics.gauge(metric::kFlightAltitude, {"a, b=c\nd\\"}).set(1);
  metrics.gauge(metric::kFlightSpeed, {""}).set(2);
  EXPECT_EQ(
      text_of(metrics, "my site"),
      "simconnect_flight_altitude_feet,monitor=my\\ site,simulator=a\\,\\ b\\=c\\ d_ value=1 1767600000000000000\n"
      "simconnect_flight_speed_knots,monitor=my\\ site value=2 1767600000000000000\n");
}

TEST(InfluxLines, WhatIsNotFiniteIsLeftOut) {
  Registry metrics;
  metrics.gauge(metric::kFlightAltitude, {"a"}).set(std::numeric_limits<double>::quiet_NaN());
  metrics.gauge(metric::kFlightAltitude, {"b"}).set(std::numeric_limits<double>::infinity());
  metrics.gauge(metric::kFlightAltitude, {"c"}).set(1);
  EXPECT_EQ(text_of(metrics), "simconnect_flight_altitude_feet,monitor=site,simulator=c value=1 1767600000000000000\n");
}

TEST(InfluxLines, AHistogramHasItsQuantilesOnceItHasSeenSomething) {
  Registry metrics;
  Histogram& histogram = metrics.histogram(metric::kProcessingDuration);
  const std::string name = "simconnect_message_processing_duration_seconds,monitor=site ";
  EXPECT_EQ(text_of(metrics), name + "count=0i,sum=0 1767600000000000000\n");
  histogram.observe(0.5);
  histogram.observe(0.5);
  EXPECT_THAT(text_of(metrics), AllOf(StartsWith(name + "count=2i,sum=1,min=0.5,max=0.5,p50=0."), HasSubstr(",p999=0."),
                                      EndsWith(" 1767600000000000000\n")));
}

TEST(InfluxLines, ARequestHasNoMoreLinesThanItMayAndNoneIsLost) {
  Registry metrics;
  for (int i = 0; i < 25; ++i) metrics.gauge(metric::kFlightAltitude, {"sim" + std::to_string(i)}).set(i);
  const auto whole = influx_lines(metrics, "site", kNow, 1000);
  ASSERT_THAT(whole, SizeIs(1));
  for (const std::size_t most : {1U, 7U, 10U}) {
    std::string together;
    for (const std::string& text : influx_lines(metrics, "site", kNow, most)) {
      EXPECT_LE(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')), most);
      together += text;
    }
    EXPECT_EQ(together, whole.front());
  }
}

class InfluxPushTest : public testing::Test {
 protected:
  InfluxPushTest() {
    config_.app.name = "site";
    InfluxConfig& influx = config_.metrics_exporter.influx.emplace();
    influx.url = "http://influx:8086";
    influx.username = "monitor";
    influx.password = Secret("hush-hush");
  }
  void start() {
    bench_ = std::make_unique<test::ServiceBench>(host_, config_);
    exporter_ = make_metrics_exporter(bench_->context);
    host_.start("exporter", begin(*exporter_));
  }
  void serve() { server_.start("influx", collector::test::serve(server_, influx_)); }
  static world::Task<int> begin(Service& service) {
    auto started = co_await service.start();
    co_return started ? 0 : 1;
  }
  void pass(world::Duration time) { (void)world_.run_until(world_.now() + time); }
  double pushes(std::string_view outcome) { return bench_->metrics.counter(metric::kInfluxPushes, {outcome}).value(); }

  world::VirtualWorld world_;
  world::VirtualHost& host_ = world_.add_host("monitor");
  world::VirtualHost& server_ = world_.add_host("influx");
  FakeInflux influx_;
  Config config_ = test::guide_like_config();
  std::unique_ptr<test::ServiceBench> bench_;
  std::unique_ptr<Service> exporter_;
};

TEST_F(InfluxPushTest, WritesEveryMetricEachInterval) {
  serve();
  start();
  bench_->metrics.gauge(metric::kFlightAltitude, {"sim"}).set(3500);
  pass(46s);
  EXPECT_EQ(influx_.requests, 3) << "metrics_exporter.interval is 15s";
  EXPECT_EQ(influx_.target, "/write?db=telemetry&precision=ns");
  EXPECT_THAT(influx_.authorization, StartsWith("Basic "));
  EXPECT_THAT(influx_.lines,
              Contains(StartsWith("simconnect_flight_altitude_feet,monitor=site,simulator=sim value=3500 ")));
  EXPECT_EQ(exporter_->health().status, Status::healthy);
  EXPECT_EQ(pushes("delivered"), 3);
  // All that a page shows is among what is written.
  const std::string page = bench_->metrics.text();
  constexpr std::string_view kType = "# TYPE ";
  for (auto at = page.find(kType); at != std::string::npos; at = page.find(kType, at + 1)) {
    const auto from = at + kType.size();
    const std::string name = page.substr(from, page.find(' ', from) - from);
    if (name == metric::kInfluxPushes.name) continue;  // newer than the last write
    EXPECT_THAT(influx_.lines, Contains(StartsWith(name + ",monitor=site"))) << name;
  }
}

TEST_F(InfluxPushTest, WhatItWritesIsOfThatMoment) {
  serve();
  start();
  bench_->metrics.gauge(metric::kFlightAltitude, {"sim"}).set(1);
  pass(20s);
  bench_->metrics.gauge(metric::kFlightAltitude, {"sim"}).set(2);
  influx_.lines.clear();
  pass(15s);
  EXPECT_THAT(influx_.lines, Contains(HasSubstr("simulator=sim value=2 ")));
}

TEST_F(InfluxPushTest, VersionTwoHasATokenWhichNobodyReads) {
  InfluxConfig& influx = *config_.metrics_exporter.influx;
  influx.version = 2;
  influx.organization = "flight ops";
  influx.bucket = "metrics";
  influx.token = Secret("very-secret");
  influx_.status = 401;
  influx_.echoes = true;
  serve();
  start();
  pass(16s);
  EXPECT_EQ(influx_.target, "/api/v2/write?org=flight%20ops&bucket=metrics&precision=ns");
  EXPECT_EQ(influx_.authorization, "Token very-secret");
  EXPECT_EQ(exporter_->health().status, Status::degraded);
  ASSERT_THAT(exporter_->health().errors, SizeIs(1));
  EXPECT_THAT(exporter_->health().errors.front(),
              AllOf(HasSubstr("InfluxDB influx:8086: HTTP 401"), Not(HasSubstr("very-secret"))));
  EXPECT_THAT(bench_->log_text(), Not(HasSubstr("very-secret")));
}

TEST_F(InfluxPushTest, ARefusalIsToldOnceAndTriedAgainWithTheNextInterval) {
  influx_.status = 404;
  serve();
  start();
  pass(44s);
  EXPECT_EQ(influx_.requests, 2);
  EXPECT_EQ(pushes("refused"), 2);
  EXPECT_EQ(bench_->logged("influx_push_failed"), 1U);
  EXPECT_TRUE(exporter_->health().ready);
  influx_.status = 0;
  pass(15s);
  EXPECT_EQ(exporter_->health().status, Status::healthy);
  EXPECT_EQ(bench_->logged("influx_push_recovered"), 1U);
}

TEST_F(InfluxPushTest, AServerThatTakesLessAtOnceGetsAllInSmallerParts) {
  influx_.status = 413;
  config_.metrics_exporter.influx->batch_size = 64;
  serve();
  start();
  bench_->metrics.gauge(metric::kFlightAltitude, {"sim"}).set(3500);
  pass(15100ms);
  EXPECT_EQ(influx_.requests, 7) << "64, 32, 16, 8, 4, 2 and 1 points";
  influx_.status = 0;
  pass(15s);
  EXPECT_THAT(influx_.lines, Contains(HasSubstr("simulator=sim value=3500 ")));
  EXPECT_EQ(exporter_->health().status, Status::healthy);
}

TEST_F(InfluxPushTest, AServerThatIsBackIsWrittenToWithinThirtySeconds) {
  start();
  for (int seconds = 20; seconds < 1500; seconds += 131) {
    SCOPED_TRACE(seconds);
    pass(seconds * 1s);
    ASSERT_EQ(exporter_->health().status, Status::degraded);
    serve();
    const world::Instant back = world_.now();
    world_.run_until(back + 5min, [this] { return exporter_->health().status == Status::healthy; });
    EXPECT_LT(world_.now() - back, kRecoveryLimit);
    server_.crash();
    server_.restart();
  }
}

}  // namespace
}  // namespace checkride::runtime

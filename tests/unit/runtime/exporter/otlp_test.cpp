// Goal: what is pushed is an OTLP export request, failures are tried again as the collector wishes, and the exporter's
// health tells what came of it, neither healthy while pushes fail nor unhealthy because nobody comes. Method: a
// collector that plays answers, on another host of a virtual world.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <deque>

#include "../link/service_bench.hpp"
#include "checkride/compress/gzip.hpp"
#include "checkride/http/http.hpp"
#include "exporter/exporter.hpp"
#include "exporter/otlp_document.hpp"
#include "link/backoff.hpp"
#include "metrics/table.hpp"
#include "service/http_manners.hpp"

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

http::Response answered(int status, std::string body = "{}") {
  return http::json_response(status, std::move(body));
}

// Answers each request with the next of its answers, then with 200, and keeps what it was sent.
class Collector {
 public:
  explicit Collector(world::VirtualHost& host) : host_(host) {}
  void start() { host_.start("collector", run()); }

  std::deque<http::Response> answers;
  std::vector<http::Request> requests;
  std::vector<world::Instant> at;

 private:
  world::Task<int> run() {
    auto listener = co_await listen();
    std::function<http::Response(const http::Request&)> handler = [this](const http::Request& request) {
      requests.push_back(request);
      at.push_back(host_.clock().now());
      http::Response answer = answered(200);
      if (!answers.empty()) {
        answer = answers.front();
        answers.pop_front();
      }
      return answer;
    };
    co_await http::serve(host_, std::move(listener), std::move(handler));
    co_return 0;
  }
  world::Task<std::unique_ptr<world::Listener>> listen() {
    auto listener = host_.network().listen({"0.0.0.0", 4318});
    EXPECT_TRUE(listener);
    co_return std::move(*listener);
  }

  world::VirtualHost& host_;
};

class OtlpTest : public testing::Test {
 protected:
  OtlpTest() : collector_(world_.add_host("collector")) {
    Config config = runtime::test::guide_like_config();
    OtlpConfig& otlp = config.metrics_exporter.otlp.emplace();
    otlp.endpoint = "http://collector:4318";
    otlp.headers.emplace_back("X-Token", Secret("hush-hush"));
    otlp.interval = 60s;
    bench_ = std::make_unique<runtime::test::ServiceBench>(host_, config);
    exporter_ = make_metrics_exporter(bench_->context);
  }
  void start() { host_.start("exporter", begin(*exporter_)); }
  static world::Task<int> begin(Service& service) {
    auto started = co_await service.start();
    EXPECT_TRUE(started);
    co_return 0;
  }
  void pass(world::Duration time) { (void)world_.run_until(world_.now() + time); }
  ServiceHealth health() const { return exporter_->health(); }

  world::VirtualWorld world_;
  world::VirtualHost& host_ = world_.add_host("monitor");
  Collector collector_;
  std::unique_ptr<runtime::test::ServiceBench> bench_;
  std::unique_ptr<Service> exporter_;
};

TEST_F(OtlpTest, PushesEveryIntervalToTheProtocolsOwnPathWithItsHeaders) {
  collector_.start();
  start();
  pass(181s);
  ASSERT_EQ(collector_.requests.size(), 3U);
  const http::Request& request = collector_.requests.front();
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.path(), "/v1/metrics");
  EXPECT_EQ(request.headers.find("X-Token"), "hush-hush");
  EXPECT_EQ(request.headers.find("Content-Type"), "application/json");
  EXPECT_EQ(request.headers.find("Content-Encoding"), "gzip");
  const auto body = compress::gunzip(request.body);
  ASSERT_TRUE(body);
  EXPECT_TRUE(boost::json::parse(*body).at("resourceMetrics").at(0).as_object().contains("resource"));
  EXPECT_EQ(health().status, Status::healthy);
}

// The lie "healthy while exports fail".
TEST_F(OtlpTest, WhilePushesFailTheExporterIsDegradedAndStaysReady) {
  start();  // nobody listens
  pass(61s);
  EXPECT_EQ(health().status, Status::degraded);
  EXPECT_TRUE(health().ready);
  ASSERT_EQ(health().errors.size(), 1U);
  EXPECT_THAT(health().errors.front(), StartsWith("OTLP collector collector:4318: "));
  EXPECT_THAT(health().errors.front(), Not(HasSubstr("4318: collector:4318"))) << "said twice";
  collector_.start();
  pass(60s);
  EXPECT_EQ(health().status, Status::healthy);
  EXPECT_THAT(health().errors, testing::IsEmpty());
  EXPECT_EQ(bench_->logged("otlp_push_recovered"), 1U);
  EXPECT_THAT(bench_->log_text(), Not(HasSubstr("hush-hush")));
}

// The lie "unhealthy without traffic".
TEST_F(OtlpTest, WithoutScrapesAndBeforeTheFirstPushItIsHealthy) {
  start();
  pass(59s);
  EXPECT_EQ(health().status, Status::healthy);
  EXPECT_TRUE(health().ready);
}

TEST_F(OtlpTest, ATemporaryFailureIsTriedAgainNotBeforeTheCollectorWishes) {
  http::Response busy = answered(429);
  busy.headers.set("Retry-After", "7");
  collector_.answers = {busy, answered(503)};
  collector_.start();
  start();
  pass(119s);
  ASSERT_EQ(collector_.at.size(), 3U);
  EXPECT_GE(collector_.at[1] - collector_.at[0], 7s);
  EXPECT_EQ(bench_->metrics.counter(metric::kOtlpPushes, {"failed"}).value(), 2);
  EXPECT_EQ(bench_->metrics.counter(metric::kOtlpPushes, {"delivered"}).value(), 1);
  EXPECT_EQ(health().status, Status::healthy);
}

// However long it was gone.
TEST_F(OtlpTest, ACollectorThatIsBackIsPushedToWithinThirtySeconds) {
  start();
  world::VirtualHost& there = world_.host("collector");
  for (int seconds = 65; seconds < 2000; seconds += 163) {
    SCOPED_TRACE(seconds);
    pass(seconds * 1s);
    ASSERT_EQ(health().status, Status::degraded);
    collector_.start();
    const world::Instant back = world_.now();
    world_.run_until(back + 5min, [this] { return health().status == Status::healthy; });
    EXPECT_LT(world_.now() - back, kRecoveryLimit);
    there.crash();
    there.restart();
  }
}

TEST_F(OtlpTest, ACollectorThatTakesNoGzipGetsThePlainBodyAtOnceAndFromThenOn) {
  collector_.answers = {answered(415)};
  collector_.start();
  start();
  pass(121s);
  ASSERT_EQ(collector_.requests.size(), 3U);
  EXPECT_EQ(collector_.requests[0].headers.find("Content-Encoding"), "gzip");
  for (const std::size_t later : {1U, 2U}) {
    EXPECT_EQ(collector_.requests[later].headers.find("Content-Encoding"), std::nullopt);
    EXPECT_TRUE(boost::json::parse(collector_.requests[later].body).is_object());
  }
  EXPECT_LT(collector_.at[1] - collector_.at[0], 1s);
  EXPECT_EQ(health().status, Status::healthy);
  EXPECT_EQ(bench_->logged("otlp_not_compressed"), 1U);
  EXPECT_EQ(bench_->logged("otlp_push_failed"), 0U);
}

TEST_F(OtlpTest, ThePlainBodyIsRefusedOnce) {
  collector_.answers = {answered(415), answered(415)};
  collector_.start();
  start();
  pass(119s);
  EXPECT_EQ(collector_.requests.size(), 2U);
  EXPECT_THAT(health().errors, ElementsAre(HasSubstr("HTTP 415")));
}

TEST_F(OtlpTest, RetryAfterMayBeADate) {
  http::Response busy = answered(503);
  // The virtual world begins at 2026-01-05T08:00:00Z; the first push comes a minute later.
  busy.headers.set("Retry-After", "Mon, 05 Jan 2026 08:01:20 GMT");
  collector_.answers = {busy};
  collector_.start();
  start();
  pass(119s);
  ASSERT_EQ(collector_.at.size(), 2U);
  EXPECT_GE(collector_.at[1] - collector_.at[0], 19s);
}

TEST_F(OtlpTest, ARefusalIsNotTriedAgainUntilTheNextInterval) {
  collector_.answers = {answered(400)};
  collector_.start();
  start();
  pass(119s);
  EXPECT_EQ(collector_.requests.size(), 1U);
  EXPECT_EQ(health().status, Status::degraded);
  EXPECT_THAT(health().errors, ElementsAre(HasSubstr("HTTP 400")));
  pass(2s);
  EXPECT_EQ(collector_.requests.size(), 2U);
  EXPECT_EQ(health().status, Status::healthy);
}

TEST_F(OtlpTest, EveryPushCarriesATraceOfItsOwn) {
  collector_.start();
  start();
  pass(121s);
  ASSERT_GE(collector_.requests.size(), 2U);
  const std::string first(collector_.requests[0].headers.find("traceparent").value_or(""));
  const std::string second(collector_.requests[1].headers.find("traceparent").value_or(""));
  ASSERT_TRUE(parse_traceparent(first) && parse_traceparent(second));
  EXPECT_NE(parse_traceparent(first)->trace_id, parse_traceparent(second)->trace_id);
}

TEST_F(OtlpTest, APartialSuccessIsCountedAndTold) {
  collector_.answers = {answered(200, R"({"partialSuccess":{"rejectedDataPoints":"3","errorMessage":"too old"}})"),
                        answered(200, "no JSON"), answered(200, R"({"partialSuccess":{"rejectedDataPoints":-4}})")};
  collector_.start();
  start();
  pass(181s);
  EXPECT_EQ(bench_->metrics.counter(metric::kOtlpRejected).value(), 3);
  EXPECT_EQ(bench_->logged("otlp_data_points_rejected"), 1U);
  EXPECT_EQ(health().status, Status::healthy);
}

TEST_F(OtlpTest, AReasonWithoutRejectedPointsIsAWarning) {
  collector_.answers = {answered(200, R"({"partialSuccess":{"rejectedDataPoints":"0","errorMessage":"slow down"}})")};
  collector_.start();
  start();
  pass(61s);
  EXPECT_EQ(bench_->logged("otlp_warning"), 1U);
  EXPECT_EQ(bench_->logged("otlp_data_points_rejected"), 0U);
}

// Read back by the protocol's own rules: what is cumulative, which integers are texts, how many buckets there are.
TEST(OtlpDocument, IsAnExportRequest) {
  Registry metrics;
  metrics.counter(metric::kMessages, {"sim"}).add(5);
  metrics.gauge(metric::kFlightAltitude, {"sim"}).set(std::numeric_limits<double>::quiet_NaN());
  metrics.histogram(metric::kProcessingDuration).observe(0.2);
  AppConfig app;
  app.name = "site";
  app.environment = "lab";
  const OtlpTimes times{world::UtcTime(1767600000s), world::UtcTime(1767600060s)};
  const auto document = boost::json::parse(otlp_document(metrics, app, times));
  const auto& resource = document.at("resourceMetrics").at(0);
  EXPECT_EQ(resource.at("resource").at("attributes").at(0).at("key").as_string(), "service.name");
  const auto& all = resource.at("scopeMetrics").at(0).at("metrics").as_array();
  ASSERT_EQ(all.size(), 3U);
  const auto& sum = all[0].at("sum");
  EXPECT_EQ(all[0].at("name").as_string(), "simconnect_messages_total");
  EXPECT_TRUE(sum.at("isMonotonic").as_bool());
  EXPECT_EQ(sum.at("aggregationTemporality").as_int64(), 2);
  const auto& point = sum.at("dataPoints").at(0);
  EXPECT_EQ(point.at("startTimeUnixNano").as_string(), "1767600000000000000");
  EXPECT_EQ(point.at("timeUnixNano").as_string(), "1767600060000000000");
  EXPECT_EQ(point.at("asDouble").to_number<double>(), 5);
  EXPECT_EQ(point.at("attributes").at(0).at("value").at("stringValue").as_string(), "sim");
  EXPECT_EQ(all[1].at("gauge").at("dataPoints").at(0).at("asDouble").as_string(), "NaN");
  const auto& histogram = all[2].at("histogram");
  EXPECT_EQ(histogram.at("aggregationTemporality").as_int64(), 2);
  const auto& spread = histogram.at("dataPoints").at(0);
  EXPECT_EQ(spread.at("count").as_string(), "1");
  EXPECT_EQ(spread.at("bucketCounts").as_array().size(), spread.at("explicitBounds").as_array().size() + 1);
  EXPECT_EQ(all[2].at("unit").as_string(), "s");
}

}  // namespace
}  // namespace checkride::runtime

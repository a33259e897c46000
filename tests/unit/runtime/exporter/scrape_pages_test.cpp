// Goal: the metrics path answers each client in its form, writes a page once per generation, and its JSON holds the
// quantiles. Method: a registry on a virtual world's clock.
#include "exporter/scrape_pages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <boost/json.hpp>

#include "checkride/compress/gzip.hpp"
#include "checkride/test/result_matchers.hpp"
#include "checkride/test/world_test.hpp"
#include "metrics/table.hpp"

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

http::Response ask(ScrapePages& pages, const std::string& accept, const std::string& encoding = "") {
  http::Request request;
  if (!accept.empty()) request.headers.set("Accept", accept);
  if (!encoding.empty()) request.headers.set("Accept-Encoding", encoding);
  return pages.answer(request);
}

WORLD_TEST(ScrapePages, AnswersInTheFormThatIsAskedFor) {
  Registry metrics;
  metrics.gauge(metric::kSimulatorUp, {"sim"}).set(1);
  const Board board;
  ScrapePages pages(metrics, host.clock(), board);
  EXPECT_EQ(ask(pages, "").headers.find("Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
  const http::Response open = ask(pages, "application/openmetrics-text");
  EXPECT_EQ(open.headers.find("Content-Type"), "application/openmetrics-text; version=1.0.0; charset=utf-8");
  EXPECT_THAT(open.body, testing::EndsWith("# EOF\n"));
  const http::Response json = ask(pages, "application/json");
  EXPECT_EQ(json.headers.find("Content-Type"), "application/json; charset=utf-8");
  EXPECT_EQ(json.headers.find("Vary"), "Accept, Accept-Encoding");
  co_return;
}

WORLD_TEST(ScrapePages, ThePackedPageIsThePlainOne) {
  Registry metrics;
  metrics.gauge(metric::kSimulatorUp, {"sim"}).set(1);
  const Board board;
  ScrapePages pages(metrics, host.clock(), board);
  const http::Response packed = ask(pages, "", "gzip");
  EXPECT_EQ(packed.headers.find("Content-Encoding"), "gzip");
  const auto plain = compress::gunzip(packed.body);
  CO_ASSERT_OK(plain);
  EXPECT_EQ(*plain, ask(pages, "").body);
  co_return;
}

WORLD_TEST(ScrapePages, APageIsWrittenOncePerGenerationAndForm) {
  Registry metrics;
  int written = 0;
  metrics.before_page([&] { metrics.gauge(metric::kSimulatorUp, {"sim"}).set(++written); });
  const Board board;
  ScrapePages pages(metrics, host.clock(), board);
  const std::string first = ask(pages, "").body;
  EXPECT_EQ(ask(pages, "").body, first);
  (void)ask(pages, "", "gzip");
  EXPECT_EQ(written, 1);
  co_await host.clock().sleep_for(ScrapePages::kGeneration);
  EXPECT_NE(ask(pages, "").body, first);
  EXPECT_EQ(written, 2);
  const auto packed = compress::gunzip(ask(pages, "", "gzip").body);
  CO_ASSERT_OK(packed);
  EXPECT_EQ(*packed, ask(pages, "").body);
}

// The guides divide hits by requests, series by series.
WORLD_TEST(ScrapePages, HitsAndMissesOfBothCachesAreCounted) {
  Registry metrics;
  const Board board;
  ScrapePages pages(metrics, host.clock(), board);
  (void)ask(pages, "");          // page: miss
  (void)ask(pages, "");          // page: hit
  (void)ask(pages, "", "gzip");  // gzip: miss, page: hit
  (void)ask(pages, "", "gzip");  // gzip: hit
  co_await host.clock().sleep_for(ScrapePages::kGeneration);
  (void)ask(pages, "", "gzip");                  // gzip: miss, page: miss
  (void)ask(pages, "application/json");          // page: miss, of another form
  const std::string page = ask(pages, "").body;  // page: hit
  const auto of = [&metrics](const MetricRow& row, std::string_view cache) {
    return metrics.counter(row, {cache}).value();
  };
  EXPECT_EQ(of(metric::kCacheRequests, "metrics_page"), 6);
  EXPECT_EQ(of(metric::kCacheHits, "metrics_page"), 3);
  EXPECT_EQ(of(metric::kCacheMisses, "metrics_page"), 3);
  EXPECT_EQ(of(metric::kCacheRequests, "metrics_page_gzip"), 3);
  EXPECT_EQ(of(metric::kCacheHits, "metrics_page_gzip"), 1);
  EXPECT_EQ(of(metric::kCacheMisses, "metrics_page_gzip"), 2);
  EXPECT_THAT(page, HasSubstr("cache_requests_total{cache_type=\"metrics_page\"} 4\n"))
      << "as it was written: the page's own request was the fourth";
}

WORLD_TEST(ScrapePages, ACacheWithoutAHitHasARatioOfZero) {
  Registry metrics;
  const Board board;
  ScrapePages pages(metrics, host.clock(), board);
  EXPECT_THAT(ask(pages, "").body, HasSubstr("cache_hits_total{cache_type=\"metrics_page\"} 0\n"));
  co_return;
}

WORLD_TEST(ScrapePages, TheJsonViewHasQuantilesAndNullForWhatIsNotKnown) {
  Registry metrics;
  Histogram& histogram = metrics.histogram(metric::kProcessingDuration);
  metrics.gauge(metric::kFlightAltitude, {"a \"sim\""}).set(std::numeric_limits<double>::infinity());
  const Board board;
  ScrapePages pages(metrics, host.clock(), board);
  const auto empty = boost::json::parse(ask(pages, "application/json").body);
  EXPECT_TRUE(
      empty.at("metrics").at("simconnect_message_processing_duration_seconds").at("series").at(0).at("p99").is_null());
  for (int i = 1; i <= 1000; ++i) histogram.observe(i / 1000.0);
  co_await host.clock().sleep_for(1s);
  const auto document = boost::json::parse(ask(pages, "application/json").body);
  const auto& series = document.at("metrics").at("simconnect_message_processing_duration_seconds").at("series").at(0);
  EXPECT_EQ(series.at("count").as_int64(), 1000);
  const std::array<std::pair<const char*, double>, 5> expected{
      {{"p50", 0.5}, {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}, {"p999", 0.999}}};
  for (const auto& [name, value] : expected)
    EXPECT_NEAR(series.at(name).to_number<double>(), value, value / 128) << name;
  const auto& altitude = document.at("metrics").at("simconnect_flight_altitude_feet").at("series").at(0);
  EXPECT_TRUE(altitude.at("value").is_null());
  EXPECT_EQ(altitude.at("labels").at("simulator").as_string(), "a \"sim\"");
}

boost::json::value json_of(ScrapePages& pages) {
  return boost::json::parse(ask(pages, "application/json").body);
}

// The figures of guide 004, each from what the page's own metrics say.
WORLD_TEST(ScrapePages, TheJsonViewTellsHowLongLoadsTook) {
  Registry metrics;
  const Board board;
  ScrapePages pages(metrics, host.clock(), board);
  const auto empty = json_of(pages);
  EXPECT_EQ(empty.at("loadLatency").at("count").as_int64(), 0);
  EXPECT_TRUE(empty.at("loadLatency").at("p99").is_null());
  for (int i = 1; i <= 500; ++i) {
    metrics.histogram(metric::kHttpDuration, {"GET", "/health"}).observe(i / 1000.0);
    metrics.histogram(metric::kHttpDuration, {"GET", "/metrics"}).observe((500 + i) / 1000.0);
    metrics.histogram(metric::kProcessingDuration).observe(7);  // no load of anybody's
  }
  co_await host.clock().sleep_for(1s);
  const auto document = json_of(pages);
  const auto& latency = document.at("loadLatency");
  EXPECT_EQ(latency.at("count").as_int64(), 1000);
  EXPECT_NEAR(latency.at("p50").to_number<double>(), 500, 4) << "milliseconds";
  EXPECT_NEAR(latency.at("p99").to_number<double>(), 990, 8);
  EXPECT_NEAR(latency.at("max").to_number<double>(), 1000, 1e-6);
  EXPECT_NEAR(latency.at("mean").to_number<double>(), 500.5, 1e-6);
}

WORLD_TEST(ScrapePages, TheJsonViewTellsOfTheCaches) {
  Registry metrics;
  const Board board;
  ScrapePages pages(metrics, host.clock(), board);
  const auto first = json_of(pages);  // the first request of any cache, a miss
  EXPECT_EQ(first.at("cacheHitRate").to_number<double>(), 0);
  EXPECT_EQ(first.at("cacheMemoryUsage").to_number<double>(), 0) << "before this page there was none";
  const std::string json = ask(pages, "application/json").body;  // a hit
  const std::string text = ask(pages, "").body;                  // a miss
  const std::string packed = ask(pages, "", "gzip").body;        // a miss; and a hit of the text below it
  co_await host.clock().sleep_for(1s);
  const auto later = json_of(pages);  // a miss
  EXPECT_DOUBLE_EQ(later.at("cacheHitRate").to_number<double>(), 2.0 / 6);
  EXPECT_EQ(later.at("cacheMemoryUsage").to_number<std::size_t>(), json.size() + text.size() + packed.size());
}

WORLD_TEST(ScrapePages, TheJsonViewTellsOfTheBreakers) {
  Registry metrics;
  Board board;
  ScrapePages pages(metrics, host.clock(), board);
  EXPECT_EQ(json_of(pages).at("circuitBreakers"), boost::json::object());
  board.breakers["email"] = BreakerStatus{2, std::nullopt};
  board.breakers["slack"] = BreakerStatus{5, host.clock().now() + 10s};
  co_await host.clock().sleep_for(1s);
  const auto at_once = json_of(pages);
  EXPECT_EQ(at_once.at("circuitBreakers").at("email").at("state").as_string(), "closed");
  EXPECT_EQ(at_once.at("circuitBreakers").at("email").at("failures").as_int64(), 2);
  EXPECT_EQ(at_once.at("circuitBreakers").at("slack").at("state").as_string(), "open");
  EXPECT_EQ(at_once.at("circuitBreakers").at("slack").at("failures").as_int64(), 5);
  co_await host.clock().sleep_for(9s);
  EXPECT_EQ(json_of(pages).at("circuitBreakers").at("slack").at("state").as_string(), "half_open");
}

// Every metric of the text is in the JSON.
WORLD_TEST(ScrapePages, TheJsonViewLacksNoMetricOfTheText) {
  Registry metrics;
  metrics.gauge(metric::kSimulatorUp, {"sim"}).set(1);
  metrics.counter(metric::kErrors, {"quit", "warning", "sim"}).add();
  metrics.histogram(metric::kHttpDuration, {"GET", "/health"}).observe(1);
  const Board board;
  ScrapePages pages(metrics, host.clock(), board);
  const std::string text = ask(pages, "").body;
  const auto document = json_of(pages);
  const auto& shown = document.at("metrics").as_object();
  constexpr std::string_view kType = "# TYPE ";
  std::size_t families = 0;
  for (auto at = text.find(kType); at != std::string::npos; at = text.find(kType, at + 1)) {
    const auto begin = at + kType.size();
    const std::string name = text.substr(begin, text.find(' ', begin) - begin);
    EXPECT_TRUE(shown.contains(name)) << name;
    ++families;
  }
  EXPECT_GE(families, 6U);
  co_return;
}

}  // namespace
}  // namespace checkride::runtime

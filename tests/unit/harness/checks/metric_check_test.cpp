// Goal: metrics are summed, counted, compared over time and taken by quantile as Prometheus does it. Method: pages of a
// few lines.
#include "checks/metric_check.hpp"

#include <gmock/gmock.h>

#include "checkride/test/world_test.hpp"
#include "checks/fake_sight.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using test::IsOkWith;
using testing::HasSubstr;

constexpr std::string_view kPage =
    "# TYPE mails_total counter\n"
    "mails_total{result=\"sent\",to=\"a\"} 3\n"
    "mails_total{result=\"sent\",to=\"b\"} 4\n"
    "mails_total{result=\"failed\"} 1\n"
    "# TYPE took_seconds histogram\n"
    "took_seconds_bucket{le=\"0.1\"} 50\n"
    "took_seconds_bucket{le=\"0.5\"} 90\n"
    "took_seconds_bucket{le=\"+Inf\"} 100\n"
    "took_seconds_sum 20\n"
    "took_seconds_count 100\n";

world::Task<Seen> look(FakeSight& sight, std::string keys) {
  const Check check = check_of("{metric: {of: monitor, " + keys + "}}");
  Seen seen = co_await check->see(sight);
  co_return seen;
}

WORLD_TEST(MetricCheck, SumsTheSeriesThatMatch) {
  FakeSight sight(host);
  sight.answer("/metrics", 200, std::string(kPage));
  const Seen sent = co_await look(sight, "name: mails_total, labels: {result: sent}, value: {at_least: 5}");
  EXPECT_TRUE(sent.holds);
  EXPECT_EQ(sent.values.at(0).margin, 2);
  EXPECT_TRUE((co_await look(sight, "name: mails_total, value: 8")).holds);
  EXPECT_TRUE((co_await look(sight, "name: mails_total, labels: {to: ''}, value: 1")).holds)
      << "no label is an empty one";
  EXPECT_TRUE((co_await look(sight, "name: mails_total, labels: {to: {matches: '^[ab]$'}}, series: 2")).holds);
  EXPECT_TRUE((co_await look(sight, "name: mails_total, labels: {to: c}, series: 0")).holds);
  EXPECT_THAT(co_await check_of("{metric: {of: monitor, name: mails_total, value: 8}}")->quantity(sight),
              IsOkWith(8.0));
}

WORLD_TEST(MetricCheck, WhatIsNotThereIsNoZero) {
  FakeSight sight(host);
  sight.answer("/metrics", 200, std::string(kPage));
  const Seen seen = co_await look(sight, "name: calls_total, value: {at_most: 5}");
  EXPECT_FALSE(seen.holds);
  EXPECT_FALSE(seen.known);
  EXPECT_THAT(seen.text, HasSubstr("no series of calls_total that matches"));
}

WORLD_TEST(MetricCheck, ABrokenPageIsToldWithItsLine) {
  FakeSight sight(host);
  sight.answer("/metrics", 200, "a 1\nb one\n");
  const Seen seen = co_await look(sight, "name: a, value: 1");
  EXPECT_FALSE(seen.known);
  EXPECT_THAT(seen.text, HasSubstr("/metrics: line 2: expected a number"));
  sight.answer("/metrics", 503, "");
  EXPECT_THAT((co_await look(sight, "name: a, value: 1")).text, HasSubstr("/metrics answers 503"));
}

WORLD_TEST(MetricCheck, OpenMetricsIsKnownByItsType) {
  FakeSight sight(host);
  http::Headers headers;
  headers.add("Content-Type", "application/openmetrics-text; version=1.0.0");
  sight.answer("/metrics", 200, "# TYPE a counter\na_total 7\n# EOF\n", headers);
  EXPECT_TRUE((co_await look(sight, "name: a_total, value: 7")).holds);
}

WORLD_TEST(MetricCheck, QuantilesAreInterpolated) {
  FakeSight sight(host);
  sight.answer("/metrics", 200, std::string(kPage));
  const Seen seen = co_await look(sight, "name: took_seconds, p: {quantile: 0.7, value: {less_than: 0.5}}");
  EXPECT_TRUE(seen.holds);
  EXPECT_NEAR(seen.values.at(0).margin.value_or(0), 0.2, 1e-9) << "20 of 40 between 0.1 and 0.5";
  EXPECT_TRUE((co_await look(sight, "name: took_seconds, p: {quantile: 0.99, value: 0.5}")).holds)
      << "beyond the bounds";
  EXPECT_FALSE((co_await look(sight, "name: other_seconds, p: {quantile: 0.5, value: {at_least: 0}}")).known);
}

WORLD_TEST(MetricCheck, IncreaseIsToldWhenThereWereLooksForThatLong) {
  FakeSight sight(host);
  const std::string keys = "name: a_total, increase: {over: 10s, value: {at_least: 5}}";
  sight.answer("/metrics", 200, "a_total 100\n");
  EXPECT_FALSE((co_await look(sight, keys)).holds);
  co_await host.clock().sleep_for(6s);
  sight.answer("/metrics", 200, "a_total 103\n");
  EXPECT_FALSE((co_await look(sight, keys)).holds);
  co_await host.clock().sleep_for(6s);
  sight.answer("/metrics", 200, "a_total 106\n");
  const Seen seen = co_await look(sight, keys);
  EXPECT_TRUE(seen.holds);
  EXPECT_EQ(seen.values.at(0).margin, 1) << "6 since the look 12 s ago";
}

TEST(Growth, ACounterThatBeganAnewGoesOn) {
  Growth growth;
  growth.saw(0s, 100);
  growth.saw(5s, 110);
  growth.saw(10s, 4);
  EXPECT_EQ(growth.over(10s), 14);
  EXPECT_EQ(growth.over(5s), 4);
  EXPECT_EQ(growth.over(11s), std::nullopt);
}

TEST(Growth, TwoLooksAtOneInstantAreOne) {
  Growth growth;
  growth.saw(0s, 1);
  growth.saw(0s, 3);
  growth.saw(1s, 4);
  EXPECT_EQ(growth.over(1s), 1);
}

}  // namespace
}  // namespace checkride::harness

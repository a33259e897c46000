// Goal: the page is valid text format 0.0.4 whatever labels hold, and says what was counted. Method: golden pages; a
// property that reads pages back with a parser of the test's own.
#include "metrics/registry.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>

#include "checkride/test/property.hpp"
#include "metrics/table.hpp"
#include "page_parser.hpp"

namespace checkride::runtime {
namespace {

using support::parse_page;
using testing::HasSubstr;

constexpr std::array<std::string_view, 2> kTwoLabels{"a", "b"};
constexpr std::array<double, 2> kTwoBuckets{0.5, 1};
constexpr MetricRow kCounter{"c_total", "Counts.", MetricType::counter, kTwoLabels, {}};
constexpr MetricRow kGauge{"g", "Help with \\ and\nnewline.", MetricType::gauge, {}, {}};
constexpr MetricRow kHistogram{"h_seconds", "Time.", MetricType::histogram, metric::label::kSimulator, kTwoBuckets};

TEST(Registry, PageOfEachType) {
  Registry registry;
  registry.counter(kCounter, {"y", "1"}).add(2);
  registry.counter(kCounter, {"x", ""}).add();
  registry.gauge(kGauge).set(-1.5);
  Histogram& histogram = registry.histogram(kHistogram, {"sim"});
  histogram.observe(0.5);
  histogram.observe(0.6);
  histogram.observe(7);
  EXPECT_EQ(registry.text(),
            "# HELP c_total Counts.\n"
            "# TYPE c_total counter\n"
            "c_total{a=\"x\"} 1\n"
            "c_total{a=\"y\",b=\"1\"} 2\n"
            "# HELP g Help with \\\\ and\\nnewline.\n"
            "# TYPE g gauge\n"
            "g -1.5\n"
            "# HELP h_seconds Time.\n"
            "# TYPE h_seconds histogram\n"
            "h_seconds_bucket{simulator=\"sim\",le=\"0.5\"} 1\n"
            "h_seconds_bucket{simulator=\"sim\",le=\"1\"} 2\n"
            "h_seconds_bucket{simulator=\"sim\",le=\"+Inf\"} 3\n"
            "h_seconds_sum{simulator=\"sim\"} 8.1\n"
            "h_seconds_count{simulator=\"sim\"} 3\n");
}

TEST(Registry, OneSeriesPerLabelSet) {
  Registry registry;
  EXPECT_EQ(&registry.counter(kCounter, {"x", "1"}), &registry.counter(kCounter, {"x", "1"}));
  EXPECT_NE(&registry.counter(kCounter, {"x", "1"}), &registry.counter(kCounter, {"x", "2"}));
}

TEST(Registry, ReferencesStayValidWhenSeriesAreAdded) {
  Registry registry;
  Counter& first = registry.counter(kCounter, {"m", "m"});
  for (int i = 0; i < 200; ++i) registry.counter(kCounter, {std::to_string(i), "x"});
  first.add(5);
  EXPECT_THAT(registry.text(), HasSubstr("c_total{a=\"m\",b=\"m\"} 5\n"));
}

TEST(Registry, ARemovedSeriesIsGoneAndItsFamilyWithTheLast) {
  Registry registry;
  registry.counter(kCounter, {"x", "1"}).add();
  registry.remove(kCounter, {"x", "1"});
  registry.remove(kCounter, {"never", "there"});
  EXPECT_EQ(registry.text(), "");
}

TEST(Registry, SpecialValues) {
  Registry registry;
  Gauge& gauge = registry.gauge(kGauge);
  const auto shown = [&](double value) {
    gauge.set(value);
    return parse_page(registry.text()).samples.at({"g", {}});
  };
  EXPECT_EQ(shown(std::numeric_limits<double>::quiet_NaN()), "NaN");
  EXPECT_EQ(shown(std::numeric_limits<double>::infinity()), "+Inf");
  EXPECT_EQ(shown(-std::numeric_limits<double>::infinity()), "-Inf");
  EXPECT_EQ(shown(9007199254740991), "9007199254740991");
  EXPECT_EQ(shown(0.1), "0.1");
}

RC_GTEST_PROP(Registry, EveryNumberReadsBackExactly, (double value)) {
  Registry registry;
  registry.gauge(kGauge).set(value);
  const std::string text = parse_page(registry.text()).samples.at({"g", {}});
  const double read = std::strtod(text.c_str(), nullptr);
  RC_ASSERT(read == value || (std::isnan(read) && std::isnan(value)));
}

RC_GTEST_PROP(Registry, EveryLabelTextReadsBack, ()) {
  const auto hostile = rc::gen::container<std::string>(
      rc::gen::oneOf(rc::gen::element('"', '\\', '\n', '{', '}', ',', '=', ' '), rc::gen::inRange<char>(1, 127)));
  const auto first = *hostile;
  const auto second = *hostile;
  Registry registry;
  registry.counter(kCounter, {first, second}).add(3);
  support::Labels expected;
  if (!first.empty()) expected["a"] = first;
  if (!second.empty()) expected["b"] = second;
  const auto page = parse_page(registry.text());
  RC_ASSERT(page.samples.size() == 1U);
  RC_ASSERT(page.samples.begin()->first.second == expected);
}

TEST(Registry, HelpReadsBack) {
  Registry registry;
  registry.gauge(kGauge).set(1);
  EXPECT_EQ(parse_page(registry.text()).help.at("g"), kGauge.help);
}

TEST(Registry, TooManySeriesShareOneThatIsNotShownAndAreCounted) {
  Registry registry;
  for (std::size_t i = 0; i < Registry::kSeriesMax + 10; ++i) {
    registry.counter(kCounter, {std::to_string(i), "x"}).add();
  }
  EXPECT_EQ(registry.series(), Registry::kSeriesMax + 1);  // and the count of what was dropped
  EXPECT_THAT(registry.text(), HasSubstr("checkride_series_dropped_total 10\n"));
}

TEST(Registry, DerivedValuesAreRefreshedBeforeEachPage) {
  Registry registry;
  int looks = 0;
  registry.before_page([&] { registry.gauge(kGauge).set(++looks); });
  EXPECT_THAT(registry.text(), HasSubstr("\ng 1\n"));
  EXPECT_THAT(registry.text(), HasSubstr("\ng 2\n"));
}

TEST(Counter, NeverFalls) {
  Counter counter;
  counter.raise_to(5);
  counter.raise_to(3);
  EXPECT_EQ(counter.value(), 5);
}

TEST(CounterDeathTest, FallingIsADefect) {
  Counter counter;
  EXPECT_DEATH(counter.add(-1), "assertion failed");
}

TEST(Histogram, ABoundBelongsToItsBucket) {
  Histogram histogram(kTwoBuckets);
  histogram.observe(0.5);
  histogram.observe(0.50001);
  histogram.observe(2);
  EXPECT_THAT(histogram.counts(), testing::ElementsAre(1, 1, 1));
  EXPECT_DOUBLE_EQ(histogram.sum(), 3.00001);
}

}  // namespace
}  // namespace checkride::runtime

// Goal: the OpenMetrics page is what version 1.0 says, and what goes with its simulator goes. Method: golden pages.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "metrics/registry.hpp"
#include "metrics/table.hpp"

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

constexpr std::array<double, 2> kBounds{0.5, 1};
constexpr MetricRow kCounter{"c_total", "Counts \"all\".", MetricType::counter, metric::label::kSimulator, {}};
constexpr MetricRow kHistogram{"h_seconds", "Time.", MetricType::histogram, {}, kBounds};
constexpr MetricRow kUp{"up", "Is it?", MetricType::gauge, metric::label::kSimulator, {}, true};

std::string open_page(Registry& registry) {
  std::string out;
  registry.write(out, PageFormat::openmetrics);
  return out;
}

std::optional<Exemplar> example(std::string_view id) {
  return Exemplar::make({{"trace_id", id}}, world::UtcTime(1767600000s + 250ms));
}

TEST(OpenMetrics, PageOfACounterAndAHistogramWithAnExemplar) {
  Registry registry;
  registry.counter(kCounter, {"sim"}).add(2);
  Histogram& histogram = registry.histogram(kHistogram);
  histogram.observe(0.75, example("a\"b"));
  histogram.observe(0.25);
  EXPECT_EQ(open_page(registry),
            "# HELP c Counts \\\"all\\\".\n"
            "# TYPE c counter\n"
            "c_total{simulator=\"sim\"} 2\n"
            "# HELP h_seconds Time.\n"
            "# TYPE h_seconds histogram\n"
            "h_seconds_bucket{le=\"0.5\"} 1\n"
            "h_seconds_bucket{le=\"1.0\"} 2 # {trace_id=\"a\\\"b\"} 0.75 1767600000.25\n"
            "h_seconds_bucket{le=\"+Inf\"} 2\n"
            "h_seconds_sum 1\n"
            "h_seconds_count 2\n"
            "# EOF\n");
  EXPECT_THAT(registry.text(), Not(HasSubstr("trace_id")));
}

TEST(Exemplar, HasAtMost128CharactersAndIsNeverCut) {
  const std::string umlauts = [] {
    std::string out;
    for (int i = 0; i < 120; ++i) out += "\xc3\xa4";  // one character, two bytes
    return out;
  }();
  EXPECT_TRUE(example(umlauts));  // 8 of the name and 120
  EXPECT_FALSE(example(umlauts + "x"));
  EXPECT_FALSE(example(""));
}

TEST(Registry, AConcealedSimulatorLeavesThePageAndComesBackWithItsCounts) {
  Registry registry;
  Counter& counter = registry.counter(kCounter, {"sim"});
  counter.add(2);
  registry.counter(kCounter, {"other"}).add();
  registry.gauge(kUp, {"sim"}).set(0);
  registry.conceal("sim");
  EXPECT_THAT(registry.text(), Not(HasSubstr("c_total{simulator=\"sim\"}")));
  EXPECT_THAT(registry.text(), HasSubstr("c_total{simulator=\"other\"} 1\n"));
  EXPECT_THAT(registry.text(), HasSubstr("up{simulator=\"sim\"} 0\n"));
  registry.conceal("other");
  EXPECT_THAT(registry.text(), Not(HasSubstr("c_total")));  // nor a header without series
  counter.add();
  registry.reveal("sim");
  EXPECT_THAT(registry.text(), HasSubstr("c_total{simulator=\"sim\"} 3\n"));
}

TEST(Registry, ASeriesMadeWhileItsSimulatorIsConcealedIsConcealedToo) {
  Registry registry;
  registry.conceal("sim");
  registry.counter(kCounter, {"sim"}).add();
  EXPECT_EQ(registry.text(), "");
  registry.reveal("sim");
  EXPECT_THAT(registry.text(), HasSubstr("c_total{simulator=\"sim\"} 1\n"));
}

TEST(RegistryDeathTest, ACounterWithoutItsSuffixIsADefect) {
  constexpr MetricRow kWrong{"requests", "Requests.", MetricType::counter, {}, {}};
  Registry registry;
  EXPECT_DEATH(registry.counter(kWrong), "assertion failed");
}

}  // namespace
}  // namespace checkride::runtime

// Goal: quantiles are right to three digits, and merging loses nothing. Method: RapidCheck against the sorted values.
#include "traffic/histogram.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "checkride/test/property.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using std::chrono::microseconds;

Histogram histogram_of(const std::vector<std::uint32_t>& values) {
  Histogram histogram;
  for (const std::uint32_t us : values) histogram.add(microseconds(us));
  return histogram;
}

// From microseconds to more than an hour, as many small as large.
rc::Gen<std::vector<std::uint32_t>> any_values() {
  const auto value = rc::gen::map(rc::gen::tuple(rc::gen::inRange(0, 32), rc::gen::arbitrary<std::uint32_t>()),
                                  [](const std::tuple<int, std::uint32_t>& drawn) {
                                    return std::get<1>(drawn) >> static_cast<unsigned>(std::get<0>(drawn));
                                  });
  return rc::gen::nonEmpty(rc::gen::container<std::vector<std::uint32_t>>(value));
}

const double kQuantiles[] = {0, 0.001, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 1};

TEST(Histogram, NothingIsZero) {
  const Histogram empty;
  EXPECT_EQ(empty.count(), 0U);
  EXPECT_EQ(empty.quantile(0.99), 0us);
  EXPECT_EQ(empty.max(), 0us);
}

TEST(Histogram, ShortTimesAreExact) {
  const Histogram histogram = histogram_of({1, 2, 3, 4, 2047});
  EXPECT_EQ(histogram.quantile(0.2), 1us);
  EXPECT_EQ(histogram.quantile(0.21), 2us);
  EXPECT_EQ(histogram.quantile(0.8), 4us);
  EXPECT_EQ(histogram.quantile(1), 2047us);
}

TEST(Histogram, WhatLiesOutsideCountsAsTheNearest) {
  Histogram histogram;
  histogram.add(-5s);
  histogram.add(999ns);
  EXPECT_EQ(histogram.max(), 0us);
  histogram.add(24h);
  EXPECT_EQ(histogram.max(), 1h);
  EXPECT_EQ(histogram.quantile(1), 1h);
  EXPECT_EQ(histogram.count(), 3U);
}

TEST(Histogram, OfThreeThousandTheP99LeavesThirtyOut) {
  Histogram histogram;
  for (int i = 0; i < 2970; ++i) histogram.add(5ms);
  for (int i = 0; i < 30; ++i) histogram.add(500ms);
  EXPECT_LE(histogram.quantile(0.99), 5010us);
  EXPECT_GE(histogram.quantile(0.991), 500ms);
}

TEST(Histogram, WordsOfQuantiles) {
  EXPECT_EQ(quantile_of("max"), 1);
  EXPECT_EQ(quantile_of("p50"), 0.5);
  EXPECT_NEAR(quantile_of("p99.9").value_or(0), 0.999, 1e-12);
  for (const char* word : {"", "p", "p0", "p100", "99", "p9x", "median"})
    EXPECT_EQ(quantile_of(word), std::nullopt) << word;
}

RC_GTEST_PROP(HistogramLaws, AQuantileIsTheNearestRankToThreeDigits, ()) {
  std::vector<std::uint32_t> values = *any_values();
  const Histogram histogram = histogram_of(values);
  constexpr auto kMost = static_cast<std::uint32_t>(microseconds(Histogram::kMost / 1us).count());
  for (std::uint32_t& us : values) us = std::min(us, kMost);
  std::sort(values.begin(), values.end());
  for (const double q : kQuantiles) {
    const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(values.size()) * (1 - 1e-9)));
    const std::uint32_t right = values[std::max<std::size_t>(rank, 1) - 1];
    const auto seen = static_cast<double>(histogram.quantile(q) / 1us);
    RC_ASSERT(seen >= right);
    RC_ASSERT(seen <= right * (1 + Histogram::kRelativeError));
  }
  RC_ASSERT(histogram.max() == microseconds(values.back()));
}

RC_GTEST_PROP(HistogramLaws, MergedIsTheSameAsAllInOne, ()) {
  const std::vector<std::uint32_t> left =
      *rc::gen::container<std::vector<std::uint32_t>>(rc::gen::arbitrary<std::uint32_t>());
  const std::vector<std::uint32_t> right = *any_values();
  Histogram merged = histogram_of(left);
  merged.merge(histogram_of(right));
  std::vector<std::uint32_t> both = left;
  both.insert(both.end(), right.begin(), right.end());
  const Histogram one = histogram_of(both);
  RC_ASSERT(merged == one);
  for (const double q : kQuantiles) RC_ASSERT(merged.quantile(q) == one.quantile(q));
}

}  // namespace
}  // namespace checkride::harness

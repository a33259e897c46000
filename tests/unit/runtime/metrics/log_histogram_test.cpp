// Goal: quantiles keep their promised error, and histograms merge into what one would have seen. Method: laws over
// lists of values of any magnitude, against the sorted list.
#include "metrics/log_histogram.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "checkride/test/property.hpp"

namespace checkride::runtime {
namespace {

// Values between 1e-9 and 1e9, and zeros.
std::vector<double> values_of(const std::vector<std::uint32_t>& draws) {
  std::vector<double> out;
  for (const std::uint32_t draw : draws) {
    out.push_back(draw % 17 == 0 ? 0 : std::ldexp(1.0 + (draw % 4096) / 4096.0, static_cast<int>(draw % 61) - 30));
  }
  return out;
}

LogHistogram histogram_of(const std::vector<double>& values) {
  LogHistogram histogram;
  for (const double value : values) histogram.record(value);
  return histogram;
}

RC_GTEST_PROP(LogHistogram, AQuantileIsWithinItsRelativeError,
              (std::vector<std::uint32_t> draws, std::uint16_t share)) {
  RC_PRE(!draws.empty());
  std::vector<double> values = values_of(draws);
  const double q = share / 65535.0;
  const LogHistogram histogram = histogram_of(values);
  std::sort(values.begin(), values.end());
  const auto rank =
      std::max<std::size_t>(static_cast<std::size_t>(std::ceil(q * static_cast<double>(values.size()))), 1);
  const double exact = values[rank - 1];
  RC_ASSERT(std::abs(histogram.quantile(q) - exact) <= exact * LogHistogram::kRelativeError);
}

RC_GTEST_PROP(LogHistogram, MergingIsUnion, (std::vector<std::uint32_t> left, std::vector<std::uint32_t> right)) {
  LogHistogram merged = histogram_of(values_of(left));
  merged.merge(histogram_of(values_of(right)));
  std::vector<std::uint32_t> both = left;
  both.insert(both.end(), right.begin(), right.end());
  const LogHistogram expected = histogram_of(values_of(both));
  RC_ASSERT(merged.count() == expected.count());
  RC_ASSERT(merged.min() == expected.min());
  RC_ASSERT(merged.max() == expected.max());
  for (int percent = 0; percent <= 100; ++percent) {
    RC_ASSERT(merged.quantile(percent / 100.0) == expected.quantile(percent / 100.0));
  }
}

TEST(LogHistogram, WhileEmptyEverythingIsZero) {
  const LogHistogram histogram;
  EXPECT_EQ(histogram.count(), 0U);
  EXPECT_EQ(histogram.quantile(0.5), 0);
}

TEST(LogHistogram, TakesWhatIsOutOfRangeAsTheNearestAndLeavesNaNOut) {
  LogHistogram histogram;
  histogram.record(std::numeric_limits<double>::quiet_NaN());
  EXPECT_EQ(histogram.count(), 0U);
  histogram.record(-3);
  EXPECT_EQ(histogram.quantile(1), 0);
  histogram.record(std::numeric_limits<double>::infinity());
  histogram.record(std::numeric_limits<double>::denorm_min());
  EXPECT_EQ(histogram.count(), 3U);
  EXPECT_GT(histogram.quantile(1), 1e12 / 2);
  EXPECT_LT(histogram.quantile(0.5), 1e-11);
}

TEST(LogHistogram, ABucketBelongsToItsPowerOfTwo) {
  LogHistogram histogram;
  histogram.record(1);
  EXPECT_EQ(histogram.quantile(0.5), 1);  // one value is known exactly: it is the least and the greatest
  histogram.record(1000);
  EXPECT_NEAR(histogram.quantile(0.5), 1, 1.0 / 128);
}

}  // namespace
}  // namespace checkride::runtime

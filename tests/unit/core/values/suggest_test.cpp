// Goal: the name that was meant is offered, a far one is not. Method: examples; the distance against its definition.
#include "checkride/values/suggest.hpp"

#include <gmock/gmock.h>

#include <array>

#include "checkride/test/property.hpp"

namespace checkride::values {
namespace {

constexpr std::array<std::string_view, 5> kKeys = {"threshold", "duration", "severity", "within", "at"};

TEST(DidYouMean, FindsTheNearest) {
  EXPECT_EQ(did_you_mean("treshold", kKeys), "threshold");
  EXPECT_EQ(did_you_mean("Duration", kKeys), "duration");
  EXPECT_EQ(did_you_mean("severtiy", kKeys), "severity");
  EXPECT_EQ(did_you_mean("witihn", kKeys), "within");
}

TEST(DidYouMean, OffersNothingFar) {
  EXPECT_EQ(did_you_mean("password", kKeys), std::nullopt);
  EXPECT_EQ(did_you_mean("", kKeys), std::nullopt);
  EXPECT_EQ(did_you_mean("by", kKeys), std::nullopt);
  EXPECT_EQ(did_you_mean(std::string(10'000, 'a'), kKeys), std::nullopt);
  EXPECT_EQ(did_you_mean("threshold", std::span<const std::string_view>()), std::nullopt);
}

TEST(Suggestion, IsTheEndOfASentence) {
  EXPECT_EQ(suggestion("treshold", kKeys), ", did you mean \"threshold\"?");
  EXPECT_EQ(suggestion("password", kKeys), "");
}

TEST(EditDistance, CountsEdits) {
  EXPECT_EQ(edit_distance("", ""), 0u);
  EXPECT_EQ(edit_distance("abc", ""), 3u);
  EXPECT_EQ(edit_distance("abc", "abd"), 1u);
  EXPECT_EQ(edit_distance("abc", "acb"), 1u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
}

RC_GTEST_PROP(EditDistanceLaws, IsSymmetricAndZeroOnlyForEqualWords, (const std::string& a, const std::string& b)) {
  RC_ASSERT(edit_distance(a, b) == edit_distance(b, a));
  RC_ASSERT((edit_distance(a, b) == 0) == (a == b));
  RC_ASSERT(edit_distance(a, b) <= std::max(a.size(), b.size()));
}

}  // namespace
}  // namespace checkride::values

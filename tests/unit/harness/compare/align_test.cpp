// Goal: an alignment is a longest common subsequence and loses nobody. Method: RapidCheck against a slow definition.
#include "compare/align.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "checkride/test/property.hpp"

namespace checkride::harness {
namespace {

using Keys = std::vector<std::string>;

// Few different keys, so that there is much to choose from.
Keys some_keys(std::size_t length_max) {
  const auto letters = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("abc")));
  Keys keys;
  for (const char letter : letters.substr(0, length_max)) keys.emplace_back(1, letter);
  return keys;
}

// The length of the longest common subsequence by its definition.
std::size_t longest(std::span<const std::string> left, std::span<const std::string> right) {
  if (left.empty() || right.empty()) return 0;
  if (left[0] == right[0]) return 1 + longest(left.subspan(1), right.subspan(1));
  return std::max(longest(left.subspan(1), right), longest(left, right.subspan(1)));
}

// Each entry is in a pair or in the rest, once; pairs ascend and have equal keys.
void check_laws(const Keys& left, const Keys& right, const Alignment& alignment) {
  std::vector<std::size_t> lefts = alignment.only_left;
  std::vector<std::size_t> rights = alignment.only_right;
  for (std::size_t i = 0; i < alignment.pairs.size(); ++i) {
    const auto& pair = alignment.pairs[i];
    RC_ASSERT(left.at(pair.left) == right.at(pair.right));
    if (i > 0) RC_ASSERT(alignment.pairs[i - 1].left < pair.left && alignment.pairs[i - 1].right < pair.right);
    lefts.push_back(pair.left);
    rights.push_back(pair.right);
  }
  std::sort(lefts.begin(), lefts.end());
  std::sort(rights.begin(), rights.end());
  RC_ASSERT(lefts.size() == left.size());
  RC_ASSERT(rights.size() == right.size());
  for (std::size_t i = 0; i < lefts.size(); ++i) RC_ASSERT(lefts[i] == i);
  for (std::size_t j = 0; j < rights.size(); ++j) RC_ASSERT(rights[j] == j);
}

RC_GTEST_PROP(Align, FindsALongestCommonSubsequence, ()) {
  const Keys left = some_keys(9);
  const Keys right = some_keys(9);
  const Alignment alignment = align(left, right);
  check_laws(left, right, alignment);
  RC_ASSERT(alignment.pairs.size() == longest(left, right));
}

RC_GTEST_PROP(Align, EqualListsAreAlignedWhole, ()) {
  const Keys keys = some_keys(100);
  const Alignment alignment = align(keys, keys);
  RC_ASSERT(alignment.pairs.size() == keys.size());
  RC_ASSERT(alignment.only_left.empty() && alignment.only_right.empty());
}

// Two long lists that differ at both ends and in the middle.
TEST(Align, LongListsAreAlignedInOnePass) {
  constexpr std::size_t kLength = 4100;  // squared it is more than kCellsMax
  Keys left;
  for (std::size_t i = 0; i < kLength; ++i) left.push_back(std::to_string(i));
  Keys right = left;
  left.front() = "left only";
  right[2000] = "right only";
  right.push_back("last");
  const Alignment alignment = align(left, right);
  EXPECT_EQ(alignment.only_left, (std::vector<std::size_t>{0, 2000}));
  EXPECT_EQ(alignment.only_right, (std::vector<std::size_t>{0, 2000, kLength}));
  EXPECT_EQ(alignment.pairs.size(), kLength - 2);
}

}  // namespace
}  // namespace checkride::harness

// Which entries of two lists stand for each other: the longest common subsequence by equal keys. Pure.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace checkride::harness {

struct Alignment {
  struct Pair {
    std::size_t left = 0;
    std::size_t right = 0;
  };
  std::vector<Pair> pairs;  // both ascending
  std::vector<std::size_t> only_left;
  std::vector<std::size_t> only_right;
};

// Equal input gives the same alignment; equal lists are aligned whole. Lists whose lengths multiply to more than
// kCellsMax beyond a common begin and end are aligned in one pass instead, which may find fewer pairs.
Alignment align(std::span<const std::string> left, std::span<const std::string> right);
inline constexpr std::size_t kCellsMax = 16'000'000;

}  // namespace checkride::harness

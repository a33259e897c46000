#include "compare/align.hpp"

#include <algorithm>
#include <cstdint>

namespace checkride::harness {

namespace {

using Keys = std::span<const std::string>;
using Pairs = std::vector<Alignment::Pair>;

// Length of the longest common subsequence of what lies at and behind each pair of places.
class Lengths {
 public:
  Lengths(Keys left, Keys right) : width_(right.size() + 1), cells_((left.size() + 1) * width_, 0) {
    for (std::size_t i = left.size(); i-- > 0;) {
      for (std::size_t j = right.size(); j-- > 0;) {
        cell(i, j) = left[i] == right[j] ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
      }
    }
  }
  std::uint32_t at(std::size_t i, std::size_t j) const { return cells_[i * width_ + j]; }

 private:
  std::uint32_t& cell(std::size_t i, std::size_t j) { return cells_[i * width_ + j]; }

  std::size_t width_;
  std::vector<std::uint32_t> cells_;
};

Pairs longest(Keys left, Keys right) {
  const Lengths lengths(left, right);
  Pairs pairs;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < left.size() && j < right.size()) {
    if (left[i] == right[j]) {
      pairs.push_back({i++, j++});
    } else if (lengths.at(i + 1, j) >= lengths.at(i, j + 1)) {
      ++i;
    } else {
      ++j;
    }
  }
  return pairs;
}

// Each entry with the next equal one.
Pairs in_one_pass(Keys left, Keys right) {
  Pairs pairs;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < left.size() && begin < right.size(); ++i) {
    const auto rest = right.subspan(begin);
    const auto found = std::find(rest.begin(), rest.end(), left[i]);
    if (found == rest.end()) continue;
    const std::size_t j = begin + static_cast<std::size_t>(found - rest.begin());
    pairs.push_back({i, j});
    begin = j + 1;
  }
  return pairs;
}

void add_rest(Alignment& alignment, std::size_t left_size, std::size_t right_size) {
  std::size_t i = 0;
  std::size_t j = 0;
  alignment.pairs.push_back({left_size, right_size});  // so that the last gap is one like the others
  for (const Alignment::Pair& pair : alignment.pairs) {
    while (i < pair.left) alignment.only_left.push_back(i++);
    while (j < pair.right) alignment.only_right.push_back(j++);
    ++i;
    ++j;
  }
  alignment.pairs.pop_back();
}

}  // namespace

Alignment align(std::span<const std::string> left, std::span<const std::string> right) {
  Alignment alignment;
  const std::size_t shorter = std::min(left.size(), right.size());
  std::size_t begin = 0;
  while (begin < shorter && left[begin] == right[begin]) ++begin;
  std::size_t end = 0;
  while (end < shorter - begin && left[left.size() - 1 - end] == right[right.size() - 1 - end]) ++end;
  for (std::size_t i = 0; i < begin; ++i) alignment.pairs.push_back({i, i});
  const Keys near = left.subspan(begin, left.size() - begin - end);
  const Keys far = right.subspan(begin, right.size() - begin - end);
  const bool small = far.empty() || near.size() <= kCellsMax / far.size();
  for (const auto& pair : small ? longest(near, far) : in_one_pass(near, far)) {
    alignment.pairs.push_back({begin + pair.left, begin + pair.right});
  }
  for (std::size_t i = end; i > 0; --i) alignment.pairs.push_back({left.size() - i, right.size() - i});
  add_rest(alignment, left.size(), right.size());
  return alignment;
}

}  // namespace checkride::harness

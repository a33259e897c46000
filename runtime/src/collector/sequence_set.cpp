#include "collector/sequence_set.hpp"

#include <algorithm>
#include <iterator>

namespace checkride::runtime::collector {

void SequenceSet::add(std::uint64_t sequence) {
  auto after = ranges_.upper_bound(sequence);
  if (after != ranges_.begin()) {
    auto before = std::prev(after);
    if (sequence <= before->second) {
      ++doubles_;
      return;
    }
    if (before->second + 1 == sequence) {
      before->second = sequence;
      if (after != ranges_.end() && after->first == sequence + 1) {
        before->second = after->second;
        ranges_.erase(after);
      }
      return;
    }
  }
  std::uint64_t last = sequence;
  if (after != ranges_.end() && after->first == sequence + 1) {
    last = after->second;
    ranges_.erase(after);
  }
  ranges_.emplace(sequence, last);
}

void SequenceSet::add_range(Range range) {
  auto at = ranges_.upper_bound(range.first);
  if (at != ranges_.begin() && std::prev(at)->second + 1 >= range.first) --at;
  while (at != ranges_.end() && at->first <= range.last + 1) {
    range = {std::min(range.first, at->first), std::max(range.last, at->second)};
    at = ranges_.erase(at);
  }
  ranges_.emplace(range.first, range.last);
}

bool SequenceSet::contains(std::uint64_t sequence) const {
  const auto after = ranges_.upper_bound(sequence);
  return after != ranges_.begin() && sequence <= std::prev(after)->second;
}

std::uint64_t SequenceSet::count() const {
  std::uint64_t sum = 0;
  for (const auto& [first, last] : ranges_) sum += last - first + 1;
  return sum;
}

std::vector<SequenceSet::Range> SequenceSet::ranges() const {
  std::vector<Range> out;
  for (const auto& [first, last] : ranges_) out.push_back({first, last});
  return out;
}

std::vector<SequenceSet::Range> SequenceSet::missing(std::uint64_t last) const {
  std::vector<Range> out;
  std::uint64_t next = 1;
  for (const auto& [first, end] : ranges_) {
    if (first > last) break;
    if (first > next) out.push_back({next, first - 1});
    next = end + 1;
  }
  if (next <= last) out.push_back({next, last});
  return out;
}

}  // namespace checkride::runtime::collector

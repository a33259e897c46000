// SequenceSet: which sequence numbers of a session are somewhere. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace checkride::runtime::collector {

// Sequence numbers of one session, as ranges; how often one came again is counted.
class SequenceSet {
 public:
  struct Range {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    bool operator==(const Range&) const = default;
  };
  void add(std::uint64_t sequence);
  // As add() of each, without counting what comes again. Requires first <= last.
  void add_range(Range range);
  std::uint64_t count() const;
  std::uint64_t doubles() const { return doubles_; }
  bool contains(std::uint64_t sequence) const;
  // In order; they do not touch one another.
  std::vector<Range> ranges() const;
  std::uint64_t last() const { return ranges_.empty() ? 0 : ranges_.rbegin()->second; }
  // The ranges of 1 ... `last` that are not in here, in order.
  std::vector<Range> missing(std::uint64_t last) const;

 private:
  std::map<std::uint64_t, std::uint64_t> ranges_;  // first -> last
  std::uint64_t doubles_ = 0;
};

struct SessionKey {
  std::string simulator;
  std::uint64_t session = 0;
  auto operator<=>(const SessionKey&) const = default;
};
using Holdings = std::map<SessionKey, SequenceSet>;

}  // namespace checkride::runtime::collector

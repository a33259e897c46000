// Tally: how many of something are wanted, `count: 2` or any matcher of counts, for numbers that only grow.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "checkride/harness/check.hpp"
#include "checkride/values/map_reader.hpp"
#include "matchers/matcher.hpp"

namespace checkride::harness {

class Tally {
 public:
  // At least one.
  Tally();
  // Requires a matcher of Domain::count.
  explicit Tally(Matcher matcher);
  // What stands under `count`; absent, or after a mistake, which is told: at least one.
  static Tally read(values::MapReader& map, std::string_view key = "count");

  bool holds(std::uint64_t number) const;
  // So many that it can never hold any more.
  bool hopeless(std::uint64_t number) const { return last_ && number > *last_; }
  // About absence: it holds of none, and some number breaks it.
  bool sustained() const { return holds_of_none_ && breaks_; }
  // It does not hold of none, and a surplus breaks it.
  bool exact() const { return !holds_of_none_ && breaks_; }

  // "exactly 2 mails", "at least 1 log line", "no calls".
  std::string text(std::string_view noun) const;
  // What it means for a check: traits sustained, exact and counts; holds, hopeless and the number with its margin.
  void mark(Traits& traits) const;
  void judge(Seen& seen, std::uint64_t number, std::string_view noun) const;

 private:
  Matcher matcher_;
  bool holds_of_none_ = false;
  bool breaks_ = false;                // some number does not hold, although a smaller one does
  std::optional<std::uint64_t> last_;  // the largest that holds; none: there is no end
};

}  // namespace checkride::harness

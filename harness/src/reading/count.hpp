// How many of something are wanted: `count: 2`, `count: {at_least: 1}`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "checkride/harness/check.hpp"
#include "checkride/values/values.hpp"

namespace checkride::harness {

// `exactly` also means: not more until the expectation's window closes.
struct Count {
  enum class Kind { exactly, at_least, at_most };
  Kind kind = Kind::at_least;
  std::uint64_t number = 1;
  bool holds(std::uint64_t seen) const;
  // So many that it can never hold any more.
  bool hopeless(std::uint64_t seen) const { return kind != Kind::at_least && seen > number; }
  // About absence: nothing, or no more than that.
  bool sustained() const { return kind == Kind::at_most || (kind == Kind::exactly && number == 0); }
  // One that a later surplus breaks.
  bool exact() const { return kind == Kind::exactly && number > 0; }
};
std::string to_string(const Count& count);
// "exactly 2 mails", "at least 1 log line", "no calls".
std::string how_many(const Count& count, std::string_view noun);

// What stands under `count`; absent: at least one.
Count read_count(values::MapReader& map, values::Diagnostics& errors);

}  // namespace checkride::harness

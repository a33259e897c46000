// One invariant over the looks at it: since when it is broken, whether it held, and how near it came to its bound.
// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checkride/harness/check.hpp"
#include "checkride/harness/steps.hpp"

namespace checkride::harness {

struct Watched {
  Watched(const Invariant& invariant_, std::size_t expectation_) : invariant(&invariant_), expectation(expectation_) {}

  const Invariant* invariant;
  std::size_t expectation;  // index in the record
  Duration next{};          // when it is to be looked at
  bool open = false;        // between its two steps
  Duration opened{};
  std::uint64_t looks = 0;
  bool known = false;                    // at some look what is asked about was there
  bool violated = false;                 // always, never
  bool was_well = false;                 // always, never: at some look it was not broken
  std::optional<Duration> held_at;       // eventually, sometimes
  std::optional<Duration> broken_since;  // always, never: not yet for longer than the grace
  std::string last_seen;
  std::vector<reports::Deciding> values;  // of the look that decides, or of the tightest
  // The look of an always that came nearest to its bound.
  std::optional<double> margin;
  Duration tightest_at{};
  std::string tightest_seen;

  bool is_hope() const {
    return invariant->kind == Invariant::Kind::eventually || invariant->kind == Invariant::Kind::sometimes;
  }
  // Nothing that is still seen can change what comes of it.
  bool decided() const { return violated || held_at.has_value(); }
  // Something of it was there, and it was as it must be at some look: one that is broken from its first look to its
  // last, and never for longer than the grace, has not passed.
  bool proven() const { return known && was_well; }
  // What was seen of it, for people.
  std::string seen_text() const;

  // Follows whether the present moment is between its steps.
  void span(bool is_open, Duration now);
  // Nothing can be said of the present moment.
  void interrupt() { broken_since.reset(); }
  // True: it is violated by this look. `graceless`: it cannot come right again.
  bool look(const Seen& seen, Duration now, bool graceless);
  // When it has to be looked at again.
  Duration wake() const;
};

}  // namespace checkride::harness

// Answers of a capture against answers of now, field by field.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "capture/picked_ids.hpp"
#include "capture/talk_script.hpp"
#include "capture/tolerances.hpp"

namespace checkride::harness {

struct Difference {
  std::size_t connection = 0;  // from 1
  std::string message;         // "SIMOBJECT_DATA"
  std::string which;           // "request_id 7, 3rd": which of them
  std::uint64_t packet = 0;    // of the capture; 0 for what the capture has not
  std::string field;           // field, or name of the variable; empty for a whole message, "time" for when it came
  std::string unit;
  std::string expected;
  std::string got;
  bool tolerated = false;
  std::optional<double> off = {};  // by how much, of numbers
};

// All differences of one field of one kind of message.
struct FieldSummary {
  std::string message;
  std::string field;  // as in Difference
  std::string unit;
  std::size_t count = 0;
  std::size_t tolerated = 0;      // of those
  std::optional<double> off_max;  // of numbers: the largest
};

// Which id of the capture is which now, of things that the simulator names: each has one partner.
class IdPairs {
 public:
  // Whether the two are each other's; those of which nothing is known yet become so.
  bool match(std::uint64_t recorded, std::uint64_t now);

 private:
  std::map<std::uint64_t, std::uint64_t> now_;
  std::map<std::uint64_t, std::uint64_t> recorded_;
};

// Of messages: each is identical, within tolerance, or different; one that is missing or was not expected is different.
struct Fidelity {
  std::size_t compared = 0;
  std::size_t identical = 0;
  std::size_t within_tolerance = 0;  // of those that are not identical
  // Of those messages; all of a message that is missing or was not expected are different.
  std::size_t fields_compared = 0;
  std::size_t fields_identical = 0;
  std::vector<Difference> differences;
  std::set<std::string, std::less<>> names;  // lower case: the fields and units of everything compared
  IdPairs objects;                           // of the one world in which all connections are
  InputNames inputs_then;                    // of the capture
  InputNames inputs_now;

  // By message and field.
  std::vector<FieldSummary> fields() const;
  double identical_percent() const;
  // Identical ones count too.
  double within_tolerance_percent() const;
  double fields_identical_percent() const;
};

// Learns from one connection which objects its client made: they are known by its requests, on whichever connection
// they are seen; and the names of input events. For all connections before any is compared.
void pair_ids(const ScriptConnection& recorded, const std::vector<TimedFrame>& heard, Fidelity& fidelity);

// Adds the comparison of one connection, whose number counts from 1, to `fidelity`. Answers are paired by kind and by
// what they answer, in order; where there are fewer on one side, by time. Ids that simulators pick need not be the
// same, but the same where they were the same, and others where they were others: those of objects over all
// connections; the user's are its alone.
void compare(const ScriptConnection& recorded, const std::vector<TimedFrame>& heard, const Tolerances& tolerances,
             std::size_t number, Fidelity& fidelity);

}  // namespace checkride::harness

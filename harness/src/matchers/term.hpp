// What the parts of a matcher say of a value, and how their words are joined. Pure.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "matchers/value.hpp"

namespace checkride::harness {

// Where a number stands to the bound at which a judgement turns.
struct Room {
  double distance = 0;  // to the bound: positive on the side that holds, negative on the other
  bool closed = true;   // is the bound itself on the side that holds?
  bool holds() const { return distance > 0 || (distance == 0 && closed); }
  bool operator==(const Room&) const = default;
};

// unknown: the part says nothing of this value, which is not there, or of another kind: is "high" below 5? Neither such
// a part holds nor its opposite, so that nothing passes because a path was misspelt.
enum class Truth { no, unknown, yes };

// `room` only where a number decided, and then room->holds() says the same as `truth`.
struct Judgement {
  Truth truth = Truth::unknown;
  std::optional<Room> room;
};

Judgement decided(bool holds);
Judgement decided(const Room& room);
// Holds if all do: the tightest room counts. Of no parts: unknown.
Judgement all_of(std::span<const Judgement> parts);
// Holds if one does: the widest room counts. Of no parts: no.
Judgement any_of(std::span<const Judgement> parts);
Judgement opposite(const Judgement& judgement);

// One condition of a matcher. Immutable.
class MatcherTerm {
 public:
  virtual ~MatcherTerm() = default;
  virtual Judgement judge(const Value& value) const = 0;
  // "below 100 feet"; "contains "Low"".
  virtual std::string text() const = 0;
  // What is said behind the name of a value: "is below 100 feet", "contains "Low"".
  virtual std::string clause() const { return "is " + text(); }
  // Behind a description, of the value of that name: ", status is 200"; " with "Low" in the body".
  virtual std::string phrase(std::string_view name) const;
  // Of a text of which it holds: does it hold still, whatever comes behind the text?
  virtual bool lasts(const std::string& text) const { return (void)text, false; }
  // Is it about a limit that a value can be near to? To be equal is all or nothing.
  virtual bool has_limit() const { return false; }
  // The numbers at which its judgement changes: what holds somewhere holds at one of them, between two or beyond all.
  virtual void add_edges(std::vector<double>& edges) const { (void)edges; }
  // The only values of which it can hold, if they can be told.
  virtual void add_candidates(std::vector<Value>& candidates) const { (void)candidates; }
};
using Terms = std::vector<std::shared_ptr<const MatcherTerm>>;

// Has one of them?
bool has_limit(const Terms& terms);
// Do all of them?
bool lasts(const Terms& terms, const std::string& text);
// All of them.
Judgement judge(const Terms& terms, const Value& value);
// "at least 1 and not 5".
std::string text_of(const Terms& terms);
// "is at least 1 and is not 5".
std::string clause_of(const Terms& terms);

}  // namespace checkride::harness

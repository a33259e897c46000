// The conditions on any value: equal, one of several, there at all, and what is in lists. Pure.
#pragma once

#include "matchers/scale.hpp"
#include "matchers/term.hpp"

namespace checkride::harness {

// Numbers by value, structures by content. Between two numbers the room is minus their distance.
std::shared_ptr<const MatcherTerm> make_equal(Value operand, const Scale& scale);
// Requires an operand.
std::shared_ptr<const MatcherTerm> make_one_of(std::vector<Value> operands, const Scale& scale);
// There or not: the one condition that speaks of values that are not there.
std::shared_ptr<const MatcherTerm> make_exists(bool wanted);
// The opposite of all of `terms`, wherever they say anything.
std::shared_ptr<const MatcherTerm> make_not(Terms terms);
// Of the length of texts, arrays and objects (length_of). No margin: it would be in another unit.
std::shared_ptr<const MatcherTerm> make_length(Terms terms);
// Of the entries of an array. `each` says nothing of an empty one, for there was nothing to look at.
std::shared_ptr<const MatcherTerm> make_each(Terms terms);
std::shared_ptr<const MatcherTerm> make_some(Terms terms);

}  // namespace checkride::harness

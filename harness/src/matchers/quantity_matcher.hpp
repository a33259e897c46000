// The conditions on numbers: below, between, about. Pure.
//
// Room, that is what the margin is made of, with v the value and b a bound:
//   at_most b     b - v            less_than b   b - v, the bound excluded
//   at_least b    v - b            more_than b   v - b, the bound excluded
//   between a, b  min(v - a, b - v)
//   approx m within w   w - |v - m|
// Of whole numbers (sizes, counts) there is no number between b and b + 1: their bounds lie halfway, so that less_than
// 5 and at_most 4 are the same condition with the same margin. They say nothing of what is no number, nor of NaN.
#pragma once

#include "matchers/scale.hpp"
#include "matchers/term.hpp"

namespace checkride::harness {

enum class Bound { less_than, at_most, more_than, at_least };

std::shared_ptr<const MatcherTerm> make_bound(Bound bound, double operand, const Scale& scale);
// Both ends included. Requires low <= high.
std::shared_ptr<const MatcherTerm> make_between(double low, double high, const Scale& scale);
// Both ends included. Requires width > 0.
std::shared_ptr<const MatcherTerm> make_approx(double middle, double width, const Scale& scale);

// The number, if the value is one that can be compared.
std::optional<double> comparable(const Value& value);
// Half of the distance between two neighbours on the scale.
double half_step(const Scale& scale);

}  // namespace checkride::harness

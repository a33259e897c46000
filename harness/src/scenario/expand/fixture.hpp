// fixtures: fragments with parameters of their own, filled in and laid beneath the case.
//
//   fixtures: [{use: ../fixtures/guided.yaml, with: {flight: hop.yaml}}]
//
// A fixture sees nothing but its own `params`, which have defaults, and its `needs`, which `with` must give. Its
// procedures are for its own steps.
#pragma once

#include "scenario/expand/include.hpp"

namespace checkride::harness {

// Everything of a file but its cases: `joined`, for the rig already, with the parameters of the scope, its procedures'
// steps in place and its fixtures beneath it. What remains are keys that a scenario is read from.
values::Node settle(const Joined& joined, const Scope& scope, Expansion& expansion);

// Tells of needs that no parameter meets, and gives them a value that is unreadable.
void check_needs(const std::vector<Need>& needs, Scope& scope, values::Diagnostics& errors);

}  // namespace checkride::harness

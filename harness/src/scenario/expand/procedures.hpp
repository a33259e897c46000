// do: the steps of a procedure in place of its name, with the parameters of the call. Beside it, what is otherwise on
// the rig, for every step of a file.
//
//   procedures: {go_low: [{set: {on: sim, variables: {PLANE ALTITUDE: $altitude}}}, {wait: 5s}]}
//   timeline: [{at: 60s, do: {procedure: go_low, with: {altitude: 80 feet}}}]
//
// becomes a step whose `do` is the list of the steps.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "scenario/expand/include.hpp"

namespace checkride::harness {

inline constexpr std::size_t kCallDepthMax = 16;

// `body`: a root whose parameters are filled in, without `procedures`, which stand in `procedures` as they were
// written. The body with the steps of setup, timeline and teardown expanded.
values::Node expand_steps(const values::Node& body, const values::Node& procedures, const Scope& scope,
                          Expansion& expansion);

// Tells of procedures of this file that no `do` in any of the files names.
void check_called(const values::Node& procedures, const std::vector<values::Node>& files, const std::string& file,
                  values::Diagnostics& errors);

}  // namespace checkride::harness

// From the file that somebody wrote to the scenarios that are read: includes, overlays of the rig, parameters, cases,
// fixtures and procedures, all on nodes, which keep the places where they were written.
//
//   file --include--> joined --on_rig--> for this rig --cases x params--> filled --procedures, fixtures--> one root
//   each
//
// A root holds no more keys of this language; what reads it (loader.cpp) need not know of them.
#pragma once

#include <string>
#include <vector>

#include "checkride/harness/loader.hpp"
#include "scenario/expand/source_files.hpp"

namespace checkride::harness {

struct ExpandedCase {
  Case case_;  // its parameters, and those that were given in the request
  values::Node root;
};

// All cases of the scenario whose root this is, in the order of the file; at least one, also after mistakes, each of
// which is told once. `root` was loaded from `path` through `sources`.
std::vector<ExpandedCase> expand(const values::Node& root, const std::string& path, const LoadRequest& request,
                                 SourceFiles& sources, values::Diagnostics& errors);

// The mistakes without those that stand there already: cases share most of theirs.
void add_new(const values::Diagnostics& from, values::Diagnostics& into);

}  // namespace checkride::harness

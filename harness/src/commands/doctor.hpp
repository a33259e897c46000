// checkride doctor: what of this machine each rig and service needs, and how to get what is missing.
#pragma once

#include <string>
#include <vector>

#include "checkride/result/result.hpp"
#include "checkride/world/world.hpp"

namespace checkride::harness {

// One part of the harness that can be used here, or cannot.
struct Finding {
  std::string part;                  // "virtual rig", "edge"
  std::string needs;                 // what it needs, and where that is
  std::vector<std::string> missing;  // one sentence each: what is not there
  std::vector<std::string> remedy;   // how to get it, one line each

  bool ready() const { return missing.empty(); }
};

// The words that the command takes: "virtual", "process", "live", and the parts of the program table.
std::vector<std::string> doctor_words();

// Looks at these parts, at all of them if none are named. `program_folder`: where our programs stand beside each other.
// Errors (invalid) name the word that is no part.
Result<std::vector<Finding>> examine(world::World& world, const std::string& program_folder,
                                     const std::vector<std::string>& parts);

// As `doctor` prints it, without a newline at the end.
std::string to_text(const std::vector<Finding>& findings);

}  // namespace checkride::harness

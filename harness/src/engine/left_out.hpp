// What a rig cannot do of a scenario, before anything starts: steps that may be skipped are left out, anything else
// means that the scenario does not run there.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "rigs/rig.hpp"

namespace checkride::harness {

struct LeftOut {
  std::map<std::string, std::string> steps;  // by path, and why
  std::vector<std::string> impossible;       // "line 12: ..."; the scenario cannot run
};
// `rig` and `scenario` are only asked.
LeftOut left_out(const Rig& rig, const Scenario& scenario);

}  // namespace checkride::harness

// Two runs that went apart, told to a person: the steps before, the first that differs, who waits for what. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/step_tape.hpp"

namespace checkride::harness {

// One of the two runs, as it was when the difference was found.
struct RunContext {
  const world::StepTape& tape;
  std::vector<std::string> waiting;  // of VirtualWorld::waiting()
};

// Where they differ, in one sentence: "step 1234 at 61.5 s: monitor/poll print 1 "calls: 1", and in the second run
// ... "calls: 2"".
std::string difference_sentence(const world::Apart& apart, const RunContext& first, const RunContext& second);

// The context of one run, in lines: the steps before that both have, the step itself, some after it, who waits.
std::string context_of(const world::Apart& apart, const RunContext& run, const RunContext& other);

// Printable ASCII as it is, the rest as \n or \x1f; of long bytes the part around `at`.
std::string bytes_text(std::string_view bytes, std::size_t at = 0);

}  // namespace checkride::harness

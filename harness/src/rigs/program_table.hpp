// Programs that are not ours and that parts of the harness start or work with: which, for what, and where from.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/world.hpp"

namespace checkride::harness {

struct ProgramRow {
  std::string_view part;     // what needs it, as a person would name it: "edge", "captures"
  std::string_view program;  // as it is called in PATH
  std::string_view use;      // what it does there
  std::string_view package;  // of Debian, in which it comes
};
std::span<const ProgramRow> program_rows();

// Where the program is; nothing if it is not there. Programs of administrators are looked for too, where
// PATH does not lead: nginx stands in /usr/sbin.
std::optional<std::string> find_program(world::World& world, std::string_view program);

}  // namespace checkride::harness

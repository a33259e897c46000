// Checks of what a program of ours has and a real simulator does not: its control API, its output, its files, its end.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>

#include "checkride/harness/check.hpp"

namespace checkride::harness {

// CheckKind::impossible() of such a check. `what` completes "a real simulator has no ... that can be seen from here".
inline std::optional<std::string> only_of_an_emulator(RigKind rig, bool of_simulator, std::string_view member,
                                                      std::string_view what) {
  if (rig != RigKind::live_rig || !of_simulator) return std::nullopt;
  return fmt::format("{} is a real simulator, which has no {} that can be seen from here", member, what);
}

}  // namespace checkride::harness

// The variables that an AI object computes.
#pragma once

#include <string_view>

#include "traffic/ai_motion.hpp"

namespace checkride::emulator {

// A number, in the catalogue's unit of that name.
struct AiVariable {
  std::string_view name;
  double (*read)(const AiMotion&) = nullptr;
  void (*write)(AiMotion&, double) = nullptr;  // null: cannot be set; the value is finite
};

// Null: not computed.
const AiVariable* find_ai_variable(std::string_view name);

}  // namespace checkride::emulator

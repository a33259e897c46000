// A variable of the simulation, as its users name it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "checkride/catalog/simvar.hpp"

namespace checkride::emulator {

// A variable with its index, resolved once. Valid as long as its Simulation; equal names give equal refs.
enum class VarRef : std::uint32_t {};

// How many L variables one simulation keeps.
inline constexpr std::size_t kMaxLocalVariables = 10'000;

struct VariableInfo {
  std::string name;       // as the catalogue spells it; ":2" behind it for an index other than 1; "L:name" for locals
  std::string units;      // the catalogue's documented unit; "number" for locals, "string" for text
  bool settable = false;  // through SimConnect; the control API may hold any variable
  bool text = false;      // use text() and set_text()
  bool absent = false;    // an instance that the aircraft lacks (engine 2 of a single): always 0
  // The catalogue's row: type, generations, unit. Null for locals.
  const catalog::SimVar* simvar = nullptr;
};

}  // namespace checkride::emulator

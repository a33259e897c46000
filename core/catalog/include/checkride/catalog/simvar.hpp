// Simulation variables. Sources: simvars_all.csv, simvars_core.csv; semantics.md, Variables.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "checkride/catalog/unit.hpp"

namespace checkride::catalog {

// The generations of simulators that knew a name.
enum class Generation : std::uint8_t { fsx = 1, msfs2020 = 2, msfs2024 = 4 };

struct Generations {
  std::uint8_t bits = 0;
  constexpr bool has(Generation generation) const { return (bits & static_cast<std::uint8_t>(generation)) != 0; }
};

// The type in which a variable is naturally held.
enum class ValueType : std::uint8_t {
  int32,
  float64,
  string256,
  xyz,
  lat_lon_alt,
  lat_lon_alt_pbh,
  waypoint,
  init_position,
  structure,  // of a layout that is not public
};

struct SimVar {
  std::string_view name;       // upper case, without index
  std::string_view units;      // as documented: "feet", "SIMCONNECT_DATA_XYZ feet per second"
  const Unit* unit = nullptr;  // of the number, or of a structure's elements; null for texts and unknown layouts
  ValueType type = ValueType::float64;
  bool settable = false;
  bool indexed = false;
  bool component = false;  // of components of an aircraft only (2024)
  bool deprecated = false;
  bool core = false;  // has a resting value; the emulator flies it
  Generations generations;
  double resting_value = 0;       // of a parked, cold C172, in `unit`; for core numbers
  std::string_view resting_text;  // for core texts
};

// All variables, sorted by name.
std::span<const SimVar> all_simvars();
// Those of the core list, in the order of simvars_core.csv.
std::span<const SimVar* const> core_simvars();

// By name without index, ASCII case ignored, "A:" in front allowed. Null if there is none. Never allocates.
const SimVar* find_simvar(std::string_view name);

// A name as clients write it: "GENERAL ENG RPM:2".
struct SimVarReference {
  const SimVar* simvar = nullptr;
  std::optional<std::uint32_t> index;  // what stood behind the colon
};
// Nothing for an unknown name or an index that is no number.
std::optional<SimVarReference> find_indexed_simvar(std::string_view text);

// The nearest known name, for messages.
std::optional<std::string> nearest_simvar(std::string_view name);

}  // namespace checkride::catalog

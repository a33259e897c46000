// The tables that catalog_generator writes from data/*.csv; constants, so that nothing runs before main.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "checkride/catalog/catalog.hpp"

namespace checkride::catalog::tables {

// A name or alias in lower case.
struct UnitName {
  std::string_view name;
  std::uint16_t unit;  // index into units
};

extern const std::span<const Unit> units;           // in file order
extern const std::span<const UnitName> unit_names;  // sorted
extern const std::span<const SimVar> simvars;       // sorted by name
extern const std::span<const SimVar* const> core_simvars;
extern const std::span<const KeyEvent> key_events;  // sorted by name
extern const std::span<const KeyEvent* const> core_key_events;
extern const std::span<const FacilityField> facility_fields;

}  // namespace checkride::catalog::tables

// In which unit a local variable ("L:name") keeps its number.
//
// It has no unit of its own: what is written in feet can be read in metres, and what is written in degrees reads in
// "number" as radians, for the number that is kept is that of the quantity's SI unit (semantics 8.1, 8.2). Temperatures
// are kept as they are written: a variable that nobody wrote is 0 in every unit.
#pragma once

#include "checkride/catalog/unit.hpp"

namespace checkride::emulator {

// The unit that the variable's number is in for somebody who reads or writes it in `asked`. Null: numbers of that
// quantity are kept as they are.
const catalog::Unit* unit_of_local(const catalog::Unit& asked);

}  // namespace checkride::emulator

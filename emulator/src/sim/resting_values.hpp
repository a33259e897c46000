// What variables say that nothing drives and nobody has set: an aircraft like a parked C172, with everything that it
// has in order.
#pragma once

#include <string_view>

#include "checkride/catalog/simvar.hpp"

namespace checkride::emulator {

// In the variable's own unit, always finite. Core variables have theirs from the catalogue, the others by a table of
// names and units; what the table does not know is 0.
double resting_number(const catalog::SimVar& simvar);
std::string_view resting_text(const catalog::SimVar& simvar);

}  // namespace checkride::emulator

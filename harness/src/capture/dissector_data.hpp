// Tables of the dissector for what lies inside data: data types and variables.
#pragma once

#include <string>

namespace checkride::harness {

// "local DATA_TYPES = {...}": by number of the type, how wide a value is, how it is read, and the members of
// structures.
std::string dissector_data_types();

// "local VARIABLES = {...}": a field simconnect.var.NAME for each variable of the catalog, of its own kind, so that
// packets can be filtered and plotted by it.
std::string dissector_variables();

}  // namespace checkride::harness

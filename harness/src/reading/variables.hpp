// set and release: names and units are checked against the catalogue, so that a slip of the pen is no late 404.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reading/reader.hpp"

namespace checkride::harness {

// The map under `variables`, which must be there.
std::vector<VariableValue> read_variables(values::MapReader& map, Reader& reader);
// The map of that action.
Release read_release(values::MapReader& map, Reader& reader);

// The unit of a variable that is a number, by name and index; empty for local variables, which have none. No value for
// other variables and for names that nobody knows, which is told.
std::optional<std::string> unit_of_variable(std::string_view name, const values::Position& where, Reader& reader);

// As a client asks for it when nobody names a unit: as it is documented, "number" for local variables. The variable is
// one that a scenario may name.
std::string default_unit(std::string_view name);

}  // namespace checkride::harness

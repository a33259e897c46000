// set and release: names and units are checked against the catalogue, so that a slip of the pen is no late 404.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "reading/reader.hpp"

namespace checkride::harness {

// The maps of these actions.
Set read_set(values::MapReader& map, Reader& reader);
Release read_release(values::MapReader& map, Reader& reader);

// The unit of a variable that is a number, by name and index; empty for local variables, which have none. No value for
// other variables and for names that nobody knows, which is told.
std::optional<std::string> unit_of_variable(std::string_view name, const values::Position& where, Reader& reader);

}  // namespace checkride::harness

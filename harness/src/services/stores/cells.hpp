// Cells of rows, and the JSON of changes: what the parts of Tables share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/stores/tables.hpp"

namespace checkride::harness::stores {

inline constexpr std::string_view kWordsSuffix = ":words";

Cell to_cell(const boost::json::value& value);
Cell cell_of(const Row& row, std::string_view column);
// The words of a text, in small letters, each once, sorted; none of another cell.
std::vector<std::string> words_in(const Cell& cell);
// Whether all conditions hold.
bool matches(const Row& row, const std::vector<Condition>& where);

boost::json::object to_json(const Change& change);

}  // namespace checkride::harness::stores

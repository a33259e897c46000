// Every check of the language: the word, what it means, how it is read. There is no other list of them.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "checkride/harness/check.hpp"
#include "reading/reader.hpp"

namespace checkride::harness {

struct CheckRow {
  std::string_view word;
  std::string_view meaning;  // for docs/scenarios.md and the JSON Schema
  // One of the three. Reads the map behind the word; after a mistake, which has been told, what it gives is of no use.
  Check (*read)(values::MapReader& map, Reader& reader) = nullptr;
  // Behind the word stands a list of checks, or a single one.
  Check (*of_list)(std::vector<Check> parts) = nullptr;
  Check (*of_one)(Check part) = nullptr;
  // Beside `read`: a text may stand behind the word instead of the map.
  Check (*read_word)(const values::Node& node, Reader& reader) = nullptr;
};

std::span<const CheckRow> check_rows();

// The one check in `{alert: {...}}`; null after a mistake.
Check read_check(const values::Node& node, Reader& reader);
// The same of a map that has other keys too, which the caller reads and finishes. Null without a mistake: there is
// none.
Check read_check(values::MapReader& map, Reader& reader);
// The same of a map that may have none.
Check read_check_if_any(values::MapReader& map, Reader& reader);
// Tells that there is none, and which there are.
void tell_missing_check(const values::Position& where, Reader& reader);

}  // namespace checkride::harness

// Every check of the language: the word, what it means, how it is read. There is no other list of them.
#pragma once

#include <span>
#include <string_view>

#include "checkride/harness/check.hpp"
#include "reading/reader.hpp"

namespace checkride::harness {

struct CheckRow {
  std::string_view word;
  std::string_view meaning;  // for docs/scenarios.md and the JSON Schema
  // Reads the map behind the word; null after a mistake, which has been told.
  Check (*read)(values::MapReader& map, Reader& reader);
};

std::span<const CheckRow> check_rows();

}  // namespace checkride::harness

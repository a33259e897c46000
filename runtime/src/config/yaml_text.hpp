// Values as YAML text that reads back as the same value.
#pragma once

#include <string>
#include <string_view>

#include "checkride/values/document.hpp"
#include "checkride/values/schema.hpp"

namespace checkride::runtime {

// What stands in the place of a secret; of an address its scheme is left, so that it still is one.
std::string masked(std::string_view secret);
// Is it what masked() gives? Then a printed configuration was loaded before its secrets were put in again.
bool is_masked(std::string_view text);

// Text in double quotes. A '$' is doubled where the loader would take it for a variable.
enum class Dollars { doubled, kept };
std::string quoted_yaml(std::string_view text, Dollars dollars = Dollars::doubled);
// A key: bare if it is a word, else quoted.
std::string yaml_key(std::string_view key);
// A scalar, or a list or map in brackets on one line, of that type; a secret is masked.
std::string inline_yaml(const values::Node& node, const values::Schema& schema, Dollars dollars = Dollars::doubled);

}  // namespace checkride::runtime

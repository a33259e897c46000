// The words of a log level, as two sections have them.
#pragma once

#include <optional>
#include <string_view>

#include "checkride/values/map_reader.hpp"
#include "config/level.hpp"

namespace checkride::runtime {

void read_level(values::MapReader& map, std::string_view key, std::optional<Level>* out);

}  // namespace checkride::runtime

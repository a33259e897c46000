#include "config/sections/level.hpp"

namespace checkride::runtime {

void read_level(values::MapReader& map, std::string_view key, std::optional<Level>* out) {
  map.choice<Level>(key, out,
                    {{"debug", Level::debug},
                     {"info", Level::info},
                     {"warn", Level::warn},
                     {"warning", Level::warn},
                     {"error", Level::error},
                     {"fatal", Level::fatal}});
}

}  // namespace checkride::runtime

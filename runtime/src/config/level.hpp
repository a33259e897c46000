// Severity levels of the event log, from the least to the most severe.
#pragma once

#include <optional>
#include <string_view>

namespace checkride::runtime {

enum class Level { debug, info, warn, error, fatal };

std::string_view to_string(Level level);
// "debug", "info", "warn" (also "warning"), "error", "fatal"; nothing for another word.
std::optional<Level> parse_level(std::string_view word);

}  // namespace checkride::runtime

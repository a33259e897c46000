#include "config/level.hpp"

#include <array>
#include <cstddef>

namespace checkride::runtime {

namespace {
constexpr std::array<std::string_view, 5> kWords{"debug", "info", "warn", "error", "fatal"};
}  // namespace

std::string_view to_string(Level level) {
  return kWords[static_cast<std::size_t>(level)];
}

std::optional<Level> parse_level(std::string_view word) {
  if (word == "warning") return Level::warn;
  for (std::size_t i = 0; i < kWords.size(); ++i) {
    if (kWords[i] == word) return static_cast<Level>(i);
  }
  return std::nullopt;
}

}  // namespace checkride::runtime

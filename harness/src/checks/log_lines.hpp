// Lines of a program's log, as far as the harness looks into them: JSON objects with level, event and message; any
// other line is its text alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/time.hpp"

namespace checkride::harness {

struct LogLine {
  std::optional<world::UtcTime> at;  // of its "ts"
  std::string level;                 // "error", ...; empty for a line that is no JSON object
  std::string event;
  std::string message;
  std::string text;  // the whole line
};

LogLine parse_log_line(std::string_view line);
// Whole lines only: what follows the last newline is still being written.
std::vector<LogLine> parse_log(std::string_view text);

// Is `level` at least as grave as `least`? debug < info < warn < error < fatal; unknown levels are below all.
bool as_grave(std::string_view level, std::string_view least);

}  // namespace checkride::harness

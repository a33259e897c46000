// The monitor's telemetry files: read, and their sequence numbers and times checked.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checkride/result/result.hpp"
#include "checkride/world/files.hpp"
#include "checkride/world/time.hpp"
#include "checks/log_lines.hpp"

namespace checkride::harness {

// One line: {"ts": RFC 3339, "simulator", "session", "sequence", "values": {name: number}}.
struct Sample {
  world::UtcTime at{};
  std::string simulator;
  std::string session;  // as text, whether it was a number or a string
  std::uint64_t sequence = 0;
  std::vector<std::pair<std::string, double>> values;  // those that are numbers, in the line's order
};

// Errors name the file and line. A last line without its newline is still being written and is left out.
Result<std::vector<Sample>> parse_telemetry(std::string_view text, const std::string& file);
// All telemetry files (*.jsonl, *.json, each also *.gz) of a folder and the folders in it, by name.
Result<std::vector<Sample>> read_telemetry(world::Files& files, const std::string& folder);

// What the monitor said it had when a session ended. A monitor that was killed tells nothing of its last ones.
struct SessionEnd {
  std::string simulator;
  std::string session;
  std::uint64_t samples = 0;
};
// From its log: the events link_lost and link_closed, in JSON lines.
std::vector<SessionEnd> session_ends(const std::vector<LogLine>& log);

// What is wrong with the sequence numbers, if anything: per simulator and session they count from 1 without gap or
// double up to what the monitor said it had, if it said so.
std::optional<std::string> sequence_fault(const std::vector<Sample>& samples, const std::vector<SessionEnd>& ends);

struct LongestGap {
  world::Duration length{};
  world::UtcTime from{};
  std::uint64_t sessions = 0;
  std::uint64_t samples = 0;
};
// Between consecutive samples of that simulator, by time.
LongestGap longest_gap(const std::vector<Sample>& samples, std::string_view simulator);

}  // namespace checkride::harness

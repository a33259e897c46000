// log: lines that a member printed or logged.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "checkride/harness/check.hpp"
#include "checks/compared.hpp"
#include "checks/log_lines.hpp"
#include "checks/tally.hpp"
#include "reading/reader.hpp"

namespace checkride::harness {

// What a line is like; where nothing is said any is.
struct LinePattern {
  std::string level;    // this or a graver one
  std::string event;    // name of the event
  ComparedList line;    // the whole line
  ComparedList fields;  // pointers into the line, of those that are JSON objects
};
struct LogCheck {
  std::string of;
  LinePattern pattern;
  std::vector<LinePattern> in_order;  // one line for each, each behind the one before; empty: the lines are counted
  Tally count;                        // of lines; of in_order, how often all of them were there
  bool of_simulator = false;
};

// What was counted of a log so far. Lines only come behind those that there are.
struct LogCount {
  std::size_t looked_at = 0;
  std::uint64_t matching = 0;
  std::size_t in_order = 0;  // so many of the next series have been seen
  std::string last;          // of those that match
};
void count_lines(const LogCheck& check, const std::vector<LogLine>& lines, LogCount& count);
Seen check_log(const LogCheck& check, const LogCount& count);

Check read_log_check(values::MapReader& map, Reader& reader);

}  // namespace checkride::harness

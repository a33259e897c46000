// log: lines that a member printed or logged.
#pragma once

#include <string>
#include <vector>

#include "checkride/harness/check.hpp"
#include "checks/log_lines.hpp"
#include "reading/count.hpp"
#include "reading/reader.hpp"

namespace checkride::harness {

struct LogCheck {
  std::string of;
  std::string level;  // this or a graver one; empty: any
  std::string event;  // name of the event; empty: any
  std::string contains;
  Count count;
};

Seen check_log(const LogCheck& check, const std::vector<LogLine>& lines);

Check make_check(LogCheck check);
Check read_log_check(values::MapReader& map, Reader& reader);

}  // namespace checkride::harness

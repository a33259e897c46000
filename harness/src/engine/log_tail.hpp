// The lines that members have printed and logged so far, read and parsed once each.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "checks/log_lines.hpp"
#include "rigs/rig.hpp"

namespace checkride::harness {

class LogTail {
 public:
  // `rig` outlives the tail.
  explicit LogTail(Rig& rig) : rig_(rig) {}
  // In the order in which they were read. Valid until the next call for the same member.
  const std::vector<LogLine>& read(const std::string& member);

 private:
  struct Known {
    LogCursor cursor;
    std::vector<LogLine> lines;
  };

  Rig& rig_;
  std::map<std::string, Known> known_;
};

}  // namespace checkride::harness

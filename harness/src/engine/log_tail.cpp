#include "log_tail.hpp"

#include <iterator>

namespace checkride::harness {

const std::vector<LogLine>& LogTail::read(const std::string& member) {
  Known& known = known_[member];
  auto more = parse_log(rig_.read_log(member, known.cursor));
  known.lines.insert(known.lines.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  return known.lines;
}

}  // namespace checkride::harness

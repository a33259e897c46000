#include "log_tail.hpp"

#include <iterator>

namespace checkride::harness {

const std::vector<LogLine>& LogTail::read(const std::string& member) {
  Known& known = known_[member];
  const std::vector<std::string> texts = rig_.logs(member);
  known.bytes.resize(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    std::size_t& done = known.bytes[i];
    if (texts[i].size() < done) done = 0;  // rotated
    const auto end = texts[i].rfind('\n');
    if (end == std::string::npos || end < done) continue;
    auto more = parse_log(std::string_view(texts[i]).substr(done, end + 1 - done));
    known.lines.insert(known.lines.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    done = end + 1;
  }
  return known.lines;
}

}  // namespace checkride::harness

#include "event_log.hpp"

#include "checkride/compress/gzip.hpp"

namespace checkride::harness {

void EventLog::add(const reports::Event& event) {
  pending_ += reports::to_json_line(event);
  if (!pending_.ends_with('\n')) pending_ += '\n';
  ++count_;
  if (++pending_lines_ >= lines_per_block_) flush();
}

void EventLog::flush() {
  if (pending_.empty()) return;
  write_(compress::gzip_member(pending_));
  pending_.clear();
  pending_lines_ = 0;
}

}  // namespace checkride::harness

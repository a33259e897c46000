#include "control/cut_off_log.hpp"

namespace checkride::emulator {

using namespace std::chrono_literals;

void CutOffLog::tell(std::string_view line) {
  const world::Instant now = world_.clock().now();
  if (!second_ || now - *second_ >= 1s) {
    finish();
    second_ = now;
    lines_ = 0;
  }
  if (lines_ == kLinesPerSecond) {
    ++counted_;
    return;
  }
  ++lines_;
  world_.print_error_line(prefix_ + std::string(line));
}

void CutOffLog::finish() {
  if (counted_ == 0) return;
  world_.print_error_line(prefix_ + std::to_string(counted_) + " more were cut off or turned away");
  counted_ = 0;
}

}  // namespace checkride::emulator

#include "real/real_output.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <climits>

namespace checkride::world::real {

RealOutput::RealOutput(int descriptor, std::optional<Duration> patience)
    : descriptor_(descriptor),
      patience_ms_(patience ? static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(*patience).count()) : -1) {}

bool RealOutput::print(std::string_view line) {
  text_.clear();
  if (torn_) text_ += '\n';
  text_ += line;
  text_ += '\n';
  return write_all(text_);
}

bool RealOutput::print_text(std::string_view text) {
  text_.clear();
  if (torn_) text_ += '\n';
  text_ += text;
  return write_all(text_);
}

// In pieces that a pipe takes without waiting once it is writable.
bool RealOutput::write_all(std::string_view bytes) {
  const std::size_t whole = bytes.size();
  while (!bytes.empty()) {
    ssize_t count = -1;
    if (writable()) count = ::write(descriptor_, bytes.data(), std::min<std::size_t>(bytes.size(), PIPE_BUF));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      torn_ = torn_ || bytes.size() != whole;
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  torn_ = false;
  return true;
}

bool RealOutput::writable() {
  pollfd wanted{descriptor_, POLLOUT, 0};
  const int ready = ::poll(&wanted, 1, stuck_ ? 0 : patience_ms_);
  if (ready < 0) return false;  // interrupted: errno says so
  stuck_ = ready == 0;
  if (stuck_) errno = EAGAIN;
  return !stuck_;
}

}  // namespace checkride::world::real

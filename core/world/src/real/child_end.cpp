#include "real/child_end.hpp"

#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <csignal>
#include <string>

namespace checkride::world::real {
namespace {

constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable);
// A line longer than this is handed on in pieces.
constexpr std::size_t kLineBytesMax = 1024 * 1024;

using LineCallback = std::function<void(std::string_view)>;

// Hands the whole lines on and keeps the rest.
void hand_on_lines(std::string& text, const LineCallback& on_line) {
  std::size_t start = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', start)) {
    if (on_line) on_line(std::string_view(text).substr(start, end - start));
    start = end + 1;
  }
  text.erase(0, start);
  if (text.size() < kLineBytesMax) return;
  if (on_line) on_line(text);
  text.clear();
}

}  // namespace

Result<Descriptor> watch_child(int pid, const std::string& name) {
  Descriptor process(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  if (process) return process;
  Error cause = system_error_at(name);
  ::kill(pid, SIGKILL);
  ::waitpid(pid, nullptr, 0);
  return cause;
}

// What it started and left behind ends with it. It is only looked at first, and buried when that is done: until then
// the number of its group is nobody else's.
void ChildEnd::reap(int options) {
  if (status_) return;
  siginfo_t info{};
  const auto wait_for = [&](int how) {
    while (::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | how) != 0 && errno == EINTR) {
    }
  };
  wait_for(WNOWAIT | options);
  if (info.si_pid != pid_) return;
  ::kill(-pid_, SIGKILL);
  wait_for(0);
  status_.emplace();
  if (info.si_code == CLD_EXITED) {
    status_->code = info.si_status;
  } else {
    status_->signal = info.si_status;
  }
}

Task<> ChildEnd::wait() {
  while (!status_) {
    co_await process_.async_wait(asio::posix::stream_descriptor::wait_read, asio::use_awaitable);
    reap(WNOHANG);
  }
}

void ChildEnd::kill() {
  if (status_) return;
  ::kill(pid_, SIGKILL);
  reap(0);
}

Task<> read_lines(asio::posix::stream_descriptor from, LineCallback on_line) {
  std::string text;
  std::array<char, 16384> part{};
  for (;;) {
    const auto [code, count] = co_await from.async_read_some(asio::buffer(part), kAsTuple);
    text.append(part.data(), count);
    hand_on_lines(text, on_line);
    if (!code) continue;
    if (!text.empty() && on_line) on_line(text);
    co_return;
  }
}

}  // namespace checkride::world::real

#include "checkride/world/process.hpp"

#include <sys/wait.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <csignal>

#include "real/spawn.hpp"

namespace checkride::world {
namespace {

constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable);
// A line longer than this is handed on in pieces.
constexpr std::size_t kLineBytesMax = 1024 * 1024;

using LineCallback = std::function<void(std::string_view)>;

int number_of(ProcessSignal signal) {
  switch (signal) {
    case ProcessSignal::hangup:
      return SIGHUP;
    case ProcessSignal::interrupt:
      return SIGINT;
    case ProcessSignal::kill:
      return SIGKILL;
    case ProcessSignal::terminate:
      return SIGTERM;
    case ProcessSignal::stop:
      return SIGSTOP;
    case ProcessSignal::resume:
      return SIGCONT;
  }
  return 0;
}

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

}  // namespace

std::string ExitStatus::text() const {
  return code ? "exit code " + std::to_string(*code) : "signal " + std::to_string(signal.value_or(0));
}

struct ChildProcess::State {
  State(RealWorld& in, real::Spawned spawned)
      : world(in), pid(spawned.pid), process(in.executor(), spawned.process.release()), readers(in.executor()) {}

  // Takes notice of the end of the child, if it has come.
  void reap(int options) {
    if (status) return;
    siginfo_t info{};
    while (::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | options) != 0 && errno == EINTR) {
    }
    if (info.si_pid != pid) return;
    status.emplace();
    if (info.si_code == CLD_EXITED) {
      status->code = info.si_status;
    } else {
      status->signal = info.si_status;
    }
  }

  RealWorld& world;
  int pid;
  asio::posix::stream_descriptor process;
  TaskGroup readers;
  std::optional<ExitStatus> status;
};

ChildProcess::ChildProcess(std::shared_ptr<State> state) : state_(std::move(state)) {}

Result<std::unique_ptr<ChildProcess>> ChildProcess::start(RealWorld& world, ProcessOptions options) {
  TRY(real::Spawned spawned, real::spawn(options));
  asio::posix::stream_descriptor output(world.executor(), spawned.output.release());
  asio::posix::stream_descriptor error(world.executor(), spawned.error.release());
  auto state = std::make_shared<State>(world, std::move(spawned));
  state->readers.spawn("output", read_lines(std::move(output), std::move(options.on_output)));
  state->readers.spawn("error output", read_lines(std::move(error), std::move(options.on_error)));
  return std::unique_ptr<ChildProcess>(new ChildProcess(std::move(state)));
}

ChildProcess::~ChildProcess() {
  if (state_->status) return;
  ::kill(state_->pid, SIGKILL);
  state_->reap(0);
}

int ChildProcess::pid() const {
  return state_->pid;
}
const std::optional<ExitStatus>& ChildProcess::status() const {
  return state_->status;
}

Result<> ChildProcess::send_signal(ProcessSignal signal) {
  // Not reaped yet: the number is still the child's.
  if (state_->status) return Error(make_error_code(boost::system::errc::no_such_process), state_->status->text());
  if (::kill(state_->pid, number_of(signal)) != 0) {
    return real::system_error_at("signal to process " + std::to_string(state_->pid));
  }
  return {};
}

Task<ExitStatus> ChildProcess::wait() {
  const std::shared_ptr<State> state = state_;
  while (!state->status) {
    co_await state->process.async_wait(asio::posix::stream_descriptor::wait_read, asio::use_awaitable);
    state->reap(WNOHANG);
  }
  constexpr Duration kOutputLimit = std::chrono::seconds(1);
  Task<> all_read = state->readers.join();
  co_await detail::run_bounded(state->world.clock(), kOutputLimit, std::move(all_read));
  co_return *state->status;
}

}  // namespace checkride::world

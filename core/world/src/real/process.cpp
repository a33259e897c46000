#include "checkride/world/process.hpp"

#include <unistd.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <climits>
#include <csignal>

#include "real/child_end.hpp"
#include "real/spawn.hpp"

namespace checkride::world {
namespace {

int number_of(ProcessSignal signal) {
  switch (signal) {
    case ProcessSignal::hangup:
      return SIGHUP;
    case ProcessSignal::user1:
      return SIGUSR1;
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

}  // namespace

std::string ExitStatus::text() const {
  return code ? "exit code " + std::to_string(*code) : "signal " + std::to_string(signal.value_or(0));
}

struct ChildProcess::State {
  State(RealWorld& in, real::Spawned spawned)
      : world(in), child(in.executor(), spawned.pid, std::move(spawned.process)), readers(in.executor()) {}

  RealWorld& world;
  real::ChildEnd child;
  TaskGroup readers;
};

ChildProcess::ChildProcess(std::shared_ptr<State> state) : state_(std::move(state)) {}

std::string absolute_path(const std::string& path) {
  if (path.starts_with('/')) return path;
  char folder[PATH_MAX];
  if (::getcwd(folder, sizeof folder) == nullptr) return path;
  return std::string(folder) + "/" + path;
}

Result<std::unique_ptr<ChildProcess>> ChildProcess::start(RealWorld& world, ProcessOptions options) {
  TRY(real::Spawned spawned, real::spawn(options));
  asio::posix::stream_descriptor output(world.executor(), spawned.output.release());
  asio::posix::stream_descriptor error(world.executor(), spawned.error.release());
  auto state = std::make_shared<State>(world, std::move(spawned));
  state->readers.spawn("output", real::read_lines(std::move(output), std::move(options.on_output)));
  state->readers.spawn("error output", real::read_lines(std::move(error), std::move(options.on_error)));
  return std::unique_ptr<ChildProcess>(new ChildProcess(std::move(state)));
}

ChildProcess::~ChildProcess() {
  state_->child.kill();
}

int ChildProcess::pid() const {
  return state_->child.pid();
}
const std::optional<ExitStatus>& ChildProcess::status() const {
  return state_->child.status();
}

Result<> ChildProcess::send_signal(ProcessSignal signal) {
  // Not reaped yet: the number is still the child's.
  if (status()) return Error(make_error_code(boost::system::errc::no_such_process), status()->text());
  // What stands still does so with all that it started; to end in order is the child's own affair.
  const bool whole = signal == ProcessSignal::stop || signal == ProcessSignal::resume;
  if (::kill(whole ? -pid() : pid(), number_of(signal)) != 0) {
    return real::system_error_at("signal to process " + std::to_string(pid()));
  }
  return {};
}

Task<ExitStatus> ChildProcess::wait() {
  const std::shared_ptr<State> state = state_;
  co_await state->child.wait();
  constexpr Duration kOutputLimit = std::chrono::seconds(1);
  Task<> all_read = state->readers.join();
  co_await detail::run_bounded(state->world.clock(), kOutputLimit, std::move(all_read));
  co_return *state->child.status();
}

}  // namespace checkride::world

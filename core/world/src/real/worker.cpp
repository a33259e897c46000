#include "checkride/world/worker.hpp"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/errc.hpp>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>
#include <string>

#include "checkride/result/assert.hpp"
#include "real/child_end.hpp"
#include "real/signals_held.hpp"
#include "real/spawn.hpp"

namespace checkride::world {
namespace {

constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable);
// The number of the link in every worker: the first behind the standard streams.
constexpr int kLink = STDERR_FILENO + 1;
// More than any record of a run. What says that it is longer did not come from send().
constexpr std::size_t kMessageBytesMax = 256 * 1024 * 1024;
// How long lines are waited for once the worker has ended: somebody else may hold the other end.
constexpr Duration kLinesLimit = std::chrono::seconds(1);

using Main = std::function<int(WorkerLink&)>;
using TextCallback = std::function<void(std::string_view)>;

struct LinkEnds {
  real::Descriptor parent;
  real::Descriptor worker;
};

Result<LinkEnds> make_link() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return real::system_error_at("worker");
  return LinkEnds{real::Descriptor(ends[0]), real::Descriptor(ends[1])};
}

// Asio's handlers would tell the parent of a signal that the worker got.
void forget_signal_handlers() {
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGQUIT, SIGCHLD}) std::signal(number, SIG_DFL);
  release_signals();
}

// Nothing of the parent's stays open but what stands for standard streams: a socket that a worker holds would stay
// open when the parent closes it. False on failure, with errno.
bool keep_own_descriptors(int link, int error) {
  const int input = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (input < 0 || ::dup2(input, STDIN_FILENO) < 0) return false;
  if (::dup2(error, STDOUT_FILENO) < 0 || ::dup2(error, STDERR_FILENO) < 0) return false;
  if (link != kLink && ::dup2(link, kLink) < 0) return false;
  if (::fcntl(kLink, F_SETFD, FD_CLOEXEC) != 0) return false;
  constexpr unsigned kFirstOther = kLink + 1;
  return ::close_range(kFirstOther, ~0U, 0) == 0;
}

void tell_of(const char* what) {
  const std::string line = std::string("worker: ") + what + "\n";
  [[maybe_unused]] const ssize_t told = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace

// ---- the worker's side

struct WorkerLink::State {
  bool interrupted = false;
};

void WorkerLink::send(std::string_view message) {
  CHECKRIDE_ASSERT(message.size() <= kMessageBytesMax);
  const auto size = static_cast<std::uint32_t>(message.size());
  std::string bytes(sizeof size, '\0');
  std::memcpy(bytes.data(), &size, sizeof size);
  bytes += message;
  std::string_view rest = bytes;
  while (!rest.empty()) {
    const ssize_t count = ::send(kLink, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return;  // nobody is there to hear it
    rest.remove_prefix(static_cast<std::size_t>(count));
  }
}

bool WorkerLink::interrupted() {
  std::array<char, 16> asked{};
  if (state_.interrupted) return true;
  const ssize_t count = ::recv(kLink, asked.data(), asked.size(), MSG_DONTWAIT);
  // The end of the link is the parent's end.
  state_.interrupted = count >= 0;
  return state_.interrupted;
}

namespace {

[[noreturn]] void become_worker(Main& main, int link, int error, pid_t parent) {
  ::setpgid(0, 0);  // An interrupt typed at the parent's terminal is the parent's to pass on.
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || ::getppid() != parent) ::_exit(Worker::kFailed);
  forget_signal_handlers();
  if (!keep_own_descriptors(link, error)) {
    tell_of(std::strerror(errno));
    ::_exit(Worker::kFailed);
  }
  int code = Worker::kFailed;
  try {
    WorkerLink::State state;
    WorkerLink own(state);
    code = main(own);
  } catch (const std::exception& failure) {
    tell_of(failure.what());
  } catch (...) {
    tell_of("an exception that is not a std::exception");
  }
  ::_exit(code);
}

// ---- the parent's side

Task<> read_messages(asio::posix::stream_descriptor from, TextCallback on_message) {
  std::string message;
  for (;;) {
    std::uint32_t size = 0;
    const auto [no_size, size_bytes] = co_await asio::async_read(from, asio::buffer(&size, sizeof size), kAsTuple);
    if (no_size) co_return;
    if (size > kMessageBytesMax) {
      ::shutdown(from.native_handle(), SHUT_RDWR);  // nobody listens to it any more
      co_return;
    }
    message.resize(size);
    const auto [torn, bytes] = co_await asio::async_read(from, asio::buffer(message), kAsTuple);
    if (torn) co_return;  // it died in the middle of it
    on_message(message);
  }
}

// What is on its way when the worker object goes is told to nobody: who was to hear it may be gone as well.
TextCallback while_wanted(std::shared_ptr<const bool> wanted, TextCallback callback) {
  return [wanted = std::move(wanted), callback = std::move(callback)](std::string_view text) {
    if (*wanted && callback) callback(text);
  };
}

}  // namespace

struct Worker::State {
  State(RealWorld& in, int pid, real::Descriptor process, real::Descriptor asks)
      : world(in),
        child(in.executor(), pid, std::move(process)),
        control(std::move(asks)),
        messages(in.executor()),
        lines(in.executor()) {}

  RealWorld& world;
  real::ChildEnd child;
  real::Descriptor control;  // the parent's end of the link once more: the other is its reader's
  std::shared_ptr<bool> wanted = std::make_shared<bool>(true);
  TaskGroup messages;
  TaskGroup lines;
};

Worker::Worker(std::shared_ptr<State> state) : state_(std::move(state)) {}

Result<std::unique_ptr<Worker>> Worker::start(RealWorld& parent, Main main, TextCallback on_message,
                                              TextCallback on_error_line) {
  if (parent.has_threads()) {
    return Error(make_error_code(boost::system::errc::device_or_resource_busy),
                 "worker: a job was offloaded, and a fork would lose its thread");
  }
  TRY(LinkEnds link, make_link());
  TRY(real::PipeEnds error, real::make_pipe());
  real::Descriptor control(::fcntl(link.parent.get(), F_DUPFD_CLOEXEC, 0));
  if (!control) return real::system_error_at("worker");
  const pid_t self = ::getpid();
  pid_t child = -1;
  {
    const real::SignalsHeld held;  // none reaches the worker before it has forgotten the parent's handlers
    child = ::fork();
    if (child == 0) become_worker(main, link.worker.get(), error.writing.get(), self);
  }
  if (child < 0) return real::system_error_at("worker: fork");
  TRY(real::Descriptor process, real::watch_child(child, "worker"));
  auto state = std::make_shared<State>(parent, child, std::move(process), std::move(control));
  asio::posix::stream_descriptor messages(parent.executor(), link.parent.release());
  asio::posix::stream_descriptor lines(parent.executor(), error.reading.release());
  on_message = while_wanted(state->wanted, std::move(on_message));
  on_error_line = while_wanted(state->wanted, std::move(on_error_line));
  state->messages.spawn("messages of a worker", read_messages(std::move(messages), std::move(on_message)));
  state->lines.spawn("lines of a worker", real::read_lines(std::move(lines), std::move(on_error_line)));
  return std::unique_ptr<Worker>(new Worker(std::move(state)));
}

Worker::~Worker() {
  *state_->wanted = false;
  kill();
}

void Worker::interrupt() {
  constexpr char kAsked = 'i';
  // A full buffer has the question in it already; a worker that is gone needs none.
  (void)::send(state_->control.get(), &kAsked, sizeof kAsked, MSG_NOSIGNAL | MSG_DONTWAIT);
}

void Worker::kill() {
  state_->child.kill();
}

Task<ExitStatus> Worker::wait() {
  const std::shared_ptr<State> state = state_;
  co_await state->child.wait();
  co_await state->messages.join();
  Task<> all_read = state->lines.join();
  co_await detail::run_bounded(state->world.clock(), kLinesLimit, std::move(all_read));
  co_return *state->child.status();
}

}  // namespace checkride::world

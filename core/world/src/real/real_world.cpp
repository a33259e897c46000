#include "checkride/world/real_world.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <map>
#include <utility>

#include "checkride/result/assert.hpp"
#include "checkride/world/crash_report.hpp"
#include "real/addressed_world.hpp"
#include "real/offload_thread.hpp"
#include "real/process_usage.hpp"
#include "real/real_clock.hpp"
#include "real/real_context.hpp"
#include "real/real_files.hpp"
#include "real/real_handover.hpp"
#include "real/real_manager.hpp"
#include "real/real_network.hpp"
#include "real/real_output.hpp"
#include "real/system_usage.hpp"

namespace checkride::world {
namespace {

void draw_from_kernel(std::span<std::byte> into) {
  while (!into.empty()) {
    const ssize_t drawn = ::getrandom(into.data(), into.size(), 0);
    if (drawn >= 0) {
      into = into.subspan(static_cast<std::size_t>(drawn));
    } else if (errno != EINTR) {
      throw boost::system::system_error(errno, boost::system::system_category(), "getrandom");
    }
  }
}

std::uint64_t seed_of_the_system() {
  std::uint64_t seed = 0;
  draw_from_kernel(std::as_writable_bytes(std::span(&seed, 1)));
  return seed;
}

Signal signal_of(int number) {
  switch (number) {
    case SIGINT:
      return Signal::interrupt;
    case SIGHUP:
      return Signal::hangup;
    case SIGUSR1:
      return Signal::user1;
    case SIGQUIT:
      return Signal::quit;
    case SIGUSR2:
      return Signal::user2;
    default:
      return Signal::terminate;
  }
}

// A program may be started without standard streams. Then a socket or a file would get one of their numbers, and lines
// for people would go into it. What is written there is nowhere; where the output is the program's result, that is an
// error of each write.
struct StandardStreams {
  explicit StandardStreams(bool output_is_result) {
    for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
      const bool reads = number == STDIN_FILENO || (number == STDOUT_FILENO && output_is_result);
      if (::fcntl(number, F_GETFD) < 0) (void)::open("/dev/null", reads ? O_RDONLY : O_WRONLY);
    }
  }
};

}  // namespace

struct RealWorld::Impl {
  Impl(RealWorld& world, const RealOptions& options)
      : streams(!options.output_patience),
        seed(options.seed ? *options.seed : seed_of_the_system()),
        clock(context, options.time_scale),
        network(context, options.peer_watch),
        manager(network),
        output(STDOUT_FILENO, options.output_patience),
        error_output(STDERR_FILENO, options.output_patience) {
    CHECKRIDE_ASSERT(options.time_scale > 0);
    std::signal(SIGPIPE, SIG_IGN);  // A peer that went away is an error of the write, not the end of the program.
    std::signal(SIGXFSZ, SIG_IGN);  // So is a file that may not grow any further.
    if (options.reap_children) {
      children.emplace(context, SIGCHLD);
      reap_children();
    }
    if (!options.handle_signals) return;
    signals.emplace(context);
    if (options.handover) {
      handover.emplace(world, network, *options.handover, [this](bool running) {
        trial_runs = running;
        if (!running && children) bury_children();
      });
      signals->add(SIGUSR2);
    } else {
      std::signal(SIGUSR2, SIG_IGN);  // it must not end a program that has no answer to it
    }
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGQUIT}) signals->add(number);
    release_signals();  // those that waited, and what whoever started the program has left blocked
  }

  // One signal may stand for several ends. A child of our own is waited for by whoever started it.
  void bury_children() {
    while (!trial_runs && ::waitpid(-1, nullptr, WNOHANG) > 0) {
    }
  }

  void reap_children() {
    bury_children();
    children->async_wait([this](const ErrorCode& code, int) {
      if (!code) reap_children();
    });
  }

  StandardStreams streams;  // before anything that opens a descriptor
  std::uint64_t seed;
  real::RealContext context;
  real::RealClock clock;
  real::RealNetwork network;
  real::RealManager manager;
  real::RealFiles files;
  real::RealOutput output;
  real::RealOutput error_output;
  // Only where they are wanted: Asio reads the signals of all worlds of a process from one descriptor, and in a worker
  // its number may be another's.
  std::optional<asio::signal_set> signals;
  std::optional<asio::signal_set> children;
  Notifier no_signal{context.get_executor()};
  std::map<std::string, Random, std::less<>> randoms;
  std::map<std::string, real::AddressedWorld> addressed;  // by address
  std::vector<std::shared_ptr<void>> kept;
  bool ran = false;
  bool trial_runs = false;
  std::optional<real::RealHandover> handover;
  real::OffloadThread offload;  // ends first: its jobs post to the context
};

void hold_signals() {
  sigset_t some;
  (void)sigemptyset(&some);
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGQUIT}) (void)sigaddset(&some, number);
  (void)::pthread_sigmask(SIG_BLOCK, &some, nullptr);
}

void release_signals() {
  sigset_t all;
  (void)sigfillset(&all);
  (void)::pthread_sigmask(SIG_UNBLOCK, &all, nullptr);
}

RealWorld::RealWorld(RealOptions options) : impl_(std::make_unique<Impl>(*this, options)) {}
RealWorld::~RealWorld() {
  impl_->offload.stop();
  impl_->context.drop_all();
}

asio::any_io_executor RealWorld::executor() {
  return impl_->context.get_executor();
}
Clock& RealWorld::clock() {
  return impl_->clock;
}
Network& RealWorld::network() {
  return impl_->network;
}
Files& RealWorld::files() {
  return impl_->files;
}
ServiceManager& RealWorld::manager() {
  return impl_->manager;
}
std::uint64_t RealWorld::seed() const {
  return impl_->seed;
}

Random& RealWorld::random(std::string_view stream) {
  const auto found = impl_->randoms.find(stream);
  if (found != impl_->randoms.end()) return found->second;
  return impl_->randoms.emplace(stream, Random(impl_->seed, stream)).first->second;
}

void RealWorld::fill_secret(std::span<std::byte> into) {
  draw_from_kernel(into);
}

Task<Signal> RealWorld::next_signal() {
  while (!impl_->signals) co_await impl_->no_signal.wait();
  const int number = co_await impl_->signals->async_wait(asio::use_awaitable);
  co_return signal_of(number);
}

namespace {

// A job of the offload thread, and who waits for it. The waiting frame does not hold it, or the two would keep each
// other alive when the loop ends.
struct Offloaded {
  std::function<void()> job;
  std::exception_ptr failure;
  std::exception_ptr* report = nullptr;  // in the waiting frame
  Waiter waiter;
  asio::any_io_executor loop;
};

void run_offloaded(const std::shared_ptr<Offloaded>& work) {
  try {
    work->job();
  } catch (...) {
    work->failure = std::current_exception();
  }
  // The waiter belongs to the loop's thread; only there it may be touched.
  asio::post(work->loop, [work] {
    *work->report = std::move(work->failure);
    work->waiter({}, 0);
  });
}

}  // namespace

Task<> RealWorld::offload(std::function<void()> job, Duration) {
  std::exception_ptr failure;
  const asio::any_io_executor loop = executor();
  real::OffloadThread* thread = &impl_->offload;
  // No cancellation slot: the job cannot be stopped, and what it uses must stay until it has ended.
  co_await asio::async_initiate<const asio::use_awaitable_t<>, void(ErrorCode, std::size_t)>(
      [](auto handler, std::function<void()>* what, std::exception_ptr* report, const asio::any_io_executor* back,
         real::OffloadThread* on) {
        const auto work = std::make_shared<Offloaded>();
        work->job = std::move(*what);
        work->report = report;
        work->waiter = Waiter(std::move(handler));
        work->loop = *back;
        on->run([work] { run_offloaded(work); });
      },
      asio::use_awaitable, &job, &failure, &loop, thread);
  if (failure) std::rethrow_exception(failure);
}

World& RealWorld::at_address(const std::string& address) {
  return impl_->addressed.try_emplace(address, *this, impl_->network, address).first->second;
}

void RealWorld::keep(std::shared_ptr<void> what) {
  impl_->kept.push_back(std::move(what));
}

bool RealWorld::print_line(std::string_view line) {
  return impl_->output.print(line);
}
bool RealWorld::print_text(std::string_view text) {
  return impl_->output.print_text(text);
}
bool RealWorld::print_error_line(std::string_view line) {
  return impl_->error_output.print(line);
}

Terminal RealWorld::terminal() const {
  Terminal terminal;
  winsize size{};
  const std::string kind = environment("TERM").value_or("");
  terminal.is_terminal = ::isatty(STDOUT_FILENO) == 1 && !kind.empty() && kind != "dumb";
  if (terminal.is_terminal && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    terminal.columns = size.ws_col;
  }
  return terminal;
}

bool RealWorld::has_threads() const {
  return impl_->offload.is_running();
}

std::optional<std::string> RealWorld::environment(const std::string& name) const {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::vector<std::string> RealWorld::environment_names() const {
  std::vector<std::string> names;
  for (char** entry = ::environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    if (const auto equals = text.find('='); equals != std::string_view::npos)
      names.emplace_back(text.substr(0, equals));
  }
  std::sort(names.begin(), names.end());
  return names;
}

World::ProcessUsage RealWorld::process_usage() {
  return real::read_process_usage();
}

World::SystemUsage RealWorld::system_usage(const std::string& path) {
  SystemUsage usage = real::read_system_usage("");
  real::read_disk(path, usage);
  return usage;
}

Handover* RealWorld::handover() {
  return impl_->handover ? &*impl_->handover : nullptr;
}

void RealWorld::keep_crash_reports_in(const std::string& folder) {
  world::keep_crash_reports_in(folder);
}
std::optional<std::string> RealWorld::write_crash_report(std::string_view what) {
  return world::write_crash_report(what);
}

Result<> RealWorld::hand_over_if_wanted() {
  CHECKRIDE_ASSERT(impl_->ran);
  if (!impl_->handover || !impl_->handover->wanted()) return {};
  return impl_->handover->become();
}

int RealWorld::run(Task<int> main) {
  CHECKRIDE_ASSERT(!std::exchange(impl_->ran, true));
  std::optional<int> code;
  std::exception_ptr failure;
  asio::co_spawn(impl_->context, std::move(main), [&](std::exception_ptr thrown, int returned) {
    failure = std::move(thrown);
    code = returned;
  });
  while (!code && impl_->context.run_one() > 0) {
  }
  impl_->offload.stop();
  impl_->context.drop_all();
  impl_->kept.clear();
  if (failure) std::rethrow_exception(failure);
  CHECKRIDE_ASSERT(code.has_value());
  return *code;
}

}  // namespace checkride::world

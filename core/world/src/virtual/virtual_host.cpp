#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>

#include "checkride/result/assert.hpp"
#include "virtual/host_impl.hpp"

namespace checkride::world {
namespace sim {

void HostClock::wait_until(Instant when, Waiter waiter) {
  Operation* operation = host_.scheduler().begin(host_, Wait::sleep, this, std::move(waiter));
  if (operation != nullptr) host_.scheduler().arm(*operation, when.time_since_epoch().count());
}

std::string HostClock::describe(const Operation&) const {
  return "sleeping";
}

void SignalQueue::send(Signal signal) {
  host_.scheduler().trace(host_, Kind::signal, static_cast<std::uint64_t>(signal));
  pending_.push_back(signal);
  if (waiter_ != nullptr) host_.scheduler().complete(*std::exchange(waiter_, nullptr), {}, 0);
}

Task<Signal> SignalQueue::next() {
  while (pending_.empty()) {
    CHECKRIDE_ASSERT(waiter_ == nullptr);  // One task waits at a time.
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void(ErrorCode, std::size_t)>(
        [](auto handler, SignalQueue* self) {
          self->waiter_ = self->host_.scheduler().begin(self->host_, Wait::signal, self, Waiter(std::move(handler)));
        },
        asio::use_awaitable, this);
  }
  const Signal signal = pending_.front();
  pending_.pop_front();
  co_return signal;
}

namespace {

// Completion of a program: what it returned, or threw.
struct ProgramEnded {
  VirtualHost::Impl* host;
  asio::any_io_executor executor;
  void operator()(std::exception_ptr failure, int code) const {
    constexpr int kInternalError = 70;  // EX_SOFTWARE
    host->loop.end_task(executor);
    host->handover.clear();  // what it held and left to nobody closes with it
    host->exit_code = failure ? kInternalError : code;
    if (failure) host->failure = text_of(failure);
    host->loop.scheduler().trace(host->loop, Kind::host, static_cast<std::uint64_t>(*host->exit_code), "exit");
  }
  static std::string text_of(const std::exception_ptr& failure) {
    try {
      std::rethrow_exception(failure);
    } catch (const std::exception& error) {
      return error.what();
    } catch (...) {
      return "an exception that is not a std::exception";
    }
  }
};

// Starts a program in its first turn.
struct ProgramStart {
  VirtualHost::Impl* host;
  asio::any_io_executor executor;
  Task<int> main;
  void operator()() { asio::co_spawn(executor, std::move(main), ProgramEnded{host, executor}); }
};

}  // namespace
}  // namespace sim

VirtualHost::VirtualHost(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
VirtualHost::~VirtualHost() = default;

const std::string& VirtualHost::name() const {
  return impl_->loop.name();
}
const std::string& VirtualHost::address() const {
  return impl_->net.address(impl_->loop);
}

void VirtualHost::start(const std::string& program, Task<int> main) {
  CHECKRIDE_ASSERT(impl_->loop.up());
  impl_->exit_code.reset();
  impl_->failure.clear();
  impl_->loop.scheduler().trace(impl_->loop, sim::Kind::host, 0, program);
  const asio::any_io_executor executor = impl_->loop.begin_task(program);
  sim::ProgramStart start{impl_.get(), executor, std::move(main)};
  asio::post(executor, std::move(start));
}

std::optional<int> VirtualHost::exit_code() const {
  return impl_->exit_code;
}
const std::string& VirtualHost::failure() const {
  return impl_->failure;
}

void VirtualHost::crash() {
  if (!impl_->loop.up()) return;
  impl_->loop.scheduler().trace(impl_->loop, sim::Kind::host, 0, "crash");
  impl_->net.fence(impl_->loop);
  impl_->loop.go_down();
  impl_->signals.clear();
  impl_->manager.clear();
  impl_->handover.clear();
  impl_->loop.scheduler().drop_all(impl_->loop);
  impl_->kept.clear();
}

void VirtualHost::restart() {
  impl_->loop.come_up();
  impl_->loop.scheduler().trace(impl_->loop, sim::Kind::host, 0, "restart");
}

bool VirtualHost::up() const {
  return impl_->loop.up();
}

std::uint64_t VirtualHost::disk_operations() const {
  return impl_->disk.trouble().operations();
}
void VirtualHost::set_disk(DiskOptions options) {
  impl_->disk.trouble().set_options(options);
}
void VirtualHost::fail_disk(DiskFailure failure) {
  impl_->disk.trouble().fail(failure);
}
void VirtualHost::mend_disk() {
  impl_->disk.trouble().mend();
}
void VirtualHost::cut_power_after(std::uint64_t operations, AtPowerCut then) {
  impl_->disk.cut_power_after(operations, then);
}
bool VirtualHost::power_is_cut() const {
  return impl_->disk.trouble().power_is_cut();
}
void VirtualHost::lose_power() {
  crash();
  impl_->loop.scheduler().trace(impl_->loop, sim::Kind::host, 0, "power loss");
  impl_->disk.lose_power();
}

void VirtualHost::freeze() {
  if (!impl_->loop.up() || impl_->loop.frozen()) return;
  impl_->loop.scheduler().trace(impl_->loop, sim::Kind::host, 0, "freeze");
  impl_->loop.freeze();
}

void VirtualHost::thaw() {
  if (!impl_->loop.frozen()) return;
  impl_->loop.scheduler().trace(impl_->loop, sim::Kind::host, 0, "thaw");
  impl_->loop.thaw();
}

void VirtualHost::send_signal(Signal signal) {
  if (impl_->loop.up()) impl_->signals.send(signal);
}

void VirtualHost::set_permissions(const std::string& path, unsigned bits) {
  impl_->disk.set_permissions(path, bits);
}

void VirtualHost::set_environment(const std::string& name, const std::string& value) {
  impl_->environment.insert_or_assign(name, value);
}

void VirtualHost::supervise(ManagerOptions options) {
  impl_->manager.supervise(std::move(options));
}
void VirtualHost::offer_successor(SuccessorOptions options) {
  impl_->handover.offer(std::move(options));
}
const HandoverRecord& VirtualHost::handover_record() const {
  return impl_->handover.record();
}
Handover* VirtualHost::handover() {
  return impl_->handover.offered() ? &impl_->handover : nullptr;
}

const std::vector<std::string>& VirtualHost::notified() const {
  return impl_->manager.notified();
}
void VirtualHost::close_output(bool closed) {
  impl_->output_closed = closed;
}

const std::vector<std::string>& VirtualHost::printed() const {
  return impl_->printed;
}

asio::any_io_executor VirtualHost::executor() {
  return impl_->loop.executor();
}
Clock& VirtualHost::clock() {
  return impl_->clock;
}
Network& VirtualHost::network() {
  return impl_->network_view;
}
Files& VirtualHost::files() {
  return impl_->disk;
}

ServiceManager& VirtualHost::manager() {
  return impl_->manager;
}

Random& VirtualHost::random(std::string_view stream) {
  const auto found = impl_->randoms.find(stream);
  if (found != impl_->randoms.end()) return found->second;
  const std::string name = this->name() + "/" + std::string(stream);
  return impl_->randoms.emplace(stream, Random(impl_->seed, name, &impl_->draws)).first->second;
}

void VirtualHost::fill_secret(std::span<std::byte> into) {
  Random& drawn = random("secret");
  for (std::byte& one : into) one = static_cast<std::byte>(drawn.next() >> 56);
}

Task<Signal> VirtualHost::next_signal() {
  return impl_->signals.next();
}

namespace {

// Without a cancellation slot: it lasts as long as it lasts.
Task<> pass(Clock& clock, Duration duration) {
  co_await asio::async_initiate<const asio::use_awaitable_t<>, void(ErrorCode, std::size_t)>(
      [](auto handler, Clock* on, Instant until) {
        on->wait_until(until, Waiter(asio::bind_cancellation_slot(asio::cancellation_slot(), std::move(handler))));
      },
      asio::use_awaitable, &clock, after(clock.now(), duration));
}

}  // namespace

// As on a real machine nothing stops a job that was begun: who waits for it meets a cancellation at its next await.
Task<> VirtualHost::offload(std::function<void()> job, Duration modelled_cost) {
  const bool throws = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);
  co_await pass(clock(), modelled_cost);
  (void)impl_->disk.trouble().take_delay();
  std::exception_ptr failure;
  try {
    job();
  } catch (...) {
    failure = std::current_exception();
  }
  const Duration delay = impl_->disk.trouble().take_delay();
  if (delay > Duration::zero()) co_await pass(clock(), delay);
  co_await asio::this_coro::throw_if_cancelled(throws);
  if (failure) std::rethrow_exception(failure);
}

void VirtualHost::keep(std::shared_ptr<void> what) {
  impl_->kept.push_back(std::move(what));
}

// A destructor during a crash prints nothing.
bool VirtualHost::print_line(std::string_view line) {
  if (!impl_->loop.up() || impl_->output_closed) return false;
  impl_->loop.scheduler().trace(impl_->loop, sim::Kind::print, 1, line);
  impl_->printed.emplace_back(line);
  return true;
}

bool VirtualHost::print_error_line(std::string_view line) {
  if (!impl_->loop.up()) return false;
  impl_->loop.scheduler().trace(impl_->loop, sim::Kind::print, 2, line);
  impl_->printed.emplace_back(line);
  return true;
}

std::optional<std::string> VirtualHost::environment(const std::string& name) const {
  const auto found = impl_->environment.find(name);
  return found == impl_->environment.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::string> VirtualHost::environment_names() const {
  std::vector<std::string> names;
  for (const auto& [name, value] : impl_->environment) names.push_back(name);
  return names;
}

World::ProcessUsage VirtualHost::process_usage() {
  constexpr double kMebibyte = 1024.0 * 1024.0;
  ProcessUsage usage;
  usage.resident_bytes = 32 * kMebibyte;
  usage.virtual_bytes = 128 * kMebibyte;
  usage.open_fds = 8;
  usage.max_fds = 1024;
  return usage;
}

World::SystemUsage VirtualHost::system_usage(const std::string& path) {
  constexpr double kGibibyte = 1024.0 * 1024.0 * 1024.0;
  SystemUsage usage;
  usage.cpu_cores = 2;
  usage.memory_used_bytes = 1 * kGibibyte;
  usage.memory_limit_bytes = 4 * kGibibyte;
  usage.disk_free_bytes = 75 * kGibibyte;
  usage.disk_total_bytes = 100 * kGibibyte;
  const auto space = impl_->disk.space(path);
  if (space && impl_->disk.trouble().options().capacity_bytes != 0) {
    usage.disk_free_bytes = static_cast<double>(space->free_bytes);
    usage.disk_total_bytes = static_cast<double>(space->total_bytes);
  }
  return usage;
}

}  // namespace checkride::world

#include "checkride/world/virtual_world.hpp"

#include <map>

#include "checkride/result/assert.hpp"
#include "virtual/host_impl.hpp"

namespace checkride::world {

struct VirtualWorld::Impl {
  explicit Impl(const VirtualOptions& chosen)
      : options(chosen), scheduler(chosen.seed, chosen.shuffle), net(scheduler, chosen.seed) {}

  VirtualOptions options;
  sim::Scheduler scheduler;
  sim::Net net;
  std::vector<std::unique_ptr<VirtualHost>> hosts;  // by number
};

VirtualWorld::VirtualWorld(VirtualOptions options) : impl_(std::make_unique<Impl>(options)) {}

// Everything that still runs goes as in a crash, so that no destructor reaches a neighbour that is gone already.
VirtualWorld::~VirtualWorld() {
  for (const auto& host : impl_->hosts) host->crash();
}

VirtualHost& VirtualWorld::add_host(const std::string& name) {
  constexpr std::size_t kHostsMax = 65'000;
  const std::size_t number = impl_->hosts.size();
  CHECKRIDE_ASSERT(number < kHostsMax);
  auto made = std::make_unique<VirtualHost::Impl>(impl_->scheduler, impl_->net, static_cast<std::uint32_t>(number),
                                                  name, impl_->options.seed, impl_->options.epoch);
  const std::size_t address = number + 1;
  impl_->net.add_host(made->loop, "10.0." + std::to_string(address / 256) + "." + std::to_string(address % 256));
  impl_->hosts.push_back(std::unique_ptr<VirtualHost>(new VirtualHost(std::move(made))));
  return *impl_->hosts.back();
}

VirtualHost& VirtualWorld::host(std::string_view name) {
  for (const auto& host : impl_->hosts) {
    if (host->name() == name) return *host;
  }
  assertion_failed("the world has a host of that name", __FILE__, __LINE__);
}

void VirtualWorld::add_name(const std::string& name, const VirtualHost& host) {
  impl_->net.add_name(name, host.impl_->loop);
}

void VirtualWorld::seat_beside_all(const VirtualHost& host) {
  impl_->net.seat_beside_all(host.impl_->loop);
}

Instant VirtualWorld::now() const {
  return Instant(Duration(impl_->scheduler.now()));
}
UtcTime VirtualWorld::utc_now() const {
  return impl_->options.epoch + Duration(impl_->scheduler.now());
}

Stopped VirtualWorld::run_until(Instant deadline, const std::function<bool()>& goal) {
  return impl_->scheduler.run_until(deadline.time_since_epoch().count(), goal);
}

namespace {

std::string line_of(const sim::HostLoop& host, std::uint32_t task, const std::string& what) {
  const std::string& name = host.task_name(task);
  return host.name() + (name.empty() ? "" : "/" + name) + ": " + what;
}

// Tasks parked at notifiers.
void add_parked(sim::HostLoop& host, std::vector<std::string>& lines) {
  for (const Parking* parking : host.parking().places()) {
    for (const Waiter& waiter : parking->waiters()) {
      const asio::any_io_executor executor = waiter.executor();
      const auto* own = executor.target<sim::HostExecutor>();
      lines.push_back(line_of(host, own == nullptr ? 0 : own->task(), "waiting to be notified"));
    }
  }
}

}  // namespace

std::vector<std::string> VirtualWorld::waiting() const {
  std::vector<std::string> lines;
  for (const auto& host : impl_->hosts) {
    sim::HostLoop& loop = host->impl_->loop;
    std::vector<std::string> of_host;
    for (const sim::Operation* at = loop.waiting(); at != nullptr; at = at->next) {
      const std::string what = at->owner == nullptr ? "waiting" : at->owner->describe(*at);
      const std::string since = std::to_string(to_seconds(Duration(at->since)));
      of_host.push_back(line_of(loop, at->task, what + " since " + since + " s"));
    }
    lines.insert(lines.end(), of_host.rbegin(), of_host.rend());  // Earliest first.
    add_parked(loop, lines);
  }
  return lines;
}

std::uint64_t VirtualWorld::trace_hash() const {
  return impl_->scheduler.hash().value();
}
std::uint64_t VirtualWorld::steps() const {
  return impl_->scheduler.hash().steps();
}

void VirtualWorld::trace(std::string_view host, std::string_view kind, std::string_view payload) {
  impl_->scheduler.trace_event(host, kind, payload);
}

void VirtualWorld::record(StepTape* tape) {
  impl_->scheduler.set_tape(tape);
}

// ---- faults; each is a step of the trace

namespace {

void trace_link(sim::Net& net, const sim::HostLoop& a, const sim::HostLoop& b, std::string_view what,
                std::uint64_t value = 0) {
  net.scheduler().trace(a, sim::Kind::link, std::uint64_t{b.id()} << 32 ^ value, what);
}

}  // namespace

void VirtualWorld::set_link(const VirtualHost& a, const VirtualHost& b, LinkOptions options) {
  sim::HostLoop& near = a.impl_->loop;
  sim::HostLoop& far = b.impl_->loop;
  trace_link(impl_->net, near, far, "options", static_cast<std::uint64_t>(options.latency.count()));
  impl_->net.link(near, far).set_options(options);
  impl_->net.link(far, near).set_options(options);
}

void VirtualWorld::partition(const VirtualHost& a, const VirtualHost& b) {
  trace_link(impl_->net, a.impl_->loop, b.impl_->loop, "partition");
  impl_->net.block(a.impl_->loop, b.impl_->loop, sim::Block::partition, true);
  impl_->net.block(b.impl_->loop, a.impl_->loop, sim::Block::partition, true);
}

void VirtualWorld::heal(const VirtualHost& a, const VirtualHost& b) {
  trace_link(impl_->net, a.impl_->loop, b.impl_->loop, "heal");
  impl_->net.block(a.impl_->loop, b.impl_->loop, sim::Block::partition, false);
  impl_->net.block(b.impl_->loop, a.impl_->loop, sim::Block::partition, false);
}

void VirtualWorld::reset_connections(const VirtualHost& a, const VirtualHost& b) {
  trace_link(impl_->net, a.impl_->loop, b.impl_->loop, "reset");
  impl_->net.reset_connections(a.impl_->loop, b.impl_->loop);
}

void VirtualWorld::refuse(const VirtualHost& host, std::uint16_t port, bool on) {
  trace_link(impl_->net, host.impl_->loop, host.impl_->loop, on ? "refuse" : "admit", port);
  impl_->net.refuse(host.impl_->loop, port, on);
}

void VirtualWorld::stall(const VirtualHost& from, const VirtualHost& to, bool on) {
  trace_link(impl_->net, from.impl_->loop, to.impl_->loop, on ? "stall" : "flow");
  impl_->net.block(from.impl_->loop, to.impl_->loop, sim::Block::stall, on);
}

void VirtualWorld::half_open(const VirtualHost& from, const VirtualHost& to) {
  trace_link(impl_->net, from.impl_->loop, to.impl_->loop, "half open");
  impl_->net.half_open(from.impl_->loop, to.impl_->loop);
}

void VirtualWorld::observe(NetworkTap* tap) {
  impl_->scheduler.set_tap(tap);
}

void VirtualWorld::flip_bit(const VirtualHost& from, const VirtualHost& to, std::uint64_t offset, unsigned bit) {
  trace_link(impl_->net, from.impl_->loop, to.impl_->loop, "flip bit", offset << 3 | bit);
  impl_->net.link(from.impl_->loop, to.impl_->loop).flip_later(offset, bit);
}

}  // namespace checkride::world

// What a VirtualHost is made of.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "checkride/world/virtual_world.hpp"
#include "virtual/disk.hpp"
#include "virtual/host_handover.hpp"
#include "virtual/host_loop.hpp"
#include "virtual/host_manager.hpp"
#include "virtual/net.hpp"

namespace checkride::world {

namespace sim {

// The clock of one host. Clocks of hosts are apart, so that each can have a skew of its own.
class HostClock final : public Clock, private OperationOwner {
 public:
  HostClock(HostLoop& host, UtcTime epoch) : host_(host), epoch_(epoch) {}
  Instant now() const override { return Instant(Duration(host_.scheduler().now())); }
  UtcTime utc_now() const override { return epoch_ + Duration(host_.scheduler().now()); }
  void wait_until(Instant when, Waiter waiter) override;

 private:
  void forget(Operation&) noexcept override {}
  std::string describe(const Operation& operation) const override;

  HostLoop& host_;
  UtcTime epoch_;
};

// Folds each draw into the trace.
class TracedDraws final : public DrawObserver {
 public:
  explicit TracedDraws(HostLoop& host) : host_(host) {}
  void drew(std::uint64_t value) override { host_.scheduler().trace(host_, Kind::draw, value); }

 private:
  HostLoop& host_;
};

// Signals sent to the program, and the task that waits for one.
class SignalQueue final : private OperationOwner {
 public:
  explicit SignalQueue(HostLoop& host) : host_(host) {}
  void send(Signal signal);
  Task<Signal> next();
  void clear() { pending_.clear(); }

 private:
  void forget(Operation&) noexcept override { waiter_ = nullptr; }
  std::string describe(const Operation&) const override { return "waiting for a signal"; }

  HostLoop& host_;
  std::deque<Signal> pending_;
  Operation* waiter_ = nullptr;
};

}  // namespace sim

struct VirtualHost::Impl {
  Impl(sim::Scheduler& scheduler, sim::Net& network, std::uint32_t id, std::string name, std::uint64_t world_seed,
       UtcTime epoch)
      : net(network),
        seed(world_seed),
        loop(scheduler, id, std::move(name)),
        clock(loop, epoch),
        network_view(network, loop),
        manager(network, loop),
        handover(network, loop, manager, clock),
        disk(loop, Random(world_seed, loop.name() + "/disk")),
        draws(loop),
        signals(loop) {}

  sim::Net& net;
  std::uint64_t seed;
  sim::HostLoop loop;
  sim::HostClock clock;
  sim::HostNetwork network_view;
  sim::HostManager manager;
  sim::HostHandover handover;
  sim::Disk disk;
  sim::TracedDraws draws;
  sim::SignalQueue signals;
  std::map<std::string, Random, std::less<>> randoms;
  std::map<std::string, std::string> environment;
  std::vector<std::string> printed;
  bool output_closed = false;
  std::optional<int> exit_code;
  std::string failure;
  std::vector<std::shared_ptr<void>> kept;
};

}  // namespace checkride::world

// A simulator that is not ours, driven as any client could: by SimConnect, over a connection of the harness's own that
// goes past the proxies. Faults of the line are the proxies'.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "checkride/world/world.hpp"
#include "rigs/powers.hpp"
#include "rigs/simulator_driver.hpp"
#include "rigs/wire_client.hpp"
#include "rigs/wire_log.hpp"

namespace checkride::harness {

class LiveSimulator final : public SimulatorDriver {
 public:
  // The links that lead to it, by monitor.
  using Links = std::function<std::map<std::string, LinkProxy*>()>;
  // `world` and what `links` gives outlive the simulator.
  LiveSimulator(world::World& world, std::string member, world::Endpoint address, protocol::Protocol version,
                Links links);

  // Connects and introduces itself. Errors say where nobody answered, and what to look at.
  world::Task<Result<>> open();
  // Lets go of what it holds, ends the faults and the connection. Harmless when it is not open.
  world::Task<> close();
  const world::Endpoint& address() const { return address_; }
  // Hears what the clients of the links say.
  WireLog& log() { return log_; }

  world::Task<Result<>> set(VariableValue variable) override;
  world::Task<Result<>> release(std::string variable) override;
  world::Task<Result<double>> read(std::string variable, std::string unit) override;
  world::Task<Result<>> transmit(TransmitEvent event) override;
  world::Task<Result<>> load(LoadFlight flight) override;
  world::Task<Result<std::string>> inject(EmulatorFault fault) override;
  world::Task<Result<>> remove(std::string fault_id) override;
  world::Task<Result<std::vector<WireCall>>> calls_since(std::uint64_t sequence) override;

 private:
  // A fault on the links that it acts on, by the number that each gave it.
  using OnLinks = std::vector<std::pair<LinkProxy*, std::uint64_t>>;

  world::Task<> listen();
  world::Task<> say();
  world::Task<Result<double>> answer_to(WireClient::Ticket ticket, std::string what);
  world::Task<> let_go();
  void lose(const Error& why);
  Result<> begin_fault(const std::string& id, const OnTheLine& on);
  Result<> end_fault(const std::string& id);
  world::Task<> play_fault(std::string id, OnTheLine on);

  world::World& world_;
  std::string member_;
  world::Endpoint address_;
  protocol::Protocol version_;
  Links links_;
  WireLog log_;
  world::Notifier changed_;  // bytes came, or there is something to say
  std::optional<WireClient> client_;
  std::uint64_t opened_ = 0;  // how often: tickets are of one connection
  world::Stream stream_;
  std::unique_ptr<world::TaskGroup> tasks_;  // of the connection and of the faults; none: it is closed
  std::uint64_t last_fault_ = 0;
  std::map<std::string, OnLinks> faults_;  // that have been injected and not removed
};

}  // namespace checkride::harness

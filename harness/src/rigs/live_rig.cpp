#include "rigs/live_rig.hpp"

#include <fmt/format.h>

#include "rigs/powers.hpp"

namespace checkride::harness {

std::map<std::string, world::Endpoint> places_of(const Scenario& scenario,
                                                 const std::vector<SimulatorAddress>& addresses) {
  std::map<std::string, world::Endpoint> places;
  std::vector<std::string> left;
  for (const Simulator& simulator : scenario.simulators) {
    bool named = false;
    for (const SimulatorAddress& one : addresses) {
      if (one.name != simulator.name) continue;
      places[simulator.name] = one.address;
      named = true;
    }
    if (!named) left.push_back(simulator.name);
  }
  for (const SimulatorAddress& one : addresses) {
    if (one.name.empty() && left.size() == 1) places[left.front()] = one.address;
  }
  return places;
}

LiveRig::LiveRig(world::RealWorld& world, const Scenario& scenario, ScenarioFiles files, ProcessRigOptions options,
                 const std::vector<SimulatorAddress>& addresses)
    : ProcessRig(world, scenario, std::move(files), std::move(options)) {
  const auto places = places_of(scenario, addresses);
  for (const Simulator& simulator : scenario.simulators) {
    const auto place = places.find(simulator.name);
    if (place == places.end()) continue;
    const std::string name = simulator.name;
    simulators_[name] = std::make_unique<LiveSimulator>(world, name, place->second, protocol_of(simulator.profile),
                                                        [this, name] { return links_to(name); });
  }
}

LinkTap* LiveRig::tap_of(const std::string& monitor, const std::string& target) {
  LinkTap* const capture = ProcessRig::tap_of(monitor, target);
  const auto simulator = simulators_.find(target);
  if (simulator == simulators_.end()) return capture;
  LinkTap& log = simulator->second->log().tap(monitor);
  if (capture == nullptr) return &log;
  taps_.push_back(std::make_unique<BothTaps>(*capture, log));
  return taps_.back().get();
}

std::optional<std::string> LiveRig::impossible(const Action& action) const {
  if (const auto* start_action = std::get_if<Start>(&action)) {
    for (const std::string& member : start_action->members) {
      if (scenario().kind_of(member) != MemberKind::simulator || simulators_.contains(member)) continue;
      return fmt::format("nobody said where {0} is: --simulator {0}=HOST:PORT", member);
    }
  }
  if (auto why = beyond_live(scenario(), action)) return why;
  return ProcessRig::impossible(action);
}

Result<world::Endpoint> LiveRig::endpoint(const std::string& member, Port port) {
  const auto found = simulators_.find(member);
  if (found == simulators_.end()) return ProcessRig::endpoint(member, port);
  if (port == Port::simconnect) return found->second->address();
  return Error::invalid(fmt::format("{} is a real simulator, which has no {} port", member, to_string(port)));
}

world::Task<Result<>> LiveRig::start(std::string member) {
  const auto found = simulators_.find(member);
  if (found == simulators_.end()) {
    auto started = co_await ProcessRig::start(std::move(member));
    co_return started;
  }
  CO_TRY_VOID(co_await found->second->open());
  co_return set_targets(member, found->second->address());
}

world::Task<Result<int>> LiveRig::stop(std::string member) {
  const auto found = simulators_.find(member);
  if (found == simulators_.end()) {
    auto stopped = co_await ProcessRig::stop(std::move(member));
    co_return stopped;
  }
  CO_TRY_VOID(set_targets(member, std::nullopt));
  co_await found->second->close();
  for (const auto& [monitor, link] : links_to(member)) link->reset_connections();
  co_return 0;
}

world::Task<> LiveRig::close() {
  for (const auto& [name, simulator] : simulators_) co_await simulator->close();
  co_await ProcessRig::close();
}

}  // namespace checkride::harness

// The live rig: the process rig with real simulators in the place of emulators. It speaks nothing but SimConnect with
// them; monitors, services, links and subjects are as on the process rig.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "checkride/harness/suite.hpp"
#include "link/both_taps.hpp"
#include "rigs/live_simulator.hpp"
#include "rigs/process_rig.hpp"

namespace checkride::harness {

// Where the scenario's simulators are, by member: those that are named, and what has no name is the only one left.
// Simulators of which nobody said where they are have no entry.
std::map<std::string, world::Endpoint> places_of(const Scenario& scenario,
                                                 const std::vector<SimulatorAddress>& addresses);

class LiveRig final : public ProcessRig {
 public:
  // As of ProcessRig.
  LiveRig(world::RealWorld& world, const Scenario& scenario, ScenarioFiles files, ProcessRigOptions options,
          const std::vector<SimulatorAddress>& addresses);

  RigKind kind() const override { return RigKind::live_rig; }
  world::Task<> close() override;
  // Of a simulator: is somebody there who answers? Nothing is started.
  world::Task<Result<>> start(std::string member) override;
  // Of a simulator: it is taken from its clients, and flies on.
  world::Task<Result<int>> stop(std::string member) override;
  Result<world::Endpoint> endpoint(const std::string& member, Port port) override;
  SimulatorDriver& simulator(const std::string& member) override { return *simulators_.at(member); }
  std::optional<std::string> impossible(const Action& action) const override;

 protected:
  LinkTap* tap_of(const std::string& monitor, const std::string& target) override;

 private:
  std::map<std::string, std::unique_ptr<LiveSimulator>> simulators_;  // those that have a place
  std::vector<std::unique_ptr<BothTaps>> taps_;
};

}  // namespace checkride::harness

// A simulator driven by the control API of checkride-emulator.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "checkride/http/connections.hpp"
#include "rigs/rig.hpp"

namespace checkride::harness {

class ControlDriver final : public SimulatorDriver {
 public:
  // `flights`: where the flights that the scenario loads lie on the simulator's disk, by their path in the scenario.
  // `rig` outlives the driver.
  ControlDriver(Rig& rig, std::string member, std::map<std::string, std::string> flights)
      : rig_(rig), member_(std::move(member)), flights_(std::move(flights)) {}

  world::Task<Result<>> set(VariableValue variable) override;
  world::Task<Result<>> release(std::string variable) override;
  world::Task<Result<double>> read(std::string variable, std::string unit) override;
  world::Task<Result<>> transmit(TransmitEvent event) override;
  world::Task<Result<>> load(LoadFlight flight) override;
  world::Task<Result<std::string>> inject(EmulatorFault fault) override;
  world::Task<Result<>> remove(std::string fault_id) override;
  world::Task<Result<std::vector<WireCall>>> calls_since(std::uint64_t sequence) override;

 private:
  // What was answered, whatever it was; errors say why nothing was.
  world::Task<Result<http::Response>> ask(std::string method, std::string target, std::string body);
  // The body of an answer 2xx.
  world::Task<Result<std::string>> control(std::string method, std::string target, std::string body);

  Rig& rig_;
  std::string member_;
  std::map<std::string, std::string> flights_;
  // For GET alone, which may be said twice. Made at the first one: a rig makes its drivers before its world.
  std::optional<http::Connections> looks_;
  std::map<std::uint64_t, std::uint64_t> calls_read_;  // of each client, how many calls were read so far
};

// What an error document says, {"error": {"message"}}; any other body as it is.
std::string complaint(const std::string& body);

}  // namespace checkride::harness

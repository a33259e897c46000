// What a scenario does to a simulator while it runs: by the emulator's control API, or by SimConnect as any client.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "checkride/harness/scenario.hpp"
#include "checkride/world/task.hpp"

namespace checkride::harness {

// A message that a client sent to the simulator, as it was seen there.
struct WireCall {
  std::uint64_t sequence = 0;  // counts all calls of all clients, from 1
  std::string client;
  std::string message;
  std::uint32_t send_id = 0;
  Duration at{};     // since the simulator was started
  std::string json;  // an object: fields, data
};

// Every error says in one sentence what was refused and why.
class SimulatorDriver {
 public:
  virtual ~SimulatorDriver() = default;
  // Holds the variable until it is released.
  virtual world::Task<Result<>> set(VariableValue variable) = 0;
  virtual world::Task<Result<>> release(std::string variable) = 0;
  virtual world::Task<Result<double>> read(std::string variable, std::string unit) = 0;
  virtual world::Task<Result<>> transmit(TransmitEvent event) = 0;
  virtual world::Task<Result<>> load(LoadFlight flight) = 0;
  // The fault's id, for remove(). Removing one that has ended by itself is no error.
  virtual world::Task<Result<std::string>> inject(EmulatorFault fault) = 0;
  virtual world::Task<Result<>> remove(std::string fault_id) = 0;
  // Those after that sequence number, in order: 0 at first, then the last that it gave. Error: some between were lost.
  virtual world::Task<Result<std::vector<WireCall>>> calls_since(std::uint64_t sequence) = 0;
};

}  // namespace checkride::harness

// `checkride fidelity`: plays the client side of a capture against a simulator, and compares what it answers.
#pragma once

#include <optional>
#include <string>

#include "capture/compare.hpp"
#include "checkride/world/world.hpp"

namespace checkride::harness {

struct FidelityOptions {
  std::string file;
  std::optional<world::Endpoint> simulator;  // none: an emulator in this process, on virtual time
  std::string profile;                       // of that emulator; empty: by the name in the capture's OPEN
  std::string flight;                        // of that emulator: a flight file; empty: parked
  std::uint64_t seed = 1;
  world::Duration flown = std::chrono::seconds(1);  // by that emulator, when the capture begins
  Tolerances tolerances;
  std::optional<double> at_least;  // percent within tolerance; none: any will do
  bool json = false;
};

// Prints the score and every difference. `content` is the capture's. Exit codes: 0; 1 less than `at_least`; 2 the
// capture, the flight or a tolerance cannot be used; 3 no connection was made.
world::Task<int> fidelity(world::World& world, FidelityOptions options, std::string content);

// The profile whose simulators call themselves so; empty for a name that is not known.
std::string profile_of(const std::string& application);

std::string fidelity_text(const std::string& file, const Fidelity& result);
std::string fidelity_json(const std::string& file, const Fidelity& result);

}  // namespace checkride::harness

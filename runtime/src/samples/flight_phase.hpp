// The phase of a flight, as pilots speak of it.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace checkride::runtime {

// The number of a phase is its value as the derived value flight_phase: never changed, never used again.
enum class FlightPhase : std::uint8_t {
  unknown = 0,   // nothing plausible was seen yet
  parked = 1,    // on the ground, standing
  taxi = 2,      // on the ground, moving
  takeoff = 3,   // on the ground at speed, or just off it
  climb = 4,     // gaining height
  cruise = 5,    // level
  descent = 6,   // losing height
  approach = 7,  // low and not climbing, to land
  landed = 8,    // on the ground at speed after having flown
  crashed = 9,   // the simulator said Crashed
};
inline constexpr std::size_t kFlightPhases = 10;

// "parked", "taxi", ...
constexpr std::string_view to_string(FlightPhase phase) {
  constexpr std::array<std::string_view, kFlightPhases> kWords{"unknown", "parked",  "taxi",     "takeoff", "climb",
                                                               "cruise",  "descent", "approach", "landed",  "crashed"};
  return kWords[static_cast<std::size_t>(phase)];
}

}  // namespace checkride::runtime

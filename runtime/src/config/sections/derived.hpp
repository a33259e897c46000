// Derived values: what the monitor works out of a flight. Named in flight_monitor.derived, each becomes a variable like
// those of the simulator: rules, telemetry and documents use it by its name.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace checkride::runtime {

enum class DerivedValue : std::uint8_t {
  flight_phase,
  airborne,
  plausible,
  fuel_burn,
  endurance,
  landing_rate,
  stabilised_approach,
  flight_time,
  distance_flown,
  data_gap,
};

struct DerivedInfo {
  std::string_view name;
  std::string_view units;
  std::string_view meaning;
};

inline constexpr std::array<DerivedInfo, 10> kDerivedValues{{
    {"flight_phase", "number",
     "1 parked, 2 taxi, 3 takeoff, 4 climb, 5 cruise, 6 descent, 7 approach, 8 landed, 9 crashed; unknown: no value"},
    {"airborne", "bool", "1 off the ground, 0 on it"},
    {"plausible", "bool", "0 while the values are junk of a menu, of loading or of a jump"},
    {"fuel_burn", "gallons per hour",
     "what the tanks lost over the last minute; no value before, nor after refuelling"},
    {"endurance", "minutes", "fuel left divided by fuel_burn; no value when nothing burns"},
    {"landing_rate", "feet per minute",
     "vertical speed of the last sample in the air before the last touchdown; negative is down; no value before one"},
    {"stabilised_approach", "bool",
     "on approach below 1000 ft above the ground: 1 if it sinks at most 1000 ft/min, with a speed within 10 kt and a "
     "sink rate within 300 ft/min of the last 10 s; no value elsewhere"},
    {"flight_time", "minutes", "in the air since the flight began, by the simulator's clock"},
    {"distance_flown", "nautical miles", "over the ground since the flight began, without jumps"},
    {"data_gap", "seconds", "without data before this sample, when that is more than two intervals; else 0"},
}};

constexpr const DerivedInfo& info_of(DerivedValue value) {
  return kDerivedValues[static_cast<std::size_t>(value)];
}

}  // namespace checkride::runtime

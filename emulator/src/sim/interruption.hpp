// What takes the simulator out of its flight: active pause and the main menu, and the events that tell of them.
#pragma once

#include <string>

#include "sim/run_state.hpp"

namespace checkride::emulator {

// FlightLoaded of the main menu, the surest sign of it (semantics 9.1).
inline constexpr const char* kMenuFlight = "flights\\other\\MainMenu.FLT";

// Pause_EX1 (semantics 9.1).
inline std::uint32_t pause_bits(const RunState& run) {
  return (run.paused ? 1u : 0u) | (run.active_pause ? 4u : 0u);
}

inline void switch_active_pause(RunState& run, bool on) {
  if (run.active_pause == on) return;
  run.active_pause = on;
  run.raise("Pause", pause_bits(run) != 0 ? 1 : 0);
  run.raise("Pause_EX1", pause_bits(run));
}

// Into the menu, or from there into the flight that was (semantics 9.4).
inline void switch_menu(RunState& run, bool on, const std::string& aircraft_file) {
  const Stage stage = on ? Stage::menu : Stage::flight;
  if (run.stage == stage) return;
  run.stage = stage;
  run.raise(on ? "SimStop" : "FlightLoaded", 0, on ? "" : run.flight_file);
  if (!on) run.raise("AircraftLoaded", 0, aircraft_file);
  if (!on) run.raise("SimStart");
  run.raise("Sim", on ? 0 : 1);
  if (on) run.raise("FlightLoaded", 0, kMenuFlight);
}

}  // namespace checkride::emulator

// What can befall a simulator that no client and no pilot asks for; faults do.
#pragma once

#include <variant>

namespace checkride::emulator {

// Position, attitude and speeds are held while engine and systems go on (semantics 6.4, 9.4).
struct ActivePause {
  bool on = false;
};
// The main menu: no flight runs (semantics 6.4, 9.4, 29).
struct MainMenu {
  bool on = false;
};
// The simulation rate, within its limits.
struct RateChange {
  double rate = 1;
};
// The simulated date and time are so many seconds later.
struct ClockJump {
  double seconds = 0;
};

using Disturbance = std::variant<ActivePause, MainMenu, RateChange, ClockJump>;

}  // namespace checkride::emulator

// The system events that clients can subscribe to (semantics 9), as one table.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "simulator/profile.hpp"

namespace checkride::emulator {

// The message in which an event is delivered.
enum class EventForm { plain, frame, filename, add_remove, weather_mode, mission };

// What makes an event happen.
enum class EventSource {
  timer,       // real time, in `period_ms` of the table; goes on in pause
  frame,       // every frame that is drawn: Frame while the simulation runs, PauseFrame while it does not
  simulation,  // the simulation raises it when somebody acts on it
  flight,      // the flight brings it about by itself
};

struct SystemEventInfo {
  std::string_view name;
  EventForm form = EventForm::plain;
  EventSource source = EventSource::simulation;
  // The present value is told at once on subscription (semantics 9.2).
  bool immediate = false;
  // Times per 12 seconds for timers (so that 6Hz and 4sec are whole numbers): 12, 3, 72.
  std::uint32_t per_12_seconds = 0;
  // Protocol of the first simulator that knows the name.
  std::uint32_t since = 2;
};

// The event of that name (case ignored) that a simulator of this profile knows; null: NAME_UNRECOGNIZED.
// The result lives as long as the program.
const SystemEventInfo* find_system_event(std::string_view name, const Profile& profile);

// Events that tell of the same change in two ways ("Sim" 1 and "SimStart"): they reach a client in the order of its
// subscriptions, all others in the order of happening (semantics 9.4). Equal texts: the same change; empty: alone.
std::string_view change_told_by(std::string_view name, std::uint32_t data);

}  // namespace checkride::emulator

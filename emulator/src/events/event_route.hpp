// The way of an event through the notification groups of all clients, and to the simulator (semantics 10.3, 10.4).
#pragma once

#include <cstdint>

#include "events/client_events.hpp"

namespace checkride::emulator {

struct EventOnItsWay {
  EventIdentity identity;
  EventData data{};
  bool extended = false;             // sent by the call with five values
  std::uint32_t first_priority = 1;  // groups before it do not hear it
};

class EventRoute {
 public:
  virtual void send(const EventOnItsWay& event) = 0;

 protected:
  ~EventRoute() = default;
};

}  // namespace checkride::emulator

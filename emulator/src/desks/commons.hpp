// What all clients of a simulator share, a member for each family. Each is made before the first client and outlives
// the last.
#pragma once

#include "desks/busy.hpp"
#include "desks/client_data_areas.hpp"
#include "desks/ai_objects.hpp"
#include "desks/comm_bus.hpp"
#include "navigation/navigation.hpp"

namespace checkride::emulator {

struct Commons {
  CommBus comm_bus;
  ClientDataAreas client_data;
  Busy busy;
  AiObjects ai_objects;
  NavigationLibrary navigation;
};

}  // namespace checkride::emulator

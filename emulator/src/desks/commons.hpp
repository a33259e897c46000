// What all clients of a simulator share, a member for each family. Each is made before the first client and outlives
// the last.
#pragma once

#include "desks/comm_bus.hpp"
#include "navigation/navigation.hpp"

namespace checkride::emulator {

struct Commons {
  CommBus comm_bus;
  NavigationLibrary navigation;
};

}  // namespace checkride::emulator

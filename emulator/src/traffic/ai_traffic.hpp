// The simulator's own traffic (semantics 13.3): AI objects that no client made and none can remove.
#pragma once

#include <span>

#include "sim/traffic.hpp"
#include "simulator/profile.hpp"
#include "traffic/ai_objects.hpp"

namespace checkride::emulator {

// Brings the aircraft into the world, in their order. Before anything else is: time begins for them as it does for the
// user's aircraft.
void add_traffic(AiObjects& objects, std::span<const TrafficAircraft> traffic, const Profile& profile);
// Those of the flight that was loaded, in the place of all that the simulator brought in before, as far as it has gone.
// What does not fit beside the objects of clients is left out, the last first.
void replace_traffic(AiObjects& objects, Simulator& simulator, const Profile& profile);

}  // namespace checkride::emulator

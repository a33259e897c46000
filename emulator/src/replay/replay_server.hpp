// `checkride-emulator --replay`: a capture in place of a simulator.
#pragma once

#include <memory>

#include "checkride/emulator/emulator.hpp"
#include "replay/recording.hpp"

namespace checkride::emulator {

// Listens where the options say and plays the connections of the recording to clients in the order in which they come,
// from the first again after the last. Prints "listening on HOST:PORT (simconnect)" for each address; what a client
// does that is not as recorded goes to the error output. Ends by SIGINT or SIGTERM. The exit code: 0, 69.
world::Task<int> replay(world::World& world, Options options, Recording recording);

}  // namespace checkride::emulator

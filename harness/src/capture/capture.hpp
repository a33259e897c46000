// `checkride capture`: stands between SimConnect clients and a simulator, and writes what they say to a file.
#pragma once

#include <string>

#include "capture/rotated_captures.hpp"
#include "checkride/world/world.hpp"

namespace checkride::harness {

struct CaptureOptions {
  world::Endpoint listen;
  world::Endpoint simulator;
  std::string out;  // "-": standard output; lines for people go to the error output then
  CaptureRotation rotation{};
};

// Listens, prints "listening on HOST:PORT", and passes everything on until SIGINT or SIGTERM; then prints a summary.
// Exit codes: 0; 2 the address or the file cannot be used; 3 the file could not be written to the end.
world::Task<int> capture(world::World& world, CaptureOptions options);

}  // namespace checkride::harness

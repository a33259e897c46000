// A capture as a script: what each client said and when, and what it was answered.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "checkride/talk/talk.hpp"
#include "checkride/world/world.hpp"

namespace checkride::harness {

// A frame and when it was seen, counted from the beginning of the capture.
struct TimedFrame {
  world::Duration at{};
  std::vector<std::byte> bytes;
  std::uint64_t packet = 0;  // of the capture; 0 for what was heard now
};

struct ScriptConnection {
  std::string client;
  world::Duration opened{};
  protocol::Protocol version{};
  bool beginning_missing = false;  // the capture has no Open of it: `says` begins with one of ours
  std::vector<TimedFrame> says;
  std::vector<TimedFrame> answers;
};

struct TalkScript {
  std::vector<ScriptConnection> connections;  // those on which a client said something
  std::string application;                    // the simulator's name in its first OPEN, or empty
  world::Duration length{};
  std::vector<std::string> notes;
};
// Errors: no capture; no client says anything in it.
Result<TalkScript> read_script(const std::string& file, std::span<const std::byte> bytes);

// Says what the clients of the script said, each at its time, to `simulator`. What was answered by connection, until
// `after` the script's last event; nothing for connections that could not be made, which `print` is told of.
world::Task<std::vector<std::vector<TimedFrame>>> play_script(world::World& world, world::Endpoint simulator,
                                                              const TalkScript& script, world::Duration after);

}  // namespace checkride::harness

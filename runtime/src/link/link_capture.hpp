// LinkCapture: keeps the last frames before a loss as a pcapng file that Wireshark opens and the emulator replays.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "checkride/world/world.hpp"
#include "link/frame_log.hpp"

namespace checkride::runtime::link {

struct CaptureOptions {
  std::string folder;     // below app.state_dir; of one simulator alone
  std::size_t kept = 10;  // files; the oldest make room
};

// What a capture is about.
struct CapturedLoss {
  std::string cause;      // "reset": stands in the file's name
  std::string text;       // one sentence, which stands with the last packet
  world::Endpoint local;  // of the connection
  world::Endpoint remote;
};

class LinkCapture {
 public:
  // `world` outlives this.
  LinkCapture(world::World& world, CaptureOptions options) : world_(world), options_(std::move(options)) {}

  // Writes "2026-11-21T09-30-00.250Z-reset.pcapng" and gives its path; nothing was written for an empty log (an empty
  // path). Errors are those of the files, with the path.
  Result<std::string> save(const FrameLog& log, const CapturedLoss& loss);

 private:
  Result<> make_room();

  world::World& world_;
  CaptureOptions options_;
};

}  // namespace checkride::runtime::link

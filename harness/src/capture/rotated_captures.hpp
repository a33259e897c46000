// The files of a capture that is rotated: talk.pcapng is written, talk-2026-01-05T08-00-00.000000Z.pcapng beside it was
// finished then.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "checkride/world/world.hpp"

namespace checkride::harness {

// When a file is finished and the next one begun. 0: not for this reason.
struct CaptureRotation {
  std::uint64_t bytes_max = 0;
  world::Duration age_max{};
  std::size_t keep = 0;  // finished files, the youngest; 0: all

  bool on() const { return bytes_max != 0 || age_max != world::Duration::zero(); }
};

class RotatedCaptures {
 public:
  // `files` outlives this. `path` is the file that is written.
  RotatedCaptures(world::Files& files, const std::string& path);

  // What the file is to be called that is finished now; nothing of that name is there.
  std::string name_for(world::UtcTime finished) const;
  // Removes all but the `keep` youngest finished files, also of earlier runs.
  void prune(std::size_t keep) const;

 private:
  std::string path_of(const std::string& name) const;
  bool is_ours(const std::string& name) const;

  world::Files& files_;
  std::string folder_;
  std::string stem_;
  std::string extension_;
};

}  // namespace checkride::harness

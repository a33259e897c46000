// Where a log file's earlier parts stand beside it, and how they are packed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checkride/world/world.hpp"

namespace checkride::runtime {

// The rotated files of one log, named after the time of their rotation: app-2026-01-05T08-00-00.000000Z.log beside
// app.log, with .gz behind it once it is packed.
class RotatedFiles {
 public:
  // `files` outlives it.
  RotatedFiles(world::Files& files, const std::string& path);

  const std::string& folder() const { return folder_; }
  std::string path_of(world::UtcTime rotated) const;
  std::string path_of(const std::string& name) const { return folder_ + "/" + name; }
  // Their names, oldest first, packed or not.
  std::vector<std::string> names() const;
  // The time in such a name.
  std::optional<world::UtcTime> time_of(const std::string& name) const;
  // Removes the oldest beyond `keep`, and those rotated before `oldest`. What cannot be removed is met again next time.
  void prune(std::size_t keep, std::optional<world::UtcTime> oldest) const;
  // Removes what a packing that was cut off left behind.
  void remove_leftovers() const;

 private:
  bool is_ours(const std::string& name, std::string_view ending) const;

  world::Files& files_;
  std::string folder_;
  std::string stem_;
  std::string extension_;
};

// Packs `path` into `path`.gz, which appears as a whole, and removes `path`. Piece by piece: memory does not grow with
// the file. May block. After an error the plain file stands alone. One that is gone meanwhile, as those are whose time
// is over, is no error and comes back in no form.
Result<> gzip_in_place(world::Files& files, const std::string& path);

}  // namespace checkride::runtime

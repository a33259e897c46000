// TelemetryFiles: the files of the data collector. Appends whole blocks, and starts a new file rather than go on behind
// a torn one.
//
// A file is named after the moment of its first block: telemetry-20260105T080000Z.jsonl, or .jsonl.gz when compressed
// (-2, -3, ... in front of the ending when the name is taken). A new one starts with the program, with each UTC day,
// and after a failed append. Readers ignore a last line without newline, and a last gzip member that is cut short:
// what they hold is written again, into the next file.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "checkride/world/files.hpp"
#include "checkride/world/time.hpp"

namespace checkride::runtime::collector {

// "telemetry-20260105T080000Z"
std::string file_stem(world::UtcTime begun);

class TelemetryFiles {
 public:
  // How many bytes of a block are in the file, and why not all of them.
  struct Appended {
    std::size_t bytes = 0;
    std::optional<Error> error;
  };

  // `files` outlives this.
  TelemetryFiles(world::Files& files, std::string folder, std::string_view ending)
      : files_(files), folder_(std::move(folder)), ending_(ending) {}

  // Makes the folder and shows that a file can be made in it.
  Result<> prepare();
  // Appends and syncs. `now` chooses the file. All bytes are in the file, or `error` says why not; an error beside all
  // bytes means that they might not survive a power loss.
  Appended append(std::string_view block, world::UtcTime now);
  // The file being written; empty before the first block.
  const std::string& path() const { return path_; }

 private:
  Result<> open(world::UtcTime now);

  world::Files& files_;
  std::string folder_;
  std::string ending_;
  std::unique_ptr<world::File> file_;
  std::string path_;
  std::int64_t day_ = 0;
};

}  // namespace checkride::runtime::collector

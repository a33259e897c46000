// The log as a file that rotates.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "checkride/world/task_group.hpp"
#include "checkride/world/world.hpp"
#include "config/sections/logging.hpp"
#include "log/event_log.hpp"
#include "log/rotated_files.hpp"

namespace checkride::runtime {

class FileSink final : public LogSink {
 public:
  // `world` outlives the sink. Writes to config.file_path.
  FileSink(world::World& world, const LoggingConfig& config);

  // Makes the folder, opens the file, removes what is too old, packs what an earlier run left unpacked.
  Result<> open();
  void write(std::string_view line) override;
  std::uint64_t lost() const override { return lost_; }
  void reopen() override;

 private:
  Result<> try_write(std::string_view line);
  Result<> open_file();
  Result<> rotate();
  void tidy();
  void note(const Result<>& outcome);
  world::UtcTime next_backup_time();

  world::World& world_;
  LoggingConfig config_;
  RotatedFiles rotated_;
  std::unique_ptr<world::File> file_;
  std::string buffer_;
  std::uint64_t whole_bytes_ = 0;  // of the file, up to the end of its last whole line
  bool failing_ = false;
  std::uint64_t lost_ = 0;
  world::UtcTime newest_{};        // of the rotated files
  std::shared_ptr<bool> packing_;  // a task packs rotated files
  std::unique_ptr<world::TaskGroup> tasks_;
};

}  // namespace checkride::runtime

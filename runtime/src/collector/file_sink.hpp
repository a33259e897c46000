// FileSink: records in files of lines.
//
// A file is named after the moment it is begun: telemetry-20260105T080000Z.jsonl, with .gz or .zst behind it when it is
// compressed (-2, -3, ... in front of the ending when the name is taken). While it is written it has .part behind its
// name; it is renamed when it is complete: at its size, at its age, with the UTC day, and at the end of the program. So
// whoever takes a finished file has all of it. After a crash the .part is cut back to what the sink knows to be in it;
// when the sink does not know any more, journal and files are compared. Other monitors are kept out of the folder.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "collector/line_format.hpp"
#include "collector/sink.hpp"
#include "collector/telemetry_files.hpp"

namespace checkride::runtime::collector {

class FileSink final : public Sink {
 public:
  // Names of the files that retention took, one a line; what they held is in the ledger "retired".
  static constexpr std::string_view kRetired = "retired.log";
  // Held while the folder is written to.
  static constexpr std::string_view kLock = "telemetry.lock";
  // How often retention looks at files while none is finished.
  static constexpr world::Duration kRetirementPeriod = std::chrono::minutes(1);

  // A file ends when its lines have this many bytes before they are packed: readers take no more than 1 GiB.
  static constexpr std::uint64_t kUnpackedBytesMax = 1'000'000'000;

  // `world` outlives the sink.
  FileSink(world::World& world, const DataCollectorConfig& config,
           std::uint64_t unpacked_bytes_max = kUnpackedBytesMax);

  std::string_view name() const override { return "files"; }
  world::Task<Result<Opened>> open() override;
  world::Task<Delivery> deliver(const std::vector<JournalRecord>& records) override;
  // Ends a file that is due, takes away what retention asks for.
  world::Task<Result<>> tend() override;
  world::Task<Result<>> close() override;
  std::string place() const override { return path_; }
  std::size_t batch_max() const override { return 5000; }

 private:
  // A job of its own each, away from the loop; they follow one another.
  void let_go();
  Result<> prepare();
  Result<Opened> recover();
  Result<> complete_part();
  Result<std::size_t> write(const std::vector<JournalRecord>& records, world::UtcTime now);
  Result<> finish(world::UtcTime now);
  Result<> clear_parts();
  Result<> begin(world::UtcTime now);
  Result<> put(const std::string& block, std::uint64_t next);
  Result<> retire(world::UtcTime now);
  Result<> retire_file(const std::string& name);
  // One is begun and not complete. It need not be open: what ended it may have failed half way, and is done again.
  bool has_file() const { return !position_.file.empty(); }
  bool is_due(world::UtcTime now) const;
  std::string packed(std::string lines) const;

  world::World& world_;
  world::Files& files_;
  const DataCollectorConfig config_;
  std::string ending_;  // ".jsonl.gz"
  RecordWriter writer_;
  SinkPosition position_;
  std::unique_ptr<world::RandomFile> lock_;
  std::unique_ptr<world::RandomFile> file_;
  std::string path_;  // of the file being written, or of the last one
  const std::uint64_t unpacked_bytes_max_;
  std::uint64_t unpacked_bytes_ = 0;  // of the lines in the file being written
  bool torn_ = false;
  world::UtcTime begun_{};
  world::UtcTime next_retirement_{};
};

}  // namespace checkride::runtime::collector

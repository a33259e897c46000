// FileSink: records in files of lines.
//
// A file is named after the moment it is begun: telemetry-20260105T080000Z.jsonl, with .gz or .zst behind it when it is
// compressed (-2, -3, ... in front of the ending when the name is taken). While it is written it has .part behind its
// name; it is renamed when it is complete: at its size, at its age, with the UTC day, and at the end of the program. So
// whoever takes a finished file has all of it. After a crash the .part is cut back to what the sink knows to be in it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "collector/line_format.hpp"
#include "collector/sink.hpp"

namespace checkride::runtime::collector {

// "telemetry-20260105T080000Z"
std::string file_stem(world::UtcTime begun);
// When a file of that name was begun; none for names of other kinds.
std::optional<world::UtcTime> begun_at(std::string_view name);

class FileSink final : public Sink {
 public:
  static constexpr std::string_view kPart = ".part";
  // Names of the files that retention took, one a line: what an audit does not find may have been there.
  static constexpr std::string_view kRetired = "retired.log";

  // `world` outlives the sink.
  FileSink(world::World& world, const DataCollectorConfig& config);

  std::string_view name() const override { return "files"; }
  world::Task<Result<std::uint64_t>> open() override;
  world::Task<Delivery> deliver(const std::vector<JournalRecord>& records) override;
  world::Task<Result<>> close() override;
  std::string place() const override { return path_; }
  std::size_t batch_max() const override { return 5000; }

 private:
  // A job of its own each, away from the loop; they follow one another.
  Result<> recover();
  Result<std::size_t> write(const std::vector<JournalRecord>& records, world::UtcTime now);
  Result<> finish(world::UtcTime now);
  Result<> clear_parts(bool known);
  Result<> begin(world::UtcTime now);
  Result<> put(const std::string& block, std::uint64_t next);
  Result<> retire(world::UtcTime now);
  bool is_due(world::UtcTime now) const;
  std::string packed(std::string lines) const;

  world::World& world_;
  world::Files& files_;
  const DataCollectorConfig config_;
  std::string ending_;  // ".jsonl.gz"
  RecordWriter writer_;
  SinkPosition position_;
  std::unique_ptr<world::RandomFile> file_;
  std::string path_;  // of the file being written, or of the last one
  bool torn_ = false;
  world::UtcTime begun_{};
};

}  // namespace checkride::runtime::collector

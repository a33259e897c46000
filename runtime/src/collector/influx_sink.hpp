// InfluxSink: records pushed to InfluxDB over HTTP, /write of version 1 or /api/v2/write.
//
// A point that the server refuses for good is found by halving what was sent, and goes to the dead-letter file
// (influx.dead.jsonl beside the journal: {"reason":...,"line":...}), once; all others arrive. Sending a point again
// writes the same point: after a crash what was on its way goes once more. A server that refuses ten points in a row
// and takes none is one that only a person can help: from then on each attempt puts away one point, not all that there
// is. What became of every record stands in the ledger "influx", for audits.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collector/influx_client.hpp"
#include "collector/ledger.hpp"
#include "collector/line_format.hpp"
#include "collector/sink.hpp"

namespace checkride::runtime::collector {

class InfluxSink final : public Sink {
 public:
  // Beyond this the dead-letter file is renamed to NAME.1, in the place of an earlier one.
  static constexpr std::uint64_t kDeadBytesMax = 16 * 1024 * 1024;

  static constexpr std::size_t kDeadInARowMax = 10;

  // `world` outlives the sink; `config` has a section influx.
  InfluxSink(world::World& world, const DataCollectorConfig& config);

  std::string_view name() const override { return "influx"; }
  // A position that cannot be read is no loss: the whole journal goes once more, and makes the same points.
  world::Task<Result<Opened>> open() override;
  world::Task<Result<>> probe() override { return client_.probe(); }
  world::Task<Delivery> deliver(const std::vector<JournalRecord>& records) override;
  world::Task<Result<>> close() override;
  std::string place() const override { return client_.place(); }
  std::size_t batch_max() const override { return config_.influx->batch_size; }

  static std::string dead_letter_path(const std::string& journal_folder) {
    return journal_folder + "/influx.dead.jsonl";
  }

 private:
  world::Task<Delivery> send(const std::vector<JournalRecord>& records);
  std::string lines_of(const std::vector<JournalRecord>& records, std::size_t from, std::size_t to) const;
  void hold(const std::vector<JournalRecord>& records, std::size_t from, std::size_t to);
  Ledger::Entry& entry_of(const JournalRecord& record);
  Result<> note(std::uint64_t next);
  world::Task<Result<>> bury(const JournalRecord& record, const std::string& reason);
  Result<> write_letter(const JournalRecord& record, const std::string& reason);
  Result<Opened> recover();

  // How far the delivery under way has come, or one that was cut off, whose records come again.
  struct Progress {
    std::uint64_t next = 0;  // behind the last record that the server has or refused for good; zero: none yet
    std::size_t dead = 0;    // refused for good
    std::string refusal;     // why the last of those was
  };

  world::World& world_;
  const DataCollectorConfig config_;
  InfluxClient client_;
  std::size_t dead_in_a_row_ = 0;
  Ledger ledger_;  // what the server acknowledged, and what it never will
  Progress progress_;
};

}  // namespace checkride::runtime::collector

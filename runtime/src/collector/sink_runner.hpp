// SinkRunner: takes records from the journal to one sink, every flush_interval or when half of the buffer's size waits,
// and again after a failure: for ever, with growing pauses. What a sink has not taken stays in the journal.
#pragma once

#include <memory>
#include <string>

#include "collector/journal_keeper.hpp"
#include "collector/sink.hpp"

namespace checkride::runtime::collector {

class SinkRunner {
 public:
  // Pauses after temporary failures: the first, doubling up to the longest; and after permanent ones.
  static constexpr world::Duration kFirstPause = std::chrono::seconds(1);
  static constexpr world::Duration kLongestPause = std::chrono::minutes(1);
  // However long the other side wants to be left alone.
  static constexpr world::Duration kRetryAfterMax = std::chrono::minutes(5);

  // All outlive the runner.
  SinkRunner(Context& context, const DataCollectorConfig& config, JournalKeeper& journal, std::unique_ptr<Sink> sink);

  world::Task<Result<>> open();
  // Once the journal is open. A sink that never held a record is owed all that stand in it.
  void begin();
  // The index of the first record that the sink does not hold; before begin() zero if it never held one.
  std::uint64_t position() const { return position_.index; }
  world::Task<> run();
  // Takes what waits in the journal. False: it could not take all.
  world::Task<bool> drain();
  world::Task<Result<>> close();

  const Sink& sink() const { return *sink_; }
  const std::string& failure() const { return failure_; }
  bool failed_for_good() const { return failed_for_good_; }
  std::uint64_t lag() const;

 private:
  world::Task<Result<>> wait_for_backlog();
  bool has_backlog() const;
  void count_lost(const std::vector<JournalRecord>& records);
  void tell_lost(std::uint64_t records, std::string_view label, std::string_view reason);
  void settle(const Delivery& delivery, const std::vector<JournalRecord>& records);
  void report(const Delivery& delivery);
  world::Duration pause_after(bool done);

  Context& context_;
  const DataCollectorConfig& config_;
  JournalKeeper& journal_;
  std::unique_ptr<Sink> sink_;
  Logger log_;
  Journal::Position position_;
  std::uint64_t expected_ = 0;  // what the journal lost below this index is counted
  std::string failure_;
  bool failed_for_good_ = false;
  std::optional<world::Duration> retry_after_;
  world::Duration pause_ = kFirstPause;
};

}  // namespace checkride::runtime::collector

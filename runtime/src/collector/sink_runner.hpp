// SinkRunner: takes records from the journal to one sink, every flush_interval or when half of the buffer's size waits,
// and again after a failure: for ever, with growing pauses. What a sink has not taken stays in the journal.
#pragma once

#include <memory>
#include <string>

#include "collector/journal_keeper.hpp"
#include "collector/sink.hpp"
#include "link/backoff.hpp"

namespace checkride::runtime::collector {

class SinkRunner {
 public:
  // Pauses after temporary failures: the first, doubling up to the longest; and after permanent ones.
  static constexpr world::Duration kFirstPause = std::chrono::seconds(1);
  static constexpr world::Duration kLongestPause = kLongestWait;
  // However long the other side wants to be left alone.
  static constexpr world::Duration kRetryAfterMax = std::chrono::minutes(5);

  // All outlive the runner. `startup`: the on_startup_failure of this sink.
  SinkRunner(Context& context, const DataCollectorConfig& config, JournalKeeper& journal, std::unique_ptr<Sink> sink,
             SinkStartup startup);

  // Before the journal is opened, whose next index depends on how far the sinks are. What may pass by itself is no
  // error: the sink is opened later then. Error: the monitor must not start.
  world::Task<Result<>> open();
  // The index of the first record that the sink does not hold; zero while that is not known, or it never held one.
  std::uint64_t position() const { return position_.index; }
  // Why nothing is asked of the sink until the next start; empty: it is used.
  const std::string& left_alone() const { return left_alone_; }
  world::Task<> run();
  // Takes what waits in the journal, and does what is due by time. False: it could not take all.
  world::Task<bool> drain();
  world::Task<Result<>> close();

  const Sink& sink() const { return *sink_; }
  const std::string& failure() const { return failure_; }
  bool failed_for_good() const { return failed_for_good_; }
  std::uint64_t lag() const;

 private:
  world::Task<Result<>> try_open();
  world::Task<bool> ready();
  void begin();
  world::Task<bool> take_waiting();
  world::Task<> wait_for_backlog(world::Instant deadline);
  bool has_backlog() const;
  void show_connections(std::size_t busy);
  void count_lost(const std::vector<JournalRecord>& records, std::uint64_t next);
  void tell_lost(std::uint64_t records, std::string_view label, std::string_view reason);
  void settle(const Delivery& delivery, const std::vector<JournalRecord>& records, Journal::Position behind);
  void report(const Delivery& delivery);
  world::Duration pause_after(bool done);

  Context& context_;
  const DataCollectorConfig& config_;
  JournalKeeper& journal_;
  std::unique_ptr<Sink> sink_;
  const SinkStartup startup_;
  Logger log_;
  bool open_ = false;
  bool begun_ = false;  // its place in the journal is known
  std::string left_alone_;
  Journal::Position position_;
  std::uint64_t expected_ = 0;  // what the journal lost below this index is counted
  std::string failure_;
  bool failed_for_good_ = false;
  std::optional<world::Duration> retry_after_;
  world::Duration pause_ = kFirstPause;
};

}  // namespace checkride::runtime::collector

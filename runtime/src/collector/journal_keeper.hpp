// JournalKeeper: brings samples into the journal and, on behalf of the sinks, out of it. The only one that touches it:
// each piece of work is a job of its own, away from the loop, and one at a time, in the order in which they were asked
// for.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "collector/journal.hpp"
#include "collector/sample_buffer.hpp"
#include "service/context.hpp"

namespace checkride::runtime::collector {

class JournalKeeper {
 public:
  // After a failure the disk is left alone for so long.
  static constexpr world::Duration kRetry = std::chrono::seconds(5);

  // What is known of the journal since the last job.
  struct Facts {
    std::uint64_t first = 1;
    std::uint64_t next = 1;
    std::uint64_t synced = 1;
    std::uint64_t bytes = 0;
  };

  // `context` outlives the keeper.
  JournalKeeper(Context& context, const DataCollectorConfig& config, JournalLimits limits);

  // After a failure run() tries again, and samples wait in the buffer meanwhile.
  world::Task<Result<>> open(std::uint64_t least_next);
  void close();
  bool is_open() const { return open_; }
  // As it was found when it was opened: what is not below its `next` came since.
  const Facts& begun() const { return begun_; }
  void add(SamplePtr sample);
  // Appends samples as they come and syncs them as data_collector.fsync says; opens the journal if that failed before.
  // Until it is cancelled.
  world::Task<> run();
  // Everything added so far is in the journal and synced, or the error says why not.
  world::Task<Result<>> flush();
  // The same without the sync.
  world::Task<Result<>> take_in();
  // As Journal::read(), with everything appended synced before. `position` outlives the task.
  world::Task<Result<std::vector<JournalRecord>>> read(Journal::Position& position, std::size_t max);
  world::Task<Result<>> release(std::uint64_t index);

  const Facts& facts() const { return facts_; }
  const SampleBuffer& buffer() const { return buffer_; }
  // Why the last piece of work failed; empty after a good one.
  const std::string& failure() const { return failure_; }
  bool disk_is_full() const { return disk_is_full_; }
  // Told whenever samples came into the journal.
  world::Notifier& grown() { return grown_; }

 private:
  using Work = std::function<Result<>(Journal&)>;
  // Who waits for the journal. On a slow disk samples always do: without an order their appends would leave no turn to
  // the sinks.
  struct Queue {
    explicit Queue(world::asio::any_io_executor executor) : moved(std::move(executor)) {}
    std::deque<std::uint64_t> turns;  // numbers; the first one's turn it is
    std::uint64_t last = 0;
    world::Notifier moved;
  };
  // A place in it, given back also when the task that has it is cancelled. With a host that crashed its frame may go
  // after the keeper.
  class Turn {
   public:
    explicit Turn(std::shared_ptr<Queue> queue);
    ~Turn();
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    bool has_come() const { return queue_->turns.front() == number_; }

   private:
    const std::shared_ptr<Queue> queue_;
    const std::uint64_t number_;
  };

  // Waits for its turn, does the work in a job, and takes over what it did to the journal.
  world::Task<Result<>> work(Work work);
  // The same for who has the turn.
  world::Task<Result<>> work_in_turn(Work work);
  world::Task<Result<>> append(bool sync);
  world::Task<> append_when_due();
  world::Task<> wait_for_work();
  bool sync_is_due() const;
  void tell_recovery(const std::vector<SegmentReport>& segments);
  void tell_cut(const SegmentReport& segment);
  void settle(const Result<>& done);
  void show();

  Context& context_;
  const FsyncPolicy policy_;
  const world::Duration fsync_interval_;
  const JournalLimits limits_;
  Logger log_;
  Columns columns_;
  std::shared_ptr<Journal> journal_;
  SampleBuffer buffer_;
  Facts facts_;
  Facts begun_;
  bool open_ = false;
  std::uint64_t least_next_ = 1;
  const std::shared_ptr<Queue> queue_;
  world::Notifier arrived_;
  world::Notifier grown_;
  world::Instant next_sync_{};
  std::string failure_;
  bool disk_is_full_ = false;
  std::uint64_t dropped_shown_ = 0;
};

}  // namespace checkride::runtime::collector

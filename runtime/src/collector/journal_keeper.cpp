#include "collector/journal_keeper.hpp"

#include <algorithm>
#include <boost/system/errc.hpp>
#include <utility>

#include "metrics/table.hpp"

namespace checkride::runtime::collector {

JournalKeeper::Turn::Turn(std::shared_ptr<Queue> queue) : queue_(std::move(queue)), number_(++queue_->last) {
  queue_->turns.push_back(number_);
}

JournalKeeper::Turn::~Turn() {
  std::erase(queue_->turns, number_);
  queue_->moved.notify_all();
}

JournalKeeper::JournalKeeper(Context& context, const DataCollectorConfig& config, JournalLimits limits)
    : context_(context),
      policy_(config.fsync),
      fsync_interval_(config.fsync_interval),
      limits_(limits),
      log_(context.log.logger("collector")),
      columns_(columns_of(context.config.flight_monitor.variables)),
      journal_(std::make_shared<Journal>(context.world.files(), config.journal_folder(), limits)),
      buffer_(config.buffer_size),
      queue_(std::make_shared<Queue>(context.world.executor())),
      arrived_(context.world.executor()),
      grown_(context.world.executor()) {}

world::Task<Result<>> JournalKeeper::open(std::uint64_t least_next) {
  const Turn turn(queue_);
  while (!turn.has_come()) co_await queue_->moved.wait();
  if (open_) co_return Result<>();  // by who had the turn before
  least_next_ = least_next;
  std::vector<SegmentReport> found;
  Result<> done;
  const std::shared_ptr<Journal> journal = journal_;
  std::function<void()> job = [&] {
    auto opened = journal->open(least_next);
    if (!opened) {
      done = opened.error();
    } else {
      found = std::move(*opened);
    }
  };
  co_await context_.world.offload(std::move(job), world::Duration::zero());
  open_ = done.has_value();
  if (open_) {
    facts_ = {journal->first(), journal->next(), journal->synced(), journal->bytes()};
    begun_ = facts_;
    next_sync_ = context_.world.clock().now() + fsync_interval_;
    tell_recovery(found);
  }
  settle(done);
  if (open_) grown_.notify_all();
  co_return done;
}

void JournalKeeper::close() {
  journal_ = std::make_shared<Journal>(context_.world.files(), journal_->folder(), limits_);
  open_ = false;
  facts_ = {};
}

void JournalKeeper::tell_recovery(const std::vector<SegmentReport>& segments) {
  std::uint64_t records = 0;
  for (const SegmentReport& segment : segments) {
    records += segment.records;
    if (!segment.damage.empty()) tell_cut(segment);
  }
  if (records > 0) log_.info("journal_recovered", {{"segments", segments.size()}, {"records", records}});
}

void JournalKeeper::tell_cut(const SegmentReport& segment) {
  log_.warn("journal_cut", {{"file", segment.path},
                            {"reason", segment.damage},
                            {"records", segment.records},
                            {"lost_bytes", segment.lost_bytes},
                            {"kept", segment.kept}});
}

void JournalKeeper::add(SamplePtr sample) {
  buffer_.add(std::move(sample));
  arrived_.notify_all();
}

// Until there are samples, or it is time to sync what was written.
world::Task<> JournalKeeper::wait_for_work() {
  const bool to_sync = policy_ == FsyncPolicy::interval && facts_.synced != facts_.next;
  while (buffer_.waiting() == 0 && !(to_sync && sync_is_due())) {
    if (to_sync) {
      (void)co_await arrived_.wait_until(context_.world.clock(), next_sync_);
    } else {
      co_await arrived_.wait();
    }
  }
}

bool JournalKeeper::sync_is_due() const {
  return context_.world.clock().now() >= next_sync_;
}

world::Task<> JournalKeeper::run() {
  while (true) {
    if (open_) {
      co_await append_when_due();
      continue;
    }
    const auto opened = co_await open(least_next_);
    if (!opened) co_await context_.world.clock().sleep_for(kRetry);
  }
}

world::Task<> JournalKeeper::append_when_due() {
  co_await wait_for_work();
  const bool due = policy_ == FsyncPolicy::always || (policy_ == FsyncPolicy::interval && sync_is_due());
  const auto done = co_await append(due);
  if (due) next_sync_ = context_.world.clock().now() + fsync_interval_;
  // On a failing disk only time helps: what arrives meanwhile must not turn into a busy loop.
  if (!done) co_await context_.world.clock().sleep_for(kRetry);
}

world::Task<Result<>> JournalKeeper::flush() {
  if (!open_) {
    auto opened = co_await open(least_next_);
    if (!opened) co_return opened;
  }
  co_return co_await append(true);
}

world::Task<Result<>> JournalKeeper::take_in() {
  if (!open_) co_return Error(make_error_code(boost::system::errc::not_connected), failure_);
  co_return co_await append(false);
}

world::Task<Result<>> JournalKeeper::append(bool sync) {
  std::vector<SamplePtr> samples;
  Work append = [this, &samples, sync](Journal& journal) -> Result<> {
    TRY_VOID(journal.append(samples, columns_));
    return sync ? journal.sync() : Result<>();
  };
  const Turn turn(queue_);
  while (!turn.has_come()) co_await queue_->moved.wait();
  samples = buffer_.begin_append();
  co_return co_await work_in_turn(std::move(append));
}

world::Task<Result<>> JournalKeeper::work(Work work) {
  const Turn turn(queue_);
  while (!turn.has_come()) co_await queue_->moved.wait();
  co_return co_await work_in_turn(std::move(work));
}

world::Task<Result<>> JournalKeeper::work_in_turn(Work work) {
  if (!open_) {
    buffer_.settle(0, 0);
    co_return Error(make_error_code(boost::system::errc::not_connected), failure_);
  }
  Result<> done;
  Facts facts;
  const std::shared_ptr<Journal> journal = journal_;
  std::function<void()> job = [&] {
    done = work(*journal);
    facts = {journal->first(), journal->next(), journal->synced(), journal->bytes()};
  };
  co_await context_.world.offload(std::move(job), world::Duration::zero());
  const std::uint64_t synced = facts.synced - facts_.synced;
  buffer_.settle(static_cast<std::size_t>(synced), static_cast<std::size_t>(facts.next - facts.synced));
  context_.metrics.counter(metric::kCollectorRecords).add(static_cast<double>(synced));
  const bool grown = facts.next > facts_.next;
  facts_ = facts;
  settle(done);
  if (grown) grown_.notify_all();
  co_return done;
}

world::Task<Result<std::vector<JournalRecord>>> JournalKeeper::read(Journal::Position& position, std::size_t max) {
  Result<std::vector<JournalRecord>> records = std::vector<JournalRecord>();
  std::vector<SegmentReport> cuts;
  // Only the sync is work that keeps samples: what cannot be read is the sink's trouble.
  Work read = [&](Journal& journal) -> Result<> {
    TRY_VOID(journal.sync());
    records = journal.read(position, max);
    cuts = journal.take_cuts();
    return {};
  };
  auto done = co_await work(std::move(read));
  for (const SegmentReport& segment : cuts) tell_cut(segment);
  if (!done) co_return done.error();
  co_return records;
}

world::Task<Result<>> JournalKeeper::release(std::uint64_t index) {
  Work release = [index](Journal& journal) { return journal.release(index); };
  co_return co_await work(std::move(release));
}

void JournalKeeper::settle(const Result<>& done) {
  show();
  if (done) {
    if (buffer_.waiting() > 0) return;  // it went well without them: that proves nothing
    if (!failure_.empty()) log_.info("telemetry_write_recovered", {{"buffered_records", buffer_.size()}});
    failure_.clear();
    disk_is_full_ = false;
    return;
  }
  // Once per outage: the rest shows in health and metrics.
  if (failure_.empty()) {
    log_.warn("telemetry_write_failed",
              {{"reason", done.error().message()}, {"buffered_records", buffer_.size()}, {"limit", buffer_.limit()}});
  }
  failure_ = done.error().message();
  disk_is_full_ = done.error().code() == boost::system::errc::no_space_on_device;
}

void JournalKeeper::show() {
  const auto count = [](auto value) { return static_cast<double>(value); };
  context_.metrics.gauge(metric::kCollectorBuffered).set(count(buffer_.size()));
  context_.metrics.gauge(metric::kCollectorBufferLimit).set(count(buffer_.limit()));
  context_.metrics.gauge(metric::kJournalBytes).set(count(facts_.bytes));
  context_.metrics.gauge(metric::kCollectorDiskFull).set(disk_is_full_ ? 1 : 0);
  if (buffer_.dropped() == dropped_shown_) return;
  const std::uint64_t news = buffer_.dropped() - dropped_shown_;
  if (dropped_shown_ == 0) log_.warn("telemetry_dropped", {{"records", news}, {"reason", "the buffer is full"}});
  context_.metrics.counter(metric::kCollectorDropped, {"buffer_full"}).add(count(news));
  dropped_shown_ = buffer_.dropped();
}

}  // namespace checkride::runtime::collector

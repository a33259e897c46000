#include "collector/sink_runner.hpp"

#include <algorithm>
#include <utility>

#include "metrics/table.hpp"

namespace checkride::runtime::collector {

SinkRunner::SinkRunner(Context& context, const DataCollectorConfig& config, JournalKeeper& journal,
                       std::unique_ptr<Sink> sink, SinkStartup startup)
    : context_(context),
      config_(config),
      journal_(journal),
      sink_(std::move(sink)),
      startup_(startup),
      log_(context.log.logger("collector")) {}

world::Task<Result<>> SinkRunner::open() {
  left_alone_.clear();
  auto opened = co_await try_open();
  if (opened && startup_ == SinkStartup::probe) opened = co_await sink_->probe();
  if (opened) co_return Result<>();
  const Delivery failed = Delivery::failed(opened.error());
  const bool for_good = failed.state == Delivery::State::permanent;
  if (for_good && startup_ == SinkStartup::error) co_return opened;
  if (startup_ != SinkStartup::probe && !(for_good && startup_ == SinkStartup::ignore)) {
    report(failed);
    co_return Result<>();
  }
  left_alone_ = failed.reason;
  log_.warn("sink_ignored", {{"sink", sink_->name()}, {"reason", failed.reason}});
  co_return co_await close();
}

world::Task<Result<>> SinkRunner::try_open() {
  auto opened = co_await sink_->open();
  if (!opened) co_return opened.error();
  open_ = true;
  begun_ = false;
  show_connections(0);
  position_ = {};
  position_.index = opened->next;
  if (!opened->mended.empty()) {
    log_.warn("sink_position_recovered", {{"sink", sink_->name()}, {"reason", opened->mended}});
  }
  co_return Result<>();
}

// Whether sink and journal are open: either may have failed at the start.
world::Task<bool> SinkRunner::ready() {
  if (!open_) {
    auto opened = co_await try_open();
    if (!opened) {
      report(Delivery::failed(opened.error()));
      co_return false;
    }
  }
  if (!journal_.is_open()) co_return false;  // the journal's own trouble, which is told
  if (!begun_) begin();
  co_return true;
}

// A sink that never held a record is owed all that stand in the journal. One that was opened after the journal may be
// further than that ever came, by an earlier one that is gone: it is owed what came since.
void SinkRunner::begin() {
  const JournalKeeper::Facts& found = journal_.begun();
  position_.index = position_.index == 0 ? found.first : std::min(position_.index, found.next);
  expected_ = position_.index;
  begun_ = true;
}

std::uint64_t SinkRunner::lag() const {
  const std::uint64_t from = std::max(position_.index, journal_.facts().first);
  return journal_.facts().next - std::min(journal_.facts().next, from);
}

bool SinkRunner::has_backlog() const {
  return lag() * 2 >= config_.buffer_size;
}

world::Task<> SinkRunner::wait_for_backlog(world::Instant deadline) {
  world::Clock& clock = context_.world.clock();
  while (!has_backlog() && clock.now() < deadline) (void)co_await journal_.grown().wait_until(clock, deadline);
}

world::Task<> SinkRunner::run() {
  world::Clock& clock = context_.world.clock();
  world::Duration pause = failure_.empty() ? config_.flush_interval : kFirstPause;
  while (true) {
    if (failure_.empty()) {
      co_await wait_for_backlog(clock.now() + pause);
    } else {
      co_await clock.sleep_for(pause);
    }
    const bool done = co_await drain();
    pause = pause_after(done);
  }
}

world::Duration SinkRunner::pause_after(bool done) {
  if (done) {
    pause_ = kFirstPause;
    return config_.flush_interval;
  }
  const world::Duration longest = std::min(config_.flush_interval * 2, kLongestPause);
  if (retry_after_) return std::clamp(*std::exchange(retry_after_, std::nullopt), kFirstPause, kRetryAfterMax);
  if (failed_for_good_) return kLongestPause;
  // Full jitter above the first pause, so that many monitors do not come back at once.
  const world::Duration upto = std::min(std::exchange(pause_, pause_ * 2), std::max(longest, kFirstPause));
  pause_ = std::min(pause_, kLongestPause);
  const double share = context_.world.random("sink-" + std::string(sink_->name())).unit();
  return std::min(kFirstPause / 2 + std::chrono::duration_cast<world::Duration>(share * upto), kLongestPause);
}

// What is missing between the records that came before and these. Once: after a failure they come again.
void SinkRunner::count_lost(const std::vector<JournalRecord>& records, std::uint64_t next) {
  const std::uint64_t first = journal_.facts().first;
  std::uint64_t dropped = 0;
  std::uint64_t damaged = 0;
  const auto pass = [&](std::uint64_t index) {
    if (index <= expected_) return;
    const std::uint64_t below = std::clamp(first, expected_, index);
    dropped += below - expected_;
    damaged += index - below;
    expected_ = index;
  };
  for (const JournalRecord& record : records) {
    pass(record.index);
    expected_ = std::max(expected_, record.index + 1);
  }
  pass(next);
  if (dropped > 0) tell_lost(dropped, "journal_full", "the journal is full");
  if (damaged > 0) tell_lost(damaged, "journal_damaged", "the journal is damaged");
}

void SinkRunner::tell_lost(std::uint64_t records, std::string_view label, std::string_view reason) {
  log_.error("telemetry_dropped", {{"sink", sink_->name()}, {"records", records}, {"reason", reason}});
  context_.metrics.counter(metric::kCollectorDropped, {label}).add(static_cast<double>(records));
}

world::Task<bool> SinkRunner::drain() {
  if (!co_await ready()) co_return false;
  if (!co_await take_waiting()) co_return false;
  auto tended = co_await sink_->tend();
  if (!tended) {
    report(Delivery::failed(tended.error()));
    co_return false;
  }
  if (failure_.empty()) co_return true;
  log_.info("sink_recovered", {{"sink", sink_->name()}});
  failure_.clear();
  failed_for_good_ = false;
  co_return true;
}

// What was read counts when the sink has it: a stop may cut this off at any await, and what is then neither delivered
// nor refused is read again by the drain that follows.
world::Task<bool> SinkRunner::take_waiting() {
  while (true) {
    Journal::Position behind = position_;
    auto records = co_await journal_.read(behind, sink_->batch_max());
    if (!records) {
      report(Delivery::failed(Delivery::State::temporary, records.error()));
      co_return false;
    }
    count_lost(*records, behind.index);
    if (records->empty()) {
      position_ = std::move(behind);
      break;
    }
    show_connections(sink_->connections_max());
    const Delivery delivery = co_await sink_->deliver(*records);
    show_connections(0);
    settle(delivery, *records, std::move(behind));
    if (delivery.state != Delivery::State::done) co_return false;
  }
  context_.metrics.gauge(metric::kSinkLag, {sink_->name()}).set(static_cast<double>(lag()));
  co_return true;
}

// `behind`: the place of the record that follows all of them.
void SinkRunner::settle(const Delivery& delivery, const std::vector<JournalRecord>& records, Journal::Position behind) {
  if (delivery.taken < records.size()) {
    behind = {};
    behind.index = records[delivery.taken].index;
  }
  position_ = std::move(behind);
  const auto count = [](std::size_t value) { return static_cast<double>(value); };
  context_.metrics.counter(metric::kSinkRecords, {sink_->name()}).add(count(delivery.taken - delivery.dead));
  context_.metrics.gauge(metric::kSinkLag, {sink_->name()}).set(count(lag()));
  if (delivery.dead > 0) {
    context_.metrics.counter(metric::kSinkDead, {sink_->name()}).add(count(delivery.dead));
    log_.warn("telemetry_refused", {{"sink", sink_->name()}, {"records", delivery.dead}, {"reason", delivery.reason}});
  }
  if (delivery.state != Delivery::State::done) report(delivery);
}

void SinkRunner::report(const Delivery& delivery) {
  const bool for_good = delivery.state == Delivery::State::permanent;
  const std::string_view kind = for_good ? "permanent" : "temporary";
  context_.metrics.counter(metric::kSinkFailures, {sink_->name(), kind}).add(1);
  retry_after_ = delivery.retry_after;
  // Once per outage, and when it turns out to be of the other kind.
  if (failure_.empty() || for_good != failed_for_good_) {
    log_.warn("sink_failed", {{"sink", sink_->name()}, {"kind", kind}, {"reason", delivery.reason}, {"lag", lag()}});
  }
  failure_ = delivery.reason.empty() ? "unknown" : delivery.reason;
  failed_for_good_ = for_good;
}

// The guides' rule is that all connections are busy for minutes: the database does not keep up.
void SinkRunner::show_connections(std::size_t busy) {
  if (sink_->connections_max() == 0) return;
  context_.metrics.gauge(metric::kDbConnections).set(static_cast<double>(busy));
  context_.metrics.gauge(metric::kDbConnectionsMax).set(static_cast<double>(sink_->connections_max()));
}

world::Task<Result<>> SinkRunner::close() {
  auto closed = co_await sink_->close();
  if (closed) open_ = false;
  co_return closed;
}

}  // namespace checkride::runtime::collector

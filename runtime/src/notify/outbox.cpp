#include "notify/outbox.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "metrics/table.hpp"
#include "mutants.hpp"
#include "notify/labels.hpp"

namespace checkride::runtime::notify {

Outbox::Outbox(Context& context, Action name, std::unique_ptr<Channel> channel, const OutboxConfig& config)
    : context_(context),
      name_(name),
      channel_(std::move(channel)),
      config_(config),
      log_(context.log.logger("notify")),
      random_(context.world.random(std::string("notify.").append(to_string(name)))),
      journal_(context.world.files(), context.config.app.state_dir + "/outbox", to_string(name)),
      changed_(context.world.executor()) {
  policy_.give_up_after = config_.give_up_after;
  recover();
  show();
}

void Outbox::post(const Group& group) {
  CHECKRIDE_ASSERT(channel_ != nullptr);
  for (Group& part : channel_->parts(group)) post_part(std::move(part));
  show();
  changed_.notify_all();
}

void Outbox::post_part(Group&& part) {
  if (queue_.size() >= config_.queue_max) {
    const std::shared_ptr<Item> oldest = oldest_dispensable();
    give_up(*oldest, "outbox_full", "too many notifications wait");
  }
  Parcel parcel;
  parcel.id = next_id(part);
  parcel.group = std::move(part);
  parcel.targets = targets_of(parcel.group);
  enqueue(std::move(parcel));
}

// The one under way may arrive at any moment: it goes only if there is no other.
std::shared_ptr<Outbox::Item> Outbox::oldest_dispensable() const {
  const auto found = std::find_if(queue_.begin(), queue_.end(), [this](const auto& one) { return one != delivering_; });
  return found == queue_.end() ? queue_.front() : *found;
}

std::vector<std::string> Outbox::targets_of(const Group& group) const {
  return group.mail_to.empty() ? channel_->targets() : group.mail_to;
}

void Outbox::enqueue(Parcel&& parcel) {
  auto item = std::make_shared<Item>();
  item->parcel = std::move(parcel);
  item->parcel.queued = context_.world.clock().utc_now();
  item->queued = item->due = context_.world.clock().now();
  queue_.push_back(item);
  store(item->parcel);
}

// What is told, when, and which part of it: no two parcels of a channel have all that in common.
std::string Outbox::next_id(const Group& part) {
  const auto now = context_.world.clock().utc_now().time_since_epoch().count();
  std::uint64_t hash = fnv1a(fmt::format("{}:{}:{}:{}", name(), now, posted_++, part.key));
  for (const Notification& alert : part.alerts) hash = fnv1a(episode_of(alert), hash);
  return fmt::format("{:016x}", hash);
}

world::Task<> Outbox::run() {
  world::Clock& clock = context_.world.clock();
  while (true) {
    while (queue_.empty()) co_await changed_.wait();
    const Turn turn = next_turn();
    if (turn.due > clock.now()) {
      // A full outbox may give it up meanwhile: everything is looked at again.
      (void)co_await changed_.wait_until(clock, turn.due);
      continue;
    }
    const std::shared_ptr<Item> item = turn.item;
    const std::shared_ptr<Channel> channel = channel_;
    CHECKRIDE_ASSERT(channel != nullptr);  // without one nothing waits but what is under way, which this task settles
    if (item->parcel.failures > 0) context_.metrics.counter(metric::kNotificationRetries, {name()}).add();
    lane_of(*item).not_before = clock.now() + channel->pace();
    delivering_ = item;
    const Outcome outcome = co_await channel->deliver(item->parcel);
    delivering_.reset();
    settle(item, outcome, *channel);
    co_await channel->take_leave();
  }
}

world::Task<Result<>> Outbox::drained() {
  while (!queue_.empty() && !is_stuck()) co_await changed_.wait();
  co_return Result<>();
}

void Outbox::settle(const std::shared_ptr<Item>& item, const Outcome& outcome, const Channel& by) {
  for (const std::string& warning : outcome.warnings) {
    log_.warn("notification_warning", {{"integration", name()}, {"reason", warning}});
  }
  const bool still_queued = std::find(queue_.begin(), queue_.end(), item) != queue_.end();
  if (outcome.verdict == Verdict::temporary) count_failure("temporary");
  if (outcome.verdict == Verdict::temporary) totals_.failed_attempts++;
  const bool former = &by != channel_.get();
  if (!former) judge(lane_of(*item), outcome);
  if (outcome.verdict == Verdict::delivered) {
    report_delivered(*item, outcome);
    remove(*item);
    // A full outbox may have given it up meanwhile.
    std::erase_if(dead_, [&item](const DeadLetter& one) { return one.parcel.id == item->parcel.id; });
    if (!is_mutant(Mutant::settled_not_kept)) store(Settled{item->parcel.id});
  } else if (still_queued && former) {
    settle_former(*item, outcome, by);
  } else if (still_queued && outcome.verdict == Verdict::permanent) {
    give_up(*item, "permanent", outcome.text);
  } else if (still_queued) {
    put_off(*item, outcome);
  }
  show();
  changed_.notify_all();
}

// What an attempt says of the address.
void Outbox::judge(Lane& lane, const Outcome& outcome) {
  lane.last_failure = outcome.verdict == Verdict::delivered ? std::string() : outcome.text;
  if (outcome.verdict == Verdict::temporary) {
    lane.breaker.failed(context_.world.clock().now());
  } else {
    lane.breaker.succeeded();  // somebody is there and answers
  }
}

void Outbox::put_off(Item& item, const Outcome& outcome) {
  item.parcel.failures++;
  item.last_failure = outcome.text;
  const world::Instant now = context_.world.clock().now();
  const auto again = next_attempt(policy_, outcome, item.parcel.failures, item.queued, now, random_);
  Lane& lane = lane_of(item);
  // The receiver's wish holds for the next parcel too, if this one is given up.
  if (outcome.retry_after)
    lane.not_before = std::max(lane.not_before, now + std::min(*outcome.retry_after, policy_.retry_after_max));
  if (!again) return give_up(item, "expired", outcome.text);
  item.due = *again;
  store(Progress{item.parcel.id, item.parcel.targets, item.parcel.failures});
  const Notification& first = item.parcel.group.alerts.front();
  log_.warn("notification_retry", {{"integration", name()},
                                   {"id", item.parcel.id},
                                   {"trace_id", trace_id_of(item.parcel)},
                                   {"rule", first.rule},
                                   {"simulator", first.simulator},
                                   {"attempt", item.parcel.failures},
                                   {"wait_seconds", due_of(item) - now},
                                   {"breaker", to_string(lane.breaker.state(now))},
                                   {"reason", outcome.text}});
}

void Outbox::report_delivered(const Item& item, const Outcome& outcome) {
  totals_.delivered++;
  totals_.last_delivered = context_.world.clock().utc_now();
  context_.metrics.counter(metric::kNotifications, {name()}).add();
  context_.metrics.histogram(metric::kNotificationLatency, {name()})
      .observe(world::to_seconds(context_.world.clock().now() - item.queued));
  const Notification& first = item.parcel.group.alerts.front();
  log_.info("notification_delivered", {{"integration", name()},
                                       {"id", item.parcel.id},
                                       {"trace_id", trace_id_of(item.parcel)},
                                       {"rule", first.rule},
                                       {"simulator", first.simulator},
                                       {"state", to_string(first.kind)},
                                       {"alerts", item.parcel.group.alerts.size()},
                                       {"attempts", item.parcel.failures + 1},
                                       {"answer", outcome.text}});
}

// Requires a caller that holds `item` too: it is out of the queue afterwards.
void Outbox::give_up(const Item& item, std::string_view reason, std::string_view why) {
  count_failure(reason);
  const Notification& first = item.parcel.group.alerts.front();
  log_.error("notification_failed", {{"integration", name()},
                                     {"id", item.parcel.id},
                                     {"trace_id", trace_id_of(item.parcel)},
                                     {"rule", first.rule},
                                     {"simulator", first.simulator},
                                     {"state", to_string(first.kind)},
                                     {"type", reason},
                                     {"reason", why}});
  dead_.push_back(DeadLetter{item.parcel, context_.world.clock().utc_now(), std::string(reason), std::string(why)});
  if (dead_.size() > config_.dead_letters_max) dead_.pop_front();
  remove(item);
  store(dead_.back());
}

void Outbox::remove(const Item& item) {
  std::erase_if(queue_, [&item](const std::shared_ptr<Item>& one) { return one.get() == &item; });
}

void Outbox::recover() {
  auto contents = journal_.recover(config_.dead_letters_max);
  if (!contents) {
    lost_durability(contents.error());
    return journal_.set_aside();
  }
  if (contents->damaged_lines != 0) {
    log_.error("outbox_damaged", {{"integration", name()},
                                  {"path", journal_.path()},
                                  {"lost_records", contents->damaged_lines},
                                  {"lost_bytes", contents->damaged_bytes}});
  }
  dead_ = std::move(contents->dead);
  recovering_ = true;
  for (Parcel& parcel : contents->waiting) restore(std::move(parcel));
  if (!channel_) give_up_without_channel();
  recovering_ = false;
  if (!queue_.empty()) log_.info("outbox_recovered", {{"integration", name()}, {"queued", queue_.size()}});
  if (!queue_.empty() || !dead_.empty() || contents->damaged_lines != 0) rewrite();
}

void Outbox::restore(Parcel&& parcel) {
  const world::Clock& clock = context_.world.clock();
  auto item = std::make_shared<Item>();
  // How old it is only the wall clock can tell, which may have been set meanwhile: it is never younger than now.
  const world::Duration age = std::clamp<world::Duration>(clock.utc_now() - parcel.queued, world::Duration::zero(),
                                                          std::chrono::hours(24 * 365));
  item->queued = clock.now() - age;
  item->due = clock.now();
  item->parcel = std::move(parcel);
  // Whom somebody took out of the configuration meanwhile gets nothing any more, as after a reload.
  if (channel_) item->parcel.targets = targets_today(item->parcel);
  queue_.push_back(item);
  if (age > policy_.give_up_after) give_up(*item, "expired", "it became too old while the monitor did not run");
}

void Outbox::store(const Record& record, Lasting lasting) {
  // The file still holds more than the queue: a rewriting now would lose the rest, and one comes when all is taken up.
  if (recovering_) return;
  // After a failure the end of the file is unknown: the next record comes with everything else.
  if (!not_durable_.empty()) return rewrite();
  if (const auto written = journal_.append(record, lasting); !written) return lost_durability(written.error());
  if (journal_.wants_rewriting()) rewrite();
}

void Outbox::rewrite() {
  std::vector<const Parcel*> waiting;
  for (const std::shared_ptr<Item>& item : queue_) waiting.push_back(&item->parcel);
  if (const auto written = journal_.rewrite(waiting, dead_); !written) return lost_durability(written.error());
  if (not_durable_.empty()) return;
  not_durable_.clear();
  log_.info("outbox_durable_again", {{"integration", name()}, {"path", journal_.path()}});
}

void Outbox::lost_durability(const Error& error) {
  const bool told = !not_durable_.empty();
  not_durable_ = error.message();
  if (told) return;
  log_.error("outbox_not_durable", {{"integration", name()},
                                    {"path", journal_.path()},
                                    {"reason", not_durable_},
                                    {"effect", "what waits is kept in memory only: a restart would lose it"}});
}

void Outbox::count_failure(std::string_view reason) {
  context_.metrics.counter(metric::kNotificationFailures, {name(), reason}).add();
}

void Outbox::show() {
  const auto set = [this](const MetricRow& row, std::size_t value) {
    context_.metrics.gauge(row, {name()}).set(static_cast<double>(value));
  };
  set(metric::kNotificationsQueued, queue_.size());
  set(metric::kNotificationDeadLetters, dead_.size());
  set(metric::kNotificationBreakerOpen, breaker() == BreakerState::closed ? 0 : 1);
  show_breaker();
}

}  // namespace checkride::runtime::notify

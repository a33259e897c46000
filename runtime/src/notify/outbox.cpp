#include "notify/outbox.hpp"

#include <utility>

#include "metrics/table.hpp"

namespace checkride::runtime::notify {

Outbox::Outbox(Context& context, std::unique_ptr<Channel> channel, RetryPolicy policy)
    : context_(context),
      channel_(std::move(channel)),
      policy_(policy),
      log_(context.log.logger("notify")),
      random_(context.world.random(std::string("notify.").append(channel_->name()))),
      changed_(context.world.executor()) {
  show_queue();
}

void Outbox::post(Notification notification) {
  if (queue_.size() == kQueuedMax) {
    const std::shared_ptr<Item> oldest = queue_.front();
    queue_.pop_front();
    give_up(*oldest, "outbox_full", "too many notifications wait");
  }
  auto item = std::make_shared<Item>();
  item->parcel.notification = std::move(notification);
  item->parcel.targets = channel_->targets();
  item->queued = context_.world.clock().now();
  queue_.push_back(std::move(item));
  show_queue();
  changed_.notify_all();
}

world::Task<> Outbox::run() {
  while (true) {
    while (queue_.empty()) co_await changed_.wait();
    co_await settle_front();
  }
}

world::Task<Result<>> Outbox::drained() {
  while (!queue_.empty()) co_await changed_.wait();
  co_return Result<>();
}

world::Task<> Outbox::settle_front() {
  const std::shared_ptr<Item> item = queue_.front();
  while (true) {
    const Outcome outcome = co_await channel_->deliver(item->parcel);
    const std::optional<world::Instant> again = after_attempt(*item, outcome);
    if (!again) break;
    co_await context_.world.clock().sleep_until(*again);
    // A full outbox may have given this one up meanwhile.
    if (queue_.empty() || queue_.front() != item) co_return;
    context_.metrics.counter(metric::kNotificationRetries, {channel_->name()}).add();
  }
  if (!queue_.empty() && queue_.front() == item) queue_.pop_front();
  show_queue();
  changed_.notify_all();
}

std::optional<world::Instant> Outbox::after_attempt(Item& item, const Outcome& outcome) {
  last_failure_ = outcome.verdict == Verdict::delivered ? std::string() : outcome.text;
  for (const std::string& warning : outcome.warnings) {
    log_.warn("notification_warning", {{"integration", channel_->name()}, {"reason", warning}});
  }
  if (outcome.verdict != Verdict::temporary) {
    report_settled(item, outcome);
    return std::nullopt;
  }
  count_failure("temporary");
  item.failures++;
  const world::Instant now = context_.world.clock().now();
  const auto again = next_attempt(policy_, outcome, item.failures, item.queued, now, random_);
  if (!again) {
    give_up(item, "expired", outcome.text);
    return std::nullopt;
  }
  log_.warn("notification_retry", {{"integration", channel_->name()},
                                   {"rule", item.parcel.notification.rule},
                                   {"simulator", item.parcel.notification.simulator},
                                   {"attempt", item.failures},
                                   {"wait_seconds", *again - now},
                                   {"reason", outcome.text}});
  return again;
}

void Outbox::report_settled(const Item& item, const Outcome& outcome) {
  const Notification& notification = item.parcel.notification;
  if (outcome.verdict == Verdict::permanent) {
    give_up(item, "permanent", outcome.text);
    return;
  }
  context_.metrics.counter(metric::kNotifications, {channel_->name()}).add();
  log_.info("notification_delivered", {{"integration", channel_->name()},
                                       {"rule", notification.rule},
                                       {"simulator", notification.simulator},
                                       {"state", to_string(notification.kind)},
                                       {"attempts", item.failures + 1},
                                       {"answer", outcome.text}});
}

void Outbox::give_up(const Item& item, std::string_view reason, std::string_view why) {
  count_failure(reason);
  const Notification& notification = item.parcel.notification;
  log_.error("notification_failed", {{"integration", channel_->name()},
                                     {"rule", notification.rule},
                                     {"simulator", notification.simulator},
                                     {"state", to_string(notification.kind)},
                                     {"type", reason},
                                     {"reason", why}});
}

void Outbox::count_failure(std::string_view reason) {
  context_.metrics.counter(metric::kNotificationFailures, {channel_->name(), reason}).add();
}

void Outbox::show_queue() {
  context_.metrics.gauge(metric::kNotificationsQueued, {channel_->name()}).set(static_cast<double>(queue_.size()));
}

}  // namespace checkride::runtime::notify

// Outbox: the notifications of one channel on their way, in order, with retry, bounded.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>

#include "notify/channel.hpp"
#include "service/context.hpp"

namespace checkride::runtime::notify {

// Notifications leave in the order in which they came: a resolved one never overtakes its firing. While the first is
// being retried the others wait, for what fails is nearly always the channel and not the message.
class Outbox {
 public:
  // More than this wait: the oldest is given up (counted, an error event): the newest state matters most.
  static constexpr std::size_t kQueuedMax = 200;

  // `context` outlives the outbox.
  Outbox(Context& context, std::unique_ptr<Channel> channel, RetryPolicy policy = {});

  const Channel& channel() const { return *channel_; }
  void post(Notification notification);
  // Notifications that are not settled yet, the one being delivered included.
  std::size_t queued() const { return queue_.size(); }
  // Delivers for ever. Run as a task; cancelling it leaves the queue as it is.
  world::Task<> run();
  // Returns when nothing is queued.
  world::Task<Result<>> drained();
  // Why the last attempt failed; empty after a success.
  const std::string& last_failure() const { return last_failure_; }

 private:
  struct Item {
    Parcel parcel;
    world::Instant queued;
    std::uint32_t failures = 0;
  };

  world::Task<> settle_front();
  // What is to be done after an attempt: the time of the next, or nothing if the item is settled.
  std::optional<world::Instant> after_attempt(Item& item, const Outcome& outcome);
  void report_settled(const Item& item, const Outcome& outcome);
  void give_up(const Item& item, std::string_view reason, std::string_view why);
  void count_failure(std::string_view reason);
  void show_queue();

  Context& context_;
  std::unique_ptr<Channel> channel_;
  RetryPolicy policy_;
  Logger log_;
  world::Random& random_;
  // Shared with the delivery under way, which must survive the item's being given up from the front.
  std::deque<std::shared_ptr<Item>> queue_;
  world::Notifier changed_;
  std::string last_failure_;
};

}  // namespace checkride::runtime::notify

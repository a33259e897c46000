// Outbox: the notifications of one channel on their way: in order, with retry, bounded, safe from kill and restart.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>

#include "notify/breaker.hpp"
#include "notify/channel.hpp"
#include "notify/outbox_journal.hpp"
#include "service/context.hpp"

namespace checkride::runtime::notify {

// Notifications leave in the order in which they came: a resolved one never overtakes its firing. While the first is
// being retried the others wait, for what fails is nearly always the channel and not the message; other channels have
// outboxes of their own. Each parcel arrives at least once, and always under the same id, or becomes a dead letter.
class Outbox {
 public:
  struct Item {
    Parcel parcel;
    world::Instant queued;
    world::Instant due;          // of the next attempt
    std::string last_failure{};  // why the last attempt failed
  };
  struct Totals {
    std::uint64_t delivered = 0;
    std::uint64_t failed_attempts = 0;
    std::optional<world::UtcTime> last_delivered{};
  };

  // Takes up what the journal holds. `context` outlives the outbox.
  Outbox(Context& context, std::unique_ptr<Channel> channel, const OutboxConfig& config);

  Channel& channel() const { return *channel_; }
  // The journal has what was posted when this returns, unless the disk refuses: then that is told, and delivery goes on
  // from memory.
  void post(const Group& group);
  // Parcels that are not settled yet, the one being delivered included.
  const std::deque<std::shared_ptr<Item>>& queue() const { return queue_; }
  std::size_t queued() const { return queue_.size(); }
  const std::deque<DeadLetter>& dead_letters() const { return dead_; }
  const Totals& totals() const { return totals_; }
  BreakerState breaker() const { return breaker_.state(context_.world.clock().now()); }
  // Delivers for ever. Run as a task; cancelling it leaves the queue as it is.
  world::Task<> run();
  // Returns when nothing is queued.
  world::Task<Result<>> drained();
  // Why the last attempt failed; empty after a success.
  const std::string& last_failure() const { return last_failure_; }
  // Why a restart would lose what waits; empty while the journal works.
  const std::string& not_durable() const { return not_durable_; }

 private:
  void recover();
  void restore(Parcel&& parcel);
  void post_part(Group&& part);
  std::string next_id(const Group& part);
  world::Instant next_due() const;
  void settle(const std::shared_ptr<Item>& item, const Outcome& outcome);
  void put_off(Item& item, const Outcome& outcome);
  void report_delivered(const Item& item, const Outcome& outcome);
  void give_up(const Item& item, std::string_view reason, std::string_view why);
  void remove(const Item& item);
  void store(const Record& record);
  void rewrite();
  void lost_durability(const Error& error);
  void count_failure(std::string_view reason);
  void show();

  Context& context_;
  std::unique_ptr<Channel> channel_;
  OutboxConfig config_;
  RetryPolicy policy_;
  Logger log_;
  world::Random& random_;
  OutboxJournal journal_;
  Breaker breaker_;
  // Shared with the delivery under way, which must survive the item's being given up from the front.
  std::deque<std::shared_ptr<Item>> queue_;
  std::deque<DeadLetter> dead_;
  world::Notifier changed_;
  world::Instant not_before_{};  // of the next attempt, whichever it is: pace, and the receiver's wish
  std::uint64_t posted_ = 0;
  Totals totals_;
  std::string last_failure_;
  std::string not_durable_;
};

}  // namespace checkride::runtime::notify

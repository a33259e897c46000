// Outbox: the notifications of one channel on their way: in order, with retry, bounded, safe from kill and restart.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <string>

#include "notify/breaker.hpp"
#include "notify/channel.hpp"
#include "notify/outbox_journal.hpp"
#include "service/context.hpp"

namespace checkride::runtime::notify {

// Notifications leave in the order in which they came: a resolved one never overtakes its firing. While the first is
// being retried the others wait, for what fails is nearly always the channel and not the message; other channels have
// outboxes of their own, and a receiver with an address of its own has a lane of its own: order, pace, the receiver's
// wish and breaker are a lane's. Each parcel arrives at least once, and always under the same id, or becomes a dead
// letter.
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

  // Takes up what the journal holds. `context` outlives the outbox. `name` is the channel's; without a channel, which
  // the configuration does not have any more, what waits is given up.
  Outbox(Context& context, Action name, std::unique_ptr<Channel> channel, const OutboxConfig& config);

  // The word of the rule's action, the metric label and the log field.
  std::string_view name() const { return to_string(name_); }
  // Whether there is a channel to deliver by.
  bool has_channel() const { return channel_ != nullptr; }
  // Another way of telling, or none any more, from now on. What waits goes to whom the new channel tells and who has it
  // not yet, at once; without a channel it is given up. An attempt under way ends as it does: what it brought about
  // counts, but a failure says nothing of the new channel.
  void set_channel(std::unique_ptr<Channel> channel);
  void set_limits(const OutboxConfig& config);
  // Requires a channel. The journal has what was posted when this returns, unless the disk refuses: then that is told,
  // and delivery goes on from memory.
  void post(const Group& group);
  // Parcels that are not settled yet, the one being delivered included.
  const std::deque<std::shared_ptr<Item>>& queue() const { return queue_; }
  std::size_t queued() const { return queue_.size(); }
  const std::deque<DeadLetter>& dead_letters() const { return dead_; }
  enum class Answer { done, unknown, no_channel, full };
  // Queues what was given up once more, as new and behind the others, under its id; never done for done.
  Answer retry_dead_letter(std::string_view id);
  // Forgets it; done or unknown.
  Answer discard_dead_letter(std::string_view id);
  const Totals& totals() const { return totals_; }
  // The gravest of its lanes.
  BreakerState breaker() const;
  // Delivers for ever. Run as a task; cancelling it leaves the queue as it is.
  world::Task<> run();
  // What the channel has to do between deliveries, and each later one. Run as a task.
  world::Task<> keep_up();
  // Returns when nothing is queued but what a restart keeps, for addresses that are known to be dead.
  world::Task<Result<>> drained();
  // Why the last attempt failed; empty after a success. Of several lanes the first that has failed.
  std::string last_failure() const;
  // Why a restart would lose what waits; empty while the journal works.
  const std::string& not_durable() const { return not_durable_; }

 private:
  // What is known of one address: the channel's own, or a receiver's.
  struct Lane {
    Breaker breaker{};
    world::Instant not_before{};  // of the next attempt, whichever it is: pace, and the receiver's wish
    std::string last_failure{};
  };
  // Who is next, and when.
  struct Turn {
    std::shared_ptr<Item> item;
    world::Instant due{};
  };

  void recover();
  void restore(Parcel&& parcel);
  void post_part(Group&& part);
  // Requires that something is queued.
  std::shared_ptr<Item> oldest_dispensable() const;
  std::string next_id(const Group& part);
  static const std::string& lane_name(const Parcel& parcel);
  Lane& lane_of(const Item& item) { return lanes_[lane_name(item.parcel)]; }
  world::Instant due_of(const Item& item);
  // The first of each lane is that lane's next. Requires that something is queued.
  Turn next_turn();
  // Is all that waits safe on the disk, and for addresses that are known to be dead?
  bool is_stuck() const;
  void enqueue(Parcel&& parcel);
  void settle(const std::shared_ptr<Item>& item, const Outcome& outcome, const Channel& by);
  void judge(Lane& lane, const Outcome& outcome);
  void settle_former(Item& item, const Outcome& outcome, const Channel& by);
  void put_off(Item& item, const Outcome& outcome);
  void report_delivered(const Item& item, const Outcome& outcome);
  void give_up(const Item& item, std::string_view reason, std::string_view why);
  void give_up_without_channel();
  // A receiver's own recipients, or everybody of the channel.
  std::vector<std::string> targets_of(const Group& group) const;
  // Of those whom the parcel has still to reach the ones who are told today; all of them, if none of the former is.
  std::vector<std::string> targets_today(const Parcel& parcel) const;
  void hand_on(Item& item, const std::vector<std::string>& former_targets);
  world::Task<> until_replaced(std::shared_ptr<Channel> channel);
  void remove(const Item& item);
  using Lasting = OutboxJournal::Lasting;
  void store(const Record& record, Lasting lasting = Lasting::by_kind);
  void rewrite();
  void lost_durability(const Error& error);
  void count_failure(std::string_view reason);
  void show();
  void show_breaker();

  Context& context_;
  Action name_;
  std::shared_ptr<Channel> channel_;  // shared with the delivery under way; null: none any more
  OutboxConfig config_;
  RetryPolicy policy_;
  Logger log_;
  world::Random& random_;
  OutboxJournal journal_;
  std::map<std::string, Lane> lanes_;  // by the receiver's name; empty: the channel's own
  // Shared with the delivery under way, which must survive the item's being given up from the front.
  std::deque<std::shared_ptr<Item>> queue_;
  std::shared_ptr<Item> delivering_;  // whose targets nobody else may touch
  std::deque<DeadLetter> dead_;
  world::Notifier changed_;
  std::uint64_t posted_ = 0;
  Totals totals_;
  std::string not_durable_;
  bool recovering_ = false;
};

}  // namespace checkride::runtime::notify

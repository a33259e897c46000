// What happens to an outbox from outside while it works: another channel or other limits, by a reload, and what a
// person decides of dead letters.
#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <iterator>
#include <utility>

#include "notify/outbox.hpp"

namespace checkride::runtime::notify {

namespace {

bool holds(const std::vector<std::string>& list, const std::string& one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

std::vector<std::string> without(const std::vector<std::string>& list, const std::vector<std::string>& others) {
  std::vector<std::string> out;
  std::copy_if(list.begin(), list.end(), std::back_inserter(out), [&](const auto& one) { return !holds(others, one); });
  return out;
}

// Whom a parcel has to reach by another channel: everybody but those whom the former one has reached. One that had
// nobody left was refused for all.
std::vector<std::string> targets_after(const std::vector<std::string>& left, const std::vector<std::string>& former,
                                       const std::vector<std::string>& next) {
  return left.empty() ? next : without(next, without(former, left));
}

}  // namespace

void Outbox::set_channel(std::unique_ptr<Channel> channel) {
  const std::vector<std::string> former = channel_ ? channel_->targets() : std::vector<std::string>();
  channel_ = std::move(channel);
  // What is known of the former addresses says nothing of the next.
  lanes_.clear();
  if (channel_) {
    const auto waiting = queue_;
    for (const std::shared_ptr<Item>& item : waiting) {
      if (item != delivering_) hand_on(*item, former);
    }
  } else {
    give_up_without_channel();
  }
  show();
  changed_.notify_all();
}

void Outbox::set_limits(const OutboxConfig& config) {
  config_ = config;
  policy_.give_up_after = config.give_up_after;
  while (queue_.size() > config_.queue_max) {
    const std::shared_ptr<Item> oldest = oldest_dispensable();
    give_up(*oldest, "outbox_full", "too many notifications wait");
  }
  while (dead_.size() > config_.dead_letters_max) dead_.pop_front();
  show();
  changed_.notify_all();
}

void Outbox::give_up_without_channel() {
  const auto waiting = queue_;
  for (const std::shared_ptr<Item>& item : waiting) {
    if (item != delivering_) give_up(*item, "channel_removed", "the configuration does not have this channel any more");
  }
}

std::vector<std::string> Outbox::targets_today(const Parcel& parcel) const {
  const std::vector<std::string> all = targets_of(parcel.group);
  std::vector<std::string> left = without(parcel.targets, without(parcel.targets, all));
  return left.empty() ? all : left;
}

// Requires a caller that holds `item` too.
void Outbox::hand_on(Item& item, const std::vector<std::string>& former_targets) {
  item.due = context_.world.clock().now();
  const Group& group = item.parcel.group;
  const std::vector<std::string>& former = group.mail_to.empty() ? former_targets : group.mail_to;
  item.parcel.targets = targets_after(item.parcel.targets, former, targets_of(group));
  if (!item.parcel.targets.empty()) {
    return store(Progress{item.parcel.id, item.parcel.targets, item.parcel.failures});
  }
  report_delivered(item, Outcome(Verdict::delivered, "everybody who is still to be told has it"));
  remove(item);
  store(Settled{item.parcel.id});
}

// The attempt failed that was under way when its channel was replaced.
void Outbox::settle_former(Item& item, const Outcome& outcome, const Channel& by) {
  item.last_failure = outcome.text;
  if (!channel_) return give_up(item, "channel_removed", outcome.text);
  hand_on(item, by.targets());
}

world::Task<> Outbox::keep_up() {
  using namespace boost::asio::experimental::awaitable_operators;
  while (true) {
    const std::shared_ptr<Channel> channel = channel_;
    if (channel) (void)co_await (channel->keep_up() || until_replaced(channel));
    co_await until_replaced(channel);
  }
}

world::Task<> Outbox::until_replaced(std::shared_ptr<Channel> channel) {
  while (channel_ == channel) co_await changed_.wait();
}

Outbox::Answer Outbox::retry_dead_letter(std::string_view id) {
  const auto found = std::find_if(dead_.begin(), dead_.end(), [&](const auto& one) { return one.parcel.id == id; });
  if (found == dead_.end()) return Answer::unknown;
  if (!channel_) return Answer::no_channel;
  if (queue_.size() >= config_.queue_max) return Answer::full;
  Parcel parcel = std::move(found->parcel);
  dead_.erase(found);
  parcel.failures = 0;
  parcel.targets = targets_today(parcel);
  log_.info("dead_letter_retried", {{"integration", name()}, {"id", id}});
  enqueue(std::move(parcel));
  show();
  changed_.notify_all();
  return Answer::done;
}

Outbox::Answer Outbox::discard_dead_letter(std::string_view id) {
  const auto found = std::find_if(dead_.begin(), dead_.end(), [&](const auto& one) { return one.parcel.id == id; });
  if (found == dead_.end()) return Answer::unknown;
  const Settled forgotten{found->parcel.id};
  dead_.erase(found);
  log_.info("dead_letter_discarded", {{"integration", name()}, {"id", id}});
  store(forgotten, Lasting::at_once);
  show();
  return Answer::done;
}

}  // namespace checkride::runtime::notify

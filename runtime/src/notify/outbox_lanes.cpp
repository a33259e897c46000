// Of an outbox: whose turn it is. Each address, the channel's own and those of receivers, has a lane: a dead one holds
// up nobody but itself.
#include <algorithm>
#include <utility>

#include "notify/outbox.hpp"
#include "notify/texts.hpp"

namespace checkride::runtime::notify {

const std::string& Outbox::lane_name(const Parcel& parcel) {
  static const std::string kChannel;
  return parcel.group.own_target ? parcel.group.receiver : kChannel;
}

world::Instant Outbox::due_of(const Item& item) {
  const Lane& lane = lane_of(item);
  return std::max({item.due, lane.not_before, lane.breaker.not_before()});
}

Outbox::Turn Outbox::next_turn() {
  Turn turn;
  std::vector<std::string_view> seen;
  for (const std::shared_ptr<Item>& item : queue_) {
    const std::string& lane = lane_name(item->parcel);
    if (std::find(seen.begin(), seen.end(), lane) != seen.end()) continue;
    seen.push_back(lane);
    const world::Instant due = due_of(*item);
    if (!turn.item || due < turn.due) turn = Turn{item, due};
  }
  CHECKRIDE_ASSERT(turn.item != nullptr);
  return turn;
}

bool Outbox::is_stuck() const {
  if (!not_durable_.empty()) return false;
  const world::Instant now = context_.world.clock().now();
  return std::all_of(queue_.begin(), queue_.end(), [&](const std::shared_ptr<Item>& item) {
    const auto lane = lanes_.find(lane_name(item->parcel));
    return lane != lanes_.end() && lane->second.breaker.state(now) == BreakerState::open;
  });
}

BreakerState Outbox::breaker() const {
  const world::Instant now = context_.world.clock().now();
  BreakerState gravest = BreakerState::closed;
  for (const auto& [name, lane] : lanes_) {
    const BreakerState state = lane.breaker.state(now);
    if (state == BreakerState::open || gravest == BreakerState::closed) gravest = state;
  }
  return gravest;
}

// Whether an open one is half open by now is for the reader to say: nothing happens here when its time has passed.
void Outbox::show_breaker() {
  const std::string channel(name());
  if (!channel_) {
    context_.board.breakers.erase(channel);
    return;
  }
  const world::Instant now = context_.world.clock().now();
  BreakerStatus gravest;
  for (const auto& [name, lane] : lanes_) {
    gravest.failures = std::max(gravest.failures, lane.breaker.failures());
    if (lane.breaker.state(now) == BreakerState::closed) continue;
    const world::Instant until = lane.breaker.not_before();
    gravest.open_until = gravest.open_until ? std::max(*gravest.open_until, until) : until;
  }
  context_.board.breakers[channel] = gravest;
}

std::string Outbox::last_failure() const {
  for (const auto& [name, lane] : lanes_) {
    if (lane.last_failure.empty()) continue;
    return name.empty() ? lane.last_failure : "receiver \"" + single_line(name) + "\": " + lane.last_failure;
  }
  return {};
}

}  // namespace checkride::runtime::notify

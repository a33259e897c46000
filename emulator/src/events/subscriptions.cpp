#include "events/subscriptions.hpp"

#include <algorithm>

#include "answers/limits.hpp"
#include "checkride/result/assert.hpp"

namespace checkride::emulator {
namespace {

using protocol::Exception;

constexpr std::uint64_t kTwelveSecondsNs = 12'000'000'000;

}  // namespace

std::uint64_t ticks_until(const SystemEventInfo& timer, world::Instant start, world::Instant now) {
  CHECKRIDE_ASSERT(timer.per_12_seconds != 0);
  if (now <= start) return 0;
  return static_cast<std::uint64_t>((now - start).count()) * timer.per_12_seconds / kTwelveSecondsNs;
}

world::Instant time_of_tick(const SystemEventInfo& timer, world::Instant start, std::uint64_t tick) {
  CHECKRIDE_ASSERT(timer.per_12_seconds != 0);
  const std::uint64_t rounded_up = (tick * kTwelveSecondsNs + timer.per_12_seconds - 1) / timer.per_12_seconds;
  return start + world::Duration(static_cast<std::int64_t>(rounded_up));
}

Outcome Subscriptions::subscribe(const protocol::SubscribeToSystemEvent& message, const Profile& profile,
                                 world::Instant start, world::Instant now) {
  const SystemEventInfo* event = find_system_event(message.system_event_name, profile);
  const auto same_id = [&message](const Subscription& old) { return old.id == message.client_event_id; };
  const auto old = std::find_if(subscriptions_.begin(), subscriptions_.end(), same_id);
  if (old != subscriptions_.end()) {
    return Refusal{old->event == event ? Exception::already_subscribed : Exception::event_id_duplicate, 1};
  }
  if (subscriptions_.size() >= kMaxSubscriptions) return Refusal{Exception::too_many_objects, 1};
  if (event == nullptr) return Refusal{Exception::name_unrecognized, 2};
  Subscription subscription;
  subscription.id = message.client_event_id;
  subscription.event = event;
  if (event->source == EventSource::timer) subscription.last_tick = ticks_until(*event, start, now);
  subscriptions_.push_back(subscription);
  return {};
}

Outcome Subscriptions::unsubscribe(const protocol::UnsubscribeFromSystemEvent& message) {
  const auto same_id = [&message](const Subscription& old) { return old.id == message.client_event_id; };
  if (std::erase_if(subscriptions_, same_id) == 0) return Refusal{Exception::unrecognized_id, 1};
  return {};
}

Outcome Subscriptions::set_state(const protocol::SetSystemEventState& message, world::Instant start,
                                 world::Instant now) {
  for (Subscription& subscription : subscriptions_) {
    if (subscription.id != message.client_event_id) continue;
    if (message.state != protocol::State::off && message.state != protocol::State::on) {
      return Refusal{Exception::invalid_enum, 2};
    }
    subscription.on = message.state == protocol::State::on;
    // What ticked while it was off is not made good.
    if (subscription.event->source == EventSource::timer) {
      subscription.last_tick = ticks_until(*subscription.event, start, now);
    }
    return {};
  }
  return Refusal{Exception::unrecognized_id, 1};
}

bool Subscriptions::has(protocol::EventId id) const {
  return std::any_of(subscriptions_.begin(), subscriptions_.end(),
                     [id](const Subscription& subscription) { return subscription.id == id; });
}

std::vector<SubscriptionInfo> Subscriptions::info() const {
  std::vector<SubscriptionInfo> result;
  for (const Subscription& subscription : subscriptions_) {
    result.push_back({subscription.id.value, std::string(subscription.event->name), subscription.on});
  }
  return result;
}

}  // namespace checkride::emulator

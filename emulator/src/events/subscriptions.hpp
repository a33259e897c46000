// The system events that one session subscribed to (semantics 9), in the order of subscription.
#pragma once

#include <cstdint>
#include <vector>

#include "answers/outcome.hpp"
#include "checkride/protocol/messages.hpp"
#include "events/system_events.hpp"
#include "simulator/clients.hpp"
#include "simulator/simulator.hpp"

namespace checkride::emulator {

struct Subscription {
  protocol::EventId id;
  const SystemEventInfo* event = nullptr;
  bool on = true;
  std::uint64_t last_tick = 0;  // of a timer: how many ticks of the simulator's life are dealt with
};

// Ticks of a timer since `start`, and when the n-th comes. Timers are the simulator's: all clients hear the same ticks.
std::uint64_t ticks_until(const SystemEventInfo& timer, world::Instant start, world::Instant now);
world::Instant time_of_tick(const SystemEventInfo& timer, world::Instant start, std::uint64_t tick);

class Subscriptions {
 public:
  // Appends the subscription, which is the last of all() then. Its id must not be a mapped client event: that is asked
  // before.
  Outcome subscribe(const protocol::SubscribeToSystemEvent& message, const Profile& profile, world::Instant start,
                    world::Instant now);
  Outcome unsubscribe(const protocol::UnsubscribeFromSystemEvent& message);
  Outcome set_state(const protocol::SetSystemEventState& message, world::Instant start, world::Instant now);

  const std::vector<Subscription>& all() const { return subscriptions_; }
  bool has(protocol::EventId id) const;
  // Calls `act(id)` of the timers that ticked by `now`, once each however often; they are dealt with then.
  template <class Act>
  void for_each_tick(world::Instant start, world::Instant now, Act act) {
    for (Subscription& subscription : subscriptions_) {
      if (!subscription.on || subscription.event->source != EventSource::timer) continue;
      const std::uint64_t tick = ticks_until(*subscription.event, start, now);
      if (tick <= subscription.last_tick) continue;
      subscription.last_tick = tick;
      act(subscription.id);
    }
  }
  std::vector<SubscriptionInfo> info() const;

 private:
  std::vector<Subscription> subscriptions_;
};

}  // namespace checkride::emulator

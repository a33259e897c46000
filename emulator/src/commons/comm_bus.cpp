#include "commons/comm_bus.hpp"

#include <utility>

namespace checkride::emulator {

void CommBus::subscribe(ClientId client, std::uint32_t event_id, std::string name, CommBusListener& listener) {
  subscriptions_.push_back({client, event_id, std::move(name), &listener});
}

bool CommBus::unsubscribe(ClientId client, std::uint32_t event_id) {
  return std::erase_if(subscriptions_, [&](const Subscription& subscription) {
           return subscription.client == client && subscription.event_id == event_id;
         }) != 0;
}

void CommBus::remove_client(ClientId client) {
  std::erase_if(subscriptions_, [&](const Subscription& subscription) { return subscription.client == client; });
}

void CommBus::call(ClientId caller, std::string_view name, Audience audience, std::span<const std::byte> data) {
  for (const Subscription& subscription : subscriptions_) {
    const bool asked = subscription.client == caller ? audience.caller : audience.others;
    if (asked && subscription.name == name) subscription.listener->hear(subscription.event_id, data);
  }
}

}  // namespace checkride::emulator

// The communication bus: data sent under a name to whoever subscribed to it (semantics 24). Shared by all clients.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/clients.hpp"

namespace checkride::emulator {

// Who hears a call; told at once, in the order of subscribing.
class CommBusListener {
 public:
  virtual void hear(std::uint32_t event_id, std::span<const std::byte> data) = 0;

 protected:
  ~CommBusListener() = default;
};

class CommBus {
 public:
  // `listener` stays until remove(). Names are compared exactly.
  void subscribe(ClientId client, std::uint32_t event_id, std::string name, CommBusListener& listener);
  // False: this client has no such subscription.
  bool unsubscribe(ClientId client, std::uint32_t event_id);
  void remove_client(ClientId client);

  struct Audience {
    bool others = false;
    bool caller = false;
  };
  void call(ClientId caller, std::string_view name, Audience audience, std::span<const std::byte> data);

 private:
  struct Subscription {
    ClientId client = 0;
    std::uint32_t event_id = 0;
    std::string name;
    CommBusListener* listener = nullptr;
  };
  std::vector<Subscription> subscriptions_;
};

}  // namespace checkride::emulator

// Clients that listen to one event each, and what they were told of events, in order.
#pragma once

#include <cstdint>
#include <string_view>
#include <tuple>
#include <vector>

#include "session/session_fixture.hpp"

namespace checkride::emulator::test {

class Events : public testing::Test {
 protected:
  // (group, event, data) of every EVENT since the last call.
  using Told = std::vector<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>>;
  Told told(ClientId client) {
    Told result;
    for (const auto& event : cockpit.take(client).all<protocol::RecvEvent>()) {
      result.emplace_back(event.group_id.value, event.client_event_id.value, event.data);
    }
    return result;
  }
  // A client that listens to the event in a group of this priority.
  ClientId listener(std::string_view event, std::uint32_t priority, bool maskable = false,
                    protocol::Protocol version = protocol::Protocol::msfs2024) {
    const ClientId client = cockpit.open(version);
    cockpit.send(client, map_event(1, event));
    cockpit.send(client, add_to_group(2, 1, maskable));
    cockpit.send(client, set_priority(2, priority));
    cockpit.run_frame();
    EXPECT_TRUE(cockpit.take(client).messages.empty());
    return client;
  }

  Cockpit cockpit;
};

}  // namespace checkride::emulator::test

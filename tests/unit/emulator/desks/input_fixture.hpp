// Clients with groups of inputs, strokes from the control side, and what each client was told of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "session/session_fixture.hpp"

namespace checkride::emulator::test {

inline constexpr std::uint32_t kGroup = 5;          // of inputs
inline constexpr std::uint32_t kNotifications = 9;  // of events
using Exceptions = std::pair<std::uint32_t, std::uint32_t>;

inline protocol::MapInputEventToClientEvent map_input(std::string_view input, std::uint32_t down,
                                                      std::uint32_t up = protocol::kUnused, bool maskable = false,
                                                      std::uint32_t group = kGroup) {
  protocol::MapInputEventToClientEvent message;
  message.input_group_id.value = group;
  message.input_definition = input;
  message.down_event_id.value = down;
  message.down_value = 10;
  message.up_event_id.value = up;
  message.up_value = 20;
  message.maskable = maskable;
  return message;
}

inline protocol::SetInputGroupState set_state(std::uint32_t state, std::uint32_t group = kGroup) {
  protocol::SetInputGroupState message;
  message.input_group_id.value = group;
  message.state = static_cast<protocol::State>(state);
  return message;
}

inline protocol::SetInputGroupPriority set_input_priority(std::uint32_t priority, std::uint32_t group = kGroup) {
  protocol::SetInputGroupPriority message;
  message.input_group_id.value = group;
  message.priority = priority;
  return message;
}

inline protocol::RemoveInputEvent remove_input(std::string_view input, std::uint32_t group = kGroup) {
  protocol::RemoveInputEvent message;
  message.input_group_id.value = group;
  message.input_definition = input;
  return message;
}

inline protocol::ClearInputGroup clear_inputs(std::uint32_t group = kGroup) {
  protocol::ClearInputGroup message;
  message.input_group_id.value = group;
  return message;
}

class InputEvents : public testing::Test {
 protected:
  // A client whose private events 1 (down) and 2 (up) are in a notification group.
  ClientId pilot(Cockpit& where, protocol::Protocol version = protocol::Protocol::msfs2024) {
    const ClientId client = where.open(version);
    for (const std::uint32_t event : {1u, 2u}) {
      where.send(client, map_event(event, ""));
      where.send(client, add_to_group(kNotifications, event));
    }
    where.run_frame();
    EXPECT_TRUE(where.take(client).messages.empty());
    return client;
  }
  ClientId pilot() { return pilot(cockpit); }
  // One whose input group is on and has this input.
  ClientId listener(std::string_view input, std::uint32_t priority, bool maskable = false) {
    const ClientId client = pilot();
    cockpit.send(client, map_input(input, 1, 2, maskable));
    cockpit.send(client, set_input_priority(priority));
    cockpit.send(client, set_state(1));
    cockpit.run_frame();
    EXPECT_TRUE(cockpit.take(client).messages.empty());
    return client;
  }
  InputHeard press(std::string_view input, bool down = true, std::optional<std::int64_t> value = {}) {
    const auto heard = cockpit.sessions.press_input({input, down, value});
    EXPECT_TRUE(heard.has_value()) << input;
    return heard ? *heard : InputHeard();
  }
  // (event, data) of every EVENT since the last call.
  using Told = std::vector<std::pair<std::uint32_t, std::uint32_t>>;
  Told told(ClientId client) {
    cockpit.run_frame();
    Told result;
    for (const auto& event : cockpit.take(client).all<protocol::RecvEvent>()) {
      EXPECT_EQ(event.group_id.value, kNotifications);
      result.emplace_back(event.client_event_id.value, event.data);
    }
    return result;
  }

  Cockpit cockpit;
};

}  // namespace checkride::emulator::test

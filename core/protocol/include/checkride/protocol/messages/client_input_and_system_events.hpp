// Input events, reserved keys and system events.
//
// Texts, bytes and lists of a decoded message are views into its frame and live as long as it does.
// Client to server. Source: wire.md 3.4.
#pragma once

#include <cstdint>
#include <string_view>

#include "checkride/protocol/enums.hpp"
#include "checkride/protocol/ids.hpp"
#include "checkride/protocol/table.hpp"

namespace checkride::protocol {

// Ties keys or controls to a client event.
struct MapInputEventToClientEvent {
  InputGroupId input_group_id{};
  std::string_view input_definition{};
  EventId down_event_id{};
  std::uint32_t down_value{};
  EventId up_event_id{kUnused};
  std::uint32_t up_value{};
  bool maskable{};

  static constexpr auto kInfo =
      message(SendType{0x11}, "MapInputEventToClientEvent", Since{Protocol::fsx_rtm}, Size{296});
  template <class M = MapInputEventToClientEvent>
  static constexpr auto fields() {
    return Rows{field(&M::input_group_id, "input_group_id", Unit::none, "input group of the client"),
                text<256>(&M::input_definition, "input_definition", "keys or controls"),
                field(&M::down_event_id, "down_event_id", Unit::none, "event when pressed"),
                field(&M::down_value, "down_value", Unit::none, "its data"),
                field(&M::up_event_id, "up_event_id", Unit::none, "event when released; 0xFFFFFFFF for none"),
                field(&M::up_value, "up_value", Unit::none, "its data"),
                field(&M::maskable, "maskable", Unit::none, "a higher group may hide the event from lower ones")};
  }
};

// Sets the priority of an input group.
struct SetInputGroupPriority {
  InputGroupId input_group_id{};
  std::uint32_t priority{};

  static constexpr auto kInfo = message(SendType{0x12}, "SetInputGroupPriority", Since{Protocol::fsx_rtm}, Size{24});
  template <class M = SetInputGroupPriority>
  static constexpr auto fields() {
    return Rows{field(&M::input_group_id, "input_group_id", Unit::none, "input group of the client"),
                field(&M::priority, "priority", Unit::none, "the smaller, the earlier served")};
  }
};

// Takes an input out of its group.
struct RemoveInputEvent {
  InputGroupId input_group_id{};
  std::string_view input_definition{};

  static constexpr auto kInfo = message(SendType{0x13}, "RemoveInputEvent", Since{Protocol::fsx_rtm}, Size{276});
  template <class M = RemoveInputEvent>
  static constexpr auto fields() {
    return Rows{field(&M::input_group_id, "input_group_id", Unit::none, "input group of the client"),
                text<256>(&M::input_definition, "input_definition", "keys or controls")};
  }
};

// Removes all inputs of a group.
struct ClearInputGroup {
  InputGroupId input_group_id{};

  static constexpr auto kInfo = message(SendType{0x14}, "ClearInputGroup", Since{Protocol::fsx_rtm}, Size{20});
  template <class M = ClearInputGroup>
  static constexpr auto fields() {
    return Rows{field(&M::input_group_id, "input_group_id", Unit::none, "input group of the client")};
  }
};

// Switches an input group on or off.
struct SetInputGroupState {
  InputGroupId input_group_id{};
  State state{};

  static constexpr auto kInfo = message(SendType{0x15}, "SetInputGroupState", Since{Protocol::fsx_rtm}, Size{24});
  template <class M = SetInputGroupState>
  static constexpr auto fields() {
    return Rows{field(&M::input_group_id, "input_group_id", Unit::none, "input group of the client"),
                field(&M::state, "state", Unit::none, "off or on")};
  }
};

// Asks for a key of its own. Answered by RESERVED_KEY.
struct RequestReservedKey {
  EventId client_event_id{};
  std::string_view key_choice1{};
  std::string_view key_choice2{};
  std::string_view key_choice3{};

  static constexpr auto kInfo = message(SendType{0x16}, "RequestReservedKey", Since{Protocol::fsx_rtm}, Size{110});
  template <class M = RequestReservedKey>
  static constexpr auto fields() {
    return Rows{field(&M::client_event_id, "client_event_id", Unit::none, "the client's event"),
                text<30>(&M::key_choice1, "key_choice1", "first choice"),
                text<30>(&M::key_choice2, "key_choice2", "second choice; may be empty"),
                text<30>(&M::key_choice3, "key_choice3", "third choice; may be empty")};
  }
};

// Asks for a system event. Answered by EVENT and its variants whenever it happens.
struct SubscribeToSystemEvent {
  EventId client_event_id{};
  std::string_view system_event_name{};

  static constexpr auto kInfo = message(SendType{0x17}, "SubscribeToSystemEvent", Since{Protocol::fsx_rtm}, Size{276});
  template <class M = SubscribeToSystemEvent>
  static constexpr auto fields() {
    return Rows{field(&M::client_event_id, "client_event_id", Unit::none, "the client's event"),
                text<256>(&M::system_event_name, "system_event_name", "name of the system event; case is ignored")};
  }
};

// Ends a subscription to a system event.
struct UnsubscribeFromSystemEvent {
  EventId client_event_id{};

  static constexpr auto kInfo =
      message(SendType{0x18}, "UnsubscribeFromSystemEvent", Since{Protocol::fsx_rtm}, Size{20});
  template <class M = UnsubscribeFromSystemEvent>
  static constexpr auto fields() {
    return Rows{field(&M::client_event_id, "client_event_id", Unit::none, "the client's event")};
  }
};

}  // namespace checkride::protocol

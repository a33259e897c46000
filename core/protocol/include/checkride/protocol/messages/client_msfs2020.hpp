// Events, actions and input events added with MSFS 2020.
//
// Texts, bytes and lists of a decoded message are views into its frame and live as long as it does.
// Client to server. Source: wire.md 3.11.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "checkride/protocol/enums.hpp"
#include "checkride/protocol/ids.hpp"
#include "checkride/protocol/table.hpp"

namespace checkride::protocol {

// Sends an event with five parameters. Subscribed clients receive EVENT_EX1.
struct TransmitClientEvent_EX1 {
  ObjectId object_id{};
  EventId client_event_id{};
  std::uint32_t group_id_or_priority{};
  TransmitFlags flags{};
  std::uint32_t data0{};
  std::uint32_t data1{};
  std::uint32_t data2{};
  std::uint32_t data3{};
  std::uint32_t data4{};

  static constexpr auto kInfo = message(SendType{0x44}, "TransmitClientEvent_EX1", Since{Protocol::msfs2020}, Size{52});
  template <class M = TransmitClientEvent_EX1>
  static constexpr auto fields() {
    return Rows{field(&M::object_id, "object_id", Unit::none, "0 is the user's aircraft"),
                field(&M::client_event_id, "client_event_id", Unit::none, "the client's event"),
                field(&M::group_id_or_priority, "group_id_or_priority", Unit::none,
                      "notification group, or with group_id_is_priority a priority"),
                field(&M::flags, "flags", Unit::none, "how it is to be done"),
                field(&M::data0, "data0", Unit::none, "first parameter"),
                field(&M::data1, "data1", Unit::none, "second parameter"),
                field(&M::data2, "data2", Unit::none, "third parameter"),
                field(&M::data3, "data3", Unit::none, "fourth parameter"),
                field(&M::data4, "data4", Unit::none, "fifth parameter")};
  }
};

// Asks for the input devices. Answered by CONTROLLERS_LIST.
struct EnumerateControllers {
  static constexpr auto kInfo = message(SendType{0x4c}, "EnumerateControllers", Since{Protocol::msfs2020}, Size{16});
  static constexpr auto fields() { return Rows{}; }
};

// The same as MapInputEventToClientEvent with newer input names.
struct MapInputEventToClientEvent_EX1 {
  InputGroupId input_group_id{};
  std::string_view input_definition{};
  EventId down_event_id{};
  std::uint32_t down_value{};
  EventId up_event_id{kUnused};
  std::uint32_t up_value{};
  bool maskable{};

  static constexpr auto kInfo =
      message(SendType{0x4d}, "MapInputEventToClientEvent_EX1", Since{Protocol::msfs2020}, Size{296});
  template <class M = MapInputEventToClientEvent_EX1>
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

// Runs an action. Answered by ACTION_CALLBACK.
struct ExecuteAction {
  RequestId request_id{};
  std::string_view action_id{};
  std::uint32_t unit_size{};
  std::span<const std::byte> param_values{};

  static constexpr auto kInfo = message(SendType{0x4e}, "ExecuteAction", Since{Protocol::msfs2020}, Size{280});
  template <class M = ExecuteAction>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
                text<256>(&M::action_id, "action_id", "name of the action"),
                field(&M::unit_size, "unit_size", Unit::bytes, "bytes of the parameters"),
                bytes_to_end(&M::param_values, "param_values", "parameters packed in their order")};
  }
};

// Asks for the input events of the aircraft. Answered by ENUMERATE_INPUT_EVENTS.
struct EnumerateInputEvents {
  RequestId request_id{};

  static constexpr auto kInfo = message(SendType{0x4f}, "EnumerateInputEvents", Since{Protocol::msfs2020}, Size{20});
  template <class M = EnumerateInputEvents>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "echoed in every answer")};
  }
};

// Asks for the value of an input event. Answered by GET_INPUT_EVENT.
struct GetInputEvent {
  RequestId request_id{};
  InputEventHash hash{};

  static constexpr auto kInfo = message(SendType{0x50}, "GetInputEvent", Since{Protocol::msfs2020}, Size{28});
  template <class M = GetInputEvent>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
                field(&M::hash, "hash", Unit::none, "the input event; 0 is all of them in subscriptions")};
  }
};

// Sets an input event. A text comes with or without its NUL.
struct SetInputEvent {
  InputEventHash hash{};
  std::uint32_t unit_size{};
  std::span<const std::byte> value{};

  static constexpr auto kInfo = message(SendType{0x51}, "SetInputEvent", Since{Protocol::msfs2020}, Size{28});
  template <class M = SetInputEvent>
  static constexpr auto fields() {
    return Rows{field(&M::hash, "hash", Unit::none, "the input event; 0 is all of them in subscriptions"),
                field(&M::unit_size, "unit_size", Unit::bytes, "bytes of the value"),
                bytes_to_end(&M::value, "value", "one value or several, packed")};
  }
};

// Asks for every change of an input event. Answered by SUBSCRIBE_INPUT_EVENT.
struct SubscribeInputEvent {
  InputEventHash hash{};

  static constexpr auto kInfo = message(SendType{0x52}, "SubscribeInputEvent", Since{Protocol::msfs2020}, Size{24});
  template <class M = SubscribeInputEvent>
  static constexpr auto fields() {
    return Rows{field(&M::hash, "hash", Unit::none, "the input event; 0 is all of them in subscriptions")};
  }
};

// Ends that subscription.
struct UnsubscribeInputEvent {
  InputEventHash hash{};

  static constexpr auto kInfo = message(SendType{0x53}, "UnsubscribeInputEvent", Since{Protocol::msfs2020}, Size{24});
  template <class M = UnsubscribeInputEvent>
  static constexpr auto fields() {
    return Rows{field(&M::hash, "hash", Unit::none, "the input event; 0 is all of them in subscriptions")};
  }
};

// Asks for the parameters of an input event. Answered by ENUMERATE_INPUT_EVENT_PARAMS.
struct EnumerateInputEventParams {
  InputEventHash hash{};

  static constexpr auto kInfo =
      message(SendType{0x54}, "EnumerateInputEventParams", Since{Protocol::msfs2020}, Size{24});
  template <class M = EnumerateInputEventParams>
  static constexpr auto fields() {
    return Rows{field(&M::hash, "hash", Unit::none, "the input event; 0 is all of them in subscriptions")};
  }
};

}  // namespace checkride::protocol

// Data of objects, clients and the system.
//
// Texts, bytes and lists of a decoded message are views into its frame and live as long as it does.
// Server to client. Source: wire.md 4.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "checkride/protocol/enums.hpp"
#include "checkride/protocol/ids.hpp"
#include "checkride/protocol/input_value.hpp"
#include "checkride/protocol/structures.hpp"
#include "checkride/protocol/table.hpp"

namespace checkride::protocol {

// The answer to RequestDataOnSimObject. With the flag tagged, data are pairs of datum id and value.
struct RecvSimObjectData {
  RequestId request_id{};
  ObjectId object_id{};
  DefinitionId define_id{};
  RequestFlags flags{};
  std::uint32_t entry_number = 1;
  std::uint32_t out_of = 1;
  std::uint32_t define_count{};
  std::span<const std::byte> data{};

  static constexpr auto kInfo = message(ReceiveType{0x08}, "SIMOBJECT_DATA", Since{Protocol::fsx_rtm}, Size{40});
  template <class M = RecvSimObjectData>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
                field(&M::object_id, "object_id", Unit::none, "the object; the real id, also when 0 was asked for"),
                field(&M::define_id, "define_id", Unit::none, "data definition of the client"),
                field(&M::flags, "flags", Unit::none, "how it is to be done"),
                field(&M::entry_number, "entry_number", Unit::none, "number of this object, from 1"),
                field(&M::out_of, "out_of", Unit::none, "number of objects in the answer"),
                field(&M::define_count, "define_count", Unit::none, "datums, or tagged pairs, in this frame"),
                bytes_to_end(&M::data, "data", "values in definition order, or pairs of datum id and value")};
  }
};

// One object of the answer to RequestDataOnSimObjectType.
struct RecvSimObjectDataByType {
  RequestId request_id{};
  ObjectId object_id{};
  DefinitionId define_id{};
  RequestFlags flags{};
  std::uint32_t entry_number = 1;
  std::uint32_t out_of = 1;
  std::uint32_t define_count{};
  std::span<const std::byte> data{};

  static constexpr auto kInfo = message(ReceiveType{0x09}, "SIMOBJECT_DATA_BYTYPE", Since{Protocol::fsx_rtm}, Size{40});
  template <class M = RecvSimObjectDataByType>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
                field(&M::object_id, "object_id", Unit::none, "the object"),
                field(&M::define_id, "define_id", Unit::none, "data definition of the client"),
                field(&M::flags, "flags", Unit::none, "how it is to be done"),
                field(&M::entry_number, "entry_number", Unit::none, "number of this object, from 1"),
                field(&M::out_of, "out_of", Unit::none, "number of objects in the answer"),
                field(&M::define_count, "define_count", Unit::none, "datums, or tagged pairs, in this frame"),
                bytes_to_end(&M::data, "data", "values in definition order")};
  }
};

// The answer to RequestClientData.
struct RecvClientData {
  RequestId request_id{};
  ObjectId object_id{};
  DefinitionId define_id{};
  RequestFlags flags{};
  std::uint32_t entry_number = 1;
  std::uint32_t out_of = 1;
  std::uint32_t define_count{};
  std::span<const std::byte> data{};

  static constexpr auto kInfo = message(ReceiveType{0x10}, "CLIENT_DATA", Since{Protocol::fsx_rtm}, Size{40});
  template <class M = RecvClientData>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
                field(&M::object_id, "object_id", Unit::none, "the client data area"),
                field(&M::define_id, "define_id", Unit::none, "data definition of the client"),
                field(&M::flags, "flags", Unit::none, "how it is to be done"),
                field(&M::entry_number, "entry_number", Unit::none, "number of this object, from 1"),
                field(&M::out_of, "out_of", Unit::none, "number of objects in the answer"),
                field(&M::define_count, "define_count", Unit::none, "datums, or tagged pairs, in this frame"),
                bytes_to_end(&M::data, "data", "values in definition order, or pairs of datum id and value")};
  }
};

// An object was created.
struct RecvAssignedObjectId {
  RequestId request_id{};
  ObjectId object_id{};

  static constexpr auto kInfo = message(ReceiveType{0x0c}, "ASSIGNED_OBJECT_ID", Since{Protocol::fsx_rtm}, Size{20});
  template <class M = RecvAssignedObjectId>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
                field(&M::object_id, "object_id", Unit::none, "the object that was created")};
  }
};

// A key was reserved.
struct RecvReservedKey {
  std::string_view choice_reserved{};
  std::string_view reserved_key{};

  static constexpr auto kInfo = message(ReceiveType{0x0d}, "RESERVED_KEY", Since{Protocol::fsx_rtm}, Size{92});
  template <class M = RecvReservedKey>
  static constexpr auto fields() {
    return Rows{text<30>(&M::choice_reserved, "choice_reserved", "choice that was reserved"),
                text<50>(&M::reserved_key, "reserved_key", "full text of the key")};
  }
};

// The answer to RequestSystemState.
struct RecvSystemState {
  RequestId request_id{};
  std::uint32_t integer{};
  float float_value{};
  std::string_view string_value{};

  static constexpr auto kInfo = message(ReceiveType{0x0f}, "SYSTEM_STATE", Since{Protocol::fsx_rtm}, Size{284});
  template <class M = RecvSystemState>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "echoed from the request"),
                field(&M::integer, "integer", Unit::none, "value when it is a number or a flag"),
                field(&M::float_value, "float_value", Unit::none, "value when it is a float"),
                text<260>(&M::string_value, "string_value", "value when it is a text")};
  }
};

// Weather at a place.
struct RecvWeatherObservation {
  RequestId request_id{};
  std::string_view metar{};

  static constexpr auto kInfo = message(ReceiveType{0x0a}, "WEATHER_OBSERVATION", Since{Protocol::fsx_rtm}, Size{16});
  template <class M = RecvWeatherObservation>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
                text_to_end(&M::metar, "metar", "weather as METAR text")};
  }
};

// Clouds of an area.
struct RecvCloudState {
  RequestId request_id{};
  std::uint32_t array_size{};
  std::span<const std::byte> data{};

  static constexpr auto kInfo = message(ReceiveType{0x0b}, "CLOUD_STATE", Since{Protocol::fsx_rtm}, Size{20});
  template <class M = RecvCloudState>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
                field(&M::array_size, "array_size", Unit::none, "bytes of data"),
                bytes_to_end(&M::data, "data", "one byte per cell of a square grid")};
  }
};

// An action was executed.
struct RecvActionCallback {
  std::string_view action_id{};
  RequestId request_id{};

  static constexpr auto kInfo = message(ReceiveType{0x21}, "ACTION_CALLBACK", Since{Protocol::msfs2020}, Size{276});
  template <class M = RecvActionCallback>
  static constexpr auto fields() {
    return Rows{text<260>(&M::action_id, "action_id", "name of the action"),
                field(&M::request_id, "request_id", Unit::none, "echoed in every answer")};
  }
};

// Value of an input event.
struct RecvGetInputEvent {
  RequestId request_id{};
  InputValue value{};

  static constexpr auto kInfo = message(ReceiveType{0x23}, "GET_INPUT_EVENT", Since{Protocol::msfs2020}, Size{20});
  template <class M = RecvGetInputEvent>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
                chosen_type(&M::value, "type", "form of the value"),
                chosen_value(&M::value, "value", "number, or text")};
  }
};

// An input event changed.
struct RecvSubscribeInputEvent {
  InputEventHash hash{};
  InputValue value{};

  static constexpr auto kInfo =
      message(ReceiveType{0x24}, "SUBSCRIBE_INPUT_EVENT", Since{Protocol::msfs2020}, Size{24});
  template <class M = RecvSubscribeInputEvent>
  static constexpr auto fields() {
    return Rows{field(&M::hash, "hash", Unit::none, "the input event; 0 is all of them in subscriptions"),
                chosen_type(&M::value, "type", "form of the value"),
                chosen_value(&M::value, "value", "number, or text")};
  }
};

// Parameters of an input event.
struct RecvEnumerateInputEventParams {
  InputEventHash hash{};
  std::string_view value{};

  static constexpr auto kInfo =
      message(ReceiveType{0x25}, "ENUMERATE_INPUT_EVENT_PARAMS", Since{Protocol::msfs2020}, Size{280});
  template <class M = RecvEnumerateInputEventParams>
  static constexpr auto fields() {
    return Rows{field(&M::hash, "hash", Unit::none, "the input event; 0 is all of them in subscriptions"),
                text<260>(&M::value, "value", "types, each after a semicolon")};
  }
};

// Where the camera is.
struct RecvCameraData {
  CameraData camera_data{};

  static constexpr auto kInfo = message(ReceiveType{0x28}, "CAMERA_DATA", Since{Protocol::msfs2024}, Size{96});
  template <class M = RecvCameraData>
  static constexpr auto fields() {
    return Rows{field(&M::camera_data, "camera_data", Unit::none, "the camera")};
  }
};

// Who holds the camera.
struct RecvCameraStatus {
  CameraAvailability acquired_state{};
  bool game_controlled{};

  static constexpr auto kInfo = message(ReceiveType{0x29}, "CAMERA_STATUS", Since{Protocol::msfs2024}, Size{20});
  template <class M = RecvCameraStatus>
  static constexpr auto fields() {
    return Rows{field(&M::acquired_state, "acquired_state", Unit::none, "who holds the camera"),
                field(&M::game_controlled, "game_controlled", Unit::none, "the simulator moves the camera")};
  }
};

// Data from the communication bus.
struct RecvCommBus {
  RequestId request_id{};
  std::uint32_t array_size{};
  std::uint32_t entry_number{};
  std::uint32_t out_of = 1;
  EventId client_event_id{};
  std::span<const std::byte> data{};

  static constexpr auto kInfo = message(ReceiveType{0x2b}, "COMM_BUS", Since{Protocol::msfs2024}, Size{32});
  template <class M = RecvCommBus>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "0"),
                field(&M::array_size, "array_size", Unit::none, "bytes of data in this frame"),
                field(&M::entry_number, "entry_number", Unit::none, "number of this frame, from 0"),
                field(&M::out_of, "out_of", Unit::none, "number of frames"),
                field(&M::client_event_id, "client_event_id", Unit::none, "the client's event"),
                bytes_to_end(&M::data, "data", "anything; large data come in several frames")};
  }
};

// State of the world locker.
struct RecvCameraWorldLocker {
  WorldLockerStatus status{};

  static constexpr auto kInfo = message(ReceiveType{0x2c}, "CAMERA_WORLD_LOCKER", Since{Protocol::msfs2024}, Size{16});
  template <class M = RecvCameraWorldLocker>
  static constexpr auto fields() {
    return Rows{field(&M::status, "status", Unit::none, "how it went")};
  }
};

}  // namespace checkride::protocol

// Cameras and the communication bus: added with MSFS 2024.
//
// Texts, bytes and lists of a decoded message are views into its frame and live as long as it does.
// Client to server. Source: wire.md 3.12.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "checkride/protocol/enums.hpp"
#include "checkride/protocol/ids.hpp"
#include "checkride/protocol/structures.hpp"
#include "checkride/protocol/table.hpp"

namespace checkride::protocol {

// Takes the camera. Answered by CAMERA_STATUS. Early clients send no name.
struct CameraAcquire {
  std::string_view client_id{};

  static constexpr auto kInfo = message(SendType{0x5f}, "CameraAcquire", Since{Protocol::msfs2024}, Size{2064});
  template <class M = CameraAcquire>
  static constexpr auto fields() {
    return Rows{text<2048>(&M::client_id, "client_id", "name under which the camera is taken").may_be_cut_to(0)};
  }
};

// Gives the camera back.
struct CameraRelease {
  std::string_view camera_def_name{};

  static constexpr auto kInfo = message(SendType{0x60}, "CameraRelease", Since{Protocol::msfs2024}, Size{2064});
  template <class M = CameraRelease>
  static constexpr auto fields() {
    return Rows{text<2048>(&M::camera_def_name, "camera_def_name", "camera definition")};
  }
};

// Asks who holds the camera. Answered by CAMERA_STATUS.
struct CameraGetStatus {
  static constexpr auto kInfo = message(SendType{0x61}, "CameraGetStatus", Since{Protocol::msfs2024}, Size{16});
  static constexpr auto fields() { return Rows{}; }
};

// Moves the camera.
struct CameraSet {
  CameraData camera_data{};
  std::uint32_t data_mask{};

  static constexpr auto kInfo = message(SendType{0x62}, "CameraSet", Since{Protocol::msfs2024}, Size{104});
  template <class M = CameraSet>
  static constexpr auto fields() {
    return Rows{field(&M::camera_data, "camera_data", Unit::none, "the camera"),
                field(&M::data_mask, "data_mask", Unit::none, "which parts of the camera count")};
  }
};

// Asks where the camera is. Answered by CAMERA_DATA.
struct CameraGet {
  CameraReferential referential{};

  static constexpr auto kInfo = message(SendType{0x63}, "CameraGet", Since{Protocol::msfs2024}, Size{20});
  template <class M = CameraGet>
  static constexpr auto fields() {
    return Rows{field(&M::referential, "referential", Unit::none, "what positions are relative to")};
  }
};

// Switches camera flags on.
struct CameraEnableFlag {
  std::uint32_t flags{};

  static constexpr auto kInfo = message(SendType{0x64}, "CameraEnableFlag", Since{Protocol::msfs2024}, Size{20});
  template <class M = CameraEnableFlag>
  static constexpr auto fields() {
    return Rows{field(&M::flags, "flags", Unit::none, "how it is to be done")};
  }
};

// Switches camera flags off.
struct CameraDisableFlag {
  std::uint32_t flags{};

  static constexpr auto kInfo = message(SendType{0x65}, "CameraDisableFlag", Since{Protocol::msfs2024}, Size{20});
  template <class M = CameraDisableFlag>
  static constexpr auto fields() {
    return Rows{field(&M::flags, "flags", Unit::none, "how it is to be done")};
  }
};

// Asks for every change of the camera status. Answered by CAMERA_STATUS.
struct SubscribeToCameraStatusUpdate {
  static constexpr auto kInfo =
      message(SendType{0x66}, "SubscribeToCameraStatusUpdate", Since{Protocol::msfs2024}, Size{16});
  static constexpr auto fields() { return Rows{}; }
};

// Ends that subscription.
struct UnsubscribeToCameraStatusUpdate {
  static constexpr auto kInfo =
      message(SendType{0x67}, "UnsubscribeToCameraStatusUpdate", Since{Protocol::msfs2024}, Size{16});
  static constexpr auto fields() { return Rows{}; }
};

// Asks for the camera definitions. Answered by CAMERA_DEFINITION_LIST.
struct EnumerateCameraDefinitions {
  static constexpr auto kInfo =
      message(SendType{0x68}, "EnumerateCameraDefinitions", Since{Protocol::msfs2024}, Size{16});
  static constexpr auto fields() { return Rows{}; }
};

// Puts the camera where a definition says.
struct CameraSetUsingCameraDefinition {
  std::string_view camera_definition{};

  static constexpr auto kInfo =
      message(SendType{0x69}, "CameraSetUsingCameraDefinition", Since{Protocol::msfs2024}, Size{2064});
  template <class M = CameraSetUsingCameraDefinition>
  static constexpr auto fields() {
    return Rows{text<2048>(&M::camera_definition, "camera_definition", "camera definition")};
  }
};

// Asks for an event of the communication bus. Answered by COMM_BUS.
struct SubscribeToCommBusEvent {
  EventId client_event_id{};
  std::string_view event_name{};

  static constexpr auto kInfo =
      message(SendType{0x6a}, "SubscribeToCommBusEvent", Since{Protocol::msfs2024}, Size{276});
  template <class M = SubscribeToCommBusEvent>
  static constexpr auto fields() {
    return Rows{field(&M::client_event_id, "client_event_id", Unit::none, "the client's event"),
                text<256>(&M::event_name, "event_name", "name of the event")};
  }
};

// Ends that subscription.
struct UnsubscribeToCommBusEvent {
  EventId client_event_id{};

  static constexpr auto kInfo =
      message(SendType{0x6b}, "UnsubscribeToCommBusEvent", Since{Protocol::msfs2024}, Size{20});
  template <class M = UnsubscribeToCommBusEvent>
  static constexpr auto fields() {
    return Rows{field(&M::client_event_id, "client_event_id", Unit::none, "the client's event")};
  }
};

// Sends data to those who subscribed to an event of the communication bus.
struct CallCommBusEvent {
  std::string_view event_name{};
  std::uint32_t broadcast_to{};
  std::uint32_t buffer_size{};
  std::span<const std::byte> data{};

  static constexpr auto kInfo = message(SendType{0x6c}, "CallCommBusEvent", Since{Protocol::msfs2024}, Size{280});
  template <class M = CallCommBusEvent>
  static constexpr auto fields() {
    return Rows{text<256>(&M::event_name, "event_name", "name of the event"),
                field(&M::broadcast_to, "broadcast_to", Unit::none, "who receives it"),
                field(&M::buffer_size, "buffer_size", Unit::bytes, "bytes of the data"),
                bytes_to_end(&M::data, "data", "anything")};
  }
};

// Asks for the state of the world locker. Answered by CAMERA_WORLD_LOCKER.
struct SubscribeToCameraWorldLockerStatusUpdate {
  static constexpr auto kInfo =
      message(SendType{0x6d}, "SubscribeToCameraWorldLockerStatusUpdate", Since{Protocol::msfs2024}, Size{16});
  static constexpr auto fields() { return Rows{}; }
};

// Ends that subscription.
struct UnsubscribeToCameraWorldLockerStatusUpdate {
  static constexpr auto kInfo =
      message(SendType{0x6e}, "UnsubscribeToCameraWorldLockerStatusUpdate", Since{Protocol::msfs2024}, Size{16});
  static constexpr auto fields() { return Rows{}; }
};

// Places the world locker. Answered by CAMERA_WORLD_LOCKER.
struct RequestCameraWorldLocker {
  Xyz locker_position{};
  CameraReferential referential{};
  ObjectId object_id{};

  static constexpr auto kInfo =
      message(SendType{0x6f}, "RequestCameraWorldLocker", Since{Protocol::msfs2024}, Size{48});
  template <class M = RequestCameraWorldLocker>
  static constexpr auto fields() {
    return Rows{field(&M::locker_position, "locker_position", Unit::none, "where the locker stands"),
                field(&M::referential, "referential", Unit::none, "what positions are relative to"),
                field(&M::object_id, "object_id", Unit::none, "the object; ignored for a world referential")};
  }
};

// Removes the world locker.
struct DeleteCameraWorldLocker {
  static constexpr auto kInfo = message(SendType{0x70}, "DeleteCameraWorldLocker", Since{Protocol::msfs2024}, Size{16});
  static constexpr auto fields() { return Rows{}; }
};

}  // namespace checkride::protocol

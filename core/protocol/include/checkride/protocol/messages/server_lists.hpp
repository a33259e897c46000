// Lists and facility data.
//
// Texts, bytes and lists of a decoded message are views into its frame and live as long as it does.
// Server to client. Source: wire.md 4.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "checkride/protocol/enums.hpp"
#include "checkride/protocol/ids.hpp"
#include "checkride/protocol/list.hpp"
#include "checkride/protocol/structures.hpp"
#include "checkride/protocol/table.hpp"

namespace checkride::protocol {

// Airports, as many as fit into a frame.
struct RecvAirportList {
  RequestId request_id{};
  std::uint32_t entry_number{};
  std::uint32_t out_of{};
  List<FacilityAirport> elements{};

  static constexpr auto kInfo = message(ReceiveType{0x12}, "AIRPORT_LIST", Since{Protocol::fsx_sp1}, Size{28});
  template <class M = RecvAirportList>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
                count_of(&M::elements, "array_size", "elements in this frame"),
                field(&M::entry_number, "entry_number", Unit::none, "number of this frame, from 0"),
                field(&M::out_of, "out_of", Unit::none, "number of frames of the whole list"),
                list_elements(&M::elements, "elements", "the elements, back to back")};
  }
};

// VOR and localizer stations, as many as fit into a frame.
struct RecvVorList {
  RequestId request_id{};
  std::uint32_t entry_number{};
  std::uint32_t out_of{};
  List<FacilityVor> elements{};

  static constexpr auto kInfo = message(ReceiveType{0x13}, "VOR_LIST", Since{Protocol::fsx_sp1}, Size{28});
  template <class M = RecvVorList>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
                count_of(&M::elements, "array_size", "elements in this frame"),
                field(&M::entry_number, "entry_number", Unit::none, "number of this frame, from 0"),
                field(&M::out_of, "out_of", Unit::none, "number of frames of the whole list"),
                list_elements(&M::elements, "elements", "the elements, back to back")};
  }
};

// Non-directional beacons, as many as fit into a frame.
struct RecvNdbList {
  RequestId request_id{};
  std::uint32_t entry_number{};
  std::uint32_t out_of{};
  List<FacilityNdb> elements{};

  static constexpr auto kInfo = message(ReceiveType{0x14}, "NDB_LIST", Since{Protocol::fsx_sp1}, Size{28});
  template <class M = RecvNdbList>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
                count_of(&M::elements, "array_size", "elements in this frame"),
                field(&M::entry_number, "entry_number", Unit::none, "number of this frame, from 0"),
                field(&M::out_of, "out_of", Unit::none, "number of frames of the whole list"),
                list_elements(&M::elements, "elements", "the elements, back to back")};
  }
};

// Waypoints, as many as fit into a frame.
struct RecvWaypointList {
  RequestId request_id{};
  std::uint32_t entry_number{};
  std::uint32_t out_of{};
  List<FacilityWaypoint> elements{};

  static constexpr auto kInfo = message(ReceiveType{0x15}, "WAYPOINT_LIST", Since{Protocol::fsx_sp1}, Size{28});
  template <class M = RecvWaypointList>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
                count_of(&M::elements, "array_size", "elements in this frame"),
                field(&M::entry_number, "entry_number", Unit::none, "number of this frame, from 0"),
                field(&M::out_of, "out_of", Unit::none, "number of frames of the whole list"),
                list_elements(&M::elements, "elements", "the elements, back to back")};
  }
};

// One node of the answer to RequestFacilityData.
struct RecvFacilityData {
  RequestId user_request_id{};
  RecordId unique_request_id{};
  RecordId parent_unique_request_id{};
  FacilityDataType type{};
  bool is_list_item{};
  std::uint32_t item_index{};
  std::uint32_t list_size{};
  std::span<const std::byte> data{};

  static constexpr auto kInfo = message(ReceiveType{0x1c}, "FACILITY_DATA", Since{Protocol::msfs2020}, Size{40});
  template <class M = RecvFacilityData>
  static constexpr auto fields() {
    return Rows{
        field(&M::user_request_id, "user_request_id", Unit::none, "echoed from the request"),
        field(&M::unique_request_id, "unique_request_id", Unit::none, "number of this record, picked by the server"),
        field(&M::parent_unique_request_id, "parent_unique_request_id", Unit::none,
              "record of the parent node, 0 for none"),
        field(&M::type, "type", Unit::none, "node that the record describes"),
        field(&M::is_list_item, "is_list_item", Unit::none, "one of several siblings"),
        field(&M::item_index, "item_index", Unit::none, "place among the siblings, from 0"),
        field(&M::list_size, "list_size", Unit::none, "number of siblings"),
        bytes_to_end(&M::data, "data", "members of the node in the order they were asked for, packed")};
  }
};

// That answer is complete.
struct RecvFacilityDataEnd {
  RequestId request_id{};

  static constexpr auto kInfo = message(ReceiveType{0x1d}, "FACILITY_DATA_END", Since{Protocol::msfs2020}, Size{16});
  template <class M = RecvFacilityDataEnd>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "echoed in every answer")};
  }
};

// The candidates, when an identifier without region is ambiguous.
struct RecvFacilityMinimalList {
  RequestId request_id{};
  std::uint32_t entry_number{};
  std::uint32_t out_of{};
  List<FacilityMinimal> elements{};

  static constexpr auto kInfo =
      message(ReceiveType{0x1e}, "FACILITY_MINIMAL_LIST", Since{Protocol::msfs2020}, Size{28});
  template <class M = RecvFacilityMinimalList>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
                count_of(&M::elements, "array_size", "elements in this frame"),
                field(&M::entry_number, "entry_number", Unit::none, "number of this frame, from 0"),
                field(&M::out_of, "out_of", Unit::none, "number of frames of the whole list"),
                list_elements(&M::elements, "elements", "the elements, back to back")};
  }
};

// Jetways of an airport.
struct RecvJetwayData {
  RequestId request_id{};
  std::uint32_t entry_number{};
  std::uint32_t out_of{};
  List<JetwayData> elements{};

  static constexpr auto kInfo = message(ReceiveType{0x1f}, "JETWAY_DATA", Since{Protocol::msfs2020}, Size{28});
  template <class M = RecvJetwayData>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
                count_of(&M::elements, "array_size", "elements in this frame"),
                field(&M::entry_number, "entry_number", Unit::none, "number of this frame, from 0"),
                field(&M::out_of, "out_of", Unit::none, "number of frames of the whole list"),
                list_elements(&M::elements, "elements", "the elements, back to back")};
  }
};

// Input devices.
struct RecvControllersList {
  RequestId request_id{};
  std::uint32_t entry_number{};
  std::uint32_t out_of{};
  List<ControllerItem> elements{};

  static constexpr auto kInfo = message(ReceiveType{0x20}, "CONTROLLERS_LIST", Since{Protocol::msfs2020}, Size{28});
  template <class M = RecvControllersList>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
                count_of(&M::elements, "array_size", "elements in this frame"),
                field(&M::entry_number, "entry_number", Unit::none, "number of this frame, from 0"),
                field(&M::out_of, "out_of", Unit::none, "number of frames of the whole list"),
                list_elements(&M::elements, "elements", "the elements, back to back")};
  }
};

// Input events of the aircraft.
struct RecvEnumerateInputEvents {
  RequestId request_id{};
  std::uint32_t entry_number{};
  std::uint32_t out_of{};
  List<InputEventDescriptor> elements{};

  static constexpr auto kInfo =
      message(ReceiveType{0x22}, "ENUMERATE_INPUT_EVENTS", Since{Protocol::msfs2020}, Size{28});
  template <class M = RecvEnumerateInputEvents>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
                count_of(&M::elements, "array_size", "elements in this frame"),
                field(&M::entry_number, "entry_number", Unit::none, "number of this frame, from 0"),
                field(&M::out_of, "out_of", Unit::none, "number of frames of the whole list"),
                list_elements(&M::elements, "elements", "the elements, back to back")};
  }
};

// Titles and liveries.
struct RecvEnumerateSimObjectAndLiveryList {
  RequestId request_id{};
  std::uint32_t entry_number{};
  std::uint32_t out_of{};
  List<SimObjectLivery> elements{};

  static constexpr auto kInfo =
      message(ReceiveType{0x26}, "ENUMERATE_SIMOBJECT_AND_LIVERY_LIST", Since{Protocol::msfs2024}, Size{28});
  template <class M = RecvEnumerateSimObjectAndLiveryList>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
                count_of(&M::elements, "array_size", "elements in this frame"),
                field(&M::entry_number, "entry_number", Unit::none, "number of this frame, from 0"),
                field(&M::out_of, "out_of", Unit::none, "number of frames of the whole list"),
                list_elements(&M::elements, "elements", "the elements, back to back")};
  }
};

// Camera definitions.
struct RecvCameraDefinitionList {
  RequestId request_id{};
  std::uint32_t entry_number{};
  std::uint32_t out_of{};
  List<CameraDefinitionItem> elements{};

  static constexpr auto kInfo =
      message(ReceiveType{0x2a}, "CAMERA_DEFINITION_LIST", Since{Protocol::msfs2024}, Size{28});
  template <class M = RecvCameraDefinitionList>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
                count_of(&M::elements, "array_size", "elements in this frame"),
                field(&M::entry_number, "entry_number", Unit::none, "number of this frame, from 0"),
                field(&M::out_of, "out_of", Unit::none, "number of frames of the whole list"),
                list_elements(&M::elements, "elements", "the elements, back to back")};
  }
};

}  // namespace checkride::protocol

// AI objects with liveries, flow events: added with MSFS 2024.
//
// Texts, bytes and lists of a decoded message are views into its frame and live as long as it does.
// Client to server. Source: wire.md 3.12.
#pragma once

#include <cstdint>
#include <string_view>

#include "checkride/protocol/enums.hpp"
#include "checkride/protocol/ids.hpp"
#include "checkride/protocol/structures.hpp"
#include "checkride/protocol/table.hpp"

namespace checkride::protocol {

// Creates an aircraft with a livery on a parking spot. Answered by ASSIGNED_OBJECT_ID.
struct AICreateParkedATCAircraft_EX1 {
  std::string_view container_title{};
  std::string_view livery{};
  std::string_view tail_number{};
  std::string_view airport_icao{};
  RequestId request_id{};

  static constexpr auto kInfo =
      message(SendType{0x57}, "AICreateParkedATCAircraft_EX1", Since{Protocol::msfs2024}, Size{549});
  template <class M = AICreateParkedATCAircraft_EX1>
  static constexpr auto fields() {
    return Rows{text<256>(&M::container_title, "container_title", "title of the object in its configuration"),
                text<256>(&M::livery, "livery", "livery of the object"),
                text<12>(&M::tail_number, "tail_number", "at most 11 characters"),
                text<5>(&M::airport_icao, "airport_icao", "airport"),
                field(&M::request_id, "request_id", Unit::none, "echoed in every answer")};
  }
};

// Creates an aircraft with a livery on its flight plan. Answered by ASSIGNED_OBJECT_ID.
struct AICreateEnrouteATCAircraft_EX1 {
  std::string_view container_title{};
  std::string_view livery{};
  std::string_view tail_number{};
  std::int32_t flight_number{};
  std::string_view flight_plan_path{};
  double flight_plan_position{};
  bool touch_and_go{};
  RequestId request_id{};

  static constexpr auto kInfo =
      message(SendType{0x58}, "AICreateEnrouteATCAircraft_EX1", Since{Protocol::msfs2024}, Size{820});
  template <class M = AICreateEnrouteATCAircraft_EX1>
  static constexpr auto fields() {
    return Rows{text<256>(&M::container_title, "container_title", "title of the object in its configuration"),
                text<256>(&M::livery, "livery", "livery of the object"),
                text<12>(&M::tail_number, "tail_number", "at most 11 characters"),
                field(&M::flight_number, "flight_number", Unit::none, "negative for none"),
                text<260>(&M::flight_plan_path, "flight_plan_path", "flight plan file without its extension"),
                field(&M::flight_plan_position, "flight_plan_position", Unit::none,
                      "legs flown so far, with the share of the current one"),
                field(&M::touch_and_go, "touch_and_go", Unit::none, "land and take off again"),
                field(&M::request_id, "request_id", Unit::none, "echoed in every answer")};
  }
};

// Creates an aircraft with a livery that air traffic control does not see. Answered by ASSIGNED_OBJECT_ID.
struct AICreateNonATCAircraft_EX1 {
  std::string_view container_title{};
  std::string_view livery{};
  std::string_view tail_number{};
  InitPosition init_position{};
  RequestId request_id{};

  static constexpr auto kInfo =
      message(SendType{0x59}, "AICreateNonATCAircraft_EX1", Since{Protocol::msfs2024}, Size{600});
  template <class M = AICreateNonATCAircraft_EX1>
  static constexpr auto fields() {
    return Rows{text<256>(&M::container_title, "container_title", "title of the object in its configuration"),
                text<256>(&M::livery, "livery", "livery of the object"),
                text<12>(&M::tail_number, "tail_number", "at most 11 characters"),
                field(&M::init_position, "init_position", Unit::none, "where it appears"),
                field(&M::request_id, "request_id", Unit::none, "echoed in every answer")};
  }
};

// Creates an object with a livery. Answered by ASSIGNED_OBJECT_ID.
struct AICreateSimulatedObject_EX1 {
  std::string_view container_title{};
  std::string_view livery{};
  InitPosition init_position{};
  RequestId request_id{};

  static constexpr auto kInfo =
      message(SendType{0x5a}, "AICreateSimulatedObject_EX1", Since{Protocol::msfs2024}, Size{588});
  template <class M = AICreateSimulatedObject_EX1>
  static constexpr auto fields() {
    return Rows{text<256>(&M::container_title, "container_title", "title of the object in its configuration"),
                text<256>(&M::livery, "livery", "livery of the object"),
                field(&M::init_position, "init_position", Unit::none, "where it appears"),
                field(&M::request_id, "request_id", Unit::none, "echoed in every answer")};
  }
};

// Asks for titles and liveries. Answered by ENUMERATE_SIMOBJECT_AND_LIVERY_LIST.
struct EnumerateSimObjectsAndLiveries {
  RequestId request_id{};
  SimObjectType sim_object_type{};

  static constexpr auto kInfo =
      message(SendType{0x5b}, "EnumerateSimObjectsAndLiveries", Since{Protocol::msfs2024}, Size{24});
  template <class M = EnumerateSimObjectsAndLiveries>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
                field(&M::sim_object_type, "sim_object_type", Unit::none, "kind of objects")};
  }
};

// Asks for the stages of the session. Answered by FLOW_EVENT.
struct SubscribeToFlowEvent {
  static constexpr auto kInfo = message(SendType{0x5c}, "SubscribeToFlowEvent", Since{Protocol::msfs2024}, Size{16});
  static constexpr auto fields() { return Rows{}; }
};

// Ends that subscription.
struct UnsubscribeToFlowEvent {
  static constexpr auto kInfo = message(SendType{0x5d}, "UnsubscribeToFlowEvent", Since{Protocol::msfs2024}, Size{16});
  static constexpr auto fields() { return Rows{}; }
};

}  // namespace checkride::protocol

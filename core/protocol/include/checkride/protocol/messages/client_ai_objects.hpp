// AI objects.
//
// Texts, bytes and lists of a decoded message are views into its frame and live as long as it does.
// Client to server. Source: wire.md 3.6.
#pragma once

#include <cstdint>
#include <string_view>

#include "checkride/protocol/enums.hpp"
#include "checkride/protocol/ids.hpp"
#include "checkride/protocol/structures.hpp"
#include "checkride/protocol/table.hpp"

namespace checkride::protocol {

// Creates an aircraft on a parking spot. Answered by ASSIGNED_OBJECT_ID.
struct AICreateParkedATCAircraft {
  std::string_view container_title{};
  std::string_view tail_number{};
  std::string_view airport_icao{};
  RequestId request_id{};

  static constexpr auto kInfo =
      message(SendType{0x27}, "AICreateParkedATCAircraft", Since{Protocol::fsx_rtm}, Size{293});
  template <class M = AICreateParkedATCAircraft>
  static constexpr auto fields() {
    return Rows{text<256>(&M::container_title, "container_title", "title of the object in its configuration"),
                text<12>(&M::tail_number, "tail_number", "at most 11 characters"),
                text<5>(&M::airport_icao, "airport_icao", "airport"),
                field(&M::request_id, "request_id", Unit::none, "echoed in every answer")};
  }
};

// Creates an aircraft on its flight plan. Answered by ASSIGNED_OBJECT_ID.
struct AICreateEnrouteATCAircraft {
  std::string_view container_title{};
  std::string_view tail_number{};
  std::int32_t flight_number{};
  std::string_view flight_plan_path{};
  double flight_plan_position{};
  bool touch_and_go{};
  RequestId request_id{};

  static constexpr auto kInfo =
      message(SendType{0x28}, "AICreateEnrouteATCAircraft", Since{Protocol::fsx_rtm}, Size{564});
  template <class M = AICreateEnrouteATCAircraft>
  static constexpr auto fields() {
    return Rows{text<256>(&M::container_title, "container_title", "title of the object in its configuration"),
                text<12>(&M::tail_number, "tail_number", "at most 11 characters"),
                field(&M::flight_number, "flight_number", Unit::none, "negative for none"),
                text<260>(&M::flight_plan_path, "flight_plan_path", "flight plan file without its extension"),
                field(&M::flight_plan_position, "flight_plan_position", Unit::none,
                      "legs flown so far, with the share of the current one"),
                field(&M::touch_and_go, "touch_and_go", Unit::none, "land and take off again"),
                field(&M::request_id, "request_id", Unit::none, "echoed in every answer")};
  }
};

// Creates an aircraft that air traffic control does not see. Answered by ASSIGNED_OBJECT_ID.
struct AICreateNonATCAircraft {
  std::string_view container_title{};
  std::string_view tail_number{};
  InitPosition init_position{};
  RequestId request_id{};

  static constexpr auto kInfo = message(SendType{0x29}, "AICreateNonATCAircraft", Since{Protocol::fsx_rtm}, Size{344});
  template <class M = AICreateNonATCAircraft>
  static constexpr auto fields() {
    return Rows{text<256>(&M::container_title, "container_title", "title of the object in its configuration"),
                text<12>(&M::tail_number, "tail_number", "at most 11 characters"),
                field(&M::init_position, "init_position", Unit::none, "where it appears"),
                field(&M::request_id, "request_id", Unit::none, "echoed in every answer")};
  }
};

// Creates an object. Answered by ASSIGNED_OBJECT_ID.
struct AICreateSimulatedObject {
  std::string_view container_title{};
  InitPosition init_position{};
  RequestId request_id{};

  static constexpr auto kInfo = message(SendType{0x2a}, "AICreateSimulatedObject", Since{Protocol::fsx_rtm}, Size{332});
  template <class M = AICreateSimulatedObject>
  static constexpr auto fields() {
    return Rows{text<256>(&M::container_title, "container_title", "title of the object in its configuration"),
                field(&M::init_position, "init_position", Unit::none, "where it appears"),
                field(&M::request_id, "request_id", Unit::none, "echoed in every answer")};
  }
};

// Takes an AI object out of the control of the simulator.
struct AIReleaseControl {
  ObjectId object_id{};
  RequestId request_id{};

  static constexpr auto kInfo = message(SendType{0x2b}, "AIReleaseControl", Since{Protocol::fsx_rtm}, Size{24});
  template <class M = AIReleaseControl>
  static constexpr auto fields() {
    return Rows{field(&M::object_id, "object_id", Unit::none, "the object"),
                field(&M::request_id, "request_id", Unit::none, "echoed in every answer")};
  }
};

// Removes an object that this client created.
struct AIRemoveObject {
  ObjectId object_id{};
  RequestId request_id{};

  static constexpr auto kInfo = message(SendType{0x2c}, "AIRemoveObject", Since{Protocol::fsx_rtm}, Size{24});
  template <class M = AIRemoveObject>
  static constexpr auto fields() {
    return Rows{field(&M::object_id, "object_id", Unit::none, "the object"),
                field(&M::request_id, "request_id", Unit::none, "echoed in every answer")};
  }
};

// Gives an AI aircraft a flight plan.
struct AISetAircraftFlightPlan {
  ObjectId object_id{};
  std::string_view flight_plan_path{};
  RequestId request_id{};

  static constexpr auto kInfo = message(SendType{0x2d}, "AISetAircraftFlightPlan", Since{Protocol::fsx_rtm}, Size{284});
  template <class M = AISetAircraftFlightPlan>
  static constexpr auto fields() {
    return Rows{field(&M::object_id, "object_id", Unit::none, "the object"),
                text<260>(&M::flight_plan_path, "flight_plan_path", "flight plan file without its extension"),
                field(&M::request_id, "request_id", Unit::none, "echoed in every answer")};
  }
};

}  // namespace checkride::protocol

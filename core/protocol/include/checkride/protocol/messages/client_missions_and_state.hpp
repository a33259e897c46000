// Missions, six-degree camera, menus and system state.
//
// Texts, bytes and lists of a decoded message are views into its frame and live as long as it does.
// Client to server. Source: wire.md 3.7.
#pragma once

#include <cstdint>
#include <string_view>

#include "checkride/protocol/enums.hpp"
#include "checkride/protocol/ids.hpp"
#include "checkride/protocol/table.hpp"

namespace checkride::protocol {

// Runs an action of the mission.
struct ExecuteMissionAction {
  Guid instance_id{};

  static constexpr auto kInfo = message(SendType{0x2e}, "ExecuteMissionAction", Since{Protocol::fsx_rtm}, Size{32});
  template <class M = ExecuteMissionAction>
  static constexpr auto fields() {
    return Rows{field(&M::instance_id, "instance_id", Unit::none, "instance of the mission action")};
  }
};

// Tells that a custom action of the mission is done.
struct CompleteCustomMissionAction {
  Guid instance_id{};

  static constexpr auto kInfo =
      message(SendType{0x2f}, "CompleteCustomMissionAction", Since{Protocol::fsx_rtm}, Size{32});
  template <class M = CompleteCustomMissionAction>
  static constexpr auto fields() {
    return Rows{field(&M::instance_id, "instance_id", Unit::none, "instance of the mission action")};
  }
};

// Moves the camera relative to the eye point.
struct CameraSetRelative6DOF {
  float delta_x{};
  float delta_y{};
  float delta_z{};
  float pitch_deg{};
  float bank_deg{};
  float heading_deg{};

  static constexpr auto kInfo = message(SendType{0x30}, "CameraSetRelative6DOF", Since{Protocol::fsx_rtm}, Size{40});
  template <class M = CameraSetRelative6DOF>
  static constexpr auto fields() {
    return Rows{field(&M::delta_x, "delta_x", Unit::metres, "displacement; FLT_MAX leaves the axis"),
                field(&M::delta_y, "delta_y", Unit::metres, "displacement; FLT_MAX leaves the axis"),
                field(&M::delta_z, "delta_z", Unit::metres, "displacement; FLT_MAX leaves the axis"),
                field(&M::pitch_deg, "pitch_deg", Unit::degrees, "FLT_MAX leaves the axis"),
                field(&M::bank_deg, "bank_deg", Unit::degrees, "FLT_MAX leaves the axis"),
                field(&M::heading_deg, "heading_deg", Unit::degrees, "FLT_MAX leaves the axis")};
  }
};

// Adds an item to the add-ons menu.
struct MenuAddItem {
  std::string_view menu_item{};
  EventId menu_event_id{};
  std::uint32_t data{};

  static constexpr auto kInfo = message(SendType{0x31}, "MenuAddItem", Since{Protocol::fsx_rtm}, Size{280});
  template <class M = MenuAddItem>
  static constexpr auto fields() {
    return Rows{text<256>(&M::menu_item, "menu_item", "text of the item"),
                field(&M::menu_event_id, "menu_event_id", Unit::none, "event of the item"),
                field(&M::data, "data", Unit::none, "data of the event")};
  }
};

// Removes an item of the add-ons menu.
struct MenuDeleteItem {
  EventId menu_event_id{};

  static constexpr auto kInfo = message(SendType{0x32}, "MenuDeleteItem", Since{Protocol::fsx_rtm}, Size{20});
  template <class M = MenuDeleteItem>
  static constexpr auto fields() {
    return Rows{field(&M::menu_event_id, "menu_event_id", Unit::none, "event of the item")};
  }
};

// Adds an item below another.
struct MenuAddSubItem {
  EventId menu_event_id{};
  std::string_view menu_item{};
  EventId sub_menu_event_id{};
  std::uint32_t data{};

  static constexpr auto kInfo = message(SendType{0x33}, "MenuAddSubItem", Since{Protocol::fsx_rtm}, Size{284});
  template <class M = MenuAddSubItem>
  static constexpr auto fields() {
    return Rows{field(&M::menu_event_id, "menu_event_id", Unit::none, "event of the item"),
                text<256>(&M::menu_item, "menu_item", "text of the item"),
                field(&M::sub_menu_event_id, "sub_menu_event_id", Unit::none, "event of the item below"),
                field(&M::data, "data", Unit::none, "data of the event")};
  }
};

// Removes an item below another.
struct MenuDeleteSubItem {
  EventId menu_event_id{};
  EventId sub_menu_event_id{};

  static constexpr auto kInfo = message(SendType{0x34}, "MenuDeleteSubItem", Since{Protocol::fsx_rtm}, Size{24});
  template <class M = MenuDeleteSubItem>
  static constexpr auto fields() {
    return Rows{field(&M::menu_event_id, "menu_event_id", Unit::none, "event of the item"),
                field(&M::sub_menu_event_id, "sub_menu_event_id", Unit::none, "event of the item below")};
  }
};

// Asks for a state of the simulator. Answered by SYSTEM_STATE.
struct RequestSystemState {
  RequestId request_id{};
  std::string_view state_name{};

  static constexpr auto kInfo = message(SendType{0x35}, "RequestSystemState", Since{Protocol::fsx_rtm}, Size{276});
  template <class M = RequestSystemState>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
                text<256>(&M::state_name, "state_name", "which state")};
  }
};

// Sets a state of the simulator. Frames of 536 bytes are accepted: a third-party client sends them.
struct SetSystemState {
  std::string_view state_name{};
  std::uint32_t integer{};
  float float_value{};
  std::string_view string_value{};

  static constexpr auto kInfo = message(SendType{0x36}, "SetSystemState", Since{Protocol::fsx_rtm}, Size{540});
  template <class M = SetSystemState>
  static constexpr auto fields() {
    return Rows{text<256>(&M::state_name, "state_name", "which state"),
                field(&M::integer, "integer", Unit::none, "value when it is a number or a flag"),
                field(&M::float_value, "float_value", Unit::none, "value when it is a float"),
                text<260>(&M::string_value, "string_value", "value when it is a text").may_be_cut_to(256)};
  }
};

}  // namespace checkride::protocol

// Opening, client events and notification groups.
//
// Texts, bytes and lists of a decoded message are views into its frame and live as long as it does.
// Client to server. Source: wire.md 3.1 and 3.2.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "checkride/protocol/enums.hpp"
#include "checkride/protocol/ids.hpp"
#include "checkride/protocol/table.hpp"

namespace checkride::protocol {

// First frame of a connection. The answer is OPEN, or EXCEPTION version_mismatch.
struct Open {
  std::string_view application_name{};
  std::uint32_t reserved{};
  std::array<std::byte, 4> client_tag{};
  std::uint32_t version_major{};
  std::uint32_t version_minor{};
  std::uint32_t build_major{};
  std::uint32_t build_minor{};

  static constexpr auto kInfo = message(SendType{0x01}, "Open", Since{Protocol::fsx_rtm}, Size{296});
  template <class M = Open>
  static constexpr auto fields() {
    return Rows{text<256>(&M::application_name, "application_name", "who is speaking; may be empty"),
                field(&M::reserved, "reserved", Unit::none, "0; ignored by readers"),
                field(&M::client_tag, "client_tag", Unit::none,
                      "initials of the simulator the library belongs to; ignored by servers"),
                field(&M::version_major, "version_major", Unit::none, "product version of the library"),
                field(&M::version_minor, "version_minor", Unit::none, "its minor part"),
                field(&M::build_major, "build_major", Unit::none, "build of the library"),
                field(&M::build_minor, "build_minor", Unit::none, "its minor part")};
  }
};

// Asks for the timings of the connection; the vendor's call blocks until RESPONSE_TIMES comes.
struct RequestResponseTimes {
  std::uint32_t count{};

  static constexpr auto kInfo = message(SendType{0x03}, "RequestResponseTimes", Since{Protocol::fsx_rtm}, Size{20});
  template <class M = RequestResponseTimes>
  static constexpr auto fields() {
    return Rows{field(&M::count, "count", Unit::none, "timings wanted, 0 to 5")};
  }
};

// Gives a client event its meaning.
struct MapClientEventToSimEvent {
  EventId client_event_id{};
  std::string_view event_name{};

  static constexpr auto kInfo =
      message(SendType{0x04}, "MapClientEventToSimEvent", Since{Protocol::fsx_rtm}, Size{276});
  template <class M = MapClientEventToSimEvent>
  static constexpr auto fields() {
    return Rows{field(&M::client_event_id, "client_event_id", Unit::none, "the client's event"),
                text<256>(&M::event_name, "event_name",
                          "event of the simulator, custom name with a period, or empty for a private one")};
  }
};

// Sends an event to an object. Subscribed clients receive EVENT.
struct TransmitClientEvent {
  ObjectId object_id{};
  EventId client_event_id{};
  std::uint32_t data{};
  std::uint32_t group_id_or_priority{};
  TransmitFlags flags{};

  static constexpr auto kInfo = message(SendType{0x05}, "TransmitClientEvent", Since{Protocol::fsx_rtm}, Size{36});
  template <class M = TransmitClientEvent>
  static constexpr auto fields() {
    return Rows{field(&M::object_id, "object_id", Unit::none, "0 is the user's aircraft"),
                field(&M::client_event_id, "client_event_id", Unit::none, "the client's event to send"),
                field(&M::data, "data", Unit::none, "parameter of the event"),
                field(&M::group_id_or_priority, "group_id_or_priority", Unit::none,
                      "notification group, or with group_id_is_priority a priority"),
                field(&M::flags, "flags", Unit::none, "how it is to be done")};
  }
};

// Switches a subscription to a system event on or off.
struct SetSystemEventState {
  EventId client_event_id{};
  State state{};

  static constexpr auto kInfo = message(SendType{0x06}, "SetSystemEventState", Since{Protocol::fsx_rtm}, Size{24});
  template <class M = SetSystemEventState>
  static constexpr auto fields() {
    return Rows{field(&M::client_event_id, "client_event_id", Unit::none, "the client's event"),
                field(&M::state, "state", Unit::none, "off or on")};
  }
};

// Adds an event to a group, which is created when it does not exist. A group without a priority receives nothing.
struct AddClientEventToNotificationGroup {
  GroupId group_id{};
  EventId client_event_id{};
  bool maskable{};

  static constexpr auto kInfo =
      message(SendType{0x07}, "AddClientEventToNotificationGroup", Since{Protocol::fsx_rtm}, Size{28});
  template <class M = AddClientEventToNotificationGroup>
  static constexpr auto fields() {
    return Rows{field(&M::group_id, "group_id", Unit::none, "notification group of the client"),
                field(&M::client_event_id, "client_event_id", Unit::none, "the client's event"),
                field(&M::maskable, "maskable", Unit::none, "a higher group may hide the event from lower ones")};
  }
};

// Takes an event out of a notification group.
struct RemoveClientEvent {
  GroupId group_id{};
  EventId client_event_id{};

  static constexpr auto kInfo = message(SendType{0x08}, "RemoveClientEvent", Since{Protocol::fsx_rtm}, Size{24});
  template <class M = RemoveClientEvent>
  static constexpr auto fields() {
    return Rows{field(&M::group_id, "group_id", Unit::none, "notification group of the client"),
                field(&M::client_event_id, "client_event_id", Unit::none, "the client's event")};
  }
};

// Sets the priority of a notification group.
struct SetNotificationGroupPriority {
  GroupId group_id{};
  std::uint32_t priority{};

  static constexpr auto kInfo =
      message(SendType{0x09}, "SetNotificationGroupPriority", Since{Protocol::fsx_rtm}, Size{24});
  template <class M = SetNotificationGroupPriority>
  static constexpr auto fields() {
    return Rows{field(&M::group_id, "group_id", Unit::none, "notification group of the client"),
                field(&M::priority, "priority", Unit::none, "the smaller, the earlier served")};
  }
};

// Removes all events of a notification group.
struct ClearNotificationGroup {
  GroupId group_id{};

  static constexpr auto kInfo = message(SendType{0x0a}, "ClearNotificationGroup", Since{Protocol::fsx_rtm}, Size{20});
  template <class M = ClearNotificationGroup>
  static constexpr auto fields() {
    return Rows{field(&M::group_id, "group_id", Unit::none, "notification group of the client")};
  }
};

// Asks for the events of a group; nothing answers it.
struct RequestNotificationGroup {
  GroupId group_id{};
  std::uint32_t reserved{};
  std::uint32_t flags{};

  static constexpr auto kInfo = message(SendType{0x0b}, "RequestNotificationGroup", Since{Protocol::fsx_rtm}, Size{28});
  template <class M = RequestNotificationGroup>
  static constexpr auto fields() {
    return Rows{field(&M::group_id, "group_id", Unit::none, "notification group of the client"),
                field(&M::reserved, "reserved", Unit::none, "0; ignored by readers"),
                field(&M::flags, "flags", Unit::none, "0")};
  }
};

}  // namespace checkride::protocol

// Opening, errors and events.
//
// Texts, bytes and lists of a decoded message are views into its frame and live as long as it does.
// Server to client. Source: wire.md 4.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "checkride/protocol/enums.hpp"
#include "checkride/protocol/ids.hpp"
#include "checkride/protocol/structures.hpp"
#include "checkride/protocol/table.hpp"

namespace checkride::protocol {

// What a library reports for an empty queue. It never travels.
struct RecvNull {
  static constexpr auto kInfo = message(ReceiveType{0x00}, "NULL", Since{Protocol::fsx_rtm}, Size{12});
  static constexpr auto fields() { return Rows{}; }
};

// A request failed: which frame, which parameter, why.
struct RecvException {
  Exception exception{};
  SendId send_id{};
  std::uint32_t index = kUnknownIndex;

  static constexpr auto kInfo = message(ReceiveType{0x01}, "EXCEPTION", Since{Protocol::fsx_rtm}, Size{24});
  template <class M = RecvException>
  static constexpr auto fields() {
    return Rows{field(&M::exception, "exception", Unit::none, "what was wrong"),
                field(&M::send_id, "send_id", Unit::none, "the frame that was wrong; 0 for none in particular"),
                field(&M::index, "index", Unit::none, "parameter that was wrong, from 1; 0xFFFFFFFF unknown")};
  }
};

// The answer to Open: who serves. Clients tell simulators apart by name and major version.
struct RecvOpen {
  std::string_view application_name{};
  std::uint32_t application_version_major{};
  std::uint32_t application_version_minor{};
  std::uint32_t application_build_major{};
  std::uint32_t application_build_minor{};
  std::uint32_t sim_connect_version_major{};
  std::uint32_t sim_connect_version_minor{};
  std::uint32_t sim_connect_build_major{};
  std::uint32_t sim_connect_build_minor{};
  std::uint32_t reserved1{};
  std::uint32_t reserved2{};

  static constexpr auto kInfo = message(ReceiveType{0x02}, "OPEN", Since{Protocol::fsx_rtm}, Size{308});
  template <class M = RecvOpen>
  static constexpr auto fields() {
    return Rows{
        text<256>(&M::application_name, "application_name", "who is speaking; may be empty"),
        field(&M::application_version_major, "application_version_major", Unit::none, "version of the simulator"),
        field(&M::application_version_minor, "application_version_minor", Unit::none, "its minor part"),
        field(&M::application_build_major, "application_build_major", Unit::none, "build of the simulator"),
        field(&M::application_build_minor, "application_build_minor", Unit::none, "its minor part"),
        field(&M::sim_connect_version_major, "sim_connect_version_major", Unit::none, "version of SimConnect"),
        field(&M::sim_connect_version_minor, "sim_connect_version_minor", Unit::none, "its minor part"),
        field(&M::sim_connect_build_major, "sim_connect_build_major", Unit::none, "build of SimConnect"),
        field(&M::sim_connect_build_minor, "sim_connect_build_minor", Unit::none, "its minor part"),
        field(&M::reserved1, "reserved1", Unit::none, "unknown"),
        field(&M::reserved2, "reserved2", Unit::none, "0")};
  }
};

// The simulator ends; the connection is closed after it.
struct RecvQuit {
  static constexpr auto kInfo = message(ReceiveType{0x03}, "QUIT", Since{Protocol::fsx_rtm}, Size{12});
  static constexpr auto fields() { return Rows{}; }
};

// A client event or a system event happened.
struct RecvEvent {
  GroupId group_id{};
  EventId client_event_id{};
  std::uint32_t data{};

  static constexpr auto kInfo = message(ReceiveType{0x04}, "EVENT", Since{Protocol::fsx_rtm}, Size{24});
  template <class M = RecvEvent>
  static constexpr auto fields() {
    return Rows{field(&M::group_id, "group_id", Unit::none, "notification group; 0xFFFFFFFF for system events"),
                field(&M::client_event_id, "client_event_id", Unit::none, "the client's event"),
                field(&M::data, "data", Unit::none, "parameter of the event")};
  }
};

// An object came or went.
struct RecvEventObjectAddRemove {
  GroupId group_id{};
  EventId client_event_id{};
  ObjectId data{};
  SimObjectType obj_type{};

  static constexpr auto kInfo =
      message(ReceiveType{0x05}, "EVENT_OBJECT_ADDREMOVE", Since{Protocol::fsx_rtm}, Size{28});
  template <class M = RecvEventObjectAddRemove>
  static constexpr auto fields() {
    return Rows{field(&M::group_id, "group_id", Unit::none, "notification group of the client"),
                field(&M::client_event_id, "client_event_id", Unit::none, "the client's event"),
                field(&M::data, "data", Unit::none, "id of the object"),
                field(&M::obj_type, "obj_type", Unit::none, "kind of the object")};
  }
};

// A file was loaded, saved or activated.
struct RecvEventFilename {
  GroupId group_id{};
  EventId client_event_id{};
  std::uint32_t data{};
  std::string_view file_name{};
  std::uint32_t flags{};

  static constexpr auto kInfo = message(ReceiveType{0x06}, "EVENT_FILENAME", Since{Protocol::fsx_rtm}, Size{288});
  template <class M = RecvEventFilename>
  static constexpr auto fields() {
    return Rows{field(&M::group_id, "group_id", Unit::none, "notification group of the client"),
                field(&M::client_event_id, "client_event_id", Unit::none, "the client's event"),
                field(&M::data, "data", Unit::none, "parameter of the event"),
                text<260>(&M::file_name, "file_name", "file, with its path"),
                field(&M::flags, "flags", Unit::none, "0")};
  }
};

// A frame was drawn.
struct RecvEventFrame {
  GroupId group_id{};
  EventId client_event_id{};
  std::uint32_t data{};
  float frame_rate{};
  float sim_speed{};

  static constexpr auto kInfo = message(ReceiveType{0x07}, "EVENT_FRAME", Since{Protocol::fsx_rtm}, Size{32});
  template <class M = RecvEventFrame>
  static constexpr auto fields() {
    return Rows{field(&M::group_id, "group_id", Unit::none, "notification group of the client"),
                field(&M::client_event_id, "client_event_id", Unit::none, "the client's event"),
                field(&M::data, "data", Unit::none, "parameter of the event"),
                field(&M::frame_rate, "frame_rate", Unit::frames_per_second, "visual frames"),
                field(&M::sim_speed, "sim_speed", Unit::simulation_rate, "1 is real time")};
  }
};

// The weather mode changed.
struct RecvEventWeatherMode {
  GroupId group_id{};
  EventId client_event_id{};
  std::uint32_t data{};

  static constexpr auto kInfo = message(ReceiveType{0x11}, "EVENT_WEATHER_MODE", Since{Protocol::fsx_sp1}, Size{24});
  template <class M = RecvEventWeatherMode>
  static constexpr auto fields() {
    return Rows{field(&M::group_id, "group_id", Unit::none, "notification group of the client"),
                field(&M::client_event_id, "client_event_id", Unit::none, "the client's event"),
                field(&M::data, "data", Unit::none, "weather mode")};
  }
};

// A multiplayer session is hosted.
struct RecvEventMultiplayerServerStarted {
  GroupId group_id{};
  EventId client_event_id{};
  std::uint32_t data{};

  static constexpr auto kInfo =
      message(ReceiveType{0x16}, "EVENT_MULTIPLAYER_SERVER_STARTED", Since{Protocol::fsx_sp2}, Size{24});
  template <class M = RecvEventMultiplayerServerStarted>
  static constexpr auto fields() {
    return Rows{field(&M::group_id, "group_id", Unit::none, "notification group of the client"),
                field(&M::client_event_id, "client_event_id", Unit::none, "the client's event"),
                field(&M::data, "data", Unit::none, "parameter of the event")};
  }
};

// A multiplayer session was joined.
struct RecvEventMultiplayerClientStarted {
  GroupId group_id{};
  EventId client_event_id{};
  std::uint32_t data{};

  static constexpr auto kInfo =
      message(ReceiveType{0x17}, "EVENT_MULTIPLAYER_CLIENT_STARTED", Since{Protocol::fsx_sp2}, Size{24});
  template <class M = RecvEventMultiplayerClientStarted>
  static constexpr auto fields() {
    return Rows{field(&M::group_id, "group_id", Unit::none, "notification group of the client"),
                field(&M::client_event_id, "client_event_id", Unit::none, "the client's event"),
                field(&M::data, "data", Unit::none, "parameter of the event")};
  }
};

// The multiplayer session ended.
struct RecvEventMultiplayerSessionEnded {
  GroupId group_id{};
  EventId client_event_id{};
  std::uint32_t data{};

  static constexpr auto kInfo =
      message(ReceiveType{0x18}, "EVENT_MULTIPLAYER_SESSION_ENDED", Since{Protocol::fsx_sp2}, Size{24});
  template <class M = RecvEventMultiplayerSessionEnded>
  static constexpr auto fields() {
    return Rows{field(&M::group_id, "group_id", Unit::none, "notification group of the client"),
                field(&M::client_event_id, "client_event_id", Unit::none, "the client's event"),
                field(&M::data, "data", Unit::none, "parameter of the event")};
  }
};

// A race ended.
struct RecvEventRaceEnd {
  GroupId group_id{};
  EventId client_event_id{};
  std::uint32_t data{};
  std::uint32_t racer_number{};
  RaceResult racer_data{};

  static constexpr auto kInfo = message(ReceiveType{0x19}, "EVENT_RACE_END", Since{Protocol::fsx_sp2}, Size{1108});
  template <class M = RecvEventRaceEnd>
  static constexpr auto fields() {
    return Rows{field(&M::group_id, "group_id", Unit::none, "notification group of the client"),
                field(&M::client_event_id, "client_event_id", Unit::none, "the client's event"),
                field(&M::data, "data", Unit::none, "parameter of the event"),
                field(&M::racer_number, "racer_number", Unit::none, "index of the racer"),
                field(&M::racer_data, "racer_data", Unit::none, "the result")};
  }
};

// A lap of a race ended.
struct RecvEventRaceLap {
  GroupId group_id{};
  EventId client_event_id{};
  std::uint32_t data{};
  std::uint32_t lap_index{};
  RaceResult racer_data{};

  static constexpr auto kInfo = message(ReceiveType{0x1a}, "EVENT_RACE_LAP", Since{Protocol::fsx_sp2}, Size{1108});
  template <class M = RecvEventRaceLap>
  static constexpr auto fields() {
    return Rows{field(&M::group_id, "group_id", Unit::none, "notification group of the client"),
                field(&M::client_event_id, "client_event_id", Unit::none, "the client's event"),
                field(&M::data, "data", Unit::none, "parameter of the event"),
                field(&M::lap_index, "lap_index", Unit::none, "index of the lap"),
                field(&M::racer_data, "racer_data", Unit::none, "the result")};
  }
};

// An event sent with TransmitClientEvent_EX1.
struct RecvEventEx1 {
  GroupId group_id{};
  EventId client_event_id{};
  std::uint32_t data0{};
  std::uint32_t data1{};
  std::uint32_t data2{};
  std::uint32_t data3{};
  std::uint32_t data4{};

  static constexpr auto kInfo = message(ReceiveType{0x1b}, "EVENT_EX1", Since{Protocol::msfs2020}, Size{40});
  template <class M = RecvEventEx1>
  static constexpr auto fields() {
    return Rows{field(&M::group_id, "group_id", Unit::none, "notification group of the client"),
                field(&M::client_event_id, "client_event_id", Unit::none, "the client's event"),
                field(&M::data0, "data0", Unit::none, "first parameter"),
                field(&M::data1, "data1", Unit::none, "second parameter"),
                field(&M::data2, "data2", Unit::none, "third parameter"),
                field(&M::data3, "data3", Unit::none, "fourth parameter"),
                field(&M::data4, "data4", Unit::none, "fifth parameter")};
  }
};

// A custom action of the mission was reached.
struct RecvCustomAction {
  GroupId group_id{};
  EventId client_event_id{};
  std::uint32_t data{};
  Guid instance_id{};
  bool wait_for_completion{};
  std::string_view payload{};

  static constexpr auto kInfo = message(ReceiveType{0x0e}, "CUSTOM_ACTION", Since{Protocol::fsx_rtm}, Size{44});
  template <class M = RecvCustomAction>
  static constexpr auto fields() {
    return Rows{field(&M::group_id, "group_id", Unit::none, "notification group of the client"),
                field(&M::client_event_id, "client_event_id", Unit::none, "the client's event"),
                field(&M::data, "data", Unit::none, "parameter of the event"),
                field(&M::instance_id, "instance_id", Unit::none, "instance of the mission action"),
                field(&M::wait_for_completion, "wait_for_completion", Unit::none,
                      "the mission waits for CompleteCustomMissionAction"),
                text_to_end(&M::payload, "payload", "text of the action")};
  }
};

// The session reached another stage.
struct RecvFlowEvent {
  FlowEvent flow_event{};
  std::string_view flt_path{};

  static constexpr auto kInfo = message(ReceiveType{0x27}, "FLOW_EVENT", Since{Protocol::msfs2024}, Size{272});
  template <class M = RecvFlowEvent>
  static constexpr auto fields() {
    return Rows{field(&M::flow_event, "flow_event", Unit::none, "what happened"),
                text<256>(&M::flt_path, "flt_path", "flight file")};
  }
};

// The answer to RequestResponseTimes; seen in traffic, documented nowhere.
struct RecvResponseTimes {
  std::array<std::byte, 16> ignored{};
  std::int64_t server_tick_at_receipt{};
  std::int64_t server_tick_at_response{};

  static constexpr auto kInfo = message(ReceiveType{0x10001}, "RESPONSE_TIMES", Since{Protocol::fsx_rtm}, Size{44});
  template <class M = RecvResponseTimes>
  static constexpr auto fields() {
    return Rows{field(&M::ignored, "ignored", Unit::none, "0"),
                field(&M::server_tick_at_receipt, "server_tick_at_receipt", Unit::ticks,
                      "the server's counter when the request came"),
                field(&M::server_tick_at_response, "server_tick_at_response", Unit::ticks,
                      "the server's counter when it answers")};
  }
};

}  // namespace checkride::protocol

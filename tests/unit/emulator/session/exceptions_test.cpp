// Goal: every row of semantics 4.4 for the messages that are obeyed: code and index. Method: one call that breaks the
// rule, on a client for which everything else is right.
#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace test;
using protocol::DataType;
using protocol::Period;
using Pair = std::pair<std::uint32_t, std::uint32_t>;
constexpr Pair kNone{0, 0};

class Exceptions : public testing::Test {
 protected:
  Exceptions() {
    send(add_datum(1, "PLANE ALTITUDE", "feet", DataType::float64, 5));
    send(add_datum(2, "TITLE", "", DataType::stringv));
    send(map_event(10, "GEAR_TOGGLE"));
    send(add_to_group(20, 10));
    send(subscribe(30, "1sec"));
  }
  template <class M>
  void send(const M& message) {
    ASSERT_EQ(exception_of(message), kNone);
  }
  template <class M>
  Pair exception_of(const M& message) {
    return cockpit.exception_of(client, message);
  }

  Cockpit cockpit;
  ClientId client = cockpit.open();
};

TEST_F(Exceptions, AddToDataDefinition) {
  EXPECT_EQ(exception_of(add_datum(1, "NO SUCH VARIABLE")), Pair(7, 2));
  EXPECT_EQ(exception_of(add_datum(1, "PLANE ALTITUDE", "no such unit")), Pair(7, 3));
  EXPECT_EQ(exception_of(add_datum(1, "PLANE ALTITUDE", "knots")), Pair(7, 3));
  EXPECT_EQ(exception_of(add_datum(1, "TITLE", "string", DataType::string256)), Pair(7, 3));
  EXPECT_EQ(exception_of(add_datum(1, "TITLE", "feet", DataType::string256)), Pair(7, 3));
  EXPECT_EQ(exception_of(add_datum(1, "PLANE ALTITUDE", "feet", static_cast<DataType>(18))), Pair(18, 4));
  EXPECT_EQ(exception_of(add_datum(1, "PLANE ALTITUDE", "feet", DataType::invalid)), Pair(18, 4));
  EXPECT_EQ(exception_of(add_datum(1, "TITLE", "", DataType::float64)), Pair(18, 4));
  EXPECT_EQ(exception_of(add_datum(1, "PLANE ALTITUDE", "feet", DataType::string32)), Pair(18, 4));
  EXPECT_EQ(exception_of(add_datum(1, "PLANE ALTITUDE", "feet", DataType::xyz)), Pair(18, 4));
  EXPECT_EQ(exception_of(add_datum(1, "COM LATLONALT", "", DataType::latlonalt)), Pair(18, 4));
  EXPECT_EQ(exception_of(add_datum(1, "STRUCT LATLONALT", "number", DataType::latlonalt)), Pair(7, 3));
  EXPECT_EQ(exception_of(add_datum(1, "AI WAYPOINT LIST", "feet", DataType::waypoint)), Pair(7, 3));
  EXPECT_EQ(exception_of(add_datum(1, "AIRSPEED TRUE", "knots", DataType::float64, 5)), Pair(29, 6));
}

TEST_F(Exceptions, AddToDataDefinitionAccepts) {
  EXPECT_EQ(exception_of(add_datum(3, "plane altitude", "FEET")), kNone);
  EXPECT_EQ(exception_of(add_datum(3, "PLANE ALTITUDE", "")), kNone);
  EXPECT_EQ(exception_of(add_datum(3, "PLANE ALTITUDE", "null")), kNone);
  EXPECT_EQ(exception_of(add_datum(3, "TITLE", "NULL", DataType::string8)), kNone);
  EXPECT_EQ(exception_of(add_datum(3, "L:Anything", "hectopascal")), kNone);
  EXPECT_EQ(exception_of(add_datum(3, "PLANE ALTITUDE", "feet", DataType::int8)), kNone);
  // Old libraries give every datum the id 0.
  EXPECT_EQ(exception_of(add_datum(4, "PLANE ALTITUDE", "feet", DataType::float64, 0)), kNone);
  EXPECT_EQ(exception_of(add_datum(4, "PLANE ALTITUDE", "feet", DataType::float64, 0)), kNone);
}

TEST_F(Exceptions, WhatCanOnlyBeSetGoesByAnyUnitThatMeasuresNothing) {
  for (const char* unit : {"number", "Number", "enum", "bool", "mask", "SIMCONNECT_DATA_WAYPOINT", "", "NULL"}) {
    EXPECT_EQ(exception_of(add_datum(3, "AI WAYPOINT LIST", unit, DataType::waypoint)), kNone) << unit;
  }
  EXPECT_EQ(exception_of(add_datum(3, "INITIAL POSITION", "number", DataType::initposition)), kNone);
}

TEST_F(Exceptions, TheNewestTypeIsUnknownToOlderSimulators) {
  Cockpit older("msfs2020");
  const ClientId other = older.open(protocol::Protocol::msfs2020);
  EXPECT_EQ(older.exception_of(other, add_datum(1, "PLANE ALTITUDE", "feet", DataType::int8)), Pair(18, 4));
}

TEST_F(Exceptions, TheThousandAndFirstDatum) {
  for (int i = 0; i < 1000; ++i) cockpit.send(client, add_datum(7, "PLANE ALTITUDE", "feet"));
  cockpit.run_frame();
  EXPECT_TRUE(cockpit.take(client).messages.empty());
  EXPECT_EQ(exception_of(add_datum(7, "PLANE ALTITUDE", "feet")), Pair(11, 1));
}

TEST_F(Exceptions, ClearDataDefinition) {
  protocol::ClearDataDefinition message;
  message.define_id.value = 99;
  EXPECT_EQ(exception_of(message), Pair(3, 1));
}

TEST_F(Exceptions, RequestDataOnSimObject) {
  EXPECT_EQ(exception_of(request_data(1, 99)), Pair(3, 2));
  auto message = request_data(1, 1);
  message.object_id.value = 2;
  EXPECT_EQ(exception_of(message), Pair(3, 3));
  EXPECT_EQ(exception_of(request_data(1, 1, static_cast<Period>(5))), Pair(27, 4));
  EXPECT_EQ(exception_of(request_data(1, 1, Period::once, static_cast<protocol::RequestFlags>(4))), Pair(20, 5));
  EXPECT_EQ(exception_of(request_data(1, 2, Period::second)), Pair(28, 2));
  EXPECT_EQ(exception_of(request_data(1, 99, Period::never)), kNone);
  cockpit.simulator.set_user_object(false);
  EXPECT_EQ(exception_of(request_data(1, 1)), Pair(3, 3));
}

TEST_F(Exceptions, ADefinitionOfWhichEveryDatumFailedDoesNotExist) {
  EXPECT_EQ(exception_of(add_datum(40, "NO SUCH VARIABLE")), Pair(7, 2));
  EXPECT_EQ(exception_of(request_data(1, 40)), Pair(3, 2));
}

TEST_F(Exceptions, TheThousandAndFirstLiveRequest) {
  for (std::uint32_t id = 0; id < 1000; ++id) cockpit.send(client, request_data(id, 1, Period::second));
  cockpit.run_frame();
  EXPECT_TRUE(cockpit.take(client).all<protocol::RecvException>().empty());
  EXPECT_EQ(exception_of(request_data(1000, 1, Period::second)), Pair(12, 1));
  EXPECT_EQ(exception_of(request_data(5, 1, Period::visual_frame)), kNone);  // a replacement is no further one
}

TEST_F(Exceptions, RequestDataOnSimObjectType) {
  protocol::RequestDataOnSimObjectType message;
  message.define_id.value = 99;
  EXPECT_EQ(exception_of(message), Pair(3, 2));
  message.define_id.value = 1;
  message.sim_object_type = protocol::SimObjectType::all;
  message.radius_meters = 200'001;
  EXPECT_EQ(exception_of(message), Pair(31, 3));
  message.radius_meters = 200'000;
  message.sim_object_type = static_cast<protocol::SimObjectType>(10);
  EXPECT_EQ(exception_of(message), Pair(27, 4));
  message.sim_object_type = protocol::SimObjectType::user;
  EXPECT_EQ(exception_of(message), kNone);
  message.radius_meters = 0xFFFFFFFF;
  EXPECT_EQ(exception_of(message), kNone) << "the radius does not count";
}

TEST_F(Exceptions, TheNewestObjectTypesAreUnknownToOlderSimulators) {
  for (const Profile& profile : profiles()) {
    Cockpit one(profile);
    const ClientId asker = one.open(static_cast<protocol::Protocol>(profile.protocol));
    one.send(asker, add_datum(1, "PLANE ALTITUDE"));
    protocol::RequestDataOnSimObjectType message;
    message.define_id.value = 1;
    message.sim_object_type = protocol::SimObjectType::ground;
    EXPECT_EQ(one.exception_of(asker, message), kNone) << profile.name;
    message.sim_object_type = static_cast<protocol::SimObjectType>(6);
    EXPECT_EQ(one.exception_of(asker, message), profile.protocol >= 6 ? kNone : Pair(27, 4)) << profile.name;
  }
}

TEST_F(Exceptions, SetDataOnSimObject) {
  const std::vector<std::byte> eight(8);
  protocol::SetDataOnSimObject message;
  message.define_id.value = 99;
  message.unit_size = 8;
  message.data = eight;
  EXPECT_EQ(exception_of(message), Pair(3, 1));
  message.define_id.value = 1;
  message.object_id.value = 2;
  EXPECT_EQ(exception_of(message), Pair(3, 2));
  message.object_id.value = 0;
  message.flags = static_cast<protocol::SetFlags>(2);  // TAGGED of requests
  EXPECT_EQ(exception_of(message), Pair(20, 3));
  message.flags = protocol::SetFlags::none;
  message.array_count = 2;
  EXPECT_EQ(exception_of(message), Pair(21, 4));
  message.array_count = 1;
  message.unit_size = 7;
  message.data = std::span(eight).first(7);
  EXPECT_EQ(exception_of(message), Pair(2, 5));
  message.unit_size = 0;
  message.data = {};
  EXPECT_EQ(exception_of(message), Pair(2, 5));
  message.data = eight;
  EXPECT_EQ(exception_of(message), Pair(2, 5)) << "the stated size is another";
  message.unit_size = 8;
  message.array_count = 0;  // counts as 1
  EXPECT_EQ(exception_of(message), kNone);
}

TEST_F(Exceptions, SetDataOnSimObjectTagged) {
  std::vector<std::byte> data;
  protocol::DatumWriter writer(data);
  writer.tag(protocol::DatumId{6});
  writer.number(1.0);
  protocol::SetDataOnSimObject message;
  message.define_id.value = 1;
  message.flags = protocol::SetFlags::tagged;
  message.data = data;
  EXPECT_EQ(exception_of(message), Pair(30, 6));
  data[0] = std::byte{5};
  EXPECT_EQ(exception_of(message), kNone);
  message.data = std::span(data).first(11);
  EXPECT_EQ(exception_of(message), Pair(2, 5));
  message.data = std::span(data).first(3);
  EXPECT_EQ(exception_of(message), Pair(2, 5));
}

TEST_F(Exceptions, MapClientEventToSimEvent) {
  EXPECT_EQ(exception_of(map_event(10, "GEAR_TOGGLE")), Pair(9, 1));
  EXPECT_EQ(exception_of(map_event(30, "GEAR_TOGGLE")), Pair(9, 1));  // the id of a system event
  EXPECT_EQ(exception_of(map_event(11, "NO_SUCH_EVENT")), Pair(7, 2));
  EXPECT_EQ(exception_of(map_event(11, "#12")), Pair(7, 2));
  EXPECT_EQ(exception_of(map_event(11, "#7z")), Pair(7, 2));
  EXPECT_EQ(exception_of(map_event(11, "My.Event")), kNone);
  EXPECT_EQ(exception_of(map_event(12, "")), kNone);
  EXPECT_EQ(exception_of(map_event(13, "#0x11000")), kNone);
  EXPECT_EQ(exception_of(map_event(14, "#65570")), kNone);  // the number of a key event
}

TEST_F(Exceptions, TheThousandAndFirstEvent) {
  for (std::uint32_t id = 1000; id < 1999; ++id) cockpit.send(client, map_event(id, ""));
  cockpit.run_frame();
  EXPECT_TRUE(cockpit.take(client).messages.empty());
  EXPECT_EQ(exception_of(map_event(5000, "")), Pair(8, 2));
}

TEST_F(Exceptions, TransmitClientEvent) {
  auto message = transmit(10);
  message.object_id.value = 2;
  EXPECT_EQ(exception_of(message), Pair(3, 1));
  EXPECT_EQ(exception_of(transmit(99)), Pair(3, 2));
  message = transmit(10);
  message.flags = protocol::TransmitFlags::none;
  message.group_id_or_priority = 77;
  EXPECT_EQ(exception_of(message), Pair(3, 4));
  message.group_id_or_priority = 0;  // never made, and accepted
  EXPECT_EQ(exception_of(message), kNone);
  protocol::TransmitClientEvent_EX1 extended;
  extended.client_event_id.value = 10;
  extended.group_id_or_priority = 77;
  EXPECT_EQ(exception_of(extended), Pair(3, 3));
}

TEST_F(Exceptions, NotificationGroups) {
  EXPECT_EQ(exception_of(add_to_group(20, 99)), Pair(3, 2));
  EXPECT_EQ(exception_of(add_to_group(20, 10)), Pair(29, 2));
  EXPECT_EQ(exception_of(set_priority(99, 1)), Pair(3, 1));
  protocol::ClearNotificationGroup clear;
  clear.group_id.value = 99;
  EXPECT_EQ(exception_of(clear), Pair(3, 1));
  protocol::RemoveClientEvent remove;
  remove.group_id.value = 99;
  EXPECT_EQ(exception_of(remove), Pair(3, 1));
  remove.group_id.value = 20;
  remove.client_event_id.value = 99;
  EXPECT_EQ(exception_of(remove), Pair(3, 2));
  protocol::RequestNotificationGroup request;
  request.group_id.value = 99;
  EXPECT_EQ(exception_of(request), Pair(3, 1));
  request.group_id.value = 20;
  request.flags = 1;
  EXPECT_EQ(exception_of(request), Pair(20, 3));
  request.reserved = 1;
  EXPECT_EQ(exception_of(request), Pair(20, 2));
}

TEST_F(Exceptions, TheTwentyFirstGroup) {
  for (std::uint32_t group = 100; group < 119; ++group) send(add_to_group(group, 10));
  EXPECT_EQ(exception_of(add_to_group(119, 10)), Pair(6, 1));
  protocol::ClearNotificationGroup clear;
  clear.group_id.value = 100;
  send(clear);
  EXPECT_EQ(exception_of(add_to_group(119, 10)), kNone);
}

TEST_F(Exceptions, SystemEvents) {
  EXPECT_EQ(exception_of(subscribe(10, "1sec")), Pair(9, 1));  // the id of a client event
  EXPECT_EQ(exception_of(subscribe(30, "1SEC")), Pair(26, 1));
  EXPECT_EQ(exception_of(subscribe(30, "4sec")), Pair(9, 1));
  EXPECT_EQ(exception_of(subscribe(31, "2sec")), Pair(7, 2));
  protocol::UnsubscribeFromSystemEvent unsubscribe;
  unsubscribe.client_event_id.value = 99;
  EXPECT_EQ(exception_of(unsubscribe), Pair(3, 1));
  protocol::SetSystemEventState state;
  state.client_event_id.value = 99;
  EXPECT_EQ(exception_of(state), Pair(3, 1));
  state.client_event_id.value = 30;
  state.state = static_cast<protocol::State>(2);
  EXPECT_EQ(exception_of(state), Pair(27, 2));
  unsubscribe.client_event_id.value = 30;
  EXPECT_EQ(exception_of(unsubscribe), kNone);
  EXPECT_EQ(exception_of(map_event(30, "GEAR_TOGGLE")), kNone);  // the id is free again
}

TEST_F(Exceptions, RequestSystemState) {
  protocol::RequestSystemState message;
  message.state_name = "Weather";
  EXPECT_EQ(exception_of(message), Pair(7, 2));
}

TEST_F(Exceptions, WhatNewerSimulatorsAcceptAndIgnore) {
  EXPECT_EQ(exception_of(protocol::WeatherSetModeGlobal()), kNone);
  EXPECT_EQ(exception_of(protocol::MenuAddItem()), kNone);
  EXPECT_EQ(exception_of(protocol::SetSystemState()), kNone);
  EXPECT_EQ(exception_of(protocol::RequestReservedKey()), kNone);
  EXPECT_EQ(exception_of(protocol::CreateClientData()), Pair(3, 1)) << "client data are not ignored";
}

}  // namespace
}  // namespace checkride::emulator

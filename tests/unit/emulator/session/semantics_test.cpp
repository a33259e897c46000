// Goal: the rules of semantics 2 to 5 that the tests of single messages pass over. Method: clients of a simulator
// whose values the test sets; each test names its section.
#include "session/semantics_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using namespace test;
using protocol::Period;
using protocol::Protocol;

// ---- 2 connection

TEST_F(Semantics, TwoClientsMayHaveOneName) {  // 2.2.5
  const ClientId other = cockpit.open(Protocol::msfs2024, "test");
  EXPECT_EQ(exception_of(add_datum(1, "PLANE ALTITUDE")), kNone);
  EXPECT_EQ(cockpit.exception_of(other, request_data(1, 1)), Pair(3, 2));
}

TEST_F(Semantics, OpenIsAnsweredWithoutAFlight) {  // 2.2.6
  cockpit.simulator.set_user_object(false);
  const ClientId other = cockpit.connect();
  cockpit.send(other, protocol::Open());
  cockpit.run_frame();
  EXPECT_EQ(cockpit.take(other).all<protocol::RecvOpen>().size(), 1u);
}

TEST_F(Semantics, WithoutSubscriptionsThereIsSilence) {  // 2.3
  EXPECT_EQ(cockpit.run_when_due(cockpit.now + 3600s), 0u);
  EXPECT_TRUE(cockpit.take(client).messages.empty());
}

// ---- 3 general rules

TEST_F(Semantics, SendIdsAreEchoedAndNothingElse) {  // 3.1
  for (const std::uint32_t id : {7u, 7u, 3u, 0u, 0xFFFFFFFFu}) {
    std::vector<std::byte> bytes;
    protocol::encode(request_data(1, 99), Protocol::msfs2024, protocol::SendId{id}, bytes);
    cockpit.send_bytes(client, bytes);
    cockpit.run_frame();
    const auto told = cockpit.take(client).all<protocol::RecvException>();
    ASSERT_EQ(told.size(), 1u);
    EXPECT_EQ(told[0].send_id.value, id);
  }
}

TEST_F(Semantics, SuccessIsSilent) {  // 3.2
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
  cockpit.send(client, map_event(1, "GEAR_TOGGLE"));
  cockpit.send(client, add_to_group(1, 1));
  cockpit.send(client, set_priority(1, 1));
  cockpit.send(client, subscribe(2, "SimStart"));
  cockpit.send(client, request_data(5, 1, Period::never));
  protocol::RequestNotificationGroup group;  // 10.5: has no use here
  group.group_id.value = 1;
  cockpit.send(client, group);
  cockpit.send(client, protocol::ClearDataDefinition{protocol::DefinitionId{1}});
  cockpit.run_frame(2);
  EXPECT_TRUE(cockpit.take(client).messages.empty());
}

TEST_F(Semantics, AFrameHasAnswersThenEventsThenPeriodicData) {  // 3.3
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
  cockpit.send(client, request_data(30, 1, Period::visual_frame));
  cockpit.send(client, request_data(20, 1, Period::visual_frame));
  cockpit.run_frame();
  (void)cockpit.take(client);
  cockpit.send(client, request_data(30, 1, Period::sim_frame));  // replaced: in its old place
  cockpit.send(client, subscribe(1, "Pause"));
  cockpit.send(client, request_data(1, 99));
  cockpit.send(client, request_data(10, 1));
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  ASSERT_EQ(heard.messages.size(), 5u);
  EXPECT_TRUE(std::holds_alternative<protocol::RecvException>(heard.messages[0]));
  EXPECT_EQ(std::get<protocol::RecvSimObjectData>(heard.messages[1]).request_id.value, 10u);
  EXPECT_TRUE(std::holds_alternative<protocol::RecvEvent>(heard.messages[2]));
  EXPECT_EQ(std::get<protocol::RecvSimObjectData>(heard.messages[3]).request_id.value, 30u);
  EXPECT_EQ(std::get<protocol::RecvSimObjectData>(heard.messages[4]).request_id.value, 20u);
}

TEST_F(Semantics, AnyNumberIsAnIdAndEachKindHasItsOwn) {  // 3.4
  for (const std::uint32_t id : {0u, 1u, 0x80000000u, 0xFFFFFFFEu, 0xFFFFFFFFu}) {
    EXPECT_EQ(exception_of(add_datum(id, "PLANE ALTITUDE")), kNone) << id;
    EXPECT_EQ(exception_of(map_event(id, "GEAR_TOGGLE")), kNone) << id;
    EXPECT_EQ(exception_of(add_to_group(id, id)), kNone) << id;
    cockpit.send(client, request_data(id, id));
    cockpit.run_frame();
    const Heard heard = cockpit.take(client);
    ASSERT_EQ(data_of(heard).size(), 1u) << id;
    EXPECT_EQ(data_of(heard)[0].request_id.value, id);
    EXPECT_EQ(data_of(heard)[0].define_id.value, id);
  }
}

TEST_F(Semantics, ProxiesOfTheUserBelongToTheNewestSimulator) {  // 3.4
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
  const auto outcome = [](Cockpit& in, ClientId of, std::uint32_t object) {
    auto message = request_data(1, 1);
    message.object_id.value = object;
    return in.exception_of(of, message);
  };
  EXPECT_EQ(outcome(cockpit, client, 0), kNone);
  EXPECT_EQ(outcome(cockpit, client, 1), kNone);
  EXPECT_EQ(outcome(cockpit, client, 0xFFFFFF81), kNone) << "what the user controls now";
  EXPECT_EQ(outcome(cockpit, client, 0xFFFFFF80), Pair(3, 3)) << "there is no avatar";
  Cockpit older("msfs2020");
  const ClientId other = older.open(Protocol::msfs2020);
  older.send(other, add_datum(1, "PLANE ALTITUDE"));
  EXPECT_EQ(outcome(older, other, 0xFFFFFF81), Pair(3, 3));
}

TEST_F(Semantics, NamesAreComparedWithoutCase) {  // 3.5
  EXPECT_EQ(exception_of(add_datum(1, "pLaNe AlTiTuDe", "FeEt")), kNone);
  EXPECT_EQ(exception_of(map_event(1, "gear_TOGGLE")), kNone);
  EXPECT_EQ(exception_of(subscribe(2, "sIMsTART")), kNone);
  protocol::RequestSystemState state;
  state.state_name = "sIM";
  cockpit.send(client, state);
  cockpit.run_frame();
  EXPECT_EQ(cockpit.take(client).all<protocol::RecvSystemState>().size(), 1u);
}

TEST_F(Semantics, WhatNewerSimulatorsIgnoreIsSilentAndWithoutReply) {  // 3.7
  Cockpit newer("msfs2024");
  const ClientId other = newer.open();
  protocol::WeatherRequestObservationAtStation weather;
  weather.icao = "KSEA";
  newer.send(other, weather);
  newer.send(other, protocol::Text());
  newer.send(other, protocol::MenuAddItem());
  newer.send(other, protocol::CameraSetRelative6DOF());
  newer.send(other, protocol::RequestReservedKey());
  newer.send(other, protocol::SetSystemState());
  newer.send(other, protocol::ExecuteMissionAction());
  newer.send(other, protocol::FlightPlanLoad());
  newer.run_frame(2);
  EXPECT_TRUE(newer.take(other).messages.empty());
}

// ---- 4 exceptions

TEST_F(Semantics, AFailingPacketHasNoOtherEffect) {  // 4.1
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
  cockpit.send(client, request_data(5, 1, Period::visual_frame));
  EXPECT_EQ(exception_of(request_data(5, 99, Period::second)), Pair(3, 2));
  cockpit.run_frame(4);
  EXPECT_EQ(data_count(), 4u) << "the running request goes on as it was";
  EXPECT_EQ(exception_of(add_to_group(7, 99)), Pair(3, 2));
  EXPECT_EQ(exception_of(set_priority(7, 1)), Pair(3, 1)) << "no group was made";
}

// ---- 5 definitions

TEST_F(Semantics, RegisteringTwiceDoublesTheData) {  // 5
  for (int i = 0; i < 2; ++i) cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
  cockpit.send(client, request_data(1, 1));
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  EXPECT_EQ(data_of(heard).at(0).define_count, 2u);
  EXPECT_EQ(data_of(heard).at(0).data.size(), 16u);
}

TEST_F(Semantics, OneDefinitionServesManyRequestsObjectsAndWrites) {  // 5
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet"));
  const protocol::ObjectId made = cockpit.make_ai_object(client);
  auto of_object = request_data(2, 1);
  of_object.object_id = made;
  cockpit.send(client, request_data(1, 1, Period::second));
  cockpit.send(client, of_object);
  std::vector<std::byte> value;
  protocol::DatumWriter(value).number(1200.0);
  protocol::SetDataOnSimObject set;
  set.define_id.value = 1;
  set.unit_size = 8;
  set.data = value;
  cockpit.send(client, set);
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  ASSERT_EQ(data_of(heard).size(), 2u);
  EXPECT_EQ(data_of(heard)[0].object_id, made);
  EXPECT_EQ(double_at(data_of(heard)[1].data), 1200);
}

TEST_F(Semantics, ADefinitionMadeAgainStartsEmptyAndItsOldRequestsStayDead) {  // 5
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
  cockpit.send(client, request_data(1, 1, Period::visual_frame));
  cockpit.run_frame();
  EXPECT_EQ(data_count(), 1u);
  cockpit.send(client, protocol::ClearDataDefinition{protocol::DefinitionId{1}});
  cockpit.send(client, add_datum(1, "AIRSPEED TRUE"));
  cockpit.run_frame(5);
  EXPECT_TRUE(cockpit.take(client).messages.empty());
  cockpit.send(client, request_data(1, 1));
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  EXPECT_EQ(data_of(heard).at(0).define_count, 1u);
}

TEST_F(Semantics, WithoutAUnitANumberIsInItsOwn) {  // 5
  cockpit.simulator.value("PLANE LATITUDE") = 0.5;
  cockpit.send(client, add_datum(1, "PLANE LATITUDE", ""));
  cockpit.send(client, add_datum(1, "PLANE LATITUDE", "NuLl"));
  cockpit.send(client, request_data(1, 1));
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  EXPECT_EQ(double_at(data_of(heard).at(0).data), 0.5);
  EXPECT_EQ(double_at(data_of(heard).at(0).data, 8), 0.5);
}

}  // namespace
}  // namespace checkride::emulator

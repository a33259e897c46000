// Goal: the rules of semantics 2 to 10 that the tests of single messages pass over. Method: clients of a simulator
// whose values the test sets; each test names its section.
#include <limits>

#include "answers/limits.hpp"
#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using namespace test;
using protocol::DataType;
using protocol::Period;
using protocol::Protocol;
using protocol::RequestFlags;
using protocol::SimObjectType;
using Pair = std::pair<std::uint32_t, std::uint32_t>;
constexpr Pair kNone{0, 0};

struct Semantics : testing::Test {
  std::vector<protocol::RecvSimObjectData> data_of(const Heard& heard) {
    return heard.all<protocol::RecvSimObjectData>();
  }
  // How many messages of data came since the last call.
  std::size_t data_count() { return data_of(cockpit.take(client)).size(); }
  template <class M>
  Pair exception_of(const M& message) {
    return cockpit.exception_of(client, message);
  }
  double& altitude() { return cockpit.simulator.value("PLANE ALTITUDE"); }

  Cockpit cockpit;
  ClientId client = cockpit.open();
};

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

// ---- 6 requests

TEST_F(Semantics, OnceIsOneMessageWhateverItsCounters) {  // 6.1
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
  auto message = request_data(1, 1);
  message.origin = 10;
  message.interval = 5;
  message.limit = 7;
  cockpit.send(client, message);
  cockpit.run_frame();
  EXPECT_EQ(data_count(), 1u);
  cockpit.run_frame(60);
  EXPECT_EQ(data_count(), 0u);
}

TEST_F(Semantics, OriginIntervalAndLimitOfEachPeriod) {  // 6.1
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
  for (const Period period : {Period::visual_frame, Period::sim_frame, Period::second}) {
    auto message = request_data(1, 1, period);
    message.origin = 2;
    message.interval = 1;
    message.limit = 3;
    cockpit.send(client, message);
    cockpit.run_frame();
    std::vector<std::uint64_t> at;
    const std::uint64_t step = period == Period::second ? 30 : 1;
    for (std::uint64_t number = 0; number < 12; ++number) {
      if (data_count() == 1) at.push_back(number);
      cockpit.run_frame(step);
    }
    EXPECT_EQ(at, (std::vector<std::uint64_t>{2, 4, 6})) << to_string(period);
  }
}

TEST_F(Semantics, TheLargestIntervalSuspendsARequest) {  // 6.1
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
  auto message = request_data(1, 1, Period::visual_frame);
  message.interval = 0xFFFFFFFF;
  cockpit.send(client, message);
  cockpit.run_frame(100);
  EXPECT_EQ(data_count(), 1u);
  cockpit.send(client, request_data(1, 1, Period::visual_frame));
  cockpit.run_frame(2);
  EXPECT_EQ(data_count(), 2u) << "asked for again it goes on";
}

TEST_F(Semantics, EpsilonHasNoEffectWithoutChanged) {  // 6.1
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet", DataType::float64, protocol::kUnused, 100));
  cockpit.send(client, request_data(1, 1, Period::visual_frame));
  cockpit.run_frame(5);
  EXPECT_EQ(data_count(), 5u);
}

TEST_F(Semantics, EpsilonIsInTheUnitOfTheDatumAndExceededStrictly) {  // 6.1
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "meters", DataType::float64, protocol::kUnused, 10));
  cockpit.send(client, request_data(1, 1, Period::visual_frame, RequestFlags::changed));
  cockpit.run_frame();
  EXPECT_EQ(data_count(), 1u) << "the first always";
  altitude() = 30;  // feet: 9.1 m
  cockpit.run_frame();
  EXPECT_EQ(data_count(), 0u);
  altitude() = 36;  // 11 m
  cockpit.run_frame();
  EXPECT_EQ(data_count(), 1u);
}

TEST_F(Semantics, ADifferenceOfEpsilonIsNoChange) {  // 6.1
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet", DataType::float64, protocol::kUnused, 8));
  cockpit.send(client, request_data(1, 1, Period::visual_frame, RequestFlags::changed));
  altitude() = 16;
  cockpit.run_frame();
  EXPECT_EQ(data_count(), 1u);
  altitude() = 24;
  cockpit.run_frame();
  EXPECT_EQ(data_count(), 0u);
  altitude() = 24.5;
  cockpit.run_frame();
  EXPECT_EQ(data_count(), 1u);
}

TEST_F(Semantics, OfIntegersEpsilonIsTruncatedFirst) {  // 6.1
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet", DataType::int32, protocol::kUnused, 2.9F));
  cockpit.send(client, request_data(1, 1, Period::visual_frame, RequestFlags::changed));
  cockpit.run_frame();
  (void)data_count();
  altitude() = 2;
  cockpit.run_frame();
  EXPECT_EQ(data_count(), 0u);
  altitude() = 3;
  cockpit.run_frame();
  EXPECT_EQ(data_count(), 1u);
}

TEST_F(Semantics, ATextChangesWithAnyByte) {  // 6.1
  cockpit.send(client, add_datum(1, "TITLE", "", DataType::string256, protocol::kUnused, 100));
  cockpit.send(client, request_data(1, 1, Period::visual_frame, RequestFlags::changed));
  cockpit.run_frame(2);
  EXPECT_EQ(data_count(), 1u);
  cockpit.simulator.text_value("TITLE") = "Cessna 173";
  cockpit.run_frame(2);
  EXPECT_EQ(data_count(), 1u);
}

TEST_F(Semantics, ChangedLooksAtDuePeriodsOnlyAndCountsWhatWasSent) {  // 6.1
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
  auto message = request_data(1, 1, Period::visual_frame, RequestFlags::changed);
  message.interval = 4;
  message.limit = 2;
  cockpit.send(client, message);
  cockpit.run_frame();
  EXPECT_EQ(data_count(), 1u);
  altitude() = 5;
  cockpit.run_frame(3);
  altitude() = 0;  // back again before anybody looks
  cockpit.run_frame(17);
  EXPECT_EQ(data_count(), 0u);
  altitude() = 6;
  cockpit.run_frame(5);
  EXPECT_EQ(data_count(), 1u) << "periods without a message do not count towards the limit";
  altitude() = 7;
  cockpit.run_frame(20);
  EXPECT_EQ(data_count(), 0u) << "two were sent";
}

TEST_F(Semantics, RestartingForgetsWhatWasSent) {  // 6.1
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
  const auto changed = request_data(1, 1, Period::visual_frame, RequestFlags::changed);
  cockpit.send(client, changed);
  cockpit.run_frame(3);
  EXPECT_EQ(data_count(), 1u);
  cockpit.send(client, changed);
  cockpit.run_frame(3);
  EXPECT_EQ(data_count(), 1u);
}

TEST_F(Semantics, NeverFreesTheIdAndIsSilentForAnUnknownOne) {  // 6.1
  EXPECT_EQ(exception_of(request_data(77, 99, Period::never)), kNone);
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
  for (std::uint32_t id = 0; id < kMaxRequests; ++id) cockpit.send(client, request_data(id, 1, Period::second));
  EXPECT_EQ(exception_of(request_data(kMaxRequests, 1, Period::second)), Pair(12, 1));
  cockpit.send(client, request_data(3, 1, Period::never));
  EXPECT_EQ(exception_of(request_data(kMaxRequests, 1, Period::second)), kNone);
}

TEST_F(Semantics, ValuesFollowEachOtherWithoutPadding) {  // 6.2
  altitude() = 7;
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet", DataType::int8));
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet", DataType::float64));
  cockpit.send(client, add_datum(1, "TITLE", "", DataType::string8));
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet", DataType::int32));
  cockpit.send(client, request_data(1, 1));
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  const auto data = data_of(heard).at(0).data;
  ASSERT_EQ(data.size(), 1u + 8 + 8 + 4);
  EXPECT_EQ(double_at(data, 1), 7);
  EXPECT_EQ(protocol::load_little_endian<std::int32_t>(data.subspan(17).data()), 7);
}

TEST_F(Semantics, AskedForInBoolAnyNonZeroIsOne) {  // 6.2, 8.2
  cockpit.simulator.value("FUEL TANK SELECTOR:1") = 3;
  cockpit.send(client, add_datum(1, "FUEL TANK SELECTOR:1", "bool"));
  cockpit.send(client, add_datum(1, "FUEL TANK SELECTOR:1", "number"));
  cockpit.send(client, request_data(1, 1));
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  EXPECT_EQ(double_at(data_of(heard).at(0).data), 1);
  EXPECT_EQ(double_at(data_of(heard).at(0).data, 8), 3);
}

TEST_F(Semantics, ByTypeIsFlaglessAndWithoutAUserEmpty) {  // 6.3
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
  protocol::RequestDataOnSimObjectType message;
  message.define_id.value = 1;
  message.sim_object_type = SimObjectType::user;
  message.radius_meters = 0;
  cockpit.send(client, message);
  cockpit.run_frame();
  Heard heard = cockpit.take(client);
  EXPECT_EQ(heard.all<protocol::RecvSimObjectDataByType>().at(0).flags, RequestFlags::none);
  EXPECT_EQ(heard.all<protocol::RecvSimObjectDataByType>().at(0).object_id.value, 1u);
  cockpit.simulator.set_user_object(false);
  cockpit.send(client, message);
  cockpit.run_frame();
  heard = cockpit.take(client);
  const auto none = heard.all<protocol::RecvSimObjectDataByType>();
  ASSERT_EQ(none.size(), 1u);
  EXPECT_EQ(none[0].object_id.value, 0u);
  EXPECT_EQ(none[0].entry_number, 0u);
  EXPECT_EQ(none[0].out_of, 0u);
  EXPECT_TRUE(none[0].data.empty());
}

TEST_F(Semantics, AFailedRequestIsNotTriedAgain) {  // 6.4, 30
  cockpit.simulator.set_user_object(false);
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
  EXPECT_EQ(exception_of(request_data(1, 1, Period::visual_frame)), Pair(3, 3));
  cockpit.simulator.set_user_object(true);
  cockpit.run_frame(10);
  EXPECT_TRUE(cockpit.take(client).messages.empty());
}

TEST_F(Semantics, WhatIsFrozenIsSentUnlessOnlyChangesAreWanted) {  // 6.4
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
  cockpit.send(client, request_data(1, 1, Period::visual_frame));
  cockpit.send(client, request_data(2, 1, Period::visual_frame, RequestFlags::changed));
  cockpit.run_frame();
  (void)data_count();
  cockpit.simulator.set_paused(true);
  cockpit.run_frame(10);
  const Heard heard = cockpit.take(client);
  ASSERT_EQ(data_of(heard).size(), 10u);
  for (const auto& message : data_of(heard)) EXPECT_EQ(message.request_id.value, 1u);
}

TEST_F(Semantics, APeriodicRequestSurvivesAFlightLoad) {  // 3.4, 30
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
  cockpit.send(client, request_data(1, 1, Period::second));
  protocol::FlightLoad load;
  load.file_name = "known.flt";
  cockpit.send(client, load);
  (void)cockpit.run_when_due(cockpit.now + 5s);
  EXPECT_GE(data_count(), 4u);
}

// ---- 9 and 10 events

TEST_F(Semantics, EveryFirstValueIsThatOfTheMoment) {  // 9.2
  cockpit.simulator.event_values = {{"sim", 1}, {"pause", 0}, {"pause_ex1", 4}, {"sound", 1}, {"view", 2}};
  std::uint32_t id = 0;
  for (const std::string_view name : {"Sim", "Pause", "Pause_EX1", "Sound", "View"}) {
    cockpit.send(client, subscribe(++id, name));
  }
  for (const std::string_view name : {"AircraftLoaded", "FlightLoaded", "FlightPlanActivated", "SimStart", "1sec"}) {
    cockpit.send(client, subscribe(++id, name));
  }
  cockpit.run_frame();
  std::vector<Pair> told;
  const Heard heard = cockpit.take(client);
  EXPECT_EQ(heard.messages.size(), 5u);
  for (const auto& event : heard.all<protocol::RecvEvent>()) {
    EXPECT_EQ(event.group_id.value, protocol::kUnused);
    told.emplace_back(event.client_event_id.value, event.data);
  }
  EXPECT_EQ(told, (std::vector<Pair>{{1, 1}, {2, 0}, {3, 4}, {4, 1}, {5, 2}}));
}

TEST_F(Semantics, OneEventMayBeSubscribedToManyTimes) {  // 9.3
  for (std::uint32_t id = 1; id <= 5; ++id) EXPECT_EQ(exception_of(subscribe(id, "SimStart")), kNone);
  protocol::UnsubscribeFromSystemEvent end;
  end.client_event_id.value = 3;
  cockpit.send(client, end);
  cockpit.run_frame();
  cockpit.simulator.raise("SimStart");
  cockpit.run_frame();
  EXPECT_EQ(cockpit.take(client).all<protocol::RecvEvent>().size(), 4u);
  EXPECT_EQ(exception_of(subscribe(3, "SimStop")), kNone) << "the id is free";
}

TEST_F(Semantics, EventsThatNewerSimulatorsNeverFireAreAccepted) {  // 9.1
  std::uint32_t id = 0;
  for (const std::string_view name : {"WeatherModeChanged", "MissionCompleted", "RaceEnd", "MultiplayerSessionEnded"}) {
    EXPECT_EQ(exception_of(subscribe(++id, name)), kNone) << name;
  }
  cockpit.send(client, protocol::WeatherSetModeGlobal());
  cockpit.run_frame(3);
  EXPECT_TRUE(cockpit.take(client).messages.empty());
}

TEST_F(Semantics, AGroupHasAThousandEventsAndNotOneMore) {  // 10.3, 27
  for (std::uint32_t id = 0; id < protocol::kMaxGroupEvents; ++id) {
    cockpit.send(client, map_event(id, ""));
    cockpit.send(client, add_to_group(1, id));
  }
  cockpit.run_frame();
  EXPECT_TRUE(cockpit.take(client).messages.empty());
  EXPECT_EQ(exception_of(add_to_group(1, 0)), Pair(11, 1));
  protocol::RemoveClientEvent remove;
  remove.group_id.value = 1;
  remove.client_event_id.value = 5;
  EXPECT_EQ(exception_of(remove), kNone);
  EXPECT_EQ(exception_of(add_to_group(1, 5)), kNone);
}

TEST_F(Semantics, AGroupWithoutAPriorityHearsAndTheSenderHearsItself) {  // 10.3, 10.4
  cockpit.send(client, map_event(1, "GEAR_TOGGLE"));
  cockpit.send(client, add_to_group(1, 1));
  auto repeated = transmit(1, 0xFFFFFFFF);
  repeated.flags = repeated.flags | static_cast<protocol::TransmitFlags>(3);  // fast and slow repeat: of no effect
  cockpit.send(client, repeated);
  cockpit.run_frame();
  const auto told = cockpit.take(client).all<protocol::RecvEvent>();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].data, 0xFFFFFFFFu) << "unsigned on the wire";
  EXPECT_EQ(cockpit.simulator.triggered.size(), 1u);
}

TEST_F(Semantics, EventsThatAreInNoGroupAreNotReceived) {  // 10.2
  cockpit.send(client, map_event(1, "GEAR_TOGGLE"));
  cockpit.run_frame();
  cockpit.sessions.raise_event("GEAR_TOGGLE", {});
  cockpit.run_frame();
  EXPECT_TRUE(cockpit.take(client).messages.empty());
}

}  // namespace
}  // namespace checkride::emulator

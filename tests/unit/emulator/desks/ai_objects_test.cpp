// AI objects (semantics 13, with 4.4, 6.3, 7.2, 9.1, 10.4 and the limits of 27): made by one client, seen and missed by
// another.
#include <set>

#include "desks/ai_objects_fixture.hpp"
#include "traffic/ai_places.hpp"

namespace checkride::emulator {
namespace {

using namespace test;

TEST_F(AiObjectsTest, AnObjectAppearsAfterLoadingWithItsAddedEventBeforeItsId) {
  cockpit.send(maker, aircraft(5, at(47.5, -122.3)));
  cockpit.run_frame(kLoadingFrames - 1);
  EXPECT_TRUE(cockpit.take(maker).messages.empty());
  cockpit.run_frame(2);
  const Heard heard = cockpit.take(maker);
  ASSERT_EQ(heard.messages.size(), 2u);
  EXPECT_EQ(added(heard), (std::vector<Told>{{2, 2}}));
  EXPECT_TRUE(std::holds_alternative<protocol::RecvEventObjectAddRemove>(heard.messages[0]));
  const auto& assigned = std::get<protocol::RecvAssignedObjectId>(heard.messages[1]);
  EXPECT_EQ(assigned.request_id.value, 5u);
  EXPECT_EQ(assigned.object_id.value, 2u);
  EXPECT_EQ(added(cockpit.take(other)), (std::vector<Told>{{2, 2}}));
}

TEST_F(AiObjectsTest, EventsNameTheKindOfObject) {
  EXPECT_EQ(make(object(1, at(47.5, -122.3), kHelicopter)), 2u);
  EXPECT_EQ(make(object(1, at(47.5, -122.3), kShip)), 3u);
  EXPECT_EQ(make(object(1, at(47.5, -122.3), kTruck)), 4u);
  EXPECT_EQ(added(cockpit.take(other)), (std::vector<Told>{{2, 3}, {3, 4}, {4, 5}}));
}

TEST_F(AiObjectsTest, WhoeverAsksReadsWhereItIsAndWhatItIs) {
  const std::uint32_t id = make(aircraft(5, at(47.5, -122.25, 3000, 0)));
  const auto place = numbers(id);
  EXPECT_NEAR(place[0], 47.5, 1e-12);
  EXPECT_NEAR(place[1], -122.25, 1e-12);
  EXPECT_EQ(place[2], 3000);
  EXPECT_EQ(place[3], 0);
  const Heard heard = ask(other, id, 2);
  const auto data = heard.all<protocol::RecvSimObjectData>();
  ASSERT_EQ(data.size(), 1u);
  protocol::DatumReader reader(data[0].data);
  EXPECT_EQ(std::get<std::string_view>(reader.read(DataType::string64)), kCessna);
  EXPECT_EQ(std::get<std::string_view>(reader.read(DataType::string32)), "Airplane");
  EXPECT_EQ(std::get<std::string_view>(reader.read(DataType::string32)), "N42");
}

TEST_F(AiObjectsTest, VariablesThatItDoesNotComputeAreEmptyUntilTheyAreSet) {
  const std::uint32_t id = make(aircraft(5, at(47.5, -122.3)));
  cockpit.send(other, add_datum(3, "GENERAL ENG RPM:1", "rpm"));
  cockpit.send(other, add_datum(4, "GEAR HANDLE POSITION", "bool"));
  cockpit.simulator.value("GENERAL ENG RPM:1") = 2400;
  const auto number = [&](std::uint32_t definition) {
    const Heard heard = ask(other, id, definition);
    const auto data = heard.all<protocol::RecvSimObjectData>();
    return data.size() == 1 ? double_at(data[0].data) : -1;
  };
  EXPECT_EQ(number(3), 0);
  EXPECT_EQ(number(4), 0);
  protocol::SetDataOnSimObject set;
  set.define_id.value = 4;
  set.object_id.value = id;
  std::vector<std::byte> block;
  protocol::DatumWriter(block).number(1.0);
  set.unit_size = static_cast<std::uint32_t>(block.size());
  set.data = block;
  EXPECT_EQ(cockpit.exception_of(other, set), Told(0, 0));
  EXPECT_EQ(number(4), 1);
  EXPECT_EQ(cockpit.simulator.value("GEAR HANDLE POSITION"), 0);  // the user's aircraft keeps its own
}

TEST_F(AiObjectsTest, EventsGoToTheObjectAndToNobodyElse) {
  const std::uint32_t id = make(aircraft(5, at(47.5, -122.3, 3000, 100)));
  cockpit.send(other, map_event(1, "FREEZE_LATITUDE_LONGITUDE_SET"));
  cockpit.send(maker, map_event(1, "FREEZE_LATITUDE_LONGITUDE_SET"));
  cockpit.send(maker, add_to_group(1, 1));
  cockpit.send(other, add_datum(3, "IS LATITUDE LONGITUDE FREEZE ON", "bool"));
  auto freeze = transmit(1, 1);
  freeze.object_id.value = id;
  EXPECT_EQ(cockpit.exception_of(other, freeze), Told(0, 0));
  const double frozen = numbers(id)[1];
  cockpit.run_frame(30);
  EXPECT_EQ(numbers(id)[1], frozen);
  EXPECT_TRUE(cockpit.take(maker).messages.empty());
  EXPECT_TRUE(cockpit.simulator.triggered.empty());
  const Heard heard = ask(other, id, 3);
  const auto data = heard.all<protocol::RecvSimObjectData>();
  ASSERT_EQ(data.size(), 1u);
  EXPECT_EQ(double_at(data[0].data), 1);

  protocol::TransmitClientEvent_EX1 thaw;
  thaw.object_id.value = id;
  thaw.client_event_id.value = 1;
  EXPECT_EQ(cockpit.exception_of(other, thaw), Told(0, 0));
  cockpit.run_frame(30);
  EXPECT_NE(numbers(id)[0], frozen);
  freeze.object_id.value = 77;
  EXPECT_EQ(cockpit.exception_of(other, freeze), Told(3, 1));
  freeze.object_id.value = id;
  freeze.client_event_id.value = 99;
  EXPECT_EQ(cockpit.exception_of(other, freeze), Told(3, 2));
}

TEST_F(AiObjectsTest, ListsByTypeAreOfWhatIsWithinTheRadius) {
  const std::uint32_t plane = make(object(1, at(47.5, -122.3), kCessna));  // 5.6 km from the user
  const std::uint32_t helicopter = make(object(1, at(47.45, -122.3), kHelicopter));
  const std::uint32_t ship = make(object(1, at(47.6, -122.4), kShip));  // 18 km
  const std::uint32_t truck = make(object(1, at(47.45, -122.301), kTruck));
  using Ids = std::vector<std::uint32_t>;
  EXPECT_EQ(list(SimObjectType::user, 200'000), (Ids{1}));
  EXPECT_EQ(list(SimObjectType::all, 200'000), (Ids{1, plane, helicopter, ship, truck}));
  EXPECT_EQ(list(SimObjectType::all, 10'000), (Ids{1, plane, helicopter, truck}));
  EXPECT_EQ(list(SimObjectType::all, 0), (Ids{1}));
  EXPECT_EQ(list(SimObjectType::aircraft, 10'000), (Ids{1, plane}));
  EXPECT_EQ(list(SimObjectType::aircraft, 5'000), (Ids{1}));
  EXPECT_EQ(list(SimObjectType::helicopter, 5'000), (Ids{helicopter}));
  EXPECT_EQ(list(SimObjectType::boat, 20'000), (Ids{ship}));
  EXPECT_EQ(list(SimObjectType::boat, 10'000), (Ids{}));  // one message, 0 of 0
  EXPECT_EQ(list(SimObjectType::ground, 10'000), (Ids{truck}));
  EXPECT_EQ(list(SimObjectType::animal, 10'000), (Ids{}));
}

TEST_F(AiObjectsTest, OnlyItsMakerRemovesItAndOnlyOnce) {
  const std::uint32_t id = make(object(1, at(47.5, -122.3)));
  EXPECT_EQ(cockpit.exception_of(other, of<protocol::AIRemoveObject>(id)), Told(25, 1));
  EXPECT_EQ(cockpit.exception_of(maker, of<protocol::AIRemoveObject>(1)), Told(25, 1));
  (void)cockpit.take(other);
  cockpit.send(maker, of<protocol::AIRemoveObject>(id));
  cockpit.run_frame();
  EXPECT_EQ(removed(cockpit.take(other)), (std::vector<Told>{{id, 5}}));
  (void)cockpit.take(maker);
  EXPECT_EQ(cockpit.exception_of(maker, of<protocol::AIRemoveObject>(id)), Told(3, 1));
}

TEST_F(AiObjectsTest, RequestsOnARemovedObjectEndWithoutAMessage) {
  const std::uint32_t id = make(object(1, at(47.5, -122.3)));
  auto message = request_data(4, 1, protocol::Period::visual_frame);
  message.object_id.value = id;
  cockpit.send(other, message);
  cockpit.run_frame(3);
  EXPECT_EQ(cockpit.take(other).all<protocol::RecvSimObjectData>().size(), 3u);
  cockpit.send(maker, of<protocol::AIRemoveObject>(id));
  cockpit.run_frame(5);
  const Heard heard = cockpit.take(other);
  ASSERT_EQ(heard.messages.size(), 1u);
  EXPECT_EQ(removed(heard).size(), 1u);
  EXPECT_TRUE(cockpit.sessions.clients().back().requests.empty());
  EXPECT_EQ(cockpit.exception_of(other, message), Told(3, 3));
}

TEST_F(AiObjectsTest, AnObjectThatGoesInTheFrameOfTheRequestIsNotAnsweredFor) {
  const std::uint32_t id = make(object(1, at(47.5, -122.3)));
  (void)cockpit.take(other);
  auto message = request_data(4, 1);
  message.object_id.value = id;
  cockpit.send(maker, message);
  cockpit.send(maker, of<protocol::AIRemoveObject>(id));
  cockpit.run_frame(2);
  const Heard heard = cockpit.take(maker);
  EXPECT_TRUE(heard.all<protocol::RecvSimObjectData>().empty());
  EXPECT_TRUE(heard.all<protocol::RecvException>().empty());
  EXPECT_EQ(removed(heard).size(), 1u);
}

TEST_F(AiObjectsTest, ObjectsGoWithTheirClientAndOthersAreToldInTheNextFrame) {
  const std::uint32_t id = make(object(1, at(47.5, -122.3)));
  cockpit.send(maker, object(2, at(47.5, -122.3)));
  cockpit.run_frame();
  (void)cockpit.take(other);
  const int wakes = cockpit.wakes;
  cockpit.sessions.disconnect(maker);
  EXPECT_GT(cockpit.wakes, wakes);
  EXPECT_EQ(cockpit.sessions.next_wake(cockpit.now), cockpit.sessions.next_frame(cockpit.now));
  cockpit.run_frame(10);
  const Heard heard = cockpit.take(other);
  EXPECT_EQ(removed(heard), (std::vector<Told>{{id, 5}}));
  EXPECT_TRUE(added(heard).empty());  // what was still on its way never comes
}

TEST_F(AiObjectsTest, BeyondTheRealityBubbleItIsRemoved) {
  const std::uint32_t near = make(object(1, at(47.5, -122.3)));
  const std::uint32_t far = make(object(1, at(49.3, -122.3)));  // 206 km
  (void)cockpit.take(other);
  const world::Instant start = cockpit.now;
  cockpit.run_when_due(start + std::chrono::seconds(2));  // nobody asks for anything
  EXPECT_EQ(removed(cockpit.take(other)), (std::vector<Told>{{far, 5}}));
  cockpit.simulator.value("PLANE LATITUDE") = 44 * kRadiansPerDegree;
  cockpit.run_when_due(start + std::chrono::seconds(4));
  EXPECT_EQ(removed(cockpit.take(other)), (std::vector<Told>{{near, 5}}));
}

TEST_F(AiObjectsTest, ObjectsThatNobodyWatchesCostOneFrameASecond) {
  EXPECT_FALSE(cockpit.sessions.next_wake(cockpit.now));
  make(object(1, at(47.5, -122.3)));
  EXPECT_EQ(cockpit.run_when_due(cockpit.now + std::chrono::seconds(10)), 10u);
}

TEST_F(AiObjectsTest, ParkedAircraftStandOnSpotsUntilThereAreNone) {
  std::set<double> longitudes;
  for (int i = 0; i < kParkingSpots; ++i) {
    const auto place = numbers(make(parked("ksea")));
    EXPECT_NEAR(place[0], 47.449, 1e-5);
    EXPECT_EQ(place[2], 433);
    longitudes.insert(place[1]);
  }
  EXPECT_EQ(longitudes.size(), static_cast<std::size_t>(kParkingSpots));
  EXPECT_EQ(cockpit.exception_of(maker, parked("KSEA")), Told(37, 3));
  EXPECT_EQ(cockpit.exception_of(maker, parked("EGLL")), Told(33, 3));
  EXPECT_EQ(cockpit.exception_of(maker, parked("ZZZZ")), Told(33, 3));
  EXPECT_EQ(cockpit.exception_of(maker, of<protocol::AIRemoveObject>(2)), Told(0, 0));
  EXPECT_NE(make(parked("KSEA")), 0u);
}

TEST_F(AiObjectsTest, TheNewestFormsHaveALiveryAndShiftedParameters) {
  protocol::AICreateNonATCAircraft_EX1 message;
  message.container_title = kCessna;
  message.livery = "Red";
  message.init_position = at(47.5, -122.3);
  const std::uint32_t id = make(message);
  cockpit.send(other, add_datum(3, "LIVERY NAME", "", DataType::string32));
  const Heard heard = ask(other, id, 3);
  const auto data = heard.all<protocol::RecvSimObjectData>();
  ASSERT_EQ(data.size(), 1u);
  protocol::DatumReader reader(data[0].data);
  EXPECT_EQ(std::get<std::string_view>(reader.read(DataType::string32)), "Red");
  message.init_position.altitude = std::nan("");
  EXPECT_EQ(cockpit.exception_of(maker, message), Told(22, 4));
  message.init_position.altitude = 0;
  message.init_position.latitude = 90.5;
  EXPECT_EQ(cockpit.exception_of(maker, message), Told(22, 4)) << "there is nothing beyond a pole";
  protocol::AICreateSimulatedObject_EX1 truck;
  truck.container_title = kTruck;
  EXPECT_NE(make(truck), 0u);
  truck.init_position.heading = std::nan("");
  EXPECT_EQ(cockpit.exception_of(maker, truck), Told(22, 3));
  protocol::AICreateParkedATCAircraft_EX1 at_gate;
  at_gate.container_title = kCessna;
  at_gate.airport_icao = "EGLL";
  EXPECT_EQ(cockpit.exception_of(maker, at_gate), Told(33, 4));
  protocol::AICreateEnrouteATCAircraft_EX1 flying;
  flying.container_title = kCessna;
  flying.flight_plan_path = "nowhere";
  EXPECT_EQ(cockpit.exception_of(maker, flying), Told(23, 5));
}

TEST_F(AiObjectsTest, AnUnknownTitleIsSilentInTheNewestSimulator) {
  EXPECT_EQ(make(aircraft(1, at(47.5, -122.3), "Flying Carpet")), 0u);
  EXPECT_TRUE(added(cockpit.take(other)).empty());
  // A truck is no aircraft.
  EXPECT_EQ(cockpit.exception_of(maker, aircraft(1, at(47.5, -122.3), kTruck)), Told(22, 1));
}

TEST_F(AiObjectsTest, ThereAreAThousandInAllAndNotOneMore) {
  for (std::size_t i = 0; i < AiObjects::kMaxObjects; ++i) cockpit.send(maker, object(1, at(47.5, -122.3)));
  EXPECT_EQ(cockpit.exception_of(other, object(1, at(47.5, -122.3))), Told(11, protocol::kUnknownIndex));
  cockpit.run_frame(kLoadingFrames);
  const auto assigned = cockpit.take(maker).all<protocol::RecvAssignedObjectId>();
  EXPECT_EQ(assigned.size(), AiObjects::kMaxObjects);
  cockpit.send(maker, of<protocol::AIRemoveObject>(500));
  EXPECT_EQ(make(object(1, at(47.5, -122.3))), 2 + AiObjects::kMaxObjects);
}

class FsxAiObjectsTest : public AiObjectsTest {
 protected:
  FsxAiObjectsTest() : AiObjectsTest("fsx_sp2", protocol::Protocol::fsx_sp2) {}
};

TEST_F(FsxAiObjectsTest, HasItsOwnTitlesAndRefusesOthers) {
  EXPECT_NE(make(aircraft(1, at(47.5, -122.3), "mooney bravo")), 0u);
  EXPECT_EQ(cockpit.exception_of(maker, aircraft(1, at(47.5, -122.3), kCessna)), Told(22, 1));
  EXPECT_EQ(cockpit.exception_of(maker, parked("KSEA")), Told(22, 1));
  EXPECT_EQ(cockpit.exception_of(maker, protocol::AICreateSimulatedObject_EX1()).first, 1u);
}

class Msfs2020AiObjectsTest : public AiObjectsTest {
 protected:
  Msfs2020AiObjectsTest() : AiObjectsTest("msfs2020", protocol::Protocol::msfs2020) {}
};

TEST_F(Msfs2020AiObjectsTest, PutsSimulatedObjectsOnTheGroundAndRefusesUnknownTitles) {
  cockpit.simulator.value("GROUND ALTITUDE") = 30.48;
  EXPECT_NEAR(numbers(make(object(1, at(47.5, -122.3, 3000), kHelicopter)))[2], 100, 1e-9);
  EXPECT_EQ(numbers(make(aircraft(1, at(47.5, -122.3, 3000))))[2], 3000);
  EXPECT_EQ(cockpit.exception_of(maker, object(1, at(47.5, -122.3), "Flying Carpet")), Told(22, 1));
}

TEST_F(AiObjectsTest, IdsNeverRepeat) {
  std::set<std::uint32_t> ids;
  for (int i = 0; i < 20; ++i) {
    const std::uint32_t id = make(object(1, at(47.5, -122.3)));
    EXPECT_TRUE(ids.insert(id).second);
    if (i % 3 != 0) cockpit.send(maker, of<protocol::AIRemoveObject>(id));
    if (i % 7 == 6) {
      cockpit.sessions.disconnect(maker);
      maker = cockpit.open();
    }
  }
  EXPECT_EQ(*ids.begin(), 2u);
}

}  // namespace
}  // namespace checkride::emulator

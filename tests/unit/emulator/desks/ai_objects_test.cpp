// AI objects (semantics 13, with 3.4, 4.4, 6.3, 7.2, 9.1, 10.4 and the limits of 27): made by one client, seen, steered
// and missed by another.
#include <cmath>
#include <set>

#include "earth/physics.hpp"
#include "session/session_fixture.hpp"
#include "traffic/ai_places.hpp"

namespace checkride::emulator {
namespace {

using namespace test;
using protocol::DataType;
using protocol::Exception;
using protocol::SimObjectType;

constexpr std::string_view kCessna = "Cessna 152 Asobo";
constexpr std::string_view kHelicopter = "Cabri G2";
constexpr std::string_view kShip = "CargoShip01";
constexpr std::string_view kTruck = "ASO_Baggage_Truck01";
constexpr std::uint64_t kLoadingFrames = 4;

protocol::InitPosition at(double latitude, double longitude, double altitude = 3000, std::int32_t airspeed = 0) {
  protocol::InitPosition position;
  position.latitude = latitude;
  position.longitude = longitude;
  position.altitude = altitude;
  position.airspeed = airspeed;
  return position;
}

protocol::AICreateNonATCAircraft aircraft(std::uint32_t request, const protocol::InitPosition& position,
                                          std::string_view title = kCessna) {
  protocol::AICreateNonATCAircraft message;
  message.container_title = title;
  message.tail_number = "N42";
  message.init_position = position;
  message.request_id.value = request;
  return message;
}

protocol::AICreateSimulatedObject object(std::uint32_t request, const protocol::InitPosition& position,
                                         std::string_view title = kTruck) {
  protocol::AICreateSimulatedObject message;
  message.container_title = title;
  message.init_position = position;
  message.request_id.value = request;
  return message;
}

protocol::AICreateParkedATCAircraft parked(std::string_view airport) {
  protocol::AICreateParkedATCAircraft message;
  message.container_title = kCessna;
  message.tail_number = "N7";
  message.airport_icao = airport;
  return message;
}

protocol::AICreateEnrouteATCAircraft enroute(std::string_view plan, double position) {
  protocol::AICreateEnrouteATCAircraft message;
  message.container_title = kCessna;
  message.flight_number = 815;
  message.flight_plan_path = plan;
  message.flight_plan_position = position;
  return message;
}

template <class Message>
Message of(std::uint32_t object_id) {
  Message message;
  message.object_id.value = object_id;
  return message;
}

using Told = std::pair<std::uint32_t, std::uint32_t>;  // code and index, or id and type

class AiObjectsTest : public testing::Test {
 protected:
  explicit AiObjectsTest(std::string_view profile = "msfs2024",
                         protocol::Protocol version = protocol::Protocol::msfs2024)
      : cockpit(profile), maker(cockpit.open(version, "maker")), other(cockpit.open(version, "other")) {
    cockpit.simulator.value("PLANE LATITUDE") = 47.45 * kRadiansPerDegree;
    cockpit.simulator.value("PLANE LONGITUDE") = -122.3 * kRadiansPerDegree;
    for (const ClientId client : {maker, other}) {
      cockpit.send(client, add_datum(1, "PLANE LATITUDE", "degrees"));
      cockpit.send(client, add_datum(1, "PLANE LONGITUDE", "degrees"));
      cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet"));
      cockpit.send(client, add_datum(1, "AIRSPEED TRUE", "knots"));
      cockpit.send(client, add_datum(2, "TITLE", "", DataType::string64));
      cockpit.send(client, add_datum(2, "CATEGORY", "", DataType::string32));
      cockpit.send(client, add_datum(2, "ATC ID", "", DataType::string32));
      cockpit.send(client, subscribe(71, "ObjectAdded"));
      cockpit.send(client, subscribe(72, "ObjectRemoved"));
    }
    cockpit.run_frame();
    (void)cockpit.take(maker);
    (void)cockpit.take(other);
  }

  // The id of what the message makes; 0 if nothing came of it.
  template <class Message>
  std::uint32_t make(const Message& message) {
    cockpit.send(maker, message);
    cockpit.run_frame(1 + kLoadingFrames);
    const auto assigned = cockpit.take(maker).all<protocol::RecvAssignedObjectId>();
    return assigned.empty() ? 0 : assigned.front().object_id.value;
  }

  Heard ask(ClientId client, std::uint32_t object_id, std::uint32_t definition = 1) {
    auto message = request_data(9, definition);
    message.object_id.value = object_id;
    cockpit.send(client, message);
    cockpit.run_frame();
    return cockpit.take(client);
  }

  // Definition 1 of an object: latitude, longitude, altitude, airspeed.
  std::array<double, 4> numbers(std::uint32_t object_id) {
    const Heard heard = ask(other, object_id);
    const auto data = heard.all<protocol::RecvSimObjectData>();
    std::array<double, 4> result{};
    if (data.size() != 1) {
      ADD_FAILURE() << "no data of object " << object_id;
      return result;
    }
    EXPECT_EQ(data[0].object_id.value, object_id);
    for (std::size_t i = 0; i < result.size(); ++i) result[i] = double_at(data[0].data, i * sizeof(double));
    return result;
  }

  // Ids of a list by type, in its order; checks that entries count from 1 to n.
  std::vector<std::uint32_t> list(SimObjectType type, std::uint32_t radius_m) {
    protocol::RequestDataOnSimObjectType message;
    message.define_id.value = 1;
    message.sim_object_type = type;
    message.radius_meters = radius_m;
    cockpit.send(other, message);
    cockpit.run_frame();
    const Heard heard = cockpit.take(other);
    std::vector<std::uint32_t> ids;
    for (const auto& entry : heard.all<protocol::RecvSimObjectDataByType>()) {
      if (entry.out_of == 0) {
        EXPECT_EQ(entry.object_id.value, 0u);
        EXPECT_EQ(entry.entry_number, 0u);
        EXPECT_TRUE(entry.data.empty());
        continue;
      }
      ids.push_back(entry.object_id.value);
      EXPECT_EQ(entry.entry_number, ids.size());
    }
    return ids;
  }

  template <class Message>
  std::vector<Told> events(const Heard& heard, std::uint32_t event_id) {
    std::vector<Told> result;
    for (const auto& event : heard.all<Message>()) {
      if (event.client_event_id.value == event_id)
        result.push_back({event.data, static_cast<std::uint32_t>(event.obj_type)});
    }
    return result;
  }
  std::vector<Told> added(const Heard& heard) { return events<protocol::RecvEventObjectAddRemove>(heard, 71); }
  std::vector<Told> removed(const Heard& heard) { return events<protocol::RecvEventObjectAddRemove>(heard, 72); }

  Cockpit cockpit;
  ClientId maker;
  ClientId other;
};

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

TEST_F(AiObjectsTest, AnyClientMovesIt) {
  const std::uint32_t id = make(aircraft(5, at(47.5, -122.3)));
  protocol::SetDataOnSimObject set;
  set.define_id.value = 1;
  set.object_id.value = id;
  std::vector<std::byte> block;
  for (const double value : {47.6, -122.4, 5000.0, 0.0}) protocol::DatumWriter(block).number(value);
  set.unit_size = static_cast<std::uint32_t>(block.size());
  set.data = block;
  EXPECT_EQ(cockpit.exception_of(other, set), Told(0, 0));
  const auto place = numbers(id);
  EXPECT_NEAR(place[0], 47.6, 1e-9);
  EXPECT_NEAR(place[1], -122.4, 1e-9);
  EXPECT_EQ(place[2], 5000);
  set.object_id.value = 77;
  EXPECT_EQ(cockpit.exception_of(other, set), Told(3, 2));
}

TEST_F(AiObjectsTest, InitialPositionPlacesItAndNotTheUser) {
  const std::uint32_t id = make(aircraft(5, at(47.5, -122.3)));
  cockpit.send(other, add_datum(3, "INITIAL POSITION", "", DataType::initposition));
  std::vector<std::byte> block;
  protocol::DatumWriter(block).write(DataType::initposition, at(47.7, -122.1, 4000, -1));
  protocol::SetDataOnSimObject set;
  set.define_id.value = 3;
  set.object_id.value = id;
  set.unit_size = static_cast<std::uint32_t>(block.size());
  set.data = block;
  EXPECT_EQ(cockpit.exception_of(other, set), Told(0, 0));
  EXPECT_EQ(numbers(id)[2], 4000);
  EXPECT_NEAR(numbers(id)[3], 107, 1e-9);  // its cruise speed
  EXPECT_TRUE(cockpit.simulator.placements.empty());
}

class AiRouteTest : public AiObjectsTest {
 protected:
  Told follow(std::uint32_t id, const std::vector<protocol::Waypoint>& route) {
    cockpit.send(other, add_datum(8, "AI WAYPOINT LIST", "", DataType::waypoint));
    std::vector<std::byte> block;
    for (const auto& point : route) protocol::DatumWriter(block).write(DataType::waypoint, point);
    protocol::SetDataOnSimObject set;
    set.define_id.value = 8;
    set.object_id.value = id;
    set.array_count = static_cast<std::uint32_t>(route.size());
    set.unit_size = 44;
    set.data = block;
    const Told told = cockpit.exception_of(other, set);
    protocol::ClearDataDefinition clear;
    clear.define_id.value = 8;
    cockpit.send(other, clear);
    return told;
  }
  static protocol::Waypoint point(double latitude, double altitude, std::uint32_t flags) {
    protocol::Waypoint waypoint;
    waypoint.latitude = latitude;
    waypoint.longitude = -122.3;
    waypoint.altitude = altitude;
    waypoint.flags = flags | kWaypointSpeedRequested;
    waypoint.kts_speed = 120;
    return waypoint;
  }
};

TEST_F(AiRouteTest, AListOfWaypointsIsFlownInSimulatedTime) {
  const std::uint32_t id = make(aircraft(5, at(47.5, -122.3)));
  const std::vector route{point(47.5 + 1.0 / 60, 3000, 0), point(47.5, 3000, kWaypointWrapToFirst)};
  EXPECT_EQ(follow(id, route), Told(0, 0));
  const double before = numbers(id)[0];
  cockpit.run_frame(10 * FakeSimulator::kFrameRate - 1);
  const double after = numbers(id)[0];
  // 120 knots are a minute of latitude in 30 seconds; the emulator's earth is a trifle smaller than the mile's.
  EXPECT_NEAR((after - before) * 60, 10.0 / 30, 1e-3);
  EXPECT_NEAR(numbers(id)[3], 120, 1e-9);
  cockpit.simulator.set_paused(true);
  const double paused = numbers(id)[0];
  cockpit.run_frame(100);
  EXPECT_EQ(numbers(id)[0], paused);
}

TEST_F(AiRouteTest, AirTrafficControlLetsNobodyElseSteer) {
  const std::uint32_t id = make(parked("KSEA"));
  const std::vector route{point(47.6, 3000, 0)};
  EXPECT_EQ(follow(id, route), Told(20, 6));
  EXPECT_EQ(cockpit.exception_of(maker, of<protocol::AIReleaseControl>(id)), Told(0, 0));
  EXPECT_EQ(follow(id, route), Told(0, 0));
  cockpit.run_frame(30);
  EXPECT_NEAR(numbers(id)[3], 120, 1e-9);
}

TEST_F(AiRouteTest, NumbersThatAreNoneAreRefused) {
  const std::uint32_t id = make(aircraft(5, at(47.5, -122.3)));
  EXPECT_EQ(follow(id, {point(std::nan(""), 3000, 0)}), Told(20, 6));
}

TEST_F(AiObjectsTest, AReleasedObjectFliesOnUntilItsClientDrivesIt) {
  const std::uint32_t id = make(enroute("KBFI-KPAE", 0.5));
  ASSERT_NE(id, 0u);
  EXPECT_EQ(cockpit.exception_of(maker, of<protocol::AIReleaseControl>(id)), Told(0, 0));
  const auto before = numbers(id);
  cockpit.run_frame(30);
  EXPECT_EQ(numbers(id)[2], before[2]);  // no plan climbs it any more
  EXPECT_NE(numbers(id)[0], before[0]);
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

// The longitude of a flying object after a minute, of which a client may have watched every frame.
double longitude_after_a_minute(protocol::Period watching) {
  Cockpit cockpit;
  const ClientId client = cockpit.open();
  cockpit.simulator.value("PLANE LATITUDE") = 47.45 * kRadiansPerDegree;
  cockpit.simulator.value("PLANE LONGITUDE") = -122.3 * kRadiansPerDegree;
  cockpit.send(client, add_datum(1, "PLANE LONGITUDE", "degrees"));
  auto flying = at(47.5, -122.3, 3000, 100);
  flying.heading = 90;
  cockpit.send(client, aircraft(5, flying));
  cockpit.run_frame(1 + kLoadingFrames);
  auto request = request_data(1, 1, watching);
  request.object_id = AiObjects::kFirstId;
  cockpit.send(client, request);
  cockpit.run_when_due(FakeSimulator::kStart + std::chrono::milliseconds(60'010));
  (void)cockpit.take(client);
  request.period = protocol::Period::once;
  cockpit.send(client, request);
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  const auto data = heard.all<protocol::RecvSimObjectData>();
  return data.empty() ? 0 : double_at(data.front().data);
}

TEST(AiObjectsLaw, WhoWatchesNeverMovesAnObject) {
  const double unwatched = longitude_after_a_minute(protocol::Period::never);
  EXPECT_GT(unwatched, -122.3);
  EXPECT_EQ(longitude_after_a_minute(protocol::Period::visual_frame), unwatched);
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

TEST_F(AiObjectsTest, AnEnrouteAircraftBeginsOnItsPlan) {
  const std::uint32_t id = make(enroute("C:\\plans\\kbfi-kpae.PLN", 0.5));
  const auto place = numbers(id);
  EXPECT_NEAR(place[0], (47.53 + 47.6798) / 2, 2e-3);
  EXPECT_NEAR(place[2], (21 + 3000) / 2.0, 50);
  EXPECT_NEAR(place[3], 107, 1e-6);
  cockpit.run_frame(30 * 60 * 20);
  EXPECT_EQ(numbers(id)[3], 0);  // landed
  EXPECT_NEAR(numbers(id)[0], 47.9063, 1e-9);
  EXPECT_EQ(cockpit.exception_of(maker, enroute("nowhere", 0)), Told(23, 4));
  EXPECT_EQ(cockpit.exception_of(maker, enroute("KBFI-KPAE", -1)), Told(22, 5));
  // Any double may come; beyond the plan is its end.
  EXPECT_EQ(cockpit.exception_of(maker, enroute("KBFI-KPAE", std::nan(""))), Told(22, 5));
  EXPECT_NEAR(numbers(make(enroute("KBFI-KPAE", 1e300)))[0], 47.9063, 1e-3);
  EXPECT_NEAR(numbers(make(enroute("KBFI-KPAE", HUGE_VAL)))[0], 47.9063, 1e-3);
  auto again = enroute("KBFI-KPAE", 1.99);
  again.touch_and_go = true;
  const std::uint32_t round = make(again);
  cockpit.run_frame(30 * 60 * 3);
  EXPECT_GT(numbers(round)[3], 0);
}

TEST_F(AiObjectsTest, AFlightPlanIsForAircraftOfTheAi) {
  const std::uint32_t id = make(parked("KBFI"));
  auto plan = of<protocol::AISetAircraftFlightPlan>(id);
  plan.flight_plan_path = "nowhere";
  EXPECT_EQ(cockpit.exception_of(other, plan), Told(23, 2));
  plan.flight_plan_path = "KBFI-KPAE";
  EXPECT_EQ(cockpit.exception_of(other, plan), Told(0, 0));
  cockpit.run_frame(30);
  EXPECT_GT(numbers(id)[3], 0);
  const std::uint32_t truck = make(object(1, at(47.5, -122.3)));
  plan.object_id.value = truck;
  EXPECT_EQ(cockpit.exception_of(other, plan), Told(24, 1));
  EXPECT_EQ(cockpit.exception_of(other, of<protocol::AIReleaseControl>(truck)), Told(24, 1));
  EXPECT_EQ(cockpit.exception_of(other, of<protocol::AIReleaseControl>(1)), Told(24, 1));
  EXPECT_EQ(cockpit.exception_of(other, of<protocol::AIReleaseControl>(99)), Told(3, 1));
  plan.object_id.value = 99;
  EXPECT_EQ(cockpit.exception_of(other, plan), Told(3, 1));
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

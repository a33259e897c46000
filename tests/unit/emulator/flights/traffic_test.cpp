// Goal: the simulator's own traffic flies as the user's aircraft does, and is seen by every client as AI objects are
// (semantics 6.3, 13). Method: clients of the real simulation; aircraft with phases and with a track.
#include <gmock/gmock.h>

#include <cmath>

#include "earth/physics.hpp"
#include "flights/tower.hpp"
#include "sim/bench_aircraft.hpp"

namespace checkride::emulator {
namespace {

using namespace test;
using testing::Each;
using testing::ElementsAre;
using testing::Field;

TrafficAircraft cruiser(const std::string& tail_number) {
  TrafficAircraft aircraft;
  aircraft.tail_number = tail_number;
  aircraft.airline = "Testair";
  aircraft.flight_number = "42";
  aircraft.flight = flight_text(
      "name: n\nstart: {latitude_deg: 47.5, longitude_deg: -122.3, altitude_ft: 3000, heading_deg: 90}\n"
      "phases: [{phase: cruise, speed_kt: 100}]\n");
  return aircraft;
}

TrafficAircraft tracked() {
  TrafficAircraft aircraft;
  aircraft.title = "My Own Paint";
  aircraft.flight.track.emplace();
  aircraft.flight.track->samples = {{0, 47.4, -122.3, 2000}, {100, 47.4, -122.25, 3000}};
  return aircraft;
}

SimulationOptions with(std::vector<TrafficAircraft> traffic) {
  SimulationOptions options;
  options.traffic = std::move(traffic);
  return options;
}

// Objects 2, 3, ... as RequestDataOnSimObjectType gives them: latitude, longitude, altitude, ground speed, engine
// speed.
struct Seen {
  std::uint32_t id = 0;
  double latitude = 0;
  double altitude = 0;
  double speed = 0;
  double rpm = 0;
};

std::vector<Seen> look_around(Tower& tower, ClientId client, std::uint32_t radius_m, double at_seconds) {
  for (const auto& [name, unit] : {std::pair{"PLANE LATITUDE", "degrees"}, std::pair{"PLANE ALTITUDE", "feet"},
                                   std::pair{"GROUND VELOCITY", "knots"}, std::pair{"GENERAL ENG RPM:1", "rpm"}}) {
    tower.send(client, add_datum(1, name, unit));
  }
  protocol::RequestDataOnSimObjectType request;
  request.request_id = protocol::RequestId{1};
  request.define_id = protocol::DefinitionId{1};
  request.radius_meters = radius_m;
  request.sim_object_type = protocol::SimObjectType::aircraft;
  tower.send(client, request);
  tower.at(at_seconds);
  const Heard heard = tower.take(client);
  EXPECT_TRUE(heard.all<protocol::RecvException>().empty());
  protocol::ClearDataDefinition clear;
  clear.define_id = protocol::DefinitionId{1};
  tower.send(client, clear);
  std::vector<Seen> seen;
  for (const auto& object : heard.all<protocol::RecvSimObjectDataByType>()) {
    if (object.object_id.value < AiObjects::kFirstId.value) continue;
    seen.push_back({object.object_id.value, double_at(object.data), double_at(object.data, 8),
                    double_at(object.data, 16), double_at(object.data, 24)});
  }
  return seen;
}

TEST(Traffic, IsSeenByEveryClientAndFliesWithTheModel) {
  Tower tower(with({cruiser("N1"), tracked()}));
  const ClientId one = tower.open();
  const ClientId two = tower.open();
  const std::vector<Seen> first = look_around(tower, one, 100'000, 10);
  ASSERT_EQ(first.size(), 2u);
  EXPECT_EQ(first[0].id, 2u);
  EXPECT_NEAR(first[0].altitude, 3000, 30);
  EXPECT_NEAR(first[0].speed, 100, 15);
  EXPECT_GT(first[0].rpm, 1500);
  EXPECT_NEAR(first[1].altitude, 2100, 1);
  const std::vector<Seen> later = look_around(tower, two, 100'000, 60);
  ASSERT_EQ(later.size(), 2u);
  EXPECT_NEAR(later[1].altitude, 2600, 1);
}

TEST(Traffic, TheRadiusCounts) {
  Tower tower(with({cruiser("N1")}));
  const ClientId client = tower.open();
  EXPECT_TRUE(look_around(tower, client, 1000, 1).empty());
  EXPECT_EQ(look_around(tower, client, 20'000, 2).size(), 1u);
}

std::string text_of(Tower& tower, ClientId client, const std::string& name, std::uint32_t object) {
  tower.send(client, add_datum(9, name, "", protocol::DataType::string256));
  protocol::RequestDataOnSimObject request = request_data(9, 9);
  request.object_id = protocol::ObjectId{object};
  tower.send(client, request);
  protocol::ClearDataDefinition clear;
  clear.define_id = protocol::DefinitionId{9};
  tower.run_frame();
  tower.send(client, clear);
  tower.run_frame();
  const Heard heard = tower.take(client);
  const auto data = heard.all<protocol::RecvSimObjectData>();
  if (data.size() != 1) return "(no answer)";
  std::string text;
  for (const std::byte byte : data.front().data) {
    if (byte == std::byte{0}) break;
    text += static_cast<char>(byte);
  }
  return text;
}

TEST(Traffic, SaysWhoItIs) {
  Tower tower(with({cruiser("N1"), tracked()}));
  const ClientId client = tower.open();
  EXPECT_EQ(text_of(tower, client, "ATC ID", 2), "N1");
  EXPECT_EQ(text_of(tower, client, "ATC AIRLINE", 2), "Testair");
  EXPECT_EQ(text_of(tower, client, "ATC FLIGHT NUMBER", 2), "42");
  EXPECT_EQ(text_of(tower, client, "TITLE", 2), "Cessna Skyhawk G1000 Asobo");
  EXPECT_EQ(text_of(tower, client, "TITLE", 3), "My Own Paint");
  EXPECT_EQ(text_of(tower, client, "CATEGORY", 3), "Airplane");
}

TEST(Traffic, IsOfItsOwnKind) {
  TrafficAircraft airliner = cruiser("N1");
  airliner.flight = flight_text(
      "name: n\naircraft: B738\nstart: {latitude_deg: 47.5, longitude_deg: -122.3, altitude_ft: 9000, heading_deg: "
      "90}\n"
      "phases: [{phase: cruise, speed_kt: 250}]\n");
  Tower tower(with({airliner}));
  const ClientId client = tower.open();
  EXPECT_EQ(text_of(tower, client, "TITLE", 2), "Boeing 737-800");
  Tower old(with({airliner}), "fsx_sp2");
  old.version = protocol::Protocol::fsx_sp2;
  const ClientId observer = old.open();
  EXPECT_EQ(text_of(old, observer, "TITLE", 2), "Boeing 737-800 Paint1");
}

TEST(Traffic, BelongsToTheSimulator) {
  Tower tower(with({cruiser("N1")}));
  const ClientId client = tower.open();
  protocol::AIRemoveObject remove;
  remove.object_id = protocol::ObjectId{2};
  tower.send(client, remove);
  tower.run_frame();
  const auto exceptions = tower.take(client).all<protocol::RecvException>();
  ASSERT_EQ(exceptions.size(), 1u);
  EXPECT_EQ(exceptions[0].exception, protocol::Exception::illegal_operation);
  tower.sessions.disconnect(client);
  const ClientId next = tower.open();
  EXPECT_EQ(look_around(tower, next, 100'000, 5).size(), 1u);
}

TEST(Traffic, WasThereBeforeTheFirstClient) {
  Tower tower(with({cruiser("N1"), tracked()}));
  const ClientId client = tower.sessions.connect("10.0.0.2:4000", tower.now);
  protocol::Open open;
  open.application_name = "test";
  tower.send(client, open);
  tower.send(client, subscribe(7, "ObjectAdded"));
  EXPECT_TRUE(tower.sessions.next_wake(tower.now).has_value());
  tower.run_frame();
  tower.run_frame();
  // They were there before the client was: it finds them by type, and hears nothing of them.
  EXPECT_TRUE(tower.take(client).all<protocol::RecvEventObjectAddRemove>().empty());
}

TEST(Traffic, IsDrivenByDataAndEventsAsTheUsersAircraftIs) {
  Tower tower(with({cruiser("N1")}));
  const ClientId client = tower.open();
  tower.send(client, map_event(1, "TOGGLE_BEACON_LIGHTS"));
  protocol::TransmitClientEvent event = transmit(1);
  event.object_id = protocol::ObjectId{2};
  tower.send(client, event);
  tower.send(client, add_datum(1, "LIGHT BEACON", "bool"));
  protocol::RequestDataOnSimObject request = request_data(1, 1);
  request.object_id = protocol::ObjectId{2};
  tower.send(client, request);
  tower.send(client, request_data(2, 1));
  tower.run_frame();
  const auto heard = tower.take(client);  // messages refer to its bytes
  const auto data = heard.all<protocol::RecvSimObjectData>();
  ASSERT_EQ(data.size(), 2u);
  EXPECT_NE(double_at(data[0].data), double_at(data[1].data));
}

// However seldom anybody looks, the aircraft is in the same place.
TEST(Traffic, WhoWatchesChangesNothing) {
  Tower often(with({cruiser("N1"), tracked()}));
  Tower once(with({cruiser("N1"), tracked()}));
  for (double seconds = 1; seconds < 59; ++seconds) often.at(seconds);
  const ClientId one = often.open();
  const ClientId other = once.open();
  const std::vector<Seen> first = look_around(often, one, 200'000, 60);
  const std::vector<Seen> second = look_around(once, other, 200'000, 60);
  ASSERT_EQ(first.size(), 2u);
  ASSERT_EQ(second.size(), 2u);
  for (std::size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(first[i].latitude, second[i].latitude);
    EXPECT_EQ(first[i].altitude, second[i].altitude);
    EXPECT_EQ(first[i].rpm, second[i].rpm);
  }
}

TEST(Traffic, ReleasedItGoesOnWithoutAPilot) {
  Tower tower(with({cruiser("N1")}));
  const ClientId client = tower.open();
  tower.at(5);
  protocol::AIReleaseControl release;
  release.object_id = protocol::ObjectId{2};
  tower.send(client, release);
  const std::vector<Seen> seen = look_around(tower, client, 100'000, 30);
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_NEAR(seen[0].altitude, 3000, 30);
  EXPECT_GT(seen[0].speed, 80);
}

double local_of(Tower& tower, ClientId client, std::uint32_t object) {
  protocol::RequestDataOnSimObject request = request_data(4, 4);
  request.object_id = protocol::ObjectId{object};
  tower.send(client, request);
  tower.run_frame();
  const Heard heard = tower.take(client);
  const auto data = heard.all<protocol::RecvSimObjectData>();
  return data.size() == 1 ? double_at(data[0].data) : -1;
}

TEST(Traffic, EachAircraftHasItsOwnLocalVariables) {
  Tower tower(with({cruiser("N1"), cruiser("N2")}));
  const ClientId client = tower.open();
  tower.send(client, add_datum(4, "L:MY_SWITCH", "number"));
  std::vector<std::byte> seven;
  protocol::DatumWriter{seven}.number(7.0);
  protocol::SetDataOnSimObject set;
  set.define_id = protocol::DefinitionId{4};
  set.object_id = protocol::ObjectId{2};
  set.unit_size = 8;
  set.data = seven;
  tower.send(client, set);
  tower.run_frame();
  EXPECT_TRUE(tower.take(client).all<protocol::RecvException>().empty());
  EXPECT_EQ(local_of(tower, client, 2), 7);
  EXPECT_EQ(local_of(tower, client, 3), 0);
  EXPECT_EQ(local_of(tower, client, 0), 0) << "nor is it the user's";
}

// Another flight brings its own traffic in the place of what was there, at the begin of their flights.
TEST(Traffic, AnotherFlightBringsItsOwn) {
  Tower tower(with({cruiser("N1"), tracked()}));
  const ClientId client = tower.open();
  ASSERT_EQ(look_around(tower, client, 100'000, 30).size(), 2u);
  tower.send(client, subscribe(7, "ObjectAdded"));
  tower.send(client, subscribe(8, "ObjectRemoved"));
  tower.run_frame();
  (void)tower.take(client);
  tower.simulation.start_flight(cruiser("").flight, {tracked()});
  tower.at(50);
  const auto heard = tower.take(client);
  const auto told = heard.all<protocol::RecvEventObjectAddRemove>();
  ASSERT_EQ(told.size(), 3u);
  EXPECT_EQ(text_of(tower, client, "TITLE", 4), "My Own Paint");
  const std::vector<Seen> seen = look_around(tower, client, 100'000, 60);
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].id, 4u);
  EXPECT_NEAR(seen[0].altitude, 2300, 5) << "30 s after its flight began, however late anybody looked";
  tower.simulation.start_flight(cruiser("").flight);
  EXPECT_TRUE(look_around(tower, client, 100'000, 70).empty());
}

// The altitude of the one that climbs 10 ft/s from 2000 ft says how long it has flown.
double seconds_flown(Tower& tower, ClientId client, double at_seconds) {
  const std::vector<Seen> seen = look_around(tower, client, 100'000, at_seconds);
  return seen.size() == 1 ? (seen[0].altitude - 2000) / 10 : -1;
}

TEST(Traffic, AClientsFlightLoadBringsItFromTheBegin) {
  Tower tower(with({tracked()}));
  const ClientId client = tower.open();
  EXPECT_NEAR(seconds_flown(tower, client, 40), 40, 0.1);
  tower.send(client, subscribe(7, "ObjectAdded"));
  tower.send(client, subscribe(8, "ObjectRemoved"));
  protocol::FlightLoad load;
  const std::string file = tower.simulation.flight_file();
  load.file_name = file;
  tower.send(client, load);
  tower.at(50);
  tower.at(55);
  EXPECT_EQ(tower.take(client).all<protocol::RecvEventObjectAddRemove>().size(), 2u);
  EXPECT_NEAR(seconds_flown(tower, client, 60), 10, 0.1) << "the flight began at 50 s";
}

// Those of clients belong to no flight: they stay, and fly on, until they are removed, left behind, or alone.
TEST(Traffic, ObjectsOfClientsStayWhenAFlightIsLoaded) {
  Tower tower(with({tracked()}));
  const ClientId client = tower.open();
  const ClientId other = tower.open();
  protocol::AICreateSimulatedObject create;
  create.container_title = "ASO_Baggage_Truck01";
  create.request_id = protocol::RequestId{5};
  create.init_position = {.latitude = 47.45, .longitude = -122.31, .on_ground = true};
  tower.send(client, create);
  tower.at(1);
  tower.at(2);
  const auto made = tower.take(client).all<protocol::RecvAssignedObjectId>();
  ASSERT_EQ(made.size(), 1u);
  tower.send(other, subscribe(8, "ObjectRemoved"));
  tower.at(3);
  protocol::FlightLoad load;
  const std::string file = tower.simulation.flight_file();
  load.file_name = file;
  tower.send(other, load);
  tower.at(4);
  tower.at(10);
  const auto removed = tower.take(other).all<protocol::RecvEventObjectAddRemove>();
  ASSERT_EQ(removed.size(), 1u) << "the traffic of the flight";
  EXPECT_NE(removed[0].data, made[0].object_id);
  EXPECT_NE(tower.sessions.commons()->ai_objects.find(made[0].object_id), nullptr);
}

TEST(Traffic, ASavedFlightGoesOnWithItWhereItWas) {
  Tower tower(with({tracked()}));
  const ClientId client = tower.open();
  tower.at(30);
  ASSERT_TRUE(tower.simulation.save_flight("mine.FLT"));
  EXPECT_NEAR(seconds_flown(tower, client, 60), 60, 0.1);
  ASSERT_TRUE(tower.simulation.load_flight("mine.FLT"));
  EXPECT_NEAR(seconds_flown(tower, client, 65), 35, 0.1);
  tower.simulation.trigger("SIM_RESET", {});
  EXPECT_NEAR(seconds_flown(tower, client, 67), 32, 0.1) << "resets go back to what was loaded";
}

std::size_t objects_in(Tower& tower) {
  constexpr double kEverywhere = 1e9;
  return tower.sessions.commons()->ai_objects.matching(protocol::SimObjectType::all, {}, kEverywhere).size();
}

TEST(Traffic, TheMenuHasNone) {
  SimulationOptions options = with({tracked()});
  options.menu = true;
  Tower tower(std::move(options));
  const ClientId client = tower.open();
  tower.at(5);
  EXPECT_EQ(objects_in(tower), 0u);
  ASSERT_TRUE(tower.simulation.load_flight(tower.simulation.flight_file()));
  EXPECT_NEAR(seconds_flown(tower, client, 15), 10, 0.1);
  tower.simulation.end_flight();
  tower.at(20);
  EXPECT_EQ(objects_in(tower), 0u);
}

TEST(Traffic, AResetBringsBackThatOfTheStart) {
  Tower tower(with({cruiser("N1"), tracked()}));
  (void)tower.open();
  tower.simulation.start_flight(cruiser("").flight, {tracked()});
  tower.at(50);
  tower.sessions.begin_again(SessionControl::Clients::dismissed);
  tower.at(51);
  const ClientId client = tower.open();
  EXPECT_EQ(look_around(tower, client, 100'000, 60).size(), 2u);
}

}  // namespace
}  // namespace checkride::emulator

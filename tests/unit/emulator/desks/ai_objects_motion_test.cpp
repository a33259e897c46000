// AI objects in motion (semantics 13 and 3.4): placed, steered and flown along waypoints and plans.

#include "desks/ai_objects_fixture.hpp"
#include "traffic/ai_places.hpp"

namespace checkride::emulator {
namespace {

using namespace test;

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

// 13.1: it is on its way from waypoint n to the next, and goes on there, not back to where the plan begins.
TEST_F(AiObjectsTest, AnEnrouteAircraftFliesOnFromWhereItBegins) {
  const std::uint32_t first = make(enroute("KBFI-KPAE", 0.5));
  const std::uint32_t second = make(enroute("KBFI-KPAE", 1.25));
  auto round = enroute("KBFI-KPAE", 0.5);
  round.touch_and_go = true;
  const std::uint32_t again = make(round);
  for (const std::uint32_t id : {first, second, again}) {
    const auto before = numbers(id);
    cockpit.run_frame(30 * 20);
    EXPECT_GT(numbers(id)[0], before[0]);  // the plan goes north
  }
  EXPECT_GT(numbers(first)[2], (21 + 3000) / 2.0);  // and climbs to its second point
  cockpit.run_frame(30 * 60 * 20);
  EXPECT_GT(numbers(again)[3], 0);  // round and round
}

TEST(AiPlan, WithoutAnAltitudeIsFlownAboveItsFields) {
  Plan plan;
  plan.waypoints = {{"AAAA", "Airport", 47, 8, 400}, {"ONE", "VOR", 47, 8.5, 0}, {"BBBB", "Airport", 47, 9, 1200}};
  const auto unsaid = ai_route(plan);
  ASSERT_EQ(unsaid.size(), 3u);
  EXPECT_EQ(unsaid[0].altitude, 400);
  EXPECT_EQ(unsaid[1].altitude, 1200 + 1500);
  EXPECT_EQ(unsaid[2].altitude, 1200);
  plan.cruising_altitude_ft = 6500;
  EXPECT_EQ(ai_route(plan)[1].altitude, 6500);
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

}  // namespace
}  // namespace checkride::emulator

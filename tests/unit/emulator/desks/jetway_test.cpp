// Goal: TOGGLE_JETWAY brings the jetway of the stand to the door and takes it home again, as JETWAY_DATA of every
// client shows over time (semantics 21.3, 31). Method: clients of the real simulation, parked on a gate of KSEA.
#include <gmock/gmock.h>

#include "flights/tower.hpp"
#include "navigation/airport_layout.hpp"
#include "sim/bench_aircraft.hpp"
#include "sim/jetway.hpp"

namespace checkride::emulator {
namespace {

using namespace test;
using enum JetwayStatus;

constexpr std::uint32_t kGate = 3;

std::string degrees(double value) {
  return std::to_string(value);
}

// Parked on the stand of that index, `aside` metres east of its middle.
SimulationOptions parked_on(std::uint32_t stand, double aside = 0) {
  static const Navigation navigation = load_navigation(0);
  const Airport& seattle = *navigation.airport("KSEA");
  const Place place = moved(seattle.place, layout_of(seattle).parkings[stand].at + along(90, aside));
  SimulationOptions options;
  options.flight =
      flight_text("name: gate\naircraft: A320\nstart: {latitude_deg: " + degrees(place.latitude) +
                  ", longitude_deg: " + degrees(place.longitude) + ", heading_deg: 0}\nphases: [{phase: parked}]\n");
  return options;
}

struct Gate {
  explicit Gate(SimulationOptions options = parked_on(kGate)) : tower(std::move(options)) {}
  void toggle() {
    tower.send(caller, map_event(1, "TOGGLE_JETWAY"));
    tower.send(caller, transmit(1));
    tower.run_frame();
  }
  // What another client is told of the jetway of the stand.
  protocol::JetwayData at(double seconds, std::int32_t stand = kGate) {
    protocol::RequestJetwayData request;
    const std::array stands{stand};
    request.airport_icao = "KSEA";
    request.parking_indices = protocol::List<std::int32_t>(stands);
    tower.send(watcher, request);
    tower.at(seconds);
    heard = tower.take(watcher);
    const auto lists = heard.all<protocol::RecvJetwayData>();
    EXPECT_EQ(lists.size(), 1u);
    return lists.size() == 1 && lists[0].elements.size() == 1 ? lists[0].elements[0] : protocol::JetwayData();
  }
  JetwayStatus status_at(double seconds, std::int32_t stand = kGate) {
    return static_cast<JetwayStatus>(at(seconds, stand).status);
  }

  Tower tower;
  ClientId caller = tower.open();
  ClientId watcher = tower.open();
  Heard heard;
};

TEST(Jetways, ComesToTheDoorAndGoesHomeStepByStep) {
  Gate gate;
  EXPECT_EQ(gate.status_at(0.5), rest);
  gate.tower.at(1);
  gate.toggle();
  EXPECT_EQ(gate.status_at(5), approaching_outside);
  EXPECT_EQ(gate.status_at(12), approaching_door);
  EXPECT_EQ(gate.status_at(19), connecting_hood);
  EXPECT_EQ(gate.at(22).attached_object_id.value, 1u) << "the user's aircraft";
  EXPECT_EQ(gate.status_at(30), attached);
  gate.toggle();
  EXPECT_EQ(gate.status_at(32), disconnecting_hood);
  EXPECT_EQ(gate.at(33).attached_object_id.value, 0u);
  EXPECT_EQ(gate.status_at(40), retracting_outside);
  EXPECT_EQ(gate.status_at(48), retracting_home);
  EXPECT_EQ(gate.status_at(52), rest);
}

TEST(Jetways, OnlyThatOfTheStandMoves) {
  Gate gate;
  gate.toggle();
  EXPECT_EQ(gate.status_at(5, kGate + 1), rest);
  EXPECT_EQ(gate.status_at(6, kGate), approaching_outside);
}

TEST(Jetways, TurnsRoundOnItsWay) {
  Gate gate;
  gate.toggle();
  EXPECT_EQ(gate.status_at(10), approaching_door);
  gate.toggle();
  EXPECT_EQ(gate.status_at(11), retracting_outside);
  EXPECT_EQ(gate.status_at(21), rest);
}

TEST(Jetways, NobodyComesWhereThereIsNone) {
  Gate gate(parked_on(kGate, 500));
  gate.toggle();
  EXPECT_EQ(gate.status_at(10), rest);
}

TEST(Jetways, StandsStillWhileTheSimulatorIsPaused) {
  Gate gate;
  gate.toggle();
  gate.tower.simulation.trigger("PAUSE_ON", {});
  EXPECT_EQ(gate.status_at(60), approaching_outside);
  gate.tower.simulation.trigger("PAUSE_OFF", {});
  EXPECT_EQ(gate.status_at(90), attached);
}

TEST(Jetways, GoesHomeFromAnAircraftThatLeaves) {
  Gate gate;
  gate.toggle();
  EXPECT_EQ(gate.status_at(25), attached);
  gate.tower.simulation.place({.latitude_deg = 47.5, .longitude_deg = -122.3, .altitude_ft = 3000, .airspeed_kt = -1});
  gate.tower.at(26);
  EXPECT_EQ(gate.status_at(27), disconnecting_hood);
}

TEST(Jetways, AFlightBeginsWithoutOne) {
  Gate gate;
  gate.toggle();
  EXPECT_EQ(gate.status_at(25), attached);
  gate.tower.simulation.trigger("SIM_RESET", {});
  EXPECT_EQ(gate.status_at(26), rest);
}

// However seldom anybody looks, it is as far.
TEST(Jetways, WhoWatchesChangesNothing) {
  Gate often;
  Gate once;
  often.toggle();
  once.toggle();
  for (int second = 1; second < 15; ++second) (void)often.status_at(second);
  EXPECT_EQ(often.status_at(15), once.status_at(15));
  EXPECT_EQ(often.tower.simulation.jetway(), once.tower.simulation.jetway());
}

}  // namespace
}  // namespace checkride::emulator

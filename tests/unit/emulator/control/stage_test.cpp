// Goal: the stages of a simulator's life (semantics 6.4, 9.4, 29) are had by a request: the menu, loading, a flight.
// Method: requests over a real simulation; what it tells and how its aircraft reads in each.
#include "checkride/test/property.hpp"
#include "control/control_fixture.hpp"

namespace checkride::emulator {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Stages : public Control {
 protected:
  std::string stage() { return std::string(get("/v1/state").at("stage").as_string()); }
  double number(const char* variable) { return simulation.number(*simulation.resolve(variable)); }
  std::vector<std::string> told() {
    std::vector<std::string> names;
    for (const SystemEvent& event : simulation.drain_events()) {
      names.push_back(event.name + (event.text.empty() ? " " + std::to_string(event.data) : " " + event.text));
    }
    return names;
  }
};

const std::string kFile = "missions\\Asobo\\FreeFlights\\FreeFlight\\FreeFlight.FLT";
const std::string kAircraft(aircraft_types().front().file);
const std::string kMenu = "flights\\other\\MainMenu.FLT";

TEST_F(Stages, AFlightEndsInTheMenuAndBeginsThere) {
  const double latitude = number("PLANE LATITUDE");
  EXPECT_EQ(stage(), "flight");
  succeed("PUT", "/v1/variables/PLANE%20LATITUDE", R"({"value": 0.5, "hold": false})");
  EXPECT_EQ(succeed("POST", "/v1/flight", R"({"unload": true})").at("stage").as_string(), "menu");
  EXPECT_THAT(told(), ElementsAre("SimStop 0", "Sim 0", "FlightLoaded " + kMenu));
  EXPECT_EQ(simulation.system_state("FlightLoaded")->text, kMenu);
  EXPECT_EQ(simulation.system_state("Sim")->integer, 0u);
  succeed("POST", "/v1/flight", R"({"unload": true})");
  EXPECT_TRUE(told().empty()) << "it is there already";
  succeed("POST", "/v1/flight", R"({"restart": true})");
  EXPECT_THAT(told(), ElementsAre("Sim 0", "SimStop 0", "FlightLoaded " + kFile, "AircraftLoaded " + kAircraft, "Sim 1",
                                  "SimStart 0"));
  EXPECT_EQ(stage(), "flight");
  EXPECT_EQ(number("PLANE LATITUDE"), latitude);
  EXPECT_EQ(number("CAMERA STATE"), 2);
}

// "The emulator should drive all of them consistently."
TEST_F(Stages, EverythingByWhichClientsKnowTheMenuAgrees) {
  succeed("POST", "/v1/flight", R"({"unload": true})");
  for (const char* zero : {"PLANE LATITUDE", "PLANE LONGITUDE", "PLANE ALTITUDE", "GPS POSITION LAT", "GROUND VELOCITY",
                           "AIRSPEED TRUE", "GENERAL ENG RPM:1"}) {
    EXPECT_EQ(number(zero), 0) << zero;
  }
  EXPECT_EQ(number("SIM ON GROUND"), 1);
  EXPECT_EQ(number("CAMERA STATE"), 15);
  EXPECT_EQ(number("PLANE IN PARKING STATE"), 1);
  succeed("PUT", "/v1/variables/PLANE%20ALTITUDE", R"({"value": 900, "hold": false})");
  const double time = number("ABSOLUTE TIME");
  now += 5s;
  EXPECT_EQ(number("ABSOLUTE TIME"), time) << "nothing moves";
  succeed("POST", "/v1/flight", R"({"restart": true})");
  EXPECT_EQ(number("PLANE ALTITUDE"), 437) << "what was written to the aircraft of the menu is gone with it";
}

TEST_F(Stages, LoadingTakesItsTime) {
  const double latitude = number("PLANE LATITUDE");
  EXPECT_EQ(succeed("POST", "/v1/flight", R"({"restart": true, "loading": "2s"})").at("stage").as_string(), "loading");
  EXPECT_THAT(told(), ElementsAre("Sim 0", "SimStop 0", "FlightLoaded " + kFile, "AircraftLoaded " + kAircraft));
  EXPECT_EQ(simulation.event_value("Sim"), 0u);
  EXPECT_EQ(number("PLANE LATITUDE"), 0) << "first values are another place (semantics 30)";
  now += 1100ms;
  EXPECT_EQ(stage(), "loading");
  EXPECT_EQ(number("PLANE LATITUDE"), latitude);
  EXPECT_TRUE(told().empty());
  now += 1s;
  EXPECT_EQ(stage(), "flight");
  EXPECT_THAT(told(), ElementsAre("Sim 1", "SimStart 0"));
  EXPECT_THAT(fail("POST", "/v1/flight", R"({"restart": true, "loading": "11m"})", 400), HasSubstr("loading"));
  EXPECT_THAT(fail("POST", "/v1/flight", R"({"unload": true, "loading": "1s"})", 400), HasSubstr("unload"));
}

TEST_F(Stages, AFaultsMenuGoesBackWhereItCameFrom) {
  simulation.set_menu(true);
  simulation.set_menu(false);
  EXPECT_EQ(stage(), "flight") << "of a fault";
  simulation.end_flight();
  simulation.set_menu(true);
  simulation.set_menu(false);
  EXPECT_EQ(stage(), "menu") << "the flight had ended before";
  EXPECT_FALSE(simulation.save_flight("none.FLT")) << "there is none";
}

TEST_F(Stages, WhatWasSavedHasItsTitle) {
  ASSERT_TRUE(simulation.save_flight("Kept.FLT", {"My flight", "from here to there"}));
  json::object flight = get("/v1/flight");
  EXPECT_EQ(flight.at("saved").at(0).at("title").as_string(), "My flight");
  EXPECT_EQ(flight.at("title").as_string(), "");
  flight = succeed("POST", "/v1/flight", R"({"saved": "kept"})");
  EXPECT_EQ(flight.at("title").as_string(), "My flight");
  EXPECT_EQ(flight.at("description").as_string(), "from here to there");
}

// Wherever the simulator is taken, it is where clients are told that it is.
RC_GTEST_PROP(StagesLaw, SimIsWhatWasToldLast, ()) {
  Simulation simulation{SimulationOptions{.start = world::Instant(world::Duration(1us))}};
  std::uint32_t told = 1;
  std::uint64_t frame = 0;
  for (const int step : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 8))) {
    if (step == 0) simulation.end_flight();
    if (step == 1) simulation.set_menu(true);
    if (step == 2) simulation.set_menu(false);
    if (step == 3) RC_ASSERT(simulation.load_flight(simulation.flight_file()));
    if (step == 4) RC_ASSERT(simulation.load_flight(simulation.flight_file(), 40));
    if (step == 5) simulation.restart();
    if (step == 6) simulation.trigger("SIM_RESET", {});
    simulation.advance_to(simulation.frame_time(frame += 10));
    for (const SystemEvent& event : simulation.drain_events()) {
      if (event.name == "Sim") told = event.data;
    }
    RC_ASSERT(simulation.event_value("Sim") == told);
    RC_ASSERT((simulation.stage() == Stage::flight) == (told == 1));
    const bool shows_menu = simulation.number(*simulation.resolve("CAMERA STATE")) == 15;
    if (simulation.stage() != Stage::loading) RC_ASSERT(shows_menu == (simulation.stage() == Stage::menu));
  }
}

}  // namespace
}  // namespace checkride::emulator

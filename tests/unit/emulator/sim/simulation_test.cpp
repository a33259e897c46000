// Goal: frames lie on a grid of the world's time, pause and rate move simulated time and nothing else, events are told
// in order. Method: exact frames and times.
#include "sim/simulation.hpp"

#include <gmock/gmock.h>

#include "bench_aircraft.hpp"
#include "checkride/test/property.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using test::BenchAircraft;
using testing::ElementsAre;
using testing::IsEmpty;

RC_GTEST_PROP(Simulation, FrameTimesAndFramesAreInverse, ()) {
  const unsigned rate = *rc::gen::inRange(1u, 1001u);
  Simulation simulation({.start = world::Instant(1us), .frame_rate = rate});
  const std::uint64_t frame = *rc::gen::inRange<std::uint64_t>(0, 100'000'000);
  const world::Instant at = simulation.frame_time(frame);
  RC_ASSERT(simulation.frame_at(at) == frame);
  RC_ASSERT(frame == 0 || simulation.frame_at(at - 1ns) == frame - 1);
}

TEST(Simulation, FramesComeAtTheirRate) {
  BenchAircraft aircraft(SimulationOptions{.frame_rate = 30});
  aircraft.at(1);
  EXPECT_EQ(aircraft.simulation().frame(), 30u);
  aircraft.at(0.5);
  EXPECT_EQ(aircraft.simulation().frame(), 30u) << "time never goes back";
  aircraft.at(10);
  EXPECT_EQ(aircraft.simulation().frame(), 300u);
  EXPECT_EQ(aircraft.get("SIMULATION TIME"), 10);
}

TEST(Simulation, RateSpeedsSimulatedTimeNotFrames) {
  BenchAircraft aircraft(SimulationOptions{.rate = 4});
  aircraft.at(10);
  EXPECT_EQ(aircraft.simulation().frame(), 300u);
  EXPECT_EQ(aircraft.simulation().simulation_seconds(), 40);
  EXPECT_EQ(aircraft.get("ABSOLUTE TIME"), 63854074800 + 40.0);
  EXPECT_EQ(aircraft.get("SIMULATION RATE"), 4);
}

TEST(Simulation, SlowRatesAddUpWithoutLoss) {
  BenchAircraft aircraft(SimulationOptions{.frame_rate = 60, .rate = 0.25});
  aircraft.at(100);
  EXPECT_EQ(aircraft.simulation().simulation_seconds(), 25);
}

TEST(Simulation, PauseStopsTheFlightAndNotTheFrames) {
  BenchAircraft aircraft = BenchAircraft::flying("coastal_pass");
  aircraft.at(5);
  aircraft.trigger("PAUSE_ON");
  const double latitude = aircraft.get("PLANE LATITUDE");
  const std::uint64_t moved = aircraft.simulation().simulation_frame();
  aircraft.at(65);
  EXPECT_EQ(aircraft.simulation().frame(), 65u * 30);
  EXPECT_EQ(aircraft.simulation().simulation_frame(), moved);
  EXPECT_EQ(aircraft.get("PLANE LATITUDE"), latitude);
  EXPECT_EQ(aircraft.get("SIMULATION TIME"), 5);
  EXPECT_NEAR(aircraft.get("AIRSPEED INDICATED"), 105, 0.1) << "values freeze, they do not fall to zero";
  aircraft.trigger("PAUSE_OFF");
  aircraft.at(66);
  EXPECT_LT(aircraft.get("PLANE LATITUDE"), latitude);
}

TEST(Simulation, PauseIsToldInThreeWaysAndOnlyWhenItChanges) {
  BenchAircraft aircraft;
  aircraft.trigger("PAUSE_ON");
  EXPECT_THAT(aircraft.events(), ElementsAre("Pause 1", "Paused 0", "Pause_EX1 1"));
  EXPECT_EQ(aircraft.simulation().event_value("pause"), 1u);
  aircraft.trigger("PAUSE_SET", 1);
  EXPECT_THAT(aircraft.events(), IsEmpty());
  aircraft.trigger("PAUSE_TOGGLE");
  EXPECT_THAT(aircraft.events(), ElementsAre("Pause 0", "Unpaused 0", "Pause_EX1 0"));
  EXPECT_EQ(aircraft.simulation().event_value("Pause_EX1"), 0u);
}

TEST(Simulation, ResetReloadsTheFlight) {
  BenchAircraft aircraft = BenchAircraft::flying("coastal_pass");
  const double latitude = aircraft.get("PLANE LATITUDE");
  const double fuel = aircraft.get("FUEL TOTAL QUANTITY");
  aircraft.at(600);
  aircraft.trigger("SITUATION_RESET");
  EXPECT_EQ(aircraft.get("PLANE LATITUDE"), latitude);
  EXPECT_EQ(aircraft.get("FUEL TOTAL QUANTITY"), fuel);
  EXPECT_EQ(aircraft.simulation().simulation_seconds(), 0);
  EXPECT_EQ(aircraft.simulation().frame(), 18000u);
  EXPECT_THAT(aircraft.events(), ElementsAre("Sim 0", "SimStop 0", "Sim 1", "SimStart 0", "FlightLoaded 0", "Sim 0",
                                             "SimStop 0", "Sim 1", "SimStart 0"));
}

TEST(Simulation, HeldValuesSurviveAReset) {
  BenchAircraft aircraft = BenchAircraft::flying("coastal_pass");
  aircraft.hold("PLANE ALTITUDE", 80);
  aircraft.trigger("SIM_RESET");
  aircraft.at(10);
  EXPECT_EQ(aircraft.get("PLANE ALTITUDE"), 80);
  EXPECT_EQ(aircraft.get("VERTICAL SPEED"), 0);
}

TEST(Simulation, SavingTellsThePath) {
  BenchAircraft aircraft(SimulationOptions{.flight_file = "some\\path.FLT"});
  aircraft.trigger("SITUATION_SAVE");
  const auto events = aircraft.simulation().drain_events();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].name, "FlightSaved");
  EXPECT_EQ(events[0].text, "some\\path.FLT");
}

TEST(Simulation, EventsNobodyAsksForAreBounded) {
  BenchAircraft aircraft;
  for (int i = 0; i < 1000; ++i) aircraft.trigger("SOUND_TOGGLE");
  EXPECT_EQ(aircraft.events().size(), Simulation::kMaxSystemEvents);
}

TEST(Simulation, AnswersSystemStates) {
  BenchAircraft aircraft(SimulationOptions{.naming = Naming::msfs2020, .flight_file = "f.flt"});
  EXPECT_EQ(aircraft.simulation().system_state("aircraftloaded")->text,
            "SimObjects/Airplanes/Asobo_C172sp_AS1000/aircraft.cfg");
  EXPECT_EQ(aircraft.simulation().system_state("FlightLoaded")->text, "f.flt");
  EXPECT_EQ(aircraft.simulation().system_state("Sim")->integer, 1u);
  EXPECT_EQ(aircraft.simulation().system_state("DialogMode")->integer, 0u);
  EXPECT_EQ(aircraft.simulation().system_state("FlightPlan")->text, "");
  EXPECT_FALSE(aircraft.simulation().system_state("Sims").has_value());
}

TEST(Simulation, SaysWhatFlies) {
  BenchAircraft parked;
  EXPECT_EQ(parked.simulation().flight_name(), "parked");
  EXPECT_EQ(parked.simulation().phase_name(), "");
  BenchAircraft aircraft = BenchAircraft::flying("coastal_hop");
  EXPECT_EQ(aircraft.simulation().flight_name(), "coastal_hop");
  EXPECT_EQ(aircraft.simulation().aircraft_name(), "C172");
  EXPECT_EQ(aircraft.simulation().phase_name(), "parked");
  aircraft.at(31);
  EXPECT_EQ(aircraft.simulation().phase_name(), "takeoff");
}

TEST(Simulation, PlacesTheAircraft) {
  BenchAircraft aircraft;
  aircraft.simulation().place({.latitude_deg = 10,
                               .longitude_deg = 20,
                               .altitude_ft = 5000,
                               .heading_deg = 90,
                               .on_ground = false,
                               .airspeed_kt = 100});
  EXPECT_NEAR(aircraft.get("GPS POSITION LAT"), 10, 1e-12);
  EXPECT_NEAR(aircraft.get("GPS POSITION LON"), 20, 1e-12);
  EXPECT_EQ(aircraft.get("PLANE ALTITUDE"), 5000);
  EXPECT_NEAR(aircraft.get("AIRSPEED INDICATED"), 100, 1e-6);
  EXPECT_EQ(aircraft.get("SIM ON GROUND"), 0);
  aircraft.simulation().place({.latitude_deg = 10, .altitude_ft = 5000, .on_ground = true});
  EXPECT_EQ(aircraft.get("SIM ON GROUND"), 1);
  EXPECT_EQ(aircraft.get("PLANE ALT ABOVE GROUND"), 4);
  EXPECT_EQ(aircraft.get("AIRSPEED INDICATED"), 0);
}

TEST(Simulation, PlacesAtCruiseOrPresentSpeed) {
  BenchAircraft aircraft = BenchAircraft::flying("coastal_pass");
  aircraft.simulation().place({.altitude_ft = 8000, .airspeed_kt = -2});
  EXPECT_NEAR(aircraft.get("AIRSPEED INDICATED"), 105, 0.1);
  aircraft.simulation().place({.altitude_ft = 8000, .airspeed_kt = -1});
  EXPECT_NEAR(aircraft.get("AIRSPEED INDICATED"), 110, 0.1);
}

}  // namespace
}  // namespace checkride::emulator

// Goal: flights are kept and come back as they were, and paths are read as a simulator reads them (semantics 17, 9.4).
// Method: a parked and a flying aircraft; laws over arbitrary paths.
#include "sim/flight_files.hpp"

#include "checkride/test/property.hpp"
#include "sim/bench_aircraft.hpp"

namespace checkride::emulator {
namespace {

using test::BenchAircraft;
using Names = std::vector<std::string>;

BenchAircraft parked() {
  return BenchAircraft(SimulationOptions{.naming = Naming::fsx, .flight_file = "flights\\first.FLT"});
}

TEST(FlightFiles, AnExtensionIsAddedOrMustFit) {
  EXPECT_EQ(with_extension("a", ".FLT"), "a.FLT");
  EXPECT_EQ(with_extension("a.flt", ".FLT"), "a.flt");
  EXPECT_EQ(with_extension("v1.2\\a", ".FLT"), "v1.2\\a.FLT") << "a dot in a folder's name";
  EXPECT_EQ(with_extension("v1.2/a.Flt", ".FLT"), "v1.2/a.Flt");
  EXPECT_EQ(with_extension("a.pln", ".FLT"), std::nullopt);
  EXPECT_EQ(with_extension("a.", ".FLT"), std::nullopt);
  EXPECT_EQ(with_extension(".FLT", ".FLT"), std::nullopt);
  EXPECT_EQ(with_extension("folder\\", ".FLT"), std::nullopt);
  EXPECT_EQ(with_extension("", ".FLT"), std::nullopt);
}

RC_GTEST_PROP(FlightFilesLaw, WhatHasItsExtensionKeepsIt, ()) {
  const auto path = *rc::gen::container<std::string>(rc::gen::element('a', 'B', '.', '/', '\\', ' '));
  const auto once = with_extension(path, kFlightExtension);
  if (!once) return;
  RC_ASSERT(with_extension(*once, kFlightExtension) == once);
  RC_ASSERT(with_extension(*once, kPlanExtension) == std::nullopt);
  RC_ASSERT(file_key(file_key(*once)) == file_key(*once));
}

TEST(SavedFlights, LoadingTellsWhatTheStartOfAFlightBrings) {
  BenchAircraft aircraft = parked();
  ASSERT_TRUE(aircraft.simulation().load_flight("FLIGHTS/first.flt"));
  EXPECT_EQ(aircraft.simulation().system_state("FlightLoaded")->text, "FLIGHTS/first.flt");
  const auto events = aircraft.simulation().drain_events();
  Names names;
  for (const SystemEvent& event : events) names.push_back(event.name + " " + event.text);
  EXPECT_EQ(names, (Names{"Sim ", "SimStop ", "FlightLoaded FLIGHTS/first.flt",
                          "AircraftLoaded SimObjects\\Airplanes\\C172\\Cessna172SP.AIR", "Sim ", "SimStart "}));
}

TEST(SavedFlights, WhatDoesNotExistChangesNothing) {
  BenchAircraft aircraft = parked();
  aircraft.set("PLANE ALTITUDE", 3000);
  EXPECT_FALSE(aircraft.simulation().load_flight("other.FLT"));
  EXPECT_FALSE(aircraft.simulation().activate_plan("other.PLN"));
  EXPECT_TRUE(aircraft.events().empty());
  EXPECT_EQ(aircraft.get("PLANE ALTITUDE"), 3000);
  EXPECT_EQ(aircraft.simulation().system_state("FlightLoaded")->text, "flights\\first.FLT");
}

TEST(SavedFlights, AFlightGoesOnFromWhereItWasSaved) {
  BenchAircraft aircraft = BenchAircraft::flying("coastal_hop");
  aircraft.run(300);
  ASSERT_TRUE(aircraft.simulation().save_flight("mid.FLT"));
  const double altitude = aircraft.get("PLANE ALTITUDE");
  const double latitude = aircraft.get("PLANE LATITUDE");
  const double seconds = aircraft.simulation().simulation_seconds();
  const std::string phase = aircraft.simulation().phase_name();
  aircraft.run(60);
  const double later = aircraft.get("PLANE LATITUDE");
  ASSERT_NE(later, latitude);
  aircraft.run(400);
  ASSERT_TRUE(aircraft.simulation().load_flight("MID.flt"));
  EXPECT_EQ(aircraft.get("PLANE ALTITUDE"), altitude);
  EXPECT_EQ(aircraft.get("PLANE LATITUDE"), latitude);
  EXPECT_EQ(aircraft.simulation().simulation_seconds(), seconds);
  EXPECT_EQ(aircraft.simulation().phase_name(), phase);
  aircraft.run(60);
  EXPECT_EQ(aircraft.get("PLANE LATITUDE"), later) << "it flies the same again";
}

TEST(SavedFlights, TheActivePlanIsSavedBesideTheFlight) {
  BenchAircraft aircraft(SimulationOptions{.find_plan = [](std::string_view file) -> std::optional<Plan> {
    if (file != "hop.PLN") return std::nullopt;
    Plan plan;
    plan.waypoints.resize(2);
    plan.waypoints[0].ident = "KAAA";
    plan.waypoints[1].ident = "KBBB";
    plan.waypoints[1].latitude_deg = 6;
    return plan;
  }});
  Simulation& simulation = aircraft.simulation();
  ASSERT_TRUE(simulation.activate_plan("hop.PLN"));
  const auto next = [&simulation] { return simulation.text(*simulation.resolve("GPS WP NEXT ID")); };
  ASSERT_EQ(next(), "KBBB");
  ASSERT_TRUE(simulation.save_flight("with.FLT", {"With a plan", ""}));
  ASSERT_TRUE(simulation.load_flight(simulation.system_state("FlightLoaded")->text));
  EXPECT_EQ(simulation.system_state("FlightPlan")->text, "") << "the plan was of the flight before";
  (void)simulation.drain_events();
  ASSERT_TRUE(simulation.load_flight("with.FLT"));
  EXPECT_EQ(simulation.system_state("FlightPlan")->text, "hop.PLN");
  EXPECT_EQ(next(), "KBBB");
  EXPECT_EQ(simulation.flight_heading().title, "With a plan");
  Names names;
  for (const SystemEvent& event : simulation.drain_events()) names.push_back(event.name);
  EXPECT_EQ(names,
            (Names{"Sim", "SimStop", "FlightLoaded", "AircraftLoaded", "FlightPlanActivated", "Sim", "SimStart"}));
  EXPECT_TRUE(simulation.activate_plan("with.PLN"));
  EXPECT_EQ(simulation.system_state("FlightPlan")->text, "with.PLN");
}

// From KAAA, at 0, 0, to the north.
Flight planned(const std::string& file) {
  Flight flight;
  flight.plan_file = file;
  flight.plan.emplace().waypoints.resize(2);
  flight.plan->waypoints[0].ident = "KAAA";
  flight.plan->waypoints[1].ident = "KBBB";
  flight.plan->waypoints[1].latitude_deg = 6;
  return flight;
}

struct FlightPlanState : testing::Test {
  std::string plan() { return simulation.system_state("FlightPlan")->text; }
  bool gps_has_one() { return simulation.number(*simulation.resolve("GPS IS ACTIVE FLIGHT PLAN")) == 1; }
  // What was told of plans since the last call.
  Names told() {
    Names names;
    for (const SystemEvent& event : simulation.drain_events()) {
      if (event.name.starts_with("FlightPlan")) names.push_back(event.name + " " + event.text);
    }
    return names;
  }

  const Flight flight = planned("seattle.pln");
  Simulation simulation{{.flight = flight, .find_plan = [this](std::string_view) { return flight.plan; }}};
};

TEST_F(FlightPlanState, IsTheOneThatIsFlownUntilAnotherIsActivated) {
  ASSERT_TRUE(gps_has_one());
  EXPECT_EQ(plan(), "seattle.pln");
  ASSERT_TRUE(simulation.activate_plan("other.pln"));
  EXPECT_EQ(plan(), "other.pln");
  simulation.set_menu(true);
  simulation.restart();
  EXPECT_EQ(plan(), "seattle.pln");
  simulation.end_flight();
  EXPECT_EQ(plan(), "");
}

TEST_F(FlightPlanState, OfAFlightIsToldWithItsLoadAndItsEnd) {
  EXPECT_EQ(told(), Names{}) << "nobody was there at the start";
  ASSERT_TRUE(simulation.load_flight(simulation.flight_file()));
  EXPECT_EQ(told(), (Names{"FlightPlanDeactivated ", "FlightPlanActivated seattle.pln"}));
  simulation.end_flight();
  EXPECT_EQ(told(), (Names{"FlightPlanDeactivated "}));
  EXPECT_FALSE(gps_has_one());
  simulation.restart();
  EXPECT_EQ(told(), (Names{"FlightPlanActivated seattle.pln"}));
  EXPECT_TRUE(gps_has_one());
}

TEST_F(FlightPlanState, ComesAndGoesWithTheFlightsThatHaveOne) {
  simulation.start_flight(planned("other.pln"));
  EXPECT_EQ(told(), (Names{"FlightPlanDeactivated ", "FlightPlanActivated other.pln"}));
  EXPECT_EQ(plan(), "other.pln");
  simulation.start_flight(Flight());
  EXPECT_EQ(told(), (Names{"FlightPlanDeactivated "}));
  EXPECT_EQ(plan(), "");
  EXPECT_FALSE(gps_has_one());
  simulation.start_flight(planned("other.pln"), {}, 30);
  EXPECT_EQ(told(), (Names{"FlightPlanActivated other.pln"}));
  EXPECT_EQ(plan(), "other.pln") << "what was told is so, while it is being loaded too";
}

TEST_F(FlightPlanState, OfASavedFlightIsTheOneThatWasActiveThen) {
  ASSERT_TRUE(simulation.save_flight("own.FLT"));
  ASSERT_TRUE(simulation.activate_plan("other.pln"));
  ASSERT_TRUE(simulation.save_flight("other.FLT"));
  (void)told();
  ASSERT_TRUE(simulation.load_flight("own.FLT"));
  EXPECT_EQ(told(), (Names{"FlightPlanDeactivated ", "FlightPlanActivated seattle.pln"}));
  ASSERT_TRUE(simulation.load_flight("other.FLT"));
  EXPECT_EQ(told(), (Names{"FlightPlanDeactivated ", "FlightPlanActivated other.pln"}));
}

TEST_F(FlightPlanState, IsTheFlightsOwnAgainAfterAReset) {
  ASSERT_TRUE(simulation.trigger("SIM_RESET", {}));
  EXPECT_EQ(told(), Names{}) << "it was active all the time";
  ASSERT_TRUE(simulation.activate_plan("other.pln"));
  (void)told();
  ASSERT_TRUE(simulation.trigger("SIM_RESET", {}));
  EXPECT_EQ(told(), (Names{"FlightPlanDeactivated ", "FlightPlanActivated seattle.pln"}));
  EXPECT_EQ(plan(), "seattle.pln");
}

TEST(FlightPlanOfTheMenu, IsThatOfTheFlightOnceOneIsLoaded) {
  Simulation simulation({.flight = planned("seattle.pln"), .menu = true});
  EXPECT_EQ(simulation.system_state("FlightPlan")->text, "");
  EXPECT_TRUE(simulation.drain_events().empty());
  ASSERT_TRUE(simulation.load_flight(simulation.flight_file()));
  Names names;
  for (const SystemEvent& event : simulation.drain_events()) names.push_back(event.name);
  EXPECT_EQ(names,
            (Names{"Sim", "SimStop", "FlightLoaded", "AircraftLoaded", "FlightPlanActivated", "Sim", "SimStart"}));
  EXPECT_EQ(simulation.system_state("FlightPlan")->text, "seattle.pln");
}

TEST(SavedFlights, AResetGoesBackToTheFlightLoadedLast) {
  BenchAircraft aircraft = parked();
  const double resting = aircraft.get("PLANE LATITUDE");
  aircraft.set("PLANE LATITUDE", 0.5);
  ASSERT_TRUE(aircraft.simulation().save_flight("half.FLT"));
  ASSERT_TRUE(aircraft.simulation().load_flight("half.FLT"));
  aircraft.set("PLANE LATITUDE", 0.7);
  aircraft.trigger("SIM_RESET");
  EXPECT_NEAR(aircraft.get("PLANE LATITUDE"), 0.5, 1e-12);
  ASSERT_TRUE(aircraft.simulation().load_flight("flights\\first.FLT"));
  EXPECT_EQ(aircraft.get("PLANE LATITUDE"), resting);
}

TEST(SavedFlights, TheRateIsTheSimulatorsNotTheFlights) {
  BenchAircraft aircraft = parked();
  ASSERT_TRUE(aircraft.simulation().save_flight("a.FLT"));
  aircraft.trigger("SIM_RATE_INCR");
  ASSERT_TRUE(aircraft.simulation().load_flight("a.FLT"));
  EXPECT_EQ(aircraft.get("SIMULATION RATE"), 2);
}

TEST(SavedFlights, SavingIsToldAndBounded) {
  BenchAircraft aircraft = parked();
  for (std::size_t i = 0; i < kMaxSavedFlights; ++i) {
    ASSERT_TRUE(aircraft.simulation().save_flight(std::to_string(i) + ".FLT"));
  }
  EXPECT_EQ(aircraft.events(), Names(kMaxSavedFlights, "FlightSaved 0"));
  EXPECT_FALSE(aircraft.simulation().save_flight("more.FLT"));
  EXPECT_TRUE(aircraft.events().empty());
  EXPECT_TRUE(aircraft.simulation().save_flight("7.flt")) << "in the place of the old one";
}

TEST(SavedFlights, AreListedAsTheyWereSpeltFirst) {
  BenchAircraft aircraft = parked();
  Simulation& simulation = aircraft.simulation();
  ASSERT_TRUE(simulation.save_flight("My Flights/K.FLT"));
  ASSERT_TRUE(simulation.save_flight("b.flt"));
  const auto files = [&simulation] {
    Names names;
    for (const auto& saved : simulation.saved_flights()) names.push_back(saved.file);
    return names;
  };
  EXPECT_EQ(files(), (Names{"b.flt", "My Flights/K.FLT"}));
  EXPECT_TRUE(simulation.load_flight("my flights\\k.flt")) << "found by any spelling";
  ASSERT_TRUE(simulation.save_flight("MY FLIGHTS\\k.flt"));
  EXPECT_EQ(files(), (Names{"b.flt", "My Flights/K.FLT"})) << "written over, a file keeps its name";
}

TEST(SavedFlights, APlanLiesBesideItsFlightAndEndsWithTheNext) {
  BenchAircraft aircraft = parked();
  ASSERT_TRUE(aircraft.simulation().activate_plan("flights\\FIRST.pln"));
  EXPECT_EQ(aircraft.events(), (Names{"FlightPlanActivated 0"}));
  EXPECT_EQ(aircraft.simulation().system_state("FlightPlan")->text, "flights\\FIRST.pln");
  ASSERT_TRUE(aircraft.simulation().load_flight("flights\\first.FLT"));
  EXPECT_EQ(aircraft.events(), (Names{"Sim 0", "SimStop 0", "FlightPlanDeactivated 0", "FlightLoaded 0",
                                      "AircraftLoaded 0", "Sim 1", "SimStart 0"}));
  EXPECT_EQ(aircraft.simulation().system_state("FlightPlan")->text, "");
}

TEST(SavedFlights, DialogModeIsWhatItWasSetTo) {
  BenchAircraft aircraft = parked();
  aircraft.simulation().set_dialog_mode(true);
  EXPECT_EQ(aircraft.simulation().system_state("DialogMode")->integer, 1u);
  aircraft.simulation().set_dialog_mode(false);
  EXPECT_EQ(aircraft.simulation().system_state("DialogMode")->integer, 0u);
}

}  // namespace
}  // namespace checkride::emulator

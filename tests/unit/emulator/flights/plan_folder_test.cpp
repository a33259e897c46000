// Goal: clients load flight plans that lie beside the emulator's flight, and nothing else of its disk. Method: a
// virtual disk; a simulation that is told to activate plans.
#include "flights/plan_folder.hpp"

#include <gtest/gtest.h>

#include "checkride/world/virtual_world.hpp"
#include "sim/bench_aircraft.hpp"

namespace checkride::emulator {
namespace {

constexpr std::string_view kPlan =
    "<SimBase.Document><FlightPlan.FlightPlan><Title>A to B</Title>"
    "<ATCWaypoint id=\"KSEA\"><ATCWaypointType>Airport</ATCWaypointType></ATCWaypoint>"
    "<ATCWaypoint id=\"B\"><WorldPosition>47,-121,0</WorldPosition></ATCWaypoint>"
    "</FlightPlan.FlightPlan></SimBase.Document>";

class PlansOnDisk : public testing::Test {
 protected:
  void SetUp() override {
    EXPECT_TRUE(files_.make_directories("/flights/deep").has_value());
    for (const char* path : {"/flights/Hop.PLN", "/flights/deep/inner.pln", "/outer.pln"}) {
      EXPECT_TRUE(files_.write(path, kPlan).has_value());
    }
    EXPECT_TRUE(files_.write("/flights/broken.pln", "<SimBase.Document>").has_value());
  }

  world::VirtualWorld world_;
  world::Files& files_ = world_.add_host("a").files();
  PlanFolder folder_{files_, "/flights/f.yaml"};
};

TEST_F(PlansOnDisk, AreFoundByTheirNamesAlone) {
  for (const char* path : {"hop", "HOP.pln", "C:\\plans\\hop.pln", "/home/me/Hop.PLN", "..\\hop"}) {
    const auto plan = folder_.find(path);
    ASSERT_TRUE(plan.has_value()) << path;
    EXPECT_EQ(plan->title, "A to B");
    EXPECT_NEAR(plan->waypoints[0].latitude_deg, 47.45, 0.05);
  }
}

TEST_F(PlansOnDisk, NothingElseIsRead) {
  for (const char* path :
       {"", "inner.pln", "deep/inner.pln", "../outer.pln", "/outer.pln", "broken.pln", "f.yaml", "/"}) {
    EXPECT_FALSE(folder_.find(path).has_value()) << path;
  }
}

TEST_F(PlansOnDisk, CanBeActivated) {
  SimulationOptions options;
  options.find_plan = [this](std::string_view path) { return folder_.find(path); };
  test::BenchAircraft aircraft(std::move(options));
  EXPECT_FALSE(aircraft.simulation().activate_plan("C:\\plans\\broken.pln"));
  EXPECT_TRUE(aircraft.events().empty());
  EXPECT_TRUE(aircraft.simulation().activate_plan("C:\\plans\\hop.pln"));
  EXPECT_EQ(aircraft.events(), std::vector<std::string>{"FlightPlanActivated 0"});
  EXPECT_EQ(aircraft.simulation().system_state("FlightPlan")->text, "C:\\plans\\hop.pln");
}

}  // namespace
}  // namespace checkride::emulator

// Goal: the real simulation and the catalogue look to sessions as semantics 8 says. Method: one question each.
#include "server/simulation_adapter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>

#include "checkride/catalog/catalog.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;

class Adapter : public testing::Test {
 protected:
  SimulationAdapter make(std::string_view profile) { return SimulationAdapter(simulation, *find_profile(profile)); }

  Simulation simulation{SimulationOptions()};
  SimulationAdapter adapter = make("msfs2024");
};

TEST_F(Adapter, KindsFollowTheCatalogue) {
  const auto kind_of = [this](std::string_view name) { return adapter.resolve(name).value().kind; };
  EXPECT_EQ(kind_of("PLANE ALTITUDE"), VariableKind::number);
  EXPECT_EQ(kind_of("TITLE"), VariableKind::text);
  EXPECT_EQ(kind_of("STRUCT LATLONALT"), VariableKind::lat_lon_alt);
  EXPECT_EQ(kind_of("STRUCT WORLDVELOCITY"), VariableKind::xyz);
  EXPECT_EQ(kind_of("INITIAL POSITION"), VariableKind::init_position);
  EXPECT_EQ(kind_of("AI WAYPOINT LIST"), VariableKind::waypoints);
  EXPECT_EQ(kind_of("STRUCT LATLONALTPBH"), VariableKind::opaque);
  EXPECT_EQ(kind_of("L:My Switch"), VariableKind::number);
}

TEST_F(Adapter, NamesAreTheCataloguesAndLocalVariablesHaveNone) {
  EXPECT_EQ(adapter.resolve("general eng rpm:1")->name, "GENERAL ENG RPM");
  EXPECT_EQ(adapter.resolve("L:My Switch")->name, "");
}

TEST_F(Adapter, SimulatedSecondsStandStillInPause) {
  adapter.advance_to(world::Instant(2s));
  EXPECT_EQ(adapter.simulation_seconds(), 2);
  adapter.trigger("PAUSE_ON", {});
  adapter.advance_to(world::Instant(5s));
  EXPECT_EQ(adapter.simulation_seconds(), 2);
}

TEST_F(Adapter, UnknownNamesAreUnknown) {
  EXPECT_FALSE(adapter.resolve("NO SUCH VARIABLE"));
  EXPECT_FALSE(adapter.resolve(""));
  EXPECT_FALSE(adapter.resolve("GENERAL ENG RPM:x"));
  EXPECT_TRUE(adapter.resolve("general eng rpm:1"));
}

TEST_F(Adapter, ALocalVariableHasNoUnitOfItsOwn) {
  const Variable local = adapter.resolve("L:My Switch").value();
  EXPECT_EQ(local.unit, nullptr);
  EXPECT_TRUE(local.settable);
  ASSERT_TRUE(adapter.set_number(local, 7));
  EXPECT_EQ(adapter.number(local), 7);
}

TEST_F(Adapter, OldSimulatorsKnowNeitherNewVariablesNorLocalOnes) {
  SimulationAdapter old = make("fsx_sp2");
  EXPECT_TRUE(old.resolve("PLANE ALTITUDE"));
  EXPECT_FALSE(old.resolve("L:My Switch"));
  EXPECT_FALSE(old.resolve("A:PLANE ALTITUDE")) << "names have prefixes in MSFS";
  EXPECT_TRUE(adapter.resolve("A:PLANE ALTITUDE"));
  EXPECT_FALSE(old.resolve("COM ACTIVE LATLONALT"));
  EXPECT_TRUE(adapter.resolve("COM ACTIVE LATLONALT"));
}

TEST_F(Adapter, TheUsersAircraftTakesNoRoute) {
  const std::vector<protocol::Waypoint> route(2);
  EXPECT_FALSE(adapter.set_route(route).has_value()) << "nothing would fly it";
}

TEST_F(Adapter, SettableFollowsTheCatalogue) {
  EXPECT_TRUE(adapter.resolve("PLANE ALTITUDE")->settable);
  const Variable fixed = adapter.resolve("GROUND ALTITUDE").value();
  EXPECT_FALSE(fixed.settable);
  EXPECT_FALSE(adapter.set_number(fixed, 1));
}

TEST_F(Adapter, TheStructureOfThePositionIsInDegreesAndMetres) {
  const auto position = adapter.triple(adapter.resolve("STRUCT LATLONALT").value());
  EXPECT_NEAR(position[0], 47.444, 0.01);
  EXPECT_NEAR(position[1], -122.3, 0.01);
  EXPECT_NEAR(position[2], 437 * 0.3048, 0.01);
}

TEST_F(Adapter, KeyEventsHaveNumbers) {
  ASSERT_TRUE(adapter.knows_event("PAUSE_ON"));
  EXPECT_FALSE(adapter.knows_event("NO_SUCH_EVENT"));
  EXPECT_FALSE(adapter.event_by_number(1));
  const catalog::KeyEvent* event = catalog::find_key_event("GEAR_TOGGLE");
  ASSERT_NE(event, nullptr);
  EXPECT_EQ(adapter.event_by_number(event->key_id), "GEAR_TOGGLE");
}

// Semantics 10.1: names are those of the list, whose columns give the generations.
TEST_F(Adapter, TheOlderSimulatorsKnowTheKeyEventsOfTheirColumn) {
  std::uint32_t last = 0;
  std::uint32_t first_newer = UINT32_MAX;
  for (const std::string_view profile : {"fsx_rtm", "fsx_sp1", "fsx_sp2", "fsx_steam"}) {
    const SimulationAdapter old = make(profile);
    for (const catalog::KeyEvent& event : catalog::all_key_events()) {
      const bool in_fsx = event.generations.has(catalog::Generation::fsx);
      EXPECT_EQ(old.knows_event(event.name), in_fsx) << event.name;
      EXPECT_TRUE(adapter.knows_event(event.name)) << event.name;
      EXPECT_TRUE(make("msfs2020").knows_event(event.name)) << event.name;
      if (event.key_id == 0) continue;
      if (in_fsx) last = std::max(last, event.key_id);
      if (!in_fsx) first_newer = std::min(first_newer, event.key_id);
    }
    EXPECT_TRUE(old.knows_event("key_gear_toggle"));
    EXPECT_FALSE(old.knows_event("key_com_radio_set_hz")) << "FSX has frequencies in BCD only";
    EXPECT_FALSE(old.knows_event("NO_SUCH_EVENT"));
  }
  EXPECT_LT(last, first_newer) << "the column does not go by age";
}

// Semantics 8.1: the catalogue's columns give the generations; what the newest deprecates resolves still.
TEST_F(Adapter, EachSimulatorKnowsTheVariablesOfItsGeneration) {
  SimulationAdapter older(simulation, *find_profile("msfs2020"));
  std::size_t newest = 0;
  for (const catalog::SimVar& simvar : catalog::all_simvars()) {
    const bool in_2020 = simvar.generations.has(catalog::Generation::msfs2020);
    EXPECT_EQ(older.resolve(simvar.name).has_value(), in_2020) << simvar.name;
    EXPECT_TRUE(adapter.resolve(simvar.name)) << simvar.name;
    if (!in_2020) ++newest;
  }
  EXPECT_GT(newest, 100u);
}

// Semantics 8.1: variables of an object, an instrument or a component are 0 when it is not there; 2024 only.
TEST_F(Adapter, TheNewestSimulatorHasVariablesOfComponents) {
  for (const std::string_view name : {"Z:Door", "L:1:Door", "I:path@alias:Lever", "O:path@alias:Lever", "z:door"}) {
    const auto variable = adapter.resolve(name);
    ASSERT_TRUE(variable) << name;
    EXPECT_EQ(variable->kind, VariableKind::number) << name;
  }
  EXPECT_EQ(adapter.number(*adapter.resolve("Z:Door")), 0);
  EXPECT_TRUE(adapter.set_number(*adapter.resolve("Z:Door"), 3));
  EXPECT_EQ(adapter.number(*adapter.resolve("z:door")), 3);
  EXPECT_EQ(adapter.number(*adapter.resolve("L:Door")), 0) << "another variable";
  EXPECT_FALSE(adapter.resolve("H:Door")) << "an event";
  EXPECT_FALSE(adapter.resolve("K:GEAR_TOGGLE")) << "an event";
  EXPECT_FALSE(adapter.resolve("Z:"));
  EXPECT_FALSE(make("msfs2020").resolve("Z:Door"));
  EXPECT_TRUE(make("msfs2020").resolve("L:Door"));
}

TEST_F(Adapter, PauseStopsStepsAndIsTold) {
  (void)adapter.drain_events();
  EXPECT_TRUE(adapter.running());
  adapter.trigger("PAUSE_ON", {});
  EXPECT_FALSE(adapter.running());
  EXPECT_EQ(adapter.event_value("Pause"), 1u);
  std::vector<std::string> names;
  for (const SystemEvent& event : adapter.drain_events()) names.push_back(event.name);
  EXPECT_THAT(names, testing::ElementsAre("Pause", "Paused", "Pause_EX1"));
  const FrameNumber steps = adapter.simulation_frame();
  adapter.advance_to(adapter.frame_time(adapter.frame_at(world::Instant{}) + 30));
  EXPECT_EQ(adapter.simulation_frame(), steps);
}

TEST_F(Adapter, FramesAreAGridWithoutDrift) {
  for (const FrameNumber frame : {0u, 1u, 29u, 30u, 31u, 1'000'003u}) {
    EXPECT_EQ(adapter.frame_at(adapter.frame_time(frame)), frame);
    EXPECT_EQ(adapter.frame_time(frame + 30) - adapter.frame_time(frame), 1s);
    if (frame > 0) {
      EXPECT_EQ(adapter.frame_at(adapter.frame_time(frame) - 1ns), frame - 1);
    }
  }
}

}  // namespace
}  // namespace checkride::emulator

// Goal: an AI object's variables are those of the catalogue, read back as they are set, and bounded
// (semantics 6.1, 7.2, 8). Method: one object without a simulator, asked by the catalogue's names and units.
#include "traffic/ai_object.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "checkride/catalog/catalog.hpp"
#include "earth/physics.hpp"
#include "traffic/ai_variables.hpp"

namespace checkride::emulator {
namespace {

Variable variable(std::string_view name, std::uint32_t ref = 1) {
  Variable result;
  result.ref = static_cast<VarRef>(ref);
  result.name = name;
  return result;
}

class AiObjectTest : public testing::Test {
 protected:
  static AiSpec spec() {
    AiSpec result;
    result.title = find_ai_title("TBM 930 Asobo", *find_profile("msfs2024"));
    result.tail_number = "N1";
    result.placement.latitude_deg = 47;
    result.placement.longitude_deg = -122;
    result.placement.altitude_ft = 8000;
    result.placement.heading_deg = 30;
    result.placement.airspeed_kt = 150;
    return result;
  }

  AiObject object{spec(), 1000};
};

TEST_F(AiObjectTest, WhatItComputesIsInTheCatalogueAndIsSetWhereThatSaysSo) {
  int computed = 0;
  for (const catalog::SimVar& simvar : catalog::all_simvars()) {
    const AiVariable* found = find_ai_variable(simvar.name);
    if (found == nullptr) continue;
    ++computed;
    EXPECT_EQ(found->write != nullptr, simvar.settable) << simvar.name;
    EXPECT_NE(simvar.unit, nullptr) << simvar.name;
    EXPECT_EQ(object.number(variable(simvar.name)), found->read(object.motion())) << simvar.name;
  }
  EXPECT_GE(computed, 20);
}

TEST_F(AiObjectTest, WhatIsSetIsReadBack) {
  for (const catalog::SimVar& simvar : catalog::all_simvars()) {
    const AiVariable* found = find_ai_variable(simvar.name);
    if (found == nullptr || found->write == nullptr) continue;
    const double wanted = found->read(object.motion()) + 0.25;
    ASSERT_TRUE(object.set_number(variable(simvar.name), wanted)) << simvar.name;
    EXPECT_NEAR(object.number(variable(simvar.name)), wanted, 1e-6) << simvar.name;
  }
}

TEST_F(AiObjectTest, VelocitiesAgreeWithSpeedCourseAndClimb) {
  ASSERT_TRUE(object.set_number(variable("PLANE HEADING DEGREES TRUE"), kPi / 6));
  ASSERT_TRUE(object.set_number(variable("VELOCITY BODY Z"), 200));
  ASSERT_TRUE(object.set_number(variable("VERTICAL SPEED"), -10));
  EXPECT_NEAR(object.number(variable("VELOCITY WORLD X")), 100, 1e-9);
  EXPECT_NEAR(object.number(variable("VELOCITY WORLD Z")), 200 * std::cos(kPi / 6), 1e-9);
  EXPECT_NEAR(object.number(variable("VELOCITY WORLD Y")), -10, 1e-9);
  EXPECT_NEAR(object.number(variable("GROUND VELOCITY")), 200 * kMetresPerFoot / kMetresPerSecondPerKnot, 1e-9);
  ASSERT_TRUE(object.set_number(variable("VELOCITY BODY X"), 200));
  EXPECT_NEAR(object.number(variable("VELOCITY BODY Z")), 200, 1e-9);
  const auto world = object.triple(variable("STRUCT WORLDVELOCITY"));
  EXPECT_NEAR(world[0], 100 + 200 * std::cos(kPi / 6), 1e-9);
  EXPECT_NEAR(world[1], -10, 1e-9);
  EXPECT_EQ(object.triple(variable("STRUCT AMBIENT WIND")), (std::array<double, 3>{}));
}

TEST_F(AiObjectTest, AStructureIsInItsOwnUnits) {
  const auto place = object.triple(variable("STRUCT LATLONALT"));
  EXPECT_NEAR(place[0], 47, 1e-9);
  EXPECT_NEAR(place[1], -122, 1e-9);
  EXPECT_NEAR(place[2], 8000 * kMetresPerFoot, 1e-9);
}

TEST_F(AiObjectTest, TextsAreItsOwnUntilTheyAreSet) {
  EXPECT_EQ(object.text(variable("TITLE")), "TBM 930 Asobo");
  EXPECT_EQ(object.text(variable("ATC MODEL")), "TBM9");
  EXPECT_EQ(object.text(variable("ATC ID", 5)), "N1");
  EXPECT_EQ(object.text(variable("ATC AIRLINE", 6)), "");
  ASSERT_TRUE(object.set_text(variable("ATC ID", 5), "N2"));
  EXPECT_EQ(object.text(variable("ATC ID", 5)), "N2");
  EXPECT_FALSE(object.set_text(variable("ATC ID", 5), std::string(300, 'x')));
}

TEST_F(AiObjectTest, WhatItHoldsForClientsIsBounded) {
  const auto other = [](std::uint32_t ref) { return variable("", ref); };
  for (std::uint32_t ref = 0; ref < AiObject::kMaxHeldVariables; ++ref) ASSERT_TRUE(object.set_number(other(ref), ref));
  EXPECT_FALSE(object.set_number(other(9999), 1));
  EXPECT_TRUE(object.set_number(other(7), 70));
  EXPECT_EQ(object.number(other(7)), 70);
  EXPECT_EQ(object.number(other(9999)), 0);
  EXPECT_FALSE(object.set_number(other(7), std::nan("")));
  const std::vector<protocol::Waypoint> route(AiObject::kMaxRoute + 1);
  EXPECT_FALSE(object.set_route(route));
  EXPECT_TRUE(object.set_route(std::span(route).first(AiObject::kMaxRoute)));
}

// Who injects traffic switches its lights by events, and others see them.
TEST_F(AiObjectTest, EventsFlipItsSwitches) {
  object.trigger("TOGGLE_BEACON_LIGHTS", {});
  object.trigger("landing_lights_set", {1});
  object.trigger("PARKING_BRAKE_SET", {1});
  EXPECT_EQ(object.number(variable("LIGHT BEACON", 7)), 1);
  EXPECT_EQ(object.number(variable("LIGHT LANDING", 8)), 1);
  EXPECT_EQ(object.number(variable("LIGHT STATES", 9)), 2 + 4);
  EXPECT_EQ(object.number(variable("BRAKE PARKING POSITION", 10)), 1);
  ASSERT_TRUE(object.set_number(variable("LIGHT NAV", 11), 1));
  object.trigger("TOGGLE_BEACON_LIGHTS", {});
  object.trigger("LANDING_LIGHTS_SET", {0});
  EXPECT_EQ(object.number(variable("LIGHT STATES", 9)), 1);
  object.trigger("TOGGLE_NAV_LIGHTS", {});
  EXPECT_EQ(object.number(variable("LIGHT NAV", 11)), 0) << "what was set by data is what the event toggles";
}

TEST_F(AiObjectTest, EventsOfSystemsThatItLacksChangeNothing) {
  object.trigger("GEAR_TOGGLE", {});
  EXPECT_EQ(object.number(variable("IS ATTITUDE FREEZE ON")), 0);
  object.trigger("freeze_attitude_toggle", {});
  EXPECT_EQ(object.number(variable("IS ATTITUDE FREEZE ON")), 1);
  EXPECT_EQ(object.number(variable("IS ALTITUDE FREEZE ON")), 0);
  object.trigger("FREEZE_ALTITUDE_SET", {1});
  EXPECT_EQ(object.number(variable("IS ALTITUDE FREEZE ON")), 1);
  object.trigger("FREEZE_ATTITUDE_TOGGLE", {});
  EXPECT_EQ(object.number(variable("IS ATTITUDE FREEZE ON")), 0);
}

}  // namespace
}  // namespace checkride::emulator

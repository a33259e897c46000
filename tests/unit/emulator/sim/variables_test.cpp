// Goal: names resolve as clients write them, values rest where the catalogue says, and writing, overriding and holding
// keep what they promise. Method: a parked and a cruising aircraft.
#include "sim/variables.hpp"

#include <cmath>
#include <limits>
#include <set>
#include <string_view>

#include "bench_aircraft.hpp"
#include "checkride/catalog/simvar.hpp"
#include "checkride/test/result_matchers.hpp"
#include "checkride/values/ascii.hpp"

namespace checkride::emulator {
namespace {

using checkride::test::FailsWith;
using checkride::test::IsOk;
using test::BenchAircraft;
using testing::HasSubstr;

TEST(Variables, NamesIgnoreCaseAndPrefix) {
  BenchAircraft parked;
  const VarRef altitude = parked.ref("PLANE ALTITUDE");
  EXPECT_EQ(parked.ref("Plane Altitude"), altitude);
  EXPECT_EQ(parked.ref("A:PLANE ALTITUDE"), altitude);
  EXPECT_EQ(parked.simulation().info(altitude).units, "feet");
  EXPECT_TRUE(parked.simulation().info(altitude).settable);
}

TEST(Variables, UnknownNamesDoNotResolve) {
  BenchAircraft parked;
  EXPECT_FALSE(parked.simulation().resolve("PLANE ALTITUD").has_value());
  EXPECT_FALSE(parked.simulation().resolve("GENERAL ENG RPM:x").has_value());
  EXPECT_FALSE(parked.simulation().resolve("").has_value());
  EXPECT_THAT(parked.simulation().suggest_variable("PLANE ALTITUD"), HasSubstr("PLANE ALTITUDE"));
}

TEST(Variables, NoIndexIsTheFirst) {
  BenchAircraft parked;
  EXPECT_EQ(parked.ref("GENERAL ENG RPM:1"), parked.ref("GENERAL ENG RPM"));
  EXPECT_EQ(parked.ref("GENERAL ENG RPM:0"), parked.ref("GENERAL ENG RPM"));
  EXPECT_EQ(parked.ref("PLANE ALTITUDE:7"), parked.ref("PLANE ALTITUDE"));
}

TEST(Variables, AnEngineThatIsNotThereIsZero) {
  BenchAircraft parked;
  const VarRef second = parked.ref("GENERAL ENG PROPELLER LEVER POSITION:2");
  EXPECT_EQ(parked.simulation().number(second), 0);
  EXPECT_THAT(parked.simulation().set_number(second, 50), IsOk());
  EXPECT_EQ(parked.simulation().number(second), 0);
  EXPECT_EQ(parked.get("GENERAL ENG PROPELLER LEVER POSITION"), 100);
}

TEST(Variables, SecondRadioIsItsOwn) {
  BenchAircraft parked;
  parked.trigger("COM2_RADIO_SET", 0x2345);
  EXPECT_EQ(parked.get("COM ACTIVE FREQUENCY:2"), 0x2345);
  EXPECT_EQ(parked.get("COM ACTIVE FREQUENCY:1"), 8832);
}

// The composed resting values take the air 4 ft lower than where the altimeter is.
const std::set<std::string_view> kMagnetic{"MAGVAR",
                                           "GPS MAGVAR",
                                           "HEADING INDICATOR",
                                           "MAGNETIC COMPASS",
                                           "PLANE HEADING DEGREES GYRO",
                                           "PLANE HEADING DEGREES MAGNETIC"};

TEST(Variables, CoreVariablesRestAsTheCatalogueSays) {
  BenchAircraft parked;
  for (const catalog::SimVar* simvar : catalog::core_simvars()) {
    const VarRef ref = parked.ref(std::string(simvar->name));
    if (simvar->type == catalog::ValueType::string256) {
      EXPECT_EQ(parked.simulation().text(ref), simvar->resting_text) << simvar->name;
      continue;
    }
    // What depends on magnetic north depends on the model of the field: the catalogue's is another, within a degree.
    const bool magnetic = kMagnetic.contains(simvar->name);
    const double field = !magnetic ? 0 : values::same_text(simvar->units, "radians") ? kRadiansPerDegree : 1;
    const double tolerance = 2e-3 * std::abs(simvar->resting_value) + field + 1e-9;
    EXPECT_NEAR(parked.simulation().number(ref), simvar->resting_value, tolerance) << simvar->name;
  }
}

TEST(Variables, ParkedAircraftStaysAsItIs) {
  BenchAircraft parked;
  std::vector<double> before;
  std::vector<std::string> names;
  for (const catalog::SimVar* simvar : catalog::core_simvars()) {
    names.emplace_back(simvar->name);
    before.push_back(parked.get(names.back()));
  }
  parked.run(3600);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].find("TIME") != std::string::npos) continue;
    EXPECT_EQ(parked.get(names[i]), before[i]) << names[i];
  }
  EXPECT_EQ(parked.get("SIMULATION TIME"), 3600);
}

TEST(Variables, LocalsAreMadeByFirstUse) {
  BenchAircraft parked;
  const VarRef local = parked.ref("L:My_Switch");
  EXPECT_EQ(parked.get("l:my_switch"), 0);
  EXPECT_THAT(parked.simulation().set_number(local, -3.5), IsOk());
  EXPECT_EQ(parked.get("L:MY_SWITCH"), -3.5);
  EXPECT_TRUE(parked.simulation().info(local).settable);
}

TEST(Variables, LocalsAreBounded) {
  BenchAircraft parked;
  for (std::size_t i = 0; i < Simulation::kMaxLocals; ++i) parked.ref("L:v" + std::to_string(i));
  EXPECT_FALSE(parked.simulation().resolve("L:one too many").has_value());
  EXPECT_TRUE(parked.simulation().resolve("L:v0").has_value());
}

TEST(Variables, NotSettableIsRefused) {
  BenchAircraft parked;
  EXPECT_THAT(parked.simulation().set_number(parked.ref("GROUND VELOCITY"), 5), FailsWith(HasSubstr("cannot be set")));
  EXPECT_EQ(parked.get("GROUND VELOCITY"), 0);
}

TEST(Variables, WrongKindsAreRefused) {
  BenchAircraft parked;
  EXPECT_THAT(parked.simulation().set_text(parked.ref("PLANE ALTITUDE"), "high"), FailsWith(HasSubstr("a number")));
  EXPECT_THAT(parked.simulation().set_number(parked.ref("ATC ID"), 5), FailsWith(HasSubstr("a text")));
  EXPECT_THAT(parked.simulation().hold_text(parked.ref("PLANE ALTITUDE"), "high"), FailsWith(HasSubstr("a number")));
}

TEST(Variables, WhatIsNotFiniteNeverEntersTheModel) {
  BenchAircraft parked;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(parked.simulation().set_number(parked.ref("PLANE ALTITUDE"), nan), FailsWith(HasSubstr("not finite")));
  EXPECT_THAT(parked.simulation().hold_number(parked.ref("PLANE ALTITUDE"), HUGE_VAL), FailsWith(HasSubstr("finite")));
  EXPECT_THAT(parked.simulation().set_number(parked.ref("L:any"), nan), IsOk());
}

TEST(Variables, TextIsKept) {
  BenchAircraft parked;
  const VarRef id = parked.ref("ATC ID");
  EXPECT_EQ(parked.simulation().text(id), "ASXGSA");
  EXPECT_THAT(parked.simulation().set_text(id, "N172"), IsOk());
  EXPECT_EQ(parked.simulation().text(id), "N172");
}

TEST(Variables, ValuesOfTheModelAreClampedToItsRange) {
  BenchAircraft parked;
  parked.set("GENERAL ENG THROTTLE LEVER POSITION", 250);
  EXPECT_EQ(parked.get("GENERAL ENG THROTTLE LEVER POSITION"), 100);
  parked.set("FUEL TANK LEFT MAIN QUANTITY", 1e9);
  EXPECT_EQ(parked.get("FUEL TANK LEFT MAIN QUANTITY"), 28);
}

TEST(Variables, AnyNonZeroIsTrueForASwitch) {
  BenchAircraft parked;
  parked.set("LIGHT NAV", -7);
  EXPECT_EQ(parked.get("LIGHT NAV"), 1);
}

TEST(Variables, AWriteReadsBackAtOnceAndTheFlightGoesOnFromThere) {
  BenchAircraft aircraft = BenchAircraft::flying("coastal_pass");
  aircraft.run(10);
  aircraft.set("PLANE ALTITUDE", 1234);
  EXPECT_EQ(aircraft.get("PLANE ALTITUDE"), 1234);
  aircraft.run(30);
  EXPECT_GT(aircraft.get("PLANE ALTITUDE"), 1300) << "the pilot climbs back to his altitude";
  EXPECT_LT(aircraft.get("PLANE ALTITUDE"), 1234 + 30 * 20) << "and does not jump";
}

TEST(Variables, AComputedValueIsOverriddenForOneFrame) {
  BenchAircraft aircraft = BenchAircraft::flying("coastal_pass");
  aircraft.run(1);
  aircraft.set("G FORCE", 3);
  EXPECT_EQ(aircraft.get("G FORCE"), 3);
  aircraft.frames(1);
  EXPECT_NEAR(aircraft.get("G FORCE"), 1, 0.01);
}

TEST(Variables, AnOverrideOfAParkedAircraftEndsToo) {
  BenchAircraft parked;
  parked.run(10);
  parked.set("G FORCE", 3);
  parked.frames(1);
  EXPECT_EQ(parked.get("G FORCE"), 1);
}

TEST(Hold, KeepsAltitudeUntilReleased) {
  BenchAircraft aircraft = BenchAircraft::flying("coastal_pass");
  aircraft.run(60);
  aircraft.hold("PLANE ALTITUDE", 80);
  for (int second = 0; second < 120; ++second) {
    aircraft.run(1);
    ASSERT_EQ(aircraft.get("PLANE ALTITUDE"), 80);
    ASSERT_EQ(aircraft.get("PLANE ALT ABOVE GROUND"), 80);
    ASSERT_EQ(aircraft.get("INDICATED ALTITUDE"), 80);
    ASSERT_EQ(aircraft.get("VERTICAL SPEED"), 0);
    ASSERT_EQ(aircraft.get("SIM ON GROUND"), 0);
    ASSERT_NEAR(aircraft.get("AIRSPEED INDICATED"), 105, 8);
  }
  EXPECT_TRUE(aircraft.simulation().release(aircraft.ref("PLANE ALTITUDE")));
  aircraft.run(30);
  EXPECT_GT(aircraft.get("PLANE ALTITUDE"), 300);
  EXPECT_FALSE(aircraft.simulation().release(aircraft.ref("PLANE ALTITUDE")));
}

TEST(Hold, BelowTheGroundIsHeldToo) {
  BenchAircraft parked;
  parked.hold("PLANE ALTITUDE", 80);
  parked.run(20);
  EXPECT_EQ(parked.get("PLANE ALTITUDE"), 80);
  EXPECT_EQ(parked.get("PLANE ALT ABOVE GROUND"), 80 - 433);
  EXPECT_EQ(parked.get("CRASH FLAG"), 0);
  parked.simulation().release(parked.ref("PLANE ALTITUDE"));
  parked.run(1);
  EXPECT_EQ(parked.get("PLANE ALTITUDE"), 437) << "back on the ground, unharmed";
}

TEST(Hold, WinsOverWritesAndKeyEvents) {
  BenchAircraft parked;
  parked.hold("GENERAL ENG THROTTLE LEVER POSITION", 40);
  parked.set("GENERAL ENG THROTTLE LEVER POSITION", 90);
  parked.trigger("THROTTLE_FULL");
  parked.run(1);
  EXPECT_EQ(parked.get("GENERAL ENG THROTTLE LEVER POSITION"), 40);
  EXPECT_EQ(parked.simulation().held_variables().size(), 1u);
}

TEST(Hold, AWriteDoesNotMoveWhatDependsOnIt) {
  BenchAircraft aircraft = BenchAircraft::flying("coastal_pass");
  aircraft.hold("PLANE ALTITUDE", 80);
  aircraft.set("PLANE ALTITUDE", 5000);
  EXPECT_EQ(aircraft.get("INDICATED ALTITUDE"), 80);
  EXPECT_EQ(aircraft.get("PLANE ALT ABOVE GROUND"), 80);
}

TEST(Hold, MovesWhatDependsOnIt) {
  BenchAircraft aircraft = BenchAircraft::flying("coastal_pass");
  aircraft.hold("FUEL TOTAL QUANTITY", 10);
  aircraft.hold("AIRSPEED INDICATED", 70);
  aircraft.run(60);
  EXPECT_EQ(aircraft.get("FUEL TOTAL QUANTITY"), 10);
  EXPECT_NEAR(aircraft.get("FUEL TOTAL QUANTITY WEIGHT"), 60, 0.1);
  EXPECT_EQ(aircraft.get("AIRSPEED INDICATED"), 70);
  EXPECT_NEAR(aircraft.get("AIRSPEED TRUE"), 72.6, 0.5);
}

TEST(Hold, IsPossibleForWhatCannotBeSet) {
  BenchAircraft parked;
  parked.hold("STALL WARNING", 1);
  parked.run(5);
  EXPECT_EQ(parked.get("STALL WARNING"), 1);
  EXPECT_THAT(parked.simulation().hold_text(parked.ref("TITLE"), "Something Else"), IsOk());
  EXPECT_EQ(parked.simulation().text(parked.ref("TITLE")), "Something Else");
  parked.simulation().release(parked.ref("STALL WARNING"));
  EXPECT_EQ(parked.get("STALL WARNING"), 0);
}

TEST(Variables, TheLocalDateIsThatOfTheLocalClock) {
  BenchAircraft aircraft;  // near Seattle, hours west of Greenwich
  aircraft.trigger("ZULU_HOURS_SET", 3);
  ASSERT_GT(aircraft.get("LOCAL TIME"), 12 * 3600) << "the evening before";
  EXPECT_EQ(aircraft.get("LOCAL DAY OF YEAR"), aircraft.get("ZULU DAY OF YEAR") - 1);
  EXPECT_NE(aircraft.get("LOCAL DAY OF WEEK"), aircraft.get("ZULU DAY OF WEEK"));
  EXPECT_EQ(aircraft.get("LOCAL YEAR"), aircraft.get("ZULU YEAR"));
  aircraft.trigger("ZULU_HOURS_SET", 20);
  EXPECT_EQ(aircraft.get("LOCAL DAY OF MONTH"), aircraft.get("ZULU DAY OF MONTH"));
  EXPECT_EQ(aircraft.get("LOCAL MONTH OF YEAR"), aircraft.get("ZULU MONTH OF YEAR"));
}

}  // namespace
}  // namespace checkride::emulator

// Goal: names are found as clients write them, with the facts of the files; others are not. Method: examples taken from
// the SDK's pages, and walks over the whole tables.
#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "checkride/catalog/catalog.hpp"

namespace checkride::catalog {
namespace {

TEST(SimVars, AreFoundWithTheirFacts) {
  const SimVar* altitude = find_simvar("PLANE ALTITUDE");
  ASSERT_NE(altitude, nullptr);
  EXPECT_EQ(altitude->units, "feet");
  ASSERT_NE(altitude->unit, nullptr);
  EXPECT_EQ(altitude->unit->name, "foot");
  EXPECT_EQ(altitude->type, ValueType::float64);
  EXPECT_TRUE(altitude->settable);
  EXPECT_FALSE(altitude->indexed);
  EXPECT_TRUE(altitude->core);
  EXPECT_EQ(altitude->resting_value, 437);
  EXPECT_TRUE(altitude->generations.has(Generation::fsx));
}

TEST(SimVars, CaseAndThePrefixAOfLocalNamesDoNotMatter) {
  EXPECT_EQ(find_simvar("Plane Altitude"), find_simvar("PLANE ALTITUDE"));
  EXPECT_EQ(find_simvar("A:plane altitude"), find_simvar("PLANE ALTITUDE"));
}

TEST(SimVars, UnknownNamesAreNotFound) {
  for (const char* name : {"", "PLANE  ALTITUDE", "PLANE ALTITUD", "L:PLANE ALTITUDE", "PLANE ALTITUDE:1", "A:"}) {
    EXPECT_EQ(find_simvar(name), nullptr) << name;
  }
  EXPECT_EQ(find_simvar(std::string(100'000, 'A')), nullptr);
  EXPECT_EQ(nearest_simvar("PLANE ALTITUD"), "PLANE ALTITUDE");
}

TEST(SimVars, AnIndexFollowsTheColon) {
  const auto reference = find_indexed_simvar("general eng rpm:2");
  ASSERT_TRUE(reference.has_value());
  EXPECT_EQ(reference->simvar, find_simvar("GENERAL ENG RPM"));
  EXPECT_TRUE(reference->simvar->indexed);
  EXPECT_EQ(reference->index, 2u);
  EXPECT_EQ(find_indexed_simvar("A:PLANE ALTITUDE")->index, std::nullopt);
  EXPECT_EQ(find_indexed_simvar("A:GENERAL ENG RPM:1")->index, 1u);
  for (const char* name : {"GENERAL ENG RPM:", "GENERAL ENG RPM:x", "GENERAL ENG RPM:-1", "NO SUCH VARIABLE:1"}) {
    EXPECT_FALSE(find_indexed_simvar(name).has_value()) << name;
  }
}

TEST(SimVars, TextsHaveNoUnit) {
  const SimVar* title = find_simvar("TITLE");
  ASSERT_NE(title, nullptr);
  EXPECT_EQ(title->unit, nullptr);
  EXPECT_EQ(title->type, ValueType::string256);
  EXPECT_FALSE(title->resting_text.empty());
}

TEST(SimVars, AltitudesOfWaypointsAreLengths) {
  for (const char* name : {"ATC CURRENT WAYPOINT ALTITUDE", "ATC PREVIOUS WAYPOINT ALTITUDE", "GPS WP NEXT ALT"}) {
    const SimVar* altitude = find_simvar(name);
    ASSERT_NE(altitude, nullptr) << name;
    EXPECT_EQ(altitude->units, "meters") << name;
    EXPECT_EQ(altitude->type, ValueType::float64) << name;
  }
}

TEST(SimVars, StructuresHaveTheUnitOfTheirElements) {
  const SimVar* velocity = find_simvar("STRUCT WORLDVELOCITY");
  ASSERT_NE(velocity, nullptr);
  EXPECT_EQ(velocity->type, ValueType::xyz);
  ASSERT_NE(velocity->unit, nullptr);
  EXPECT_EQ(velocity->unit->name, "foot per second");
}

TEST(SimVars, EveryOneIsFoundByItsOwnName) {
  EXPECT_EQ(all_simvars().size(), 1542u);
  for (const SimVar& simvar : all_simvars()) EXPECT_EQ(find_simvar(simvar.name), &simvar) << simvar.name;
}

TEST(SimVars, NumbersHaveAUnit) {
  for (const SimVar& simvar : all_simvars()) {
    const bool is_number = simvar.type == ValueType::float64 || simvar.type == ValueType::int32;
    EXPECT_TRUE(!is_number || simvar.unit != nullptr) << simvar.name;
  }
}

TEST(SimVars, TheCoreListKeepsItsOrder) {
  ASSERT_EQ(core_simvars().size(), 216u);
  EXPECT_EQ(core_simvars()[0]->name, "PLANE LATITUDE");
  const auto marked = std::count_if(all_simvars().begin(), all_simvars().end(), [](const auto& s) { return s.core; });
  EXPECT_EQ(marked, 216);
}

TEST(KeyEvents, AreFoundWithTheirFacts) {
  const KeyEvent* pause = find_key_event("PAUSE_SET");
  ASSERT_NE(pause, nullptr);
  EXPECT_TRUE(pause->core);
  EXPECT_EQ(pause->parameter, "bool");
  EXPECT_EQ(pause->effect, "pause on when non-zero, off when 0");
  EXPECT_EQ(find_key_event("ABORT")->key_id, 65733u);
  EXPECT_FALSE(find_key_event("ABORT")->core);
}

TEST(KeyEvents, CaseAndThePrefixDoNotMatter) {
  EXPECT_EQ(find_key_event("key_pause_set"), find_key_event("PAUSE_SET"));
  EXPECT_EQ(find_key_event("KEY_CHASE_VIEW_PREV")->name, "KEY_CHASE_VIEW_PREV");
  EXPECT_EQ(find_key_event("KEY_KEY_PAUSE_SET"), nullptr);
  EXPECT_EQ(find_key_event("KEY_"), nullptr);
  EXPECT_EQ(find_key_event("PAUSE"), nullptr);
  EXPECT_EQ(nearest_key_event("PAUSE_TOGLE"), "PAUSE_TOGGLE");
}

TEST(KeyEvents, EveryOneIsFoundByItsOwnName) {
  EXPECT_EQ(all_key_events().size(), 2102u);
  EXPECT_EQ(core_key_events().size(), 163u);
  EXPECT_EQ(core_key_events()[0]->name, "PAUSE_TOGGLE");
  for (const KeyEvent& event : all_key_events()) EXPECT_EQ(find_key_event(event.name), &event) << event.name;
}

TEST(Units, AreFoundByNameAliasSingularAndPlural) {
  const Unit* foot = find_unit("foot");
  ASSERT_NE(foot, nullptr);
  for (const char* name : {"feet", "Feet", "FT", "Foot"}) EXPECT_EQ(find_unit(name), foot) << name;
  EXPECT_EQ(find_unit("knot"), find_unit("Knots"));
  EXPECT_EQ(find_unit("gallon per hour"), find_unit("gallons per hour"));
  EXPECT_EQ(find_unit("inHg"), find_unit("inches of mercury"));
  EXPECT_EQ(find_unit("percents"), find_unit("percent"));
  EXPECT_EQ(find_unit("gforces"), find_unit("GForce"));
}

TEST(Units, UnknownNamesAreNotFound) {
  for (const char* name : {"", "s", "parsec", "parsecs", "feet "}) EXPECT_EQ(find_unit(name), nullptr) << name;
  EXPECT_EQ(find_unit(std::string(120, 'x')), nullptr);
}

TEST(Units, OfOneQuantityShareTheirSiUnit) {
  EXPECT_EQ(all_units().size(), 169u);
  std::set<std::pair<std::string_view, std::string_view>> pairs;
  std::set<std::string_view> quantities;
  for (const Unit& unit : all_units()) {
    pairs.emplace(name_of(unit.quantity), unit.si_unit);
    quantities.insert(name_of(unit.quantity));
    EXPECT_EQ(find_unit(unit.name), &unit) << unit.name;
    EXPECT_NE(unit.factor, 0) << unit.name;
  }
  EXPECT_EQ(pairs.size(), quantities.size());
}

TEST(Units, AreNamedByTheWordsOfTheFile) {
  EXPECT_EQ(name_of(find_unit("feet")->quantity), "length");
  EXPECT_EQ(name_of(find_unit("per second")->quantity), "inverse_time");
  EXPECT_EQ(name_of(find_unit("bool")->quantity), "bool");
  EXPECT_EQ(name_of(find_unit("bco16")->quantity), "code");
  EXPECT_EQ(name_of(find_unit("SIMCONNECT_DATA_XYZ")->quantity), "struct");
}

TEST(FacilityFields, StandUnderTheirNode) {
  EXPECT_EQ(all_facility_fields().size(), 419u);
  EXPECT_EQ(facility_fields("airport").size(), 44u);
  EXPECT_EQ(facility_fields("AIRLINE").size(), 1u);
  EXPECT_TRUE(facility_fields("NO_NODE").empty());
  const FacilityField* icao = find_facility_field("AIRPORT", "icao");
  ASSERT_NE(icao, nullptr);
  EXPECT_EQ(icao->type, FacilityType::string8);
  EXPECT_EQ(icao->size_bytes, 8);
  EXPECT_EQ(find_facility_field("AIRPORT", "RUNWAY")->type, FacilityType::node);
  EXPECT_EQ(find_facility_field("AIRPORT", "NO FIELD"), nullptr);
  EXPECT_EQ(find_facility_field("NO_NODE", "ICAO"), nullptr);
}

}  // namespace
}  // namespace checkride::catalog

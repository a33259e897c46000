// Goal: flight plans as MSFS 2020, MSFS 2024, FSX and plan editors write them. Method: small plans of each kind,
// written here; mistakes with their places; round trips.
#include "flights/plan_file.hpp"

#include <cmath>
#include <string>

#include "checkride/test/property.hpp"
#include "checkride/test/result_matchers.hpp"
#include "flights/facility_places.hpp"
#include "flights/reading.hpp"

namespace checkride::emulator {
namespace {

using checkride::test::FailsWith;
using testing::HasSubstr;

std::string document(const std::string& inside) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<SimBase.Document Type=\"AceXML\" version=\"1,0\">\n"
         "<FlightPlan.FlightPlan>\n" +
         inside + "</FlightPlan.FlightPlan>\n</SimBase.Document>\n";
}

std::string waypoint(const std::string& ident, const std::string& position, const std::string& type = "User") {
  return "<ATCWaypoint id=\"" + ident + "\"><ATCWaypointType>" + type + "</ATCWaypointType><WorldPosition>" + position +
         "</WorldPosition></ATCWaypoint>\n";
}

constexpr const char* kSeattle = "N47\xC2\xB0 26' 56.00\",W122\xC2\xB0 18' 33.00\",+000433.00";
constexpr const char* kPortland = "N45\xC2\xB0 35' 19.32\",W122\xC2\xB0 35' 51.00\",+000031.00";

TEST(PlanFile, ReadsAPlanOfMsfs) {
  const auto plan = parse_plan(document(std::string("<Title>KSEA to KPDX</Title><CruisingAlt>8500.000</CruisingAlt>"
                                                    "<DepartureID>KSEA</DepartureID><DepartureLLA>") +
                                        kSeattle + "</DepartureLLA>" + waypoint("KSEA", kSeattle, "Airport") +
                                        waypoint("OLM", "N46* 58' 18\",W122* 54' 7\",+008500.00", "VOR") +
                                        waypoint("KPDX", kPortland, "Airport")),
                               "a.pln");
  ASSERT_TRUE(plan.has_value()) << plan.error().message();
  EXPECT_EQ(plan->title, "KSEA to KPDX");
  EXPECT_EQ(plan->cruising_altitude_ft, 8500);
  ASSERT_EQ(plan->waypoints.size(), 3u);
  EXPECT_EQ(plan->waypoints[1].ident, "OLM");
  EXPECT_EQ(plan->waypoints[1].type, "VOR");
  EXPECT_NEAR(plan->waypoints[1].latitude_deg, 46.971666667, 1e-8);
  EXPECT_EQ(plan->waypoints[2].altitude_ft, 31);
}

// The file went through an editor that wrote Windows-1252, or through one that bends quotes.
TEST(PlanFile, TakesTheSignsThatEditorsMakeOfThePositions) {
  for (const std::string position :
       {"N47\xB0 26' 56.00\",W122\xB0 18' 33.00\",+000433.00",
        "N47\xC2\xBA 26\xE2\x80\xB2 56.00\xE2\x80\xB3,W122\xC2\xBA 18\xE2\x80\xB2 33.00\xE2\x80\xB3,+433",
        "N47\xC2\xB0 26\xE2\x80\x99 56.00\xE2\x80\x9D,W122* 18\x92 33.00\x94,433"}) {
    const auto plan = parse_plan(document(waypoint("A", position) + waypoint("B", kPortland)), "a.pln");
    ASSERT_TRUE(plan.has_value()) << plan.error().message();
    EXPECT_NEAR(plan->waypoints[0].latitude_deg, 47.448888889, 1e-8);
    EXPECT_NEAR(plan->waypoints[0].longitude_deg, -122.309166667, 1e-8);
  }
}

TEST(PlanFile, EndsThatSayNoPlaceAreLookedUp) {
  FacilityPlaces places;
  const auto find = [&places](std::string_view ident, std::string_view type) { return places.find(ident, type); };
  const auto plan =
      parse_plan(document("<DepartureID>KSEA</DepartureID><DestinationID>KPDX</DestinationID>"), "a.pln", find);
  ASSERT_TRUE(plan.has_value()) << plan.error().message();
  ASSERT_EQ(plan->waypoints.size(), 2u);
  EXPECT_EQ(plan->waypoints[1].ident, "KPDX");
  EXPECT_EQ(plan->waypoints[1].type, "Airport");
  EXPECT_NEAR(plan->waypoints[1].latitude_deg, 45.59, 0.01);
  EXPECT_FALSE(
      parse_plan(document("<DepartureID>NOPE</DepartureID><DestinationID>KPDX</DestinationID>"), "a.pln", find));
}

// OLM is a VOR: nothing to take off from or to land on.
TEST(PlanFile, EndsAreAirportsAndNoStations) {
  FacilityPlaces places;
  const auto find = [&places](std::string_view ident, std::string_view type) { return places.find(ident, type); };
  EXPECT_TRUE(places.find("OLM", "VOR").has_value());
  EXPECT_TRUE(places.find("OLM", "User").has_value());
  EXPECT_FALSE(places.find("OLM", "Airport").has_value());
  const std::string ends = "<DepartureID>KSEA</DepartureID><DestinationID>OLM</DestinationID>";
  EXPECT_THAT(parse_plan(document(ends), "a.pln", find), FailsWith(HasSubstr("at least two waypoints")));
  const auto plan = parse_plan(document(ends + waypoint("MID", "46.5,-122.5,5000")), "a.pln", find);
  ASSERT_TRUE(plan.has_value()) << plan.error().message();
  ASSERT_EQ(plan->waypoints.size(), 2u);
  EXPECT_EQ(plan->waypoints.back().ident, "MID");
}

TEST(PlanFile, AStationOfTheNameOfAnEndIsNotThere) {
  FacilityPlaces places;
  const auto find = [&places](std::string_view ident, std::string_view type) { return places.find(ident, type); };
  const std::string text = document(
      "<DepartureID>OLM</DepartureID><DepartureLLA>40,-120,100</DepartureLLA>"
      "<ATCWaypoint id=\"OLM\"><ATCWaypointType>VOR</ATCWaypointType></ATCWaypoint>" +
      waypoint("B", "47,-122,0"));
  const auto plan = parse_plan(text, "a.pln", find);
  ASSERT_TRUE(plan.has_value()) << plan.error().message();
  ASSERT_EQ(plan->waypoints.size(), 3u);
  EXPECT_NEAR(plan->waypoints[0].latitude_deg, 40, 1e-9) << "the field, which is added";
  EXPECT_NEAR(plan->waypoints[1].latitude_deg, 46.97, 0.01) << "the station";
  EXPECT_THAT(parse_plan(text, "a.pln"), FailsWith(HasSubstr("waypoint \"OLM\" has no WorldPosition")));
}

TEST(PlanFile, TheIcaoIdentIsTheNameOfAWaypoint) {
  const auto plan = parse_plan(
      document("<ATCWaypoint id=\"WP1\"><ATCWaypointType>Intersection</ATCWaypointType><WorldPosition>1,2,3"
               "</WorldPosition><ICAO><ICAORegion>K1</ICAORegion><ICAOIdent>ALDER</ICAOIdent></ICAO></ATCWaypoint>" +
               waypoint("B", "2,2,0")),
      "a.pln");
  ASSERT_TRUE(plan.has_value()) << plan.error().message();
  EXPECT_EQ(plan->waypoints[0].ident, "ALDER");
}

TEST(PlanFile, EndsThatAreNoWaypointsAreAdded) {
  const auto plan = parse_plan(document(std::string("<DepartureID>KSEA</DepartureID><DepartureLLA>") + kSeattle +
                                        "</DepartureLLA><DestinationID>KPDX</DestinationID><DestinationLLA>" +
                                        kPortland + "</DestinationLLA>" + waypoint("MID", "46.5,-122.5,5000")),
                               "a.pln");
  ASSERT_TRUE(plan.has_value()) << plan.error().message();
  ASSERT_EQ(plan->waypoints.size(), 3u);
  EXPECT_EQ(plan->waypoints.front().ident, "KSEA");
  EXPECT_EQ(plan->waypoints.back().ident, "KPDX");
}

TEST(PlanFile, AirportsWithoutAPositionAreLookedUp) {
  const std::string text = document(
      "<ATCWaypointList><ATCWaypoint id=\"KSEA\"><ATCWaypointType>Airport"
      "</ATCWaypointType></ATCWaypoint>" +
      waypoint("B", "46,-122,0") + "</ATCWaypointList>");
  EXPECT_THAT(parse_plan(text, "a.pln"), FailsWith(HasSubstr("a.pln:4:19: waypoint \"KSEA\" has no WorldPosition")));
  FacilityPlaces places;
  const auto plan = parse_plan(text, "a.pln",
                               [&](std::string_view ident, std::string_view type) { return places.find(ident, type); });
  ASSERT_TRUE(plan.has_value()) << plan.error().message();
  EXPECT_NEAR(plan->waypoints[0].latitude_deg, 47.45, 0.05);
  EXPECT_NEAR(plan->waypoints[0].longitude_deg, -122.31, 0.05);
}

TEST(PlanFile, MistakesComeAllAtOnceWithTheirPlaces) {
  const auto plan =
      parse_plan(document("<CruisingAlt>high</CruisingAlt>\n" + waypoint("A", "N95,E0,0") + waypoint("B", "somewhere")),
                 "bad.pln");
  EXPECT_THAT(plan, FailsWith(HasSubstr("bad.pln:4:2: CruisingAlt: expected feet from 0 to 100000, not \"high\"")));
  EXPECT_THAT(plan, FailsWith(HasSubstr("bad.pln:5:61: WorldPosition: expected a position")));
  EXPECT_THAT(plan, FailsWith(HasSubstr("bad.pln:6:61: WorldPosition: expected a position")));
}

// Found by flight_files_fuzz: there is no last waypoint that the destination could be.
TEST(PlanFile, ADestinationAloneIsNoPlan) {
  const std::string text =
      document(std::string("<DestinationID>KPDX</DestinationID><DestinationLLA>") + kPortland + "</DestinationLLA>");
  EXPECT_THAT(parse_plan(text, "a.pln"), FailsWith(HasSubstr("at least two waypoints")));
}

TEST(PlanFile, RefusesWhatIsNoPlan) {
  EXPECT_THAT(parse_plan("<kml/>", "a.pln"), FailsWith(HasSubstr("a.pln:1:2: no flight plan")));
  EXPECT_THAT(parse_plan("no plan", "a.pln"), FailsWith(HasSubstr("a.pln:1:")));
  EXPECT_THAT(parse_plan(document(waypoint("A", "1,1,0")), "a.pln"), FailsWith(HasSubstr("at least two waypoints")));
  std::string many;
  for (std::size_t i = 0; i <= kMaxPlanWaypoints; ++i) many += waypoint("A", "1,1,0");
  EXPECT_THAT(parse_plan(document(many), "a.pln"), FailsWith(HasSubstr("more than 1000 waypoints")));
}

TEST(PlanFile, LongTextsAreQuotedByTheirBegin) {
  const std::string text(100'000, 'x');
  const std::string shown = "\"" + std::string(60, 'x') + "...\"";
  for (const std::string& inside :
       {"<CruisingAlt>" + text + "</CruisingAlt>", waypoint("A", text), "<ATCWaypoint id=\"" + text + "\"/>"}) {
    const auto plan = parse_plan(document(inside), "a.pln");
    EXPECT_THAT(plan, FailsWith(HasSubstr(shown)));
    EXPECT_LT(plan.error().message().size(), 400u);
  }
}

rc::Gen<PlanWaypoint> any_waypoint() {
  return rc::gen::build<PlanWaypoint>(
      rc::gen::set(&PlanWaypoint::ident,
                   rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::inRange('A', 'Z')))),
      rc::gen::set(&PlanWaypoint::type, rc::gen::element<std::string>("Airport", "VOR", "NDB", "Intersection", "User")),
      rc::gen::set(&PlanWaypoint::latitude_deg, rc::gen::map(rc::gen::inRange(-32400000, 32400001),
                                                             [](int hundredths) { return hundredths / 360000.0; })),
      rc::gen::set(&PlanWaypoint::longitude_deg, rc::gen::map(rc::gen::inRange(-64800000, 64800001),
                                                              [](int hundredths) { return hundredths / 360000.0; })),
      rc::gen::set(&PlanWaypoint::altitude_ft, rc::gen::map(rc::gen::inRange(-100000, 5000000),
                                                            [](int hundredths) { return hundredths / 100.0; })));
}

RC_GTEST_PROP(PlanFile, WhatIsWrittenIsReadAgain, (const std::string& title)) {
  Plan plan;
  for (const char c : title) {
    if (c > ' ' && c < 127) plan.title += c;  // white space at the ends is cut off, other bytes are no text
  }
  plan.cruising_altitude_ft = *rc::gen::inRange(0, 100001);
  plan.waypoints = *rc::gen::suchThat(rc::gen::container<std::vector<PlanWaypoint>>(any_waypoint()),
                                      [](const auto& list) { return list.size() >= 2; });
  const auto read = parse_plan(plan_text(plan), "again.pln");
  RC_ASSERT(read.has_value());
  RC_ASSERT(read->title == plan.title);
  RC_ASSERT(read->cruising_altitude_ft == plan.cruising_altitude_ft);
  RC_ASSERT(read->waypoints.size() == plan.waypoints.size());
  for (std::size_t i = 0; i < plan.waypoints.size(); ++i) {
    RC_ASSERT(read->waypoints[i].ident == plan.waypoints[i].ident);
    RC_ASSERT(read->waypoints[i].type == plan.waypoints[i].type);
    RC_ASSERT(std::abs(read->waypoints[i].latitude_deg - plan.waypoints[i].latitude_deg) < 1e-9);
    RC_ASSERT(std::abs(read->waypoints[i].longitude_deg - plan.waypoints[i].longitude_deg) < 1e-9);
    RC_ASSERT(std::abs(read->waypoints[i].altitude_ft - plan.waypoints[i].altitude_ft) < 1e-9);
  }
}

RC_GTEST_PROP(PlanFile, ReadingIsTotal, (const std::string& inside)) {
  const auto plan = parse_plan(document(inside), "any.pln");
  if (plan) {
    RC_ASSERT(plan->waypoints.size() >= 2u);
  } else {
    RC_ASSERT(plan.error().message().starts_with("any.pln:"));
  }
}

}  // namespace
}  // namespace checkride::emulator

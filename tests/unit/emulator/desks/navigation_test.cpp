// The navigation data (emulator/data): what is in the files can be read, found and laid out, and every element speaks
// the names of facility_fields.csv. Distances and courses against figures from outside.
#include <gmock/gmock.h>

#include <functional>
#include <set>

#include "checkride/catalog/catalog.hpp"
#include "navigation/elements.hpp"

namespace checkride::emulator {
namespace {

const Navigation& world() {
  static const Navigation navigation = load_navigation(0);
  return navigation;
}

TEST(Geography, DistancesAndCoursesOfKnownPlaces) {
  const Place seattle = world().airport("KSEA")->place;
  const Place heathrow = world().airport("egll")->place;
  EXPECT_NEAR(distance_m(seattle, heathrow), 7'700'000, 30'000);
  EXPECT_NEAR(distance_m(world().airport("LFPG")->place, world().airport("KJFK")->place), 5'830'000, 30'000);
  EXPECT_NEAR(course_deg({0, 0, 0}, {0, 10, 0}), 90, 1e-9);
  EXPECT_NEAR(course_deg({10, 5, 0}, {0, 5, 0}), 180, 1e-9);
  EXPECT_NEAR(distance_m(seattle, moved(seattle, along(37, 5000))), 5000, 20);
  EXPECT_NEAR(course_deg(seattle, moved(seattle, along(37, 5000))), 37, 0.1);
}

TEST(NavigationData, IsAsBigAsItsReadmeSaysAndNamesNothingTwice) {
  EXPECT_GE(world().airports.size(), 60u);
  std::set<std::string> names;
  for (const Airport& airport : world().airports) {
    SCOPED_TRACE(airport.icao);
    EXPECT_TRUE(names.insert(airport.icao).second);
    EXPECT_FALSE(airport.runways.empty());
    EXPECT_FALSE(airport.name.empty() || airport.region.empty() || airport.country.empty());
    EXPECT_LE(std::abs(airport.place.latitude), 90);
    EXPECT_LE(std::abs(airport.place.longitude), 180);
    for (const Runway& runway : airport.runways) {
      // The two ends of a runway differ by half a circle; its number is its magnetic heading, but of many parallels
      // some are numbered apart.
      EXPECT_EQ(std::abs(runway.primary.number - runway.secondary.number), 18);
      EXPECT_GT(runway.length_m, runway.width_m);
      const double magnetic = turned(runway.heading_deg, -airport.magvar_deg);
      EXPECT_LT(std::abs(std::remainder(magnetic - runway.primary.number * 10, 360)), 20) << runway.primary.number;
    }
  }
  for (const std::vector<Navaid>* list : {&world().waypoints, &world().ndbs, &world().vors}) {
    std::set<std::string> idents;
    for (const Navaid& navaid : *list) {
      EXPECT_TRUE(idents.insert(navaid.ident + " " + navaid.region).second) << navaid.ident;
    }
  }
}

TEST(NavigationData, RoutesLeadOverFixesThatExist) {
  for (const Route& route : world().routes) {
    for (const std::string& fix : route.fixes) EXPECT_NE(world().fix(fix, "K1"), nullptr) << fix;
  }
}

TEST(NavigationData, MadeUpAirportsAreSpreadOverTheEarth) {
  const Navigation wide = load_navigation(1000);
  ASSERT_EQ(wide.airports.size(), world().airports.size() + 1000);
  int north = 0;
  int east = 0;
  for (std::size_t i = world().airports.size(); i < wide.airports.size(); ++i) {
    north += wide.airports[i].place.latitude > 0 ? 1 : 0;
    east += wide.airports[i].place.longitude > 0 ? 1 : 0;
  }
  EXPECT_NEAR(north, 500, 10);
  EXPECT_NEAR(east, 500, 10);
  EXPECT_NE(wide.airport("X000A"), nullptr);
}

// Every name that the element and what is below it uses is one of the catalog; collects the nodes that were seen.
void check_names(const Element& element, std::set<std::string>& seen) {
  seen.insert(std::string(element.node));
  for (const FieldValue& field : element.fields) {
    const auto* known = catalog::find_facility_field(element.node, field.name);
    ASSERT_NE(known, nullptr) << element.node << " has no " << field.name;
    ASSERT_NE(known->type, catalog::FacilityType::node) << field.name;
  }
  for (const ElementList& list : element.children) {
    const auto* child = catalog::find_facility_field(element.node, list.child);
    ASSERT_NE(child, nullptr) << element.node << " has no child " << list.child;
    for (const Element& below : list.elements) {
      ASSERT_EQ(below.node, child->child_node);
      ASSERT_NO_FATAL_FAILURE(check_names(below, seen));
    }
  }
}

TEST(Elements, SpeakTheNamesOfTheCatalogAndLeaveOutNoNode) {
  std::set<std::string> seen;
  for (const Airport& airport : world().airports) {
    check_names(airport_element(world(), airport, [](std::string_view) { return true; }), seen);
  }
  for (const Navaid& vor : world().vors) check_names(vor_element(vor), seen);
  for (const Navaid& ndb : world().ndbs) check_names(ndb_element(ndb), seen);
  check_names(waypoint_element(world(), *world().fix("OLM", "K1")), seen);
  std::set<std::string> all;
  for (const auto& field : catalog::all_facility_fields()) all.insert(std::string(field.node));
  all.erase("AIRLINE");  // whose stands they are is not in the data
  EXPECT_EQ(seen, all);
}

TEST(Elements, CountsAreThoseOfTheLists) {
  const std::map<std::string_view, std::string_view> counts{{"N_RUNWAYS", "RUNWAY"},
                                                            {"N_STARTS", "START"},
                                                            {"N_FREQUENCIES", "FREQUENCY"},
                                                            {"N_HELIPADS", "HELIPAD"},
                                                            {"N_APPROACHES", "APPROACH"},
                                                            {"N_DEPARTURES", "DEPARTURE"},
                                                            {"N_ARRIVALS", "ARRIVAL"},
                                                            {"N_TAXI_POINTS", "TAXI_POINT"},
                                                            {"N_TAXI_PARKINGS", "TAXI_PARKING"},
                                                            {"N_TAXI_PATHS", "TAXI_PATH"},
                                                            {"N_TAXI_NAMES", "TAXI_NAME"},
                                                            {"N_JETWAYS", "JETWAY"},
                                                            {"N_VDGS", "VDGS"},
                                                            {"N_HOLDING_PATTERNS", "HOLDING_PATTERN"}};
  for (const char* icao : {"KSEA", "S16", "EGLL"}) {
    const Element element = airport_element(world(), *world().airport(icao), [](std::string_view) { return true; });
    for (const auto& [count, child] : counts) {
      for (const ElementList& list : element.children) {
        if (list.child != child) continue;
        EXPECT_EQ(element.find(count)->number, static_cast<double>(list.elements.size())) << icao << " " << count;
      }
    }
  }
}

TEST(AirportLayout, PathsLeadFromPointToPointAndRunwaysHaveTwoEnds) {
  for (const Airport& airport : world().airports) {
    SCOPED_TRACE(airport.icao);
    const AirportLayout layout = layout_of(airport);
    for (const TaxiPath& path : layout.taxi_paths) {
      EXPECT_LT(path.start, layout.taxi_points.size());
      EXPECT_LT(path.end, path.type == 3 ? layout.parkings.size() : layout.taxi_points.size());
      EXPECT_LT(path.name, layout.taxi_names.size());
    }
    for (const RunwayPlace& runway : layout.runways) {
      const Place primary = moved(airport.place, runway.primary.at);
      const Place secondary = moved(airport.place, runway.secondary.at);
      EXPECT_NEAR(distance_m(primary, secondary), runway.runway->length_m, runway.runway->length_m * 0.01);
      EXPECT_NEAR(std::remainder(course_deg(primary, secondary) - runway.runway->heading_deg, 360), 0, 0.5);
    }
  }
}

}  // namespace
}  // namespace checkride::emulator

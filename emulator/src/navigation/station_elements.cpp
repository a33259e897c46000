// VORs, NDBs and waypoints as elements.
#include "navigation/elements.hpp"

namespace checkride::emulator {
namespace {

constexpr double kGlideSlopeAngle = 3;
// Of wire.md, appendix A.
constexpr int kWaypointIsVor = 3;
constexpr int kWaypointIsNdb = 4;

void set_place(Element& element, std::string_view latitude, std::string_view longitude, std::string_view altitude,
               const Place& place) {
  element.set(latitude, place.latitude).set(longitude, place.longitude).set(altitude, place.altitude);
}

int waypoint_type(const Navaid& navaid) {
  switch (navaid.kind) {
    case NavaidKind::vor:
      return kWaypointIsVor;
    case NavaidKind::ndb:
      return kWaypointIsNdb;
    case NavaidKind::waypoint:
      break;
  }
  return navaid.type;
}

struct NeighbourNames {
  std::string_view icao, region, type, latitude, longitude, altitude;
};
constexpr NeighbourNames kNext{"NEXT_ICAO",     "NEXT_REGION",    "NEXT_TYPE",
                               "NEXT_LATITUDE", "NEXT_LONGITUDE", "NEXT_ALTITUDE"};
constexpr NeighbourNames kPrevious{"PREV_ICAO",     "PREV_REGION",    "PREV_TYPE",
                                   "PREV_LATITUDE", "PREV_LONGITUDE", "PREV_ALTITUDE"};

void set_neighbour(Element& element, const Navaid* navaid, const NeighbourNames& names) {
  if (navaid == nullptr) return;  // the end of the route
  element.set(names.icao, navaid->ident)
      .set(names.region, navaid->region)
      .set(names.type, letter_of(navaid->kind))
      .set(names.latitude, navaid->place.latitude)
      .set(names.longitude, navaid->place.longitude)
      .set(names.altitude, navaid->place.altitude);
}

// The routes through a fix, which names it as its file does: one region.
std::vector<Element> route_elements(const Navigation& navigation, const Navaid& navaid) {
  std::vector<Element> elements;
  for (const Route& route : navigation.routes) {
    for (std::size_t i = 0; i < route.fixes.size(); ++i) {
      if (navigation.fix(route.fixes[i], navaid.region) != &navaid) continue;
      const auto fix = [&](std::size_t at) { return navigation.fix(route.fixes[at], navaid.region); };
      Element& element = elements.emplace_back("ROUTE").set("NAME", route.name).set("TYPE", route.type);
      set_neighbour(element, i + 1 < route.fixes.size() ? fix(i + 1) : nullptr, kNext);
      set_neighbour(element, i > 0 ? fix(i - 1) : nullptr, kPrevious);
    }
  }
  return elements;
}

}  // namespace

Element vor_element(const Navaid& vor) {
  constexpr double kLocalizerWidth = 5;
  constexpr double kCategoryOne = 1;
  const bool localizer = vor.is_localizer();
  Element element("VOR");
  set_place(element, "VOR_LATITUDE", "VOR_LONGITUDE", "VOR_ALTITUDE", vor.place);
  if (vor.dme) set_place(element, "DME_LATITUDE", "DME_LONGITUDE", "DME_ALTITUDE", localizer ? vor.glide : vor.place);
  element.set("IS_NAV", localizer ? 0 : 1)
      .set("IS_DME", vor.dme ? 1 : 0)
      .set("DME_AT_NAV", vor.dme && !localizer ? 1 : 0)
      .set("FREQUENCY", vor.frequency_hz)
      .set("TYPE", vor.type)
      .set("NAV_RANGE", vor.range_m)
      .set("MAGVAR", vor.magvar_deg)
      .set("NAME", vor.name);
  if (localizer) {
    set_place(element, "GS_LATITUDE", "GS_LONGITUDE", "GS_ALTITUDE", vor.glide);
    element.set("HAS_GLIDE_SLOPE", 1)
        .set("DME_AT_GLIDE_SLOPE", 1)
        .set("LOCALIZER", vor.localizer_deg)
        .set("LOCALIZER_WIDTH", kLocalizerWidth)
        .set("GLIDE_SLOPE", kGlideSlopeAngle)
        .set("LS_CATEGORY", kCategoryOne);
  }
  return element;
}

Element ndb_element(const Navaid& ndb) {
  Element element("NDB");
  set_place(element, "LATITUDE", "LONGITUDE", "ALTITUDE", ndb.place);
  element.set("FREQUENCY", ndb.frequency_hz)
      .set("TYPE", ndb.type)
      .set("RANGE", ndb.range_m)
      .set("MAGVAR", ndb.magvar_deg)
      .set("NAME", ndb.name);
  return element;
}

Element waypoint_element(const Navigation& navigation, const Navaid& navaid) {
  Element element("WAYPOINT");
  set_place(element, "LATITUDE", "LONGITUDE", "ALTITUDE", navaid.place);
  std::vector<Element> routes = route_elements(navigation, navaid);
  element.set("TYPE", waypoint_type(navaid))
      .set("MAGVAR", navaid.magvar_deg)
      .set("N_ROUTES", static_cast<double>(routes.size()))
      .set("ICAO", navaid.ident)
      .set("REGION", navaid.region);
  element.add("ROUTE", std::move(routes));
  return element;
}

}  // namespace checkride::emulator

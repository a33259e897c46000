// Approaches, departures, arrivals and holds, made by rule: an approach straight in to each end of each runway, one
// departure and one arrival for all of them over the nearest VOR, a hold there.
#include <algorithm>

#include "navigation/elements.hpp"

namespace checkride::emulator {
namespace {

constexpr double kNauticalMile = 1852;
constexpr double kInitialFixAway = 10 * kNauticalMile;
constexpr double kFinalFixAway = 5 * kNauticalMile;
constexpr double kInitialFixHeight = 900;
constexpr double kFinalFixHeight = 500;
constexpr double kThresholdHeight = 15;
constexpr double kMissedHeight = 900;
constexpr double kGlidePath = 3;
// Of wire.md, appendix A: kinds of approaches and of legs, letters of fixes, of constraints.
constexpr double kIls = 4;
constexpr double kRnav = 10;
constexpr int kCourseToAltitude = 2;
constexpr int kCourseToFix = 4;
constexpr int kDirectToFix = 7;
constexpr int kHoldToManual = 14;
constexpr int kInitialFix = 15;
constexpr int kTrackToFix = 18;
constexpr double kAt = 1;
constexpr double kAtOrAbove = 2;
constexpr double kTurnRight = 2;
constexpr double kWaypointLetter = 'W';

struct Fix {
  std::string ident;
  std::string region;
  double letter = kWaypointLetter;
  Place place;
};

// `away` before the threshold, `height` above it.
Fix fix_before(const Airport& airport, const RunwayEnd& end, const char* prefix, double away, double height) {
  Fix fix;
  fix.ident = prefix + end.text;
  fix.region = airport.region;
  fix.place = moved(airport.place, end.at + along(turned(end.heading_deg, 180), away));
  fix.place.altitude += height;
  return fix;
}

Fix fix_of(const Navaid& navaid) {
  return {navaid.ident, navaid.region, static_cast<double>(letter_of(navaid.kind)), navaid.place};
}

const Navaid* nearest_vor(const Navigation& navigation, const Airport& airport) {
  const Navaid* nearest = nullptr;
  double least = 0;
  for (const Navaid& vor : navigation.vors) {
    if (vor.is_localizer()) continue;
    const double distance = distance_m(vor.place, airport.place);
    if (nearest == nullptr || distance < least) {
      nearest = &vor;
      least = distance;
    }
  }
  return nearest;
}

Element leg(std::string_view node, int type, double course) {
  Element element(node);
  element.set("TYPE", type).set("COURSE", course).set("TRUE_DEGREE", 1);
  return element;
}

Element leg_to(std::string_view node, int type, const Fix& fix, double course) {
  Element element = leg(node, type, course);
  element.set("FIX_ICAO", fix.ident)
      .set("FIX_REGION", fix.region)
      .set("FIX_TYPE", fix.letter)
      .set("FIX_LATITUDE", fix.place.latitude)
      .set("FIX_LONGITUDE", fix.place.longitude)
      .set("FIX_ALTITUDE", fix.place.altitude);
  return element;
}

std::vector<Element> final_legs(const Airport& airport, const RunwayEnd& end) {
  constexpr std::string_view kNode = "FINAL_APPROACH_LEG";
  const Fix initial = fix_before(airport, end, "CF", kInitialFixAway, kInitialFixHeight);
  const Fix final_fix = fix_before(airport, end, "FF", kFinalFixAway, kFinalFixHeight);
  const Fix threshold = fix_before(airport, end, "RW", 0, kThresholdHeight);
  std::vector<Element> legs;
  legs.push_back(leg_to(kNode, kInitialFix, initial, end.heading_deg));
  legs.back().set("IS_IF", 1).set("APPROACH_ALT_DESC", kAtOrAbove).set("ALTITUDE1", initial.place.altitude);
  legs.push_back(leg_to(kNode, kCourseToFix, final_fix, end.heading_deg));
  legs.back()
      .set("IS_FAF", 1)
      .set("APPROACH_ALT_DESC", kAt)
      .set("ALTITUDE1", final_fix.place.altitude)
      .set("ROUTE_DISTANCE", kInitialFixAway - kFinalFixAway);
  legs.push_back(leg_to(kNode, kCourseToFix, threshold, end.heading_deg));
  legs.back()
      .set("IS_MAP", 1)
      .set("FLY_OVER", 1)
      .set("APPROACH_ALT_DESC", kAt)
      .set("ALTITUDE1", threshold.place.altitude)
      .set("VERTICAL_ANGLE", kGlidePath)
      .set("ROUTE_DISTANCE", kFinalFixAway);
  return legs;
}

std::vector<Element> missed_legs(const Airport& airport, const RunwayEnd& end) {
  constexpr std::string_view kNode = "MISSED_APPROACH_LEG";
  constexpr double kMinuteInbound = 1;
  const Fix initial = fix_before(airport, end, "CF", kInitialFixAway, kInitialFixHeight);
  const double height = airport.place.altitude + kMissedHeight;
  std::vector<Element> legs;
  legs.push_back(leg(kNode, kCourseToAltitude, end.heading_deg));
  legs.back().set("APPROACH_ALT_DESC", kAtOrAbove).set("ALTITUDE1", height);
  legs.push_back(leg_to(kNode, kDirectToFix, initial, 0));
  legs.push_back(leg_to(kNode, kHoldToManual, initial, end.heading_deg));
  legs.back()
      .set("TURN_DIRECTION", kTurnRight)
      .set("DISTANCE_MINUTE", 1)
      .set("ROUTE_DISTANCE", kMinuteInbound)
      .set("APPROACH_ALT_DESC", kAtOrAbove)
      .set("ALTITUDE1", height);
  return legs;
}

Element transition(const Airport& airport, const RunwayEnd& end) {
  const Fix initial = fix_before(airport, end, "CF", kInitialFixAway, kInitialFixHeight);
  std::vector<Element> legs{leg_to("APPROACH_LEG", kInitialFix, initial, end.heading_deg)};
  legs.back().set("IS_IAF", 1);
  Element element("APPROACH_TRANSITION");
  element.set("TYPE", end.ils ? kIls : kRnav)
      .set("IAF_ICAO", initial.ident)
      .set("IAF_REGION", initial.region)
      .set("IAF_TYPE", initial.letter)
      .set("IAF_ALTITUDE", initial.place.altitude)
      .set("NAME", initial.ident)
      .set("N_APPROACH_LEGS", static_cast<double>(legs.size()))
      .add("APPROACH_LEG", std::move(legs));
  return element;
}

Element approach(const Airport& airport, const RunwayEnd& end) {
  const Fix final_fix = fix_before(airport, end, "FF", kFinalFixAway, kFinalFixHeight);
  std::vector<Element> final_approach = final_legs(airport, end);
  std::vector<Element> missed = missed_legs(airport, end);
  Element element("APPROACH");
  element.set("TYPE", end.ils ? kIls : kRnav)
      .set("RUNWAY_NUMBER", end.name.number)
      .set("RUNWAY_DESIGNATOR", end.name.designator)
      .set("FAF_ICAO", final_fix.ident)
      .set("FAF_REGION", final_fix.region)
      .set("FAF_HEADING", end.heading_deg)
      .set("FAF_ALTITUDE", final_fix.place.altitude)
      .set("FAF_TYPE", final_fix.letter)
      .set("MISSED_ALTITUDE", airport.place.altitude + kMissedHeight)
      .set("HAS_LNAV", end.ils ? 0 : 1)
      .set("HAS_LNAVVNAV", end.ils ? 0 : 1)
      .set("N_TRANSITIONS", 1)
      .set("N_FINAL_APPROACH_LEGS", static_cast<double>(final_approach.size()))
      .set("N_MISSED_APPROACH_LEGS", static_cast<double>(missed.size()))
      .add("APPROACH_TRANSITION", {transition(airport, end)})
      .add("FINAL_APPROACH_LEG", std::move(final_approach))
      .add("MISSED_APPROACH_LEG", std::move(missed));
  return element;
}

// Five letters at most, then the number of its edition.
std::string procedure_name(const Airport& airport, char edition) {
  return airport.icao.substr(0, 5) + edition;
}

// One way from each runway end, or to it, and one over the VOR.
Element procedure(std::string_view node, const Airport& airport, const AirportLayout& layout, const Navaid& vor,
                  char edition) {
  const Fix over = fix_of(vor);
  const double course = course_deg(airport.place, vor.place);
  const bool out = node == "DEPARTURE";
  std::vector<Element> runways;
  for (const RunwayPlace& place : layout.runways) {
    for (const RunwayEnd* end : {&place.primary, &place.secondary}) {
      std::vector<Element> legs{out ? leg("APPROACH_LEG", kCourseToAltitude, end->heading_deg)
                                    : leg_to("APPROACH_LEG", kTrackToFix,
                                             fix_before(airport, *end, "CF", kInitialFixAway, kInitialFixHeight),
                                             turned(course, 180))};
      runways.emplace_back("RUNWAY_TRANSITION")
          .set("RUNWAY_NUMBER", end->name.number)
          .set("RUNWAY_DESIGNATOR", end->name.designator)
          .set("N_APPROACH_LEGS", 1)
          .add("APPROACH_LEG", std::move(legs));
    }
  }
  std::vector<Element> enroute;
  enroute.emplace_back("ENROUTE_TRANSITION")
      .set("NAME", over.ident)
      .set("N_APPROACH_LEGS", 1)
      .add("APPROACH_LEG", {leg_to("APPROACH_LEG", out ? kTrackToFix : kInitialFix, over, course)});
  Element element(node);
  element.set("NAME", procedure_name(airport, edition))
      .set("N_RUNWAY_TRANSITIONS", static_cast<double>(runways.size()))
      .set("N_ENROUTE_TRANSITIONS", static_cast<double>(enroute.size()))
      .set("N_APPROACH_LEGS", 1)
      .add("RUNWAY_TRANSITION", std::move(runways))
      .add("ENROUTE_TRANSITION", std::move(enroute))
      .add("APPROACH_LEG", {leg_to("APPROACH_LEG", kDirectToFix, over, course)});
  return element;
}

std::vector<Element> procedures(std::string_view node, const Navigation& navigation, const Airport& airport,
                                const AirportLayout& layout, char edition) {
  const Navaid* vor = nearest_vor(navigation, airport);
  if (vor == nullptr || layout.runways.empty()) return {};
  return {procedure(node, airport, layout, *vor, edition)};
}

}  // namespace

std::vector<Element> approach_elements(const Airport& airport, const AirportLayout& layout) {
  std::vector<Element> elements;
  for (const RunwayPlace& place : layout.runways) {
    elements.push_back(approach(airport, place.primary));
    elements.push_back(approach(airport, place.secondary));
  }
  return elements;
}

std::vector<Element> departure_elements(const Navigation& navigation, const Airport& airport,
                                        const AirportLayout& layout) {
  return procedures("DEPARTURE", navigation, airport, layout, '1');
}

std::vector<Element> arrival_elements(const Navigation& navigation, const Airport& airport,
                                      const AirportLayout& layout) {
  return procedures("ARRIVAL", navigation, airport, layout, '2');
}

std::vector<Element> holding_elements(const Navigation& navigation, const Airport& airport) {
  constexpr double kMinimumHeight = 900;
  constexpr double kMaximumHeight = 4'200;
  constexpr double kMinutes = 1;
  constexpr double kMetresPerSecond = 118;  // 230 knots
  const Navaid* vor = nearest_vor(navigation, airport);
  if (vor == nullptr) return {};
  Element element("HOLDING_PATTERN");
  element.set("NAME", vor->name)
      .set("FIX_ICAO", vor->ident)
      .set("FIX_REGION", vor->region)
      .set("FIX_TYPE", letter_of(vor->kind))
      .set("INBOUND_HOLDING_COURSE", course_deg(vor->place, airport.place))
      .set("TURN_RIGHT", 1)
      .set("LEG_TIME", kMinutes)
      .set("MIN_ALTITUDE", vor->place.altitude + kMinimumHeight)
      .set("MAX_ALTITUDE", vor->place.altitude + kMaximumHeight)
      .set("HOLD_SPEED", kMetresPerSecond);
  return {element};
}

}  // namespace checkride::emulator

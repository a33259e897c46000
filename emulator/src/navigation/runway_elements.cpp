// Runways with what lies around their ends, and the places where aircraft start.
#include "navigation/elements.hpp"

namespace checkride::emulator {
namespace {

constexpr double kVorLetter = 'V';  // of a fix or a station: a character code
constexpr double kPatternHeight = 305;
constexpr double kLongRunway = 1800;
constexpr double kMediumLights = 2;
// Of wire.md, appendix A.
constexpr int kSurfaceGrass = 1;
constexpr int kSurfaceSand = 21;
constexpr double kMalsr = 3;
constexpr double kAlsf2 = 7;
constexpr double kPapi4 = 8;

bool is_hard(const Runway& runway) {
  return runway.surface != kSurfaceGrass && runway.surface != kSurfaceSand;
}

Element pavement(double length, double width, bool enabled) {
  Element element("PAVEMENT");
  element.set("LENGTH", length).set("WIDTH", width).set("ENABLE", enabled ? 1 : 0);
  return element;
}

// Long runways have lights before their end; those of an instrument approach more.
Element approach_lights(const Runway& runway, const RunwayEnd& end) {
  constexpr double kSpacing = 30;
  constexpr double kStrobes = 8;
  const bool lit = is_hard(runway) && runway.length_m >= kLongRunway;
  Element element("APPROACHLIGHTS");
  element.set("SYSTEM", !lit      ? 0
                        : end.ils ? kAlsf2
                                  : kMalsr)
      .set("STROBE_COUNT", lit ? kStrobes : 0)
      .set("HAS_END_LIGHTS", lit ? 1 : 0)
      .set("HAS_TOUCHDOWN_LIGHTS", lit && end.ils ? 1 : 0)
      .set("HAS_REIL_LIGHTS", lit && !end.ils ? 1 : 0)
      .set("ENABLE", lit ? 1 : 0)
      .set("SPACING", lit ? kSpacing : 0);
  return element;
}

Element vasi(bool present) {
  constexpr double kAngle = 3;
  constexpr double kBeside = 30;
  constexpr double kBehindThreshold = 300;
  constexpr double kSpacing = 9;
  Element element("VASI");
  if (!present) return element;
  element.set("TYPE", kPapi4)
      .set("BIAS_X", kBeside)
      .set("BIAS_Z", kBehindThreshold)
      .set("SPACING", kSpacing)
      .set("ANGLE", kAngle);
  return element;
}

struct EndNames {
  std::string_view threshold, blastpad, overrun, lights, left_vasi, right_vasi;
};
constexpr EndNames kPrimary{"PRIMARY_THRESHOLD",       "PRIMARY_BLASTPAD",  "PRIMARY_OVERRUN",
                            "PRIMARY_APPROACH_LIGHTS", "PRIMARY_LEFT_VASI", "PRIMARY_RIGHT_VASI"};
constexpr EndNames kSecondary{"SECONDARY_THRESHOLD",       "SECONDARY_BLASTPAD",  "SECONDARY_OVERRUN",
                              "SECONDARY_APPROACH_LIGHTS", "SECONDARY_LEFT_VASI", "SECONDARY_RIGHT_VASI"};

// No threshold is displaced and there are no overruns; they are sent all the same (semantics 14.3).
void add_end(Element& element, const Runway& runway, const RunwayEnd& end, const EndNames& names) {
  constexpr double kBlastpad = 60;
  const bool paved = is_hard(runway) && runway.length_m >= kLongRunway;
  element.add(names.threshold, {pavement(0, runway.width_m, false)})
      .add(names.blastpad, {pavement(paved ? kBlastpad : 0, runway.width_m, paved)})
      .add(names.overrun, {pavement(0, runway.width_m, false)})
      .add(names.lights, {approach_lights(runway, end)})
      .add(names.left_vasi, {vasi(is_hard(runway))})
      .add(names.right_vasi, {vasi(false)});
}

Element runway_element(const Airport& airport, const RunwayPlace& place) {
  const Runway& runway = *place.runway;
  const Place centre = moved(airport.place, place.centre);
  const double lights = is_hard(runway) ? kMediumLights : 0;
  Element element("RUNWAY");
  element.set("LATITUDE", centre.latitude)
      .set("LONGITUDE", centre.longitude)
      .set("ALTITUDE", centre.altitude)
      .set("HEADING", runway.heading_deg)
      .set("LENGTH", runway.length_m)
      .set("WIDTH", runway.width_m)
      .set("PATTERN_ALTITUDE", kPatternHeight)
      .set("SURFACE", runway.surface)
      .set("PRIMARY_NUMBER", runway.primary.number)
      .set("PRIMARY_DESIGNATOR", runway.primary.designator)
      .set("SECONDARY_NUMBER", runway.secondary.number)
      .set("SECONDARY_DESIGNATOR", runway.secondary.designator)
      .set("EDGE_LIGHTS", lights)
      .set("CENTER_LIGHTS", runway.length_m >= kLongRunway ? lights : 0);
  for (const std::string_view allowed :
       {"PRIMARY_TAKEOFF", "PRIMARY_LANDING", "SECONDARY_TAKEOFF", "SECONDARY_LANDING"}) {
    element.set(allowed, 1);
  }
  if (runway.primary_ils) {
    element.set("PRIMARY_ILS_ICAO", runway.primary_ils->ident)
        .set("PRIMARY_ILS_REGION", airport.region)
        .set("PRIMARY_ILS_TYPE", kVorLetter);
  }
  if (runway.secondary_ils) {
    element.set("SECONDARY_ILS_ICAO", runway.secondary_ils->ident)
        .set("SECONDARY_ILS_REGION", airport.region)
        .set("SECONDARY_ILS_TYPE", kVorLetter);
  }
  add_end(element, runway, place.primary, kPrimary);
  add_end(element, runway, place.secondary, kSecondary);
  return element;
}

}  // namespace

std::vector<Element> runway_elements(const Airport& airport, const AirportLayout& layout) {
  std::vector<Element> elements;
  for (const RunwayPlace& place : layout.runways) elements.push_back(runway_element(airport, place));
  return elements;
}

std::vector<Element> start_elements(const Airport& airport, const AirportLayout& layout) {
  constexpr double kOnRunway = 1;
  constexpr double kOnHelipad = 3;
  std::vector<Element> elements;
  const auto start = [&](const Metres& at, double type) -> Element& {
    const Place place = moved(airport.place, at);
    return elements.emplace_back("START")
        .set("LATITUDE", place.latitude)
        .set("LONGITUDE", place.longitude)
        .set("ALTITUDE", place.altitude)
        .set("TYPE", type);
  };
  for (const RunwayPlace& runway : layout.runways) {
    for (const RunwayEnd* end : {&runway.primary, &runway.secondary}) {
      start(end->at, kOnRunway)
          .set("HEADING", end->heading_deg)
          .set("NUMBER", end->name.number)
          .set("DESIGNATOR", end->name.designator);
    }
  }
  for (const Metres& at : layout.helipads) start(at, kOnHelipad);
  return elements;
}

}  // namespace checkride::emulator

#include "flights/facility_places.hpp"

#include "checkride/values/ascii.hpp"
#include "earth/physics.hpp"

namespace checkride::emulator {
namespace {

PlanWaypoint waypoint_at(const Place& place) {
  PlanWaypoint waypoint;
  waypoint.latitude_deg = place.latitude;
  waypoint.longitude_deg = place.longitude;
  waypoint.altitude_ft = place.altitude / kMetresPerFoot;
  return waypoint;
}

const Navaid* find_navaid(const std::vector<Navaid>& navaids, std::string_view ident) {
  for (const Navaid& navaid : navaids) {
    if (!navaid.is_localizer() && values::same_text(navaid.ident, ident)) return &navaid;
  }
  return nullptr;
}

}  // namespace

std::optional<PlanWaypoint> FacilityPlaces::find(std::string_view ident, std::string_view type) {
  const Navigation& navigation = library_.navigation(0);
  const auto airport = [&]() { return navigation.airport(ident); };
  if (!values::same_text(type, "VOR") && !values::same_text(type, "NDB") && airport() != nullptr)
    return waypoint_at(airport()->place);
  if (values::same_text(type, "Airport")) return std::nullopt;
  const NavaidKind first = values::same_text(type, "NDB") ? NavaidKind::ndb : NavaidKind::vor;
  for (const NavaidKind kind : {first, NavaidKind::vor, NavaidKind::ndb, NavaidKind::waypoint}) {
    const Navaid* navaid = find_navaid(navigation.navaids(kind), ident);
    if (navaid != nullptr) return waypoint_at(navaid->place);
  }
  return std::nullopt;
}

}  // namespace checkride::emulator

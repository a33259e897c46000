#include "navigation/navigation.hpp"

#include <algorithm>

#include "checkride/result/assert.hpp"
#include "checkride/values/ascii.hpp"

namespace checkride::emulator {

const Airport* Navigation::airport(std::string_view icao) const {
  const auto found = std::ranges::find_if(airports, [&](const Airport& a) { return values::same_text(a.icao, icao); });
  return found == airports.end() ? nullptr : &*found;
}

const std::vector<Navaid>& Navigation::navaids(NavaidKind kind) const {
  switch (kind) {
    case NavaidKind::waypoint:
      return waypoints;
    case NavaidKind::ndb:
      return ndbs;
    case NavaidKind::vor:
      break;
  }
  return vors;
}

const Navaid* Navigation::fix(std::string_view ident, std::string_view region) const {
  for (const NavaidKind kind : {NavaidKind::vor, NavaidKind::waypoint, NavaidKind::ndb}) {
    for (const Navaid& navaid : navaids(kind)) {
      if (navaid.ident == ident && navaid.region == region) return &navaid;
    }
  }
  return nullptr;
}

char letter_of(NavaidKind kind) {
  switch (kind) {
    case NavaidKind::waypoint:
      return 'W';
    case NavaidKind::ndb:
      return 'N';
    case NavaidKind::vor:
      break;
  }
  return 'V';
}

const Navigation& NavigationLibrary::navigation(std::uint32_t extra_airports) {
  if (!navigation_) navigation_ = load_navigation(extra_airports);
  return *navigation_;
}

}  // namespace checkride::emulator

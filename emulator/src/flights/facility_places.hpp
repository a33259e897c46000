// Where the airports and stations are that a flight plan merely names.
#pragma once

#include <optional>
#include <string_view>

#include "navigation/navigation.hpp"
#include "sim/plan.hpp"

namespace checkride::emulator {

// The data are read at the first question.
class FacilityPlaces {
 public:
  // An airport, or else a VOR, an NDB or a waypoint of that name, ATCWaypointType first; nothing if there is none. For
  // the type Airport nothing but an airport, for aircraft land there.
  std::optional<PlanWaypoint> find(std::string_view ident, std::string_view type);

 private:
  NavigationLibrary library_;
};

}  // namespace checkride::emulator

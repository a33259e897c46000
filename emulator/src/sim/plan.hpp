// A flight plan: where an aircraft goes, waypoint by waypoint.
#pragma once

#include <string>
#include <vector>

namespace checkride::emulator {

struct PlanWaypoint {
  std::string ident;          // "KSEA", "OLM"
  std::string type = "User";  // Airport, Intersection, VOR, NDB or User, as .pln files say it
  double latitude_deg = 0;    // positive north
  double longitude_deg = 0;   // positive east
  double altitude_ft = 0;     // above sea level; 0 for a waypoint that is overflown at the cruising altitude
};

struct Plan {
  std::string title;
  double cruising_altitude_ft = 0;
  std::vector<PlanWaypoint> waypoints;  // at least two: first is the departure, last the destination
};

}  // namespace checkride::emulator

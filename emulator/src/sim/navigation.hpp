// The navigation computer: where on its route an aircraft is, and which heading brings it along. Great circles.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "earth/great_circle.hpp"
#include "sim/plan.hpp"

namespace checkride::emulator {

class Model;
struct PlanProgress;

// Steps of the model between two looks at the route.
inline constexpr int kNavigationTicks = 6;

struct RoutePoint {
  std::string ident;
  GeoPoint at{};
  double altitude_ft = 0;
  double leg_m = 0;     // from the point before; 0 for the first
  double behind_m = 0;  // from here to the end, along the route
};

// A plan for the computer. Legs shorter than 10 m are left out, for they have no direction.
struct PlanRoute {
  std::vector<RoutePoint> points;
  double cruising_altitude_ft = 0;  // cruise_ft()
  bool ends_at_airport = false;
  bool usable() const { return points.size() >= 2; }
};

// The altitude at which a plan is flown, feet. One that says none, or one at which an end of it would be scraped, is
// flown above both ends and as high as its waypoints are. `start_ft`: the ground where it begins, if that is known
// better than by a departure that is an airport.
double cruise_ft(const Plan& plan, std::optional<double> start_ft = {});

PlanRoute make_route(const Plan& plan, std::optional<double> start_ft = {});

// The leg that begins at the point before `leg`: its true course where the aircraft is abeam, and how far to the right
// of it the aircraft is.
struct LegPosition {
  double course = 0;      // rad
  double crosstrack = 0;  // m
  double to_go = 0;       // m along the leg; negative beyond its end
};
LegPosition on_leg(const PlanRoute& route, std::size_t leg, const GeoPoint& at);

// The true heading that brings an aircraft onto a course over ground and keeps it there, into the wind. `crosstrack`:
// m, right of the course.
double heading_along(const Model& model, double course, double crosstrack);

// Takes notice of where the aircraft is: the leg changes ahead of a turn, so that the turn ends on the next leg.
// Requires a usable route.
void navigate(const Model& model, PlanProgress& navigation);

}  // namespace checkride::emulator

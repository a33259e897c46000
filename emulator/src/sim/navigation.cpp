#include "sim/navigation.hpp"

#include <cmath>

#include "sim/model.hpp"

namespace checkride::emulator {
namespace {

constexpr double kShortestLeg = 10;                        // m
constexpr double kSharpest = 120 * kRadiansPerDegree;      // turns are begun no earlier than for this one
constexpr double kInterceptMost = 45 * kRadiansPerDegree;  // towards a leg that is far
constexpr double kInterceptSeconds = 20;                   // ahead, where it aims at the leg
constexpr double kInterceptLeast = 300;                    // m
constexpr double kRollSeconds = 3;                         // to bank for a turn
constexpr double kSlowest = 10;                            // m/s; less is not flying
constexpr double kLeastCruiseFt = 500;                     // above the fields at both ends
constexpr double kUnplannedCruiseFt = 1500;

GeoPoint position(const Model& model) {
  return {model.state().position.latitude, model.state().position.longitude};
}

// How far before a waypoint the turn onto the next leg begins.
double turn_lead(const Model& model, const PlanRoute& route, std::size_t leg) {
  if (leg + 1 >= route.points.size()) return 0;
  const GeoPoint& here = route.points[leg].at;
  const double out = course_to(here, route.points[leg + 1].at);
  const double in = full_turn(course_to(here, route.points[leg - 1].at) + kPi);
  const double angle = std::abs(half_turn(out - in));
  const double speed = model.ground_speed();
  const double radius = speed * speed / (kGravity * std::tan(model.type().bank_most));
  const double half = (angle < kSharpest ? angle : kSharpest) / 2;
  return radius * std::tan(half) + speed * kRollSeconds;
}

// The heading for a course over ground: into the wind.
double heading_for(const Model& model, double course) {
  const Motion& motion = model.state().motion;
  if (motion.speed < kSlowest) return course;
  const double across = motion.wind.east * std::cos(course) - motion.wind.north * std::sin(course);
  return full_turn(course - std::asin(within_limits(across / motion.speed, -0.7, 0.7)));
}

std::optional<double> field_ft(const PlanWaypoint& end) {
  return end.type == "Airport" ? std::optional(end.altitude_ft) : std::nullopt;
}

}  // namespace

double cruise_ft(const Plan& plan, std::optional<double> start_ft) {
  if (plan.waypoints.empty()) return plan.cruising_altitude_ft;
  const std::optional<double> destination_ft = field_ft(plan.waypoints.back());
  const std::optional<double> departure_ft = start_ft ? start_ft : field_ft(plan.waypoints.front());
  const double from = departure_ft.value_or(destination_ft.value_or(0));
  const double to = destination_ft.value_or(from);
  const double field = from > to ? from : to;
  if (plan.cruising_altitude_ft >= field + kLeastCruiseFt) return plan.cruising_altitude_ft;
  double level = field + kUnplannedCruiseFt;
  for (const PlanWaypoint& point : plan.waypoints) level = point.altitude_ft > level ? point.altitude_ft : level;
  return level;
}

PlanRoute make_route(const Plan& plan, std::optional<double> start_ft) {
  PlanRoute route;
  route.cruising_altitude_ft = cruise_ft(plan, start_ft);
  for (const PlanWaypoint& waypoint : plan.waypoints) {
    RoutePoint point{
        .ident = waypoint.ident,
        .at = {waypoint.latitude_deg * kRadiansPerDegree, half_turn(waypoint.longitude_deg * kRadiansPerDegree)},
        .altitude_ft = waypoint.altitude_ft};
    if (!route.points.empty()) point.leg_m = distance_m(route.points.back().at, point.at);
    if (!route.points.empty() && point.leg_m < kShortestLeg) continue;
    route.points.push_back(point);
  }
  for (std::size_t i = route.points.size(); i-- > 1;) {
    route.points[i - 1].behind_m = route.points[i].behind_m + route.points[i].leg_m;
  }
  route.ends_at_airport = !plan.waypoints.empty() && plan.waypoints.back().type == "Airport";
  return route;
}

LegPosition on_leg(const PlanRoute& route, std::size_t leg, const GeoPoint& at) {
  const GeoPoint& from = route.points[leg - 1].at;
  const double course = course_to(from, route.points[leg].at);
  const double gone = distance_m(from, at) / kEarthRadius;
  const double off = gone == 0 ? 0 : course_to(from, at) - course;
  const double across = std::asin(within_limits(std::sin(gone) * std::sin(off), -1, 1));
  const double along = std::atan2(std::sin(gone) * std::cos(off), std::cos(gone)) * kEarthRadius;
  return {.course = course_after(from, course, along),
          .crosstrack = across * kEarthRadius,
          .to_go = route.points[leg].leg_m - along};
}

double heading_along(const Model& model, double course, double crosstrack) {
  const double reach = model.ground_speed() * kInterceptSeconds;
  const double aim = std::atan2(crosstrack, reach > kInterceptLeast ? reach : kInterceptLeast);
  return heading_for(model, full_turn(course - within_limits(aim, -kInterceptMost, kInterceptMost)));
}

void navigate(const Model& model, PlanProgress& navigation) {
  const PlanRoute& route = model.route();
  if (navigation.leg == 0 || navigation.leg >= route.points.size()) navigation.leg = 1;
  const GeoPoint at = position(model);
  LegPosition here = on_leg(route, navigation.leg, at);
  while (navigation.leg + 1 < route.points.size() && here.to_go < turn_lead(model, route, navigation.leg)) {
    ++navigation.leg;
    here = on_leg(route, navigation.leg, at);
  }
  const RoutePoint& ahead = route.points[navigation.leg];
  navigation.distance = distance_m(at, ahead.at);
  navigation.arrived = navigation.leg + 1 == route.points.size() && here.to_go <= 0;
  navigation.remaining = (here.to_go > 0 ? here.to_go : 0) + ahead.behind_m;
  navigation.crosstrack = here.crosstrack;
  navigation.desired_track = here.course;
  navigation.steer = heading_along(model, here.course, here.crosstrack);
}

}  // namespace checkride::emulator

#include "traffic/ai_places.hpp"

#include <array>
#include <span>

#include "checkride/result/assert.hpp"
#include "checkride/values/ascii.hpp"
#include "earth/physics.hpp"
#include "sim/navigation.hpp"
#include "traffic/ai_motion.hpp"

namespace checkride::emulator {
namespace {

constexpr std::array kAirports{
    AiAirport{"KSEA", 47.4490, -122.3093, 433}, AiAirport{"KBFI", 47.5300, -122.3019, 21},
    AiAirport{"KPAE", 47.9063, -122.2815, 608}, AiAirport{"KOLM", 46.9694, -122.9025, 209},
    AiAirport{"KPDX", 45.5887, -122.5975, 31},  AiAirport{"KGEG", 47.6199, -117.5338, 2385},
    AiAirport{"KJFK", 40.6398, -73.7789, 13},   AiAirport{"EGLL", 51.4706, -0.4619, 83},
    AiAirport{"LSZH", 47.4647, 8.5492, 1416},
};

struct PlanPoint {
  double latitude_deg = 0;
  double longitude_deg = 0;
  double altitude_ft = 0;
};

constexpr std::array kSeattleToPortland{PlanPoint{47.4490, -122.3093, 433}, PlanPoint{46.9694, -122.9025, 12000},
                                        PlanPoint{46.1181, -122.8983, 12000}, PlanPoint{45.5887, -122.5975, 31}};
constexpr std::array kBoeingFieldToPaine{PlanPoint{47.5300, -122.3019, 21}, PlanPoint{47.6798, -122.3300, 3000},
                                         PlanPoint{47.9063, -122.2815, 608}};

struct KnownPlan {
  std::string_view name;
  std::span<const PlanPoint> points;
};

constexpr std::array kPlans{KnownPlan{"KSEA-KPDX", kSeattleToPortland}, KnownPlan{"KBFI-KPAE", kBoeingFieldToPaine}};

// "C:\\plans\\KSEA-KPDX.pln" is "KSEA-KPDX".
std::string_view plan_name(std::string_view path) {
  const std::size_t folder = path.find_last_of("/\\");
  if (folder != std::string_view::npos) path.remove_prefix(folder + 1);
  constexpr std::string_view kExtension = ".pln";
  if (path.size() > kExtension.size() && values::same_text(path.substr(path.size() - kExtension.size()), kExtension)) {
    path.remove_suffix(kExtension.size());
  }
  return path;
}

}  // namespace

GeoPoint AiAirport::position() const {
  return {latitude_deg * kRadiansPerDegree, longitude_deg * kRadiansPerDegree};
}

const AiAirport* find_ai_airport(std::string_view icao) {
  for (const AiAirport& airport : kAirports) {
    if (values::same_text(airport.icao, icao)) return &airport;
  }
  return nullptr;
}

GeoPoint parking_spot(const AiAirport& airport, int spot) {
  CHECKRIDE_ASSERT(spot >= 0 && spot < kParkingSpots);
  return destination(airport.position(), kPi / 2, kParkingSpacingM * (spot + 1));
}

std::vector<protocol::Waypoint> ai_route(const Plan& plan) {
  std::vector<protocol::Waypoint> route;
  const double cruise = cruise_ft(plan);
  for (const PlanWaypoint& point : plan.waypoints) {
    protocol::Waypoint& waypoint = route.emplace_back();
    waypoint.latitude = point.latitude_deg;
    waypoint.longitude = point.longitude_deg;
    waypoint.altitude = point.altitude_ft != 0 ? point.altitude_ft : cruise;
    waypoint.flags = kWaypointComputeVerticalSpeed;
  }
  route.back().altitude = plan.waypoints.back().altitude_ft;
  route.back().flags |= kWaypointOnGround;
  return route;
}

std::optional<std::vector<protocol::Waypoint>> find_ai_plan(std::string_view path) {
  for (const KnownPlan& known : kPlans) {
    if (!values::same_text(known.name, plan_name(path))) continue;
    Plan plan;
    for (const PlanPoint& point : known.points) {
      PlanWaypoint& waypoint = plan.waypoints.emplace_back();
      waypoint.latitude_deg = point.latitude_deg;
      waypoint.longitude_deg = point.longitude_deg;
      waypoint.altitude_ft = point.altitude_ft;
    }
    return ai_route(plan);
  }
  return std::nullopt;
}

}  // namespace checkride::emulator

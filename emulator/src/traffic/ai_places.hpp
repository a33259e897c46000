// Where aircraft under air traffic control begin: parking spots of airports, and flight plans (semantics 13.1).
//
// A simulator reads both from its data and from files. This one has neither: it knows a few of each by name.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "checkride/protocol/structures.hpp"
#include "earth/great_circle.hpp"
#include "sim/plan.hpp"

namespace checkride::emulator {

struct AiAirport {
  std::string_view icao;
  double latitude_deg = 0;
  double longitude_deg = 0;
  double elevation_ft = 0;
  GeoPoint position() const;
};

// Parking spots of each airport, in a row to the east of its reference point.
inline constexpr int kParkingSpots = 4;
inline constexpr double kParkingSpacingM = 80;

// Null: no such airport. Case is ignored.
const AiAirport* find_ai_airport(std::string_view icao);
// `spot`: 0 to kParkingSpots - 1.
GeoPoint parking_spot(const AiAirport& airport, int spot);

// The way of a flight plan for AI aircraft; it lands on its last point.
std::vector<protocol::Waypoint> ai_route(const Plan& plan);

// The plan of "C:\\plans\\KSEA-KPDX.pln", with or without folder and extension; it lands on its last point. Nothing:
// there is no such plan.
std::optional<std::vector<protocol::Waypoint>> find_ai_plan(std::string_view path);

}  // namespace checkride::emulator

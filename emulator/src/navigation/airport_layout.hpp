// Where the parts of an airport are. Laid out by rule from its runways and counts: plausible and the same every time,
// not surveyed. Offsets are from the airport's reference point, where the terminal stands.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "navigation/navigation.hpp"

namespace checkride::emulator {

// Where landing on this end begins.
struct RunwayEnd {
  RunwayName name;
  std::string text;  // "16L"
  Metres at;
  double heading_deg = 0;  // true, of landing here
  bool ils = false;
};

struct RunwayPlace {
  const Runway* runway = nullptr;  // of the airport, which outlives the layout
  Metres centre;
  RunwayEnd primary;
  RunwayEnd secondary;
};

// Types are those of wire.md, appendix A.
struct TaxiPoint {
  int type = 1;
  Metres at;
};

struct TaxiPath {
  int type = 1;
  std::uint32_t start = 0;  // a taxi point
  std::uint32_t end = 0;    // a taxi point; of a path to a stand the parking
  std::uint32_t name = 0;   // a taxi name
  RunwayName runway;        // of a runway's path
  double width_m = 0;
};

struct Parking {
  int type = 0;
  int name = 0;
  std::uint32_t number = 0;
  double heading_deg = 0;
  double radius_m = 0;
  Metres at;
  bool jetway = false;
};

struct AirportLayout {
  std::vector<RunwayPlace> runways;
  std::vector<TaxiPoint> taxi_points;
  std::vector<TaxiPath> taxi_paths;
  std::vector<std::string> taxi_names;  // the first is that of nameless paths
  std::vector<Parking> parkings;        // gates, which have jetways, then ramps
  std::vector<Metres> helipads;
};

// Refers to `airport`.
AirportLayout layout_of(const Airport& airport);

}  // namespace checkride::emulator

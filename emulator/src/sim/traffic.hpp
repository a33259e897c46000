// Aircraft that the simulator flies besides the user's, each with a flight of its own.
#pragma once

#include <string>

#include "sim/flight.hpp"

namespace checkride::emulator {

struct TrafficAircraft {
  std::string title;          // TITLE; empty: that of a known object of this kind of aircraft
  std::string tail_number;    // ATC ID
  std::string airline;        // ATC AIRLINE
  std::string flight_number;  // ATC FLIGHT NUMBER
  Flight flight;              // its name is empty
};

inline constexpr std::size_t kMaxTraffic = 100;

}  // namespace checkride::emulator

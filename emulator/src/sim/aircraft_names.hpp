// What the simulators of each generation call the aircraft.
#pragma once

#include <span>

#include "sim/aircraft.hpp"

namespace checkride::emulator {

// As MSFS 2024 names them; the others are made of them.
std::span<const AircraftType> newest_aircraft_types();

}  // namespace checkride::emulator

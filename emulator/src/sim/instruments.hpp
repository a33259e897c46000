// What instruments add to the bare state: magnetic variation, altimeter.
#pragma once

#include "sim/model.hpp"

namespace checkride::emulator {

// Where the aircraft is, rad, east positive.
double magnetic_variation(const Model& model);
// Altitudes in feet: by the altimeter's setting, and by the standard one.
double indicated_altitude_ft(const Model& model);
double pressure_altitude_ft(const Model& model);
// m/s; 0 where the needle rests, so that wind alone moves none.
double shown_airspeed(const Model& model);
// Rad, [0, 2 pi).
double magnetic_heading(const Model& model);

}  // namespace checkride::emulator

// The earth's magnetic field, as far as a compass needs it.
#pragma once

#include "earth/great_circle.hpp"

namespace checkride::emulator {

// How far magnetic north is to the right of true north, rad, (-pi, pi]; east positive. By the World Magnetic Model 2020
// (NOAA and BGS) up to degree 6, at sea level, in 2020: within a degree or two of the charts, away from the magnetic
// poles. The same everywhere along a meridian at the poles themselves.
double magnetic_variation(const GeoPoint& at);

}  // namespace checkride::emulator

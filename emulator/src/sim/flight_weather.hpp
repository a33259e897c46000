// The key `weather` of a flight file.
#pragma once

#include "checkride/values/values.hpp"
#include "sim/weather.hpp"

namespace checkride::emulator {

// Reads {wind: [{altitude_ft, direction_deg, speed_kt, updraft_fpm}], gusts_kt, seed, temperature_deviation_c,
// qnh_hpa}; everything may be left out. Layers go up: an altitude that is not above the one before is a mistake.
void read_weather(values::MapReader& map, FlightWeather* weather);

}  // namespace checkride::emulator

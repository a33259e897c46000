// Weather as METAR text, in the extended form of FSX as far as this simulator has weather (semantics 16).
//
//   "KSEA 211453Z 27015G25KT 9999 FEW030 BKN100 15/08 Q1013"
//
// Groups that end in "&..." carry more than a METAR does (station height, depth of a layer): read over. So is what
// comes behind "@@@" (winds aloft) or "RMK".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace checkride::emulator {

struct CloudLayer {
  int eighths = 0;  // of the sky
  double base_ft = 0;
};

struct Weather {
  double wind_degrees = 0;  // from where it blows; 0 is calm or variable
  double wind_knots = 0;
  double visibility_m = 10000;
  double temperature_c = 15;
  double dew_point_c = 5;
  double pressure_mb = 1013;
  std::vector<CloudLayer> clouds;  // none: clear
};

struct Metar {
  std::string station;  // in capitals
  Weather weather;
};

// Null: not understood. The station and the wind are needed; what is left out is that of the standard atmosphere.
std::optional<Metar> parse_metar(std::string_view text);
// In the same form. `altitude_m` is the station's.
std::string format_metar(std::string_view station, double altitude_m, const Weather& weather);

}  // namespace checkride::emulator

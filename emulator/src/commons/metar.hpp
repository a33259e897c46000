// Weather as METAR text, in the extended form of FSX as far as this simulator has weather (semantics 16).
//
//   "KSEA&A132 211453Z 27015G25KT&D985NG 28025KT&A1900NG 9999 FEW030 BKN100 15/08 Q1013"
//   "KSEA 211453Z 27015G25KT 9999 FEW030 BKN100 15/08 Q1013 @@@ 66 10 280 25 | 197 -15 290 40 |"
//
// Winds aloft are groups of wind with their height above the station in metres ("&A1900"), or stand behind "@@@":
// altitude above sea level in hundreds of feet, temperature, direction, knots; that part counts if no group has a
// height. The wind at the surface has the depth of its layer in metres ("&D985"). Read over: what else "&..." carries,
// temperatures aloft, gusts aloft, all behind "RMK".
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

struct WindAloft {
  double height_m = 0;
  double degrees = 0;  // from where it blows
  double knots = 0;
};

struct Weather {
  double wind_degrees = 0;  // from where it blows; 0 is calm or variable
  double wind_knots = 0;
  double gust_knots = 0;    // what gusts add to that
  double wind_depth_m = 0;  // up to this height above the station it is the same
  std::vector<WindAloft> winds_aloft{};
  bool aloft_from_sea_level = false;  // their heights; else above the station
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

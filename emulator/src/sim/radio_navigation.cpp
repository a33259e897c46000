#include "sim/radio_navigation.hpp"

#include <cmath>
#include <cstdint>
#include <vector>

#include "earth/great_circle.hpp"
#include "sim/model.hpp"

namespace checkride::emulator {
namespace {

constexpr double kHorizonPerRoot = 4124;  // m of radio horizon for the root of a metre of height, 4/3 of the earth
constexpr double kLeastHeight = 10;       // m of the antennas, as high as they stand at least
constexpr double kGlideRange = 27'000;    // m
constexpr double kGlideSector = 35;       // degrees either side of the localizer's course
constexpr double kQuarterTurn = 90;       // degrees
constexpr std::uint32_t kHertzPerKilohertz = 1000;
constexpr double kKilohertzPerMegahertz = 1000;

// The stations of the files that are part of the program: read at first use, never changed.
const Navigation& world() {
  static const Navigation stations = load_navigation(0);
  return stations;
}

double half_turn_deg(double degrees) {
  return half_turn(std::fmod(degrees, 360) * kRadiansPerDegree) * kDegreesPerRadian;
}

GeoPoint here(const Model& model) {
  return {model.state().position.latitude, model.state().position.longitude};
}
GeoPoint point(const Place& place) {
  return {place.latitude * kRadiansPerDegree, place.longitude * kRadiansPerDegree};
}

bool has_power(const Model& model) {
  return model.state().electrics.avionics != 0 && model.bus_volts() > 0;
}

// How far a station on the ground reaches an aircraft so high.
double horizon(const Model& model) {
  const double height = model.height_ft() * kMetresPerFoot;
  return kHorizonPerRoot * (std::sqrt(height > kLeastHeight ? height : kLeastHeight) + std::sqrt(kLeastHeight));
}

// Of two localizers on one frequency the one for the runway that lies ahead.
bool lies_ahead(const Navaid& station, double bearing) {
  return station.is_localizer() && std::cos(station.localizer_deg * kRadiansPerDegree - bearing) > 0;
}

RadioSignal heard(const Model& model, const std::vector<Navaid>& stations, std::uint32_t kilohertz, double reach) {
  RadioSignal best;
  bool best_ahead = false;
  for (const Navaid& station : stations) {
    if (station.frequency_hz / kHertzPerKilohertz != kilohertz) continue;
    const GeoPoint at = point(station.place);
    const double distance = distance_m(here(model), at);
    if (distance > station.range_m || distance > reach) continue;
    const double bearing = course_to(here(model), at);
    const bool ahead = lies_ahead(station, bearing);
    if (best && (ahead != best_ahead ? best_ahead : distance >= best.distance)) continue;
    best = {&station, distance, bearing};
    best_ahead = ahead;
  }
  return best;
}

void find_glide(const Model& model, NavSignal& signal) {
  const Place& glide = signal.heard.station->glide;
  const double distance = distance_m(here(model), point(glide));
  const double course_deg = signal.course * kDegreesPerRadian;
  const double away_deg = course_to(point(glide), here(model)) * kDegreesPerRadian;
  if (distance > kGlideRange || std::abs(half_turn_deg(away_deg + 180 - course_deg)) > kGlideSector) return;
  const double height = model.state().position.altitude_ft * kMetresPerFoot - glide.altitude;
  signal.glide = true;
  signal.glide_deviation = std::atan2(height, distance) * kDegreesPerRadian - kGlideAngleDeg;
  signal.above_glide = height - distance * std::tan(kGlideAngleDeg * kRadiansPerDegree);
}

// Which side of the course the aircraft is on: by the radial it is on and the one that the course flies.
void find_deviation(const Model& model, const NavRadio& radio, NavSignal& signal) {
  const Navaid& station = *signal.heard.station;
  const double away = course_to(point(station.place), here(model)) * kDegreesPerRadian;  // true, at the station
  signal.radial_deg = full_turn(std::fmod(away - station.magvar_deg, 360) * kRadiansPerDegree) * kDegreesPerRadian;
  const double course = station.is_localizer() ? station.localizer_deg : radio.obs_deg + station.magvar_deg;
  signal.course = full_turn(std::fmod(course, 360) * kRadiansPerDegree);
  const double off = half_turn_deg(course - away);
  signal.from = std::abs(off) < kQuarterTurn;
  signal.deviation_deg = signal.from ? off : half_turn_deg(away - course - 180);
  signal.crosstrack = -signal.heard.distance * std::sin(signal.deviation_deg * kRadiansPerDegree);
}

// The whole kilohertz of a packed decimal of ten-thousandths of one.
std::uint32_t kilohertz_of_packed(double packed) {
  const auto digits = static_cast<std::uint32_t>(within_limits(packed, 0, 4294967295.0));
  std::uint32_t result = 0;
  for (unsigned shift = 32; shift > 16; shift -= 4) result = result * 10 + ((digits >> (shift - 4)) & 0xF);
  return result;
}

double needle(double deviation, double full, double stop) {
  return within_limits(deviation / full, -1, 1) * stop;
}

}  // namespace

NavSignal nav_signal(const Model& model, std::size_t radio) {
  NavSignal signal;
  if (!has_power(model)) return signal;
  const NavRadio& tuned = model.state().radios.nav[radio];
  signal.heard =
      heard(model, world().vors, static_cast<std::uint32_t>(std::llround(tuned.active_mhz * kKilohertzPerMegahertz)),
            horizon(model));
  if (!signal) return signal;
  find_deviation(model, tuned, signal);
  if (signal.localizer()) find_glide(model, signal);
  return signal;
}

// Long waves follow the ground: no horizon.
RadioSignal adf_signal(const Model& model) {
  if (!has_power(model)) return {};
  constexpr double kNoHorizon = 1e9;
  return heard(model, world().ndbs, kilohertz_of_packed(model.state().radios.adf_packed), kNoHorizon);
}

double course_needle(const NavSignal& signal) {
  return needle(signal.deviation_deg, signal.localizer() ? kLocalizerFullDeg : kVorFullDeg, kNeedleFull);
}

double glide_needle(const NavSignal& signal) {
  return signal.glide ? needle(signal.glide_deviation, kGlideFullDeg, kGlideNeedleFull) : 0;
}

}  // namespace checkride::emulator

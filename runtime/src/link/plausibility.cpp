#include "link/plausibility.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace checkride::runtime::link {

namespace {

// Beyond any aircraft of a simulator, spacecraft of add-ons included as far as they stay below orbit.
constexpr double kAltitudeMinFt = -2000;
constexpr double kAltitudeMaxFt = 400'000;
constexpr double kSpeedMaxKt = 10'000;
constexpr double kVerticalSpeedMaxFpm = 500'000;
// A position may be further than the speed says: gusts, turns, a late sample; and aircraft are pushed on the ground.
constexpr double kSpeedFactor = 1.5;
constexpr double kSpeedLeastKt = 100;
constexpr double kSlackNm = 0.5;
// Placeholders of menus, and how near and how low is taken for one: aircraft do cross 0 N 0 E, high above the sea.
constexpr double kOriginDeg = 0.02;
constexpr double kOriginAltitudeFt = 1000;

bool outside(double value, double least, double most) {
  return std::isinf(value) || value < least || value > most;  // NaN is unknown, not outside
}

bool is_out_of_range(const FlightReading& reading) {
  return outside(reading.latitude_deg, -90, 90) || outside(reading.longitude_deg, -180, 360) ||
         outside(reading.altitude_ft, kAltitudeMinFt, kAltitudeMaxFt) ||
         outside(reading.ground_speed_kt, -kSpeedMaxKt, kSpeedMaxKt) ||
         outside(reading.vertical_speed_fpm, -kVerticalSpeedMaxFpm, kVerticalSpeedMaxFpm);
}

bool is_origin(const FlightReading& reading) {
  if (!reading.has_position() || reading.altitude_ft > kOriginAltitudeFt) return false;
  const double longitude = std::abs(reading.longitude_deg);
  return std::abs(reading.latitude_deg) < kOriginDeg &&
         (longitude < kOriginDeg || std::abs(reading.longitude_deg - 90) < kOriginDeg);
}

}  // namespace

double distance_nm(double latitude_a, double longitude_a, double latitude_b, double longitude_b) {
  constexpr double kRadians = std::numbers::pi / 180;
  constexpr double kEarthRadiusNm = 3440.065;
  const double half_latitude = std::sin((latitude_b - latitude_a) * kRadians / 2);
  const double half_longitude = std::sin((longitude_b - longitude_a) * kRadians / 2);
  const double haversine = half_latitude * half_latitude + std::cos(latitude_a * kRadians) *
                                                               std::cos(latitude_b * kRadians) * half_longitude *
                                                               half_longitude;
  return 2 * kEarthRadiusNm * std::asin(std::sqrt(std::clamp(haversine, 0.0, 1.0)));
}

void PlausibilityGate::on_event(std::string_view name, std::uint32_t data, std::string_view file) {
  if (name == "Pause") paused_ = data != 0;
  if (name == "Sim") stopped_ = data == 0;
  // The flight that MSFS loads for its menu, whatever Sim says.
  if (name == "FlightLoaded") menu_ = file.find("MainMenu") != std::string_view::npos;
}

void PlausibilityGate::on_session() {
  paused_ = stopped_ = menu_ = false;
  clock_since_.reset();
}

SampleFlags PlausibilityGate::judge(const FlightReading& reading, world::Instant now) {
  SampleFlags flags;
  way_nm_.reset();
  moved_ = false;
  if (paused_) flags.set(SampleFlag::paused);
  if (stopped_ || menu_) flags.set(SampleFlag::not_in_flight);
  if (is_origin(reading)) flags.set(SampleFlag::origin);
  if (is_out_of_range(reading)) flags.set(SampleFlag::out_of_range);
  watch_clock(reading, now);
  if (stands_still(now) >= stuck_after_) flags.set(SampleFlag::clock_still);
  if (flags.plausible() && reading.has_position()) judge_position(reading, now, flags);
  return flags;
}

void PlausibilityGate::watch_clock(const FlightReading& reading, world::Instant now) {
  const bool has_reason = paused_ || stopped_ || menu_ || std::isnan(reading.clock_s);
  if (has_reason) {
    clock_since_.reset();
  } else if (!clock_since_ || reading.clock_s != clock_) {
    clock_since_ = now;
  }
  clock_ = reading.clock_s;
}

world::Duration PlausibilityGate::stands_still(world::Instant now) const {
  return clock_since_ ? now - *clock_since_ : world::Duration::zero();
}

bool PlausibilityGate::reaches(const Position& from, const Position& to, double rate) {
  const double hours = world::to_seconds(to.at - from.at) / 3600;
  const double speed = std::max({from.speed_kt, to.speed_kt, kSpeedLeastKt}) * kSpeedFactor * std::max(rate, 1.0);
  return distance_nm(from.latitude, from.longitude, to.latitude, to.longitude) <= kSlackNm + speed * hours;
}

void PlausibilityGate::judge_position(const FlightReading& reading, world::Instant now, SampleFlags& flags) {
  const double speed = std::isnan(reading.ground_speed_kt) ? 0 : std::abs(reading.ground_speed_kt);
  const double rate = std::isnan(reading.rate) ? 1 : reading.rate;
  const Position here{reading.latitude_deg, reading.longitude_deg, speed, now};
  if (!trusted_ || reaches(*trusted_, here, rate)) {
    if (trusted_) way_nm_ = distance_nm(trusted_->latitude, trusted_->longitude, here.latitude, here.longitude);
    trusted_ = here;
    candidate_.reset();
  } else if (candidate_ && reaches(*candidate_, here, rate)) {
    moved_ = true;
    trusted_ = here;
    candidate_.reset();
  } else {
    flags.set(SampleFlag::jump);
    candidate_ = here;
  }
}

}  // namespace checkride::runtime::link

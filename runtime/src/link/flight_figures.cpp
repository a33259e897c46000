#include "link/flight_figures.hpp"

#include <algorithm>
#include <cmath>

namespace checkride::runtime::link {

namespace {

// A rise of the quantity by more than the noise of a slosh is refuelling.
constexpr double kRefuelGal = 0.05;
constexpr double kLeastBurnGph = 0.01;
// The gate of a stabilised approach, as flight operations state it.
constexpr double kGateHeightFt = 1000;
constexpr double kSinkMaxFpm = 1000;
constexpr double kSpeedSpreadKt = 10;
constexpr double kSinkSpreadFpm = 300;
// Faster than any sampling of a minute needs: bounds the memory.
constexpr std::size_t kReadingsMax = 4096;
// Beyond any rate of a simulator, in both directions.
constexpr double kRateMax = 1024;

world::Duration simulated(world::Duration elapsed, double rate) {
  const double known = std::isnan(rate) ? 1 : std::clamp(rate, 0.0, kRateMax);
  return std::chrono::duration_cast<world::Duration>(elapsed * known);
}

}  // namespace

void FlightFigures::add(const FlightReading& reading, const Step& step, world::Instant now) {
  if (step.airborne) last_air_fpm_ = reading.vertical_speed_fpm;
  if (step.followed && step.airborne && !step.paused) flight_time_ += simulated(step.elapsed, reading.rate);
  distance_nm_ += step.way_nm;
  watch_fuel(reading, step, now);
  watch_approach(reading, step, now);
}

std::optional<double> FlightFigures::touch_down() {
  landing_rate_fpm_ = last_air_fpm_;
  if (std::isnan(landing_rate_fpm_)) return std::nullopt;
  return landing_rate_fpm_;
}

void FlightFigures::watch_fuel(const FlightReading& reading, const Step& step, world::Instant now) {
  const double rate = std::isnan(reading.rate) ? 1 : reading.rate;
  const bool refuelled = !fuel_.empty() && reading.fuel_gal > fuel_.back().gallons + kRefuelGal;
  const bool other_rate = !fuel_.empty() && rate != fuel_.back().rate;
  if (step.paused || !step.continuous || refuelled || other_rate) fuel_.clear();
  if (std::isnan(reading.fuel_gal) || step.paused) return;
  fuel_.push_back({now, reading.fuel_gal, rate});
  while (now - fuel_.front().at > kBurnWindow || fuel_.size() > kReadingsMax) fuel_.pop_front();
}

double FlightFigures::fuel_burn_gph() const {
  if (fuel_.empty()) return FlightReading::kUnknown;
  const world::Duration span = fuel_.back().at - fuel_.front().at;
  if (span < kBurnLeast) return FlightReading::kUnknown;
  const double hours = world::to_seconds(span) / 3600 * std::max(fuel_.back().rate, kLeastBurnGph);
  return std::max(0.0, (fuel_.front().gallons - fuel_.back().gallons) / hours);
}

double FlightFigures::endurance_min() const {
  const double burn = fuel_burn_gph();
  if (!(burn > kLeastBurnGph)) return FlightReading::kUnknown;
  return fuel_.back().gallons / burn * 60;
}

void FlightFigures::watch_approach(const FlightReading& reading, const Step& step, world::Instant now) {
  const bool inside = step.phase == FlightPhase::approach && reading.height_ft < kGateHeightFt && step.airborne;
  if (!inside || !step.continuous) approach_.clear();
  if (!inside || std::isnan(reading.airspeed_kt) || std::isnan(reading.vertical_speed_fpm)) return;
  approach_.push_back({now, reading.airspeed_kt, reading.vertical_speed_fpm});
  while (now - approach_.front().at > kStableWindow || approach_.size() > kReadingsMax) approach_.pop_front();
}

double FlightFigures::stabilised() const {
  if (approach_.size() < 2) return FlightReading::kUnknown;
  const Approach& now = approach_.back();
  const auto strays = [&now](const Approach& one) {
    return std::abs(one.airspeed_kt - now.airspeed_kt) > kSpeedSpreadKt ||
           std::abs(one.vertical_fpm - now.vertical_fpm) > kSinkSpreadFpm;
  };
  if (now.vertical_fpm < -kSinkMaxFpm) return 0;
  return std::any_of(approach_.begin(), approach_.end(), strays) ? 0 : 1;
}

}  // namespace checkride::runtime::link

// The atmosphere where the aircraft is, the altimeter, and simulated time.
#include <array>
#include <cmath>

#include "sim/bindings.hpp"
#include "sim/calendar.hpp"

namespace checkride::emulator {
namespace {

double celsius(double kelvin) {
  return kelvin - kZeroCelsius;
}

double total_temperature(const Model& model) {
  const double mach = model.true_speed() / model.air().sound;
  return model.air().temperature * (1 + 0.2 * mach * mach);
}

double wind_speed_kt(const Model& model) {
  const Wind& wind = model.state().motion.wind;
  return std::sqrt(wind.east * wind.east + wind.north * wind.north) / kMetresPerSecondPerKnot;
}

// True, where it comes from; 0 in a calm.
double wind_direction_deg(const Model& model) {
  const Wind& wind = model.state().motion.wind;
  if (wind.east == 0 && wind.north == 0) return 0;
  return full_turn(std::atan2(-wind.east, -wind.north)) * kDegreesPerRadian;
}

// The wind as the aircraft has it: from the left, from below and from behind are positive.
double wind_from_left(const Model& model) {
  const Wind& wind = model.state().motion.wind;
  const double heading = model.state().motion.heading;
  return (wind.east * std::cos(heading) - wind.north * std::sin(heading)) / kMetresPerSecondPerKnot;
}
double wind_from_behind(const Model& model) {
  const Wind& wind = model.state().motion.wind;
  const double heading = model.state().motion.heading;
  return (wind.east * std::sin(heading) + wind.north * std::cos(heading)) / kMetresPerSecondPerKnot;
}

// The height at which standard air is as thin; halving until it is as near as a number can tell.
double density_altitude_ft(const Model& model) {
  double low = -2000;
  double high = 30000;
  for (int i = 0; i < 50; ++i) {
    const double middle = (low + high) / 2;
    (standard_air(middle).density > model.air().density ? low : high) = middle;
  }
  return low / kMetresPerFoot;
}

double dynamic_pressure_psf(const Model& model) {
  const double speed = model.true_speed();
  return 0.5 * model.air().density * speed * speed / kPascalsPerPsi * kPsfPerPsi;
}

void write_altimeter(Model& model, double pascals) {
  model.edit().altimeter_pa = within_limits(pascals, 80000, 120000);
}

double zulu(const Model& m) {
  return second_of_day(m.clock().absolute());
}
double local(const Model& m) {
  return second_of_day(m.clock().absolute() - m.clock().zone_offset);
}

Date local_date(const Model& m) {
  return date_of(m.clock().absolute() - m.clock().zone_offset);
}

// 0 dawn, 1 day, 2 dusk, 3 night, by the local hour.
double time_of_day(const Model& model) {
  const double hour = local(model) / 3600;
  if (hour < 5 || hour >= 21) return 3;
  if (hour < 7) return 0;
  return hour < 19 ? 1 : 2;
}

constexpr std::array kAir{
    Binding{"AMBIENT TEMPERATURE", [](const Model& m) { return celsius(m.air().temperature); }},
    Binding{"TOTAL AIR TEMPERATURE", [](const Model& m) { return celsius(total_temperature(m)); }},
    Binding{
        "STANDARD ATM TEMPERATURE",
        [](const Model& m) { return (m.air().temperature - m.weather().temperature_deviation_c) * kRankinePerKelvin; }},
    Binding{"SEA LEVEL PRESSURE", [](const Model& m) { return m.weather().qnh_hpa; }},
    Binding{"SEA LEVEL AMBIENT TEMPERATURE",
            [](const Model& m) { return celsius(kSeaLevelTemperature + m.weather().temperature_deviation_c); }},
    Binding{"AMBIENT WIND VELOCITY", wind_speed_kt},
    Binding{"AMBIENT WIND DIRECTION", wind_direction_deg},
    Binding{"AMBIENT WIND X", [](const Model& m) { return m.state().motion.wind.east; }},
    Binding{"AMBIENT WIND Y", [](const Model& m) { return m.state().motion.wind.up; }},
    Binding{"AMBIENT WIND Z", [](const Model& m) { return m.state().motion.wind.north; }},
    Binding{"AIRCRAFT WIND X", wind_from_left},
    Binding{"AIRCRAFT WIND Y", [](const Model& m) { return m.state().motion.wind.up / kMetresPerSecondPerKnot; }},
    Binding{"AIRCRAFT WIND Z", wind_from_behind},
    Binding{"DYNAMIC PRESSURE", dynamic_pressure_psf},
    Binding{"DENSITY ALTITUDE", density_altitude_ft},
    Binding{"AMBIENT PRESSURE", [](const Model& m) { return m.air().pressure / kPascalsPerInHg; }},
    Binding{"BAROMETER PRESSURE", [](const Model& m) { return m.air().pressure / kPascalsPerMillibar; }},
    Binding{"AMBIENT DENSITY", [](const Model& m) { return m.air().density / kKilogramsPerCubicMetrePerSlug; }},
    Binding{"KOHLSMAN SETTING MB", [](const Model& m) { return m.state().altimeter_pa / kPascalsPerMillibar; },
            [](Model& m, double millibars) { write_altimeter(m, millibars * kPascalsPerMillibar); }},
    Binding{"KOHLSMAN SETTING HG", [](const Model& m) { return m.state().altimeter_pa / kPascalsPerInHg; },
            [](Model& m, double inches) { write_altimeter(m, inches * kPascalsPerInHg); }},
};

constexpr std::array kTime{
    Binding{"ABSOLUTE TIME", [](const Model& m) { return m.clock().absolute(); }},
    Binding{"SIMULATION RATE", [](const Model& m) { return m.clock().rate; },
            [](Model& m, double rate) {
              m.clock().rate = within_limits(rate, SimulatedClock::kSlowest, SimulatedClock::kFastest);
            }},
    Binding{"SIMULATION TIME", [](const Model& m) { return m.clock().elapsed(); }},
    Binding{"ZULU TIME", zulu},
    Binding{"LOCAL TIME", local},
    Binding{"TIME ZONE OFFSET", [](const Model& m) { return m.clock().zone_offset; }},
    Binding{"ZULU DAY OF MONTH", [](const Model& m) { return static_cast<double>(date_of(m.clock().absolute()).day); }},
    Binding{"ZULU MONTH OF YEAR",
            [](const Model& m) { return static_cast<double>(date_of(m.clock().absolute()).month); }},
    Binding{"ZULU YEAR", [](const Model& m) { return static_cast<double>(date_of(m.clock().absolute()).year); }},
    Binding{"ZULU DAY OF YEAR",
            [](const Model& m) { return static_cast<double>(date_of(m.clock().absolute()).day_of_year); }},
    Binding{"ZULU DAY OF WEEK",
            [](const Model& m) { return static_cast<double>(date_of(m.clock().absolute()).day_of_week); }},
    Binding{"LOCAL DAY OF MONTH", [](const Model& m) { return static_cast<double>(local_date(m).day); }},
    Binding{"LOCAL MONTH OF YEAR", [](const Model& m) { return static_cast<double>(local_date(m).month); }},
    Binding{"LOCAL YEAR", [](const Model& m) { return static_cast<double>(local_date(m).year); }},
    Binding{"LOCAL DAY OF YEAR", [](const Model& m) { return static_cast<double>(local_date(m).day_of_year); }},
    Binding{"LOCAL DAY OF WEEK", [](const Model& m) { return static_cast<double>(local_date(m).day_of_week); }},
    Binding{"TIME OF DAY", time_of_day},
};

}  // namespace

std::span<const Binding> air_bindings() {
  return kAir;
}
std::span<const Binding> time_bindings() {
  return kTime;
}

}  // namespace checkride::emulator

#include "traffic/ai_variables.hpp"

#include <array>
#include <cmath>

#include "earth/magnetic_field.hpp"
#include "earth/physics.hpp"
#include "sim/atmosphere.hpp"

namespace checkride::emulator {
namespace {

using Motion = AiMotion;

double feet(double metres) {
  return metres / kMetresPerFoot;
}
double knots(double metres_per_second) {
  return metres_per_second / kMetresPerSecondPerKnot;
}
Air air_of(const Motion& motion) {
  return standard_air(motion.altitude_ft() * kMetresPerFoot);
}

double latitude(const Motion& m) {
  return m.position().latitude;
}
double longitude(const Motion& m) {
  return m.position().longitude;
}
void write_latitude(Motion& m, double radians) {
  m.set_position({radians, longitude(m)});
}
void write_longitude(Motion& m, double radians) {
  m.set_position({latitude(m), radians});
}
double altitude(const Motion& m) {
  return m.altitude_ft();
}
void write_altitude(Motion& m, double ft) {
  m.set_altitude_ft(ft);
}
double above_ground(const Motion& m) {
  return m.altitude_ft() - m.ground_ft();
}
void write_above_ground(Motion& m, double ft) {
  m.set_altitude_ft(m.ground_ft() + ft);
}
double magnetic(const Motion& m) {
  return full_turn(m.heading() - magnetic_variation(m.position()));
}
void write_magnetic(Motion& m, double radians) {
  m.set_heading(radians + magnetic_variation(m.position()));
}
double indicated(const Motion& m) {
  return knots(indicated_speed(m.speed(), air_of(m)));
}
void write_indicated(Motion& m, double kt) {
  m.set_speed(true_speed(within_limits(kt * kMetresPerSecondPerKnot, 0, kSeaLevelSound), air_of(m)));
}
double true_knots(const Motion& m) {
  return knots(m.speed());
}
void write_true_knots(Motion& m, double kt) {
  m.set_speed(kt * kMetresPerSecondPerKnot);
}
double east(const Motion& m) {
  return m.speed() * std::sin(m.course());
}
double north(const Motion& m) {
  return m.speed() * std::cos(m.course());
}
void write_east(Motion& m, double ft_s) {
  m.set_velocity(ft_s * kMetresPerFoot, north(m));
}
void write_north(Motion& m, double ft_s) {
  m.set_velocity(east(m), ft_s * kMetresPerFoot);
}
double climb(const Motion& m) {
  return feet(m.vertical_speed());
}
void write_climb(Motion& m, double ft_s) {
  m.set_vertical_speed(ft_s * kMetresPerFoot);
}
// Body axes without pitch and bank: to the right and forwards in the plane of the ground.
double rightwards(const Motion& m) {
  return feet(m.speed() * std::sin(m.course() - m.heading()));
}
double forwards(const Motion& m) {
  return feet(m.speed() * std::cos(m.course() - m.heading()));
}
void write_body_velocity(Motion& m, double right, double forward) {
  const double sine = std::sin(m.heading());
  const double cosine = std::cos(m.heading());
  m.set_velocity((forward * sine + right * cosine) * kMetresPerFoot,
                 (forward * cosine - right * sine) * kMetresPerFoot);
}
void write_rightwards(Motion& m, double ft_s) {
  write_body_velocity(m, ft_s, forwards(m));
}
void write_forwards(Motion& m, double ft_s) {
  write_body_velocity(m, rightwards(m), ft_s);
}

constexpr std::array kVariables{
    AiVariable{"PLANE LATITUDE", latitude, write_latitude},
    AiVariable{"PLANE LONGITUDE", longitude, write_longitude},
    AiVariable{"PLANE ALTITUDE", altitude, write_altitude},
    AiVariable{"INDICATED ALTITUDE", altitude, write_altitude},
    AiVariable{"PLANE ALT ABOVE GROUND", above_ground, write_above_ground},
    AiVariable{"GROUND ALTITUDE", [](const Motion& m) { return m.ground_ft() * kMetresPerFoot; }},
    AiVariable{"PLANE PITCH DEGREES", [](const Motion& m) { return m.pitch(); },
               [](Motion& m, double radians) { m.set_pitch(radians); }},
    AiVariable{"PLANE BANK DEGREES", [](const Motion& m) { return m.bank(); },
               [](Motion& m, double radians) { m.set_bank(radians); }},
    AiVariable{"PLANE HEADING DEGREES TRUE", [](const Motion& m) { return m.heading(); },
               [](Motion& m, double radians) { m.set_heading(radians); }},
    AiVariable{"PLANE HEADING DEGREES MAGNETIC", magnetic, write_magnetic},
    AiVariable{"MAGVAR", [](const Motion& m) { return magnetic_variation(m.position()) * kDegreesPerRadian; }},
    AiVariable{"AIRSPEED TRUE", true_knots, write_true_knots},
    AiVariable{"AIRSPEED INDICATED", indicated, write_indicated},
    AiVariable{"GROUND VELOCITY", true_knots},
    AiVariable{"VERTICAL SPEED", climb, write_climb},
    AiVariable{"VELOCITY WORLD X", [](const Motion& m) { return feet(east(m)); }, write_east},
    AiVariable{"VELOCITY WORLD Y", climb, write_climb},
    AiVariable{"VELOCITY WORLD Z", [](const Motion& m) { return feet(north(m)); }, write_north},
    AiVariable{"VELOCITY BODY X", rightwards, write_rightwards},
    AiVariable{"VELOCITY BODY Y", climb, write_climb},
    AiVariable{"VELOCITY BODY Z", forwards, write_forwards},
    AiVariable{"SIM ON GROUND", [](const Motion& m) { return m.on_ground() ? 1.0 : 0.0; }},
    AiVariable{"IS LATITUDE LONGITUDE FREEZE ON", [](const Motion& m) { return m.freezes().position ? 1.0 : 0.0; }},
    AiVariable{"IS ALTITUDE FREEZE ON", [](const Motion& m) { return m.freezes().altitude ? 1.0 : 0.0; }},
    AiVariable{"IS ATTITUDE FREEZE ON", [](const Motion& m) { return m.freezes().attitude ? 1.0 : 0.0; }},
};

}  // namespace

const AiVariable* find_ai_variable(std::string_view name) {
  for (const AiVariable& variable : kVariables) {
    if (variable.name == name) return &variable;
  }
  return nullptr;
}

}  // namespace checkride::emulator

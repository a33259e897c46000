// The arts of flying, one step of each: control laws without memory, so that nothing winds up while an aircraft is held
// in place. They move levers and switches, never the aircraft. Speeds are indicated, in m/s.
#pragma once

#include "sim/model.hpp"

namespace checkride::emulator {

// Turns the shorter way to a true heading in radians, wings level when there.
void steer_to(Model& model, double heading);
void level_wings(Model& model);
// Rolls to a bank in radians, positive right.
void hold_bank(Model& model, double bank);
// Rolls along the ground to a true heading by the nose wheel.
void steer_on_ground(Model& model, double heading);

// How much faster than its stall an aircraft is kept by hands that hold something else.
inline constexpr double kSafeMargin = 1.22;
// Vertical speed over ground by elevator, in m/s; gives way when the aircraft gets too slow.
void hold_vertical_speed(Model& model, double wanted, double margin = kSafeMargin);
// Altitude by vertical speed, of at most `fastest` m/s.
void hold_altitude(Model& model, double altitude_ft, double fastest);
void hold_pitch(Model& model, double pitch);

// Percent of throttle that brings or keeps the aircraft, as it flies now, at a speed.
double throttle_for_speed(const Model& model, double indicated);
// Speed by throttle, and by spoilers where idle is not slow enough; by elevator at the present power.
void hold_speed_by_throttle(Model& model, double indicated);
void hold_speed_by_pitch(Model& model, double indicated);
// Moves the throttle levers as fast as a hand does.
void move_throttle(Model& model, double percent);

// What the airspeed indicator shows, and what it would show at a Mach number; near enough for hands.
double shown_speed(const Model& model);
double shown_speed_at_mach(const Model& model, double mach);

// Flap handle for a speed that is to be flown: the first notch that makes it 1.3 stalls, as far as the present speed
// allows, and no more than `most`.
void set_flaps_for(Model& model, double indicated, std::size_t most);

// The autopilot's engaged modes; does nothing on the ground or when it is off.
void fly_autopilot(Model& model);
// Whether approach hold flies the course of its approach: that of the plan, or the tuned localizer's.
bool approach_captured(const Model& model);
// Whether the throttles are moved by the autopilot: armed, with a speed to hold, in a type that has it.
bool autothrottle_active(const Model& model);

}  // namespace checkride::emulator

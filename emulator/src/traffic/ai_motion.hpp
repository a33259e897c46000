// How an AI object moves: along a great circle or a route of waypoints, at the speed it has, with no dynamics
// (semantics 7.2, 13.2, 31). Pure: time is steps of kStep of simulated time, and how many of them one call makes never
// changes where it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "checkride/protocol/structures.hpp"
#include "earth/great_circle.hpp"
#include "sim/placement.hpp"

namespace checkride::emulator {

// Waypoint flags (wire.md 5.10). YIELD_TO_USER and CAN_REVERSE ask for manners that objects without dynamics lack.
inline constexpr std::uint32_t kWaypointSpeedRequested = 0x4;
inline constexpr std::uint32_t kWaypointThrottleRequested = 0x8;
inline constexpr std::uint32_t kWaypointComputeVerticalSpeed = 0x10;
inline constexpr std::uint32_t kWaypointAltitudeIsAgl = 0x20;
inline constexpr std::uint32_t kWaypointOnGround = 0x100000;
inline constexpr std::uint32_t kWaypointReverse = 0x200000;
inline constexpr std::uint32_t kWaypointWrapToFirst = 0x400000;
inline constexpr std::uint32_t kWaypointAlwaysBackup = 0x800000;
inline constexpr std::uint32_t kWaypointKeepLastHeading = 0x1000000;

// What a kind of object can do.
struct Performance {
  double cruise_kt = 0;  // when nothing else is asked for
  double climb_fpm = 0;  // to an altitude for which no vertical speed is computed
  bool flies = false;    // what does not keeps to the ground
  bool hovers = false;   // may stand still in the air
};

// FREEZE events: what is frozen changes only by being set.
struct Freezes {
  bool position = false;
  bool altitude = false;
  bool attitude = false;
};

class AiMotion {
 public:
  // `performance` is kept.
  explicit AiMotion(const Performance& performance) : performance_(performance) {}

  // Puts it somewhere and ends its route. `ground_ft`: elevation of its ground from here on. On the ground it stands,
  // whatever the altitude says; an airspeed is indicated, -1: cruise speed, -2: the present speed.
  void place(const Placement& placement, double ground_ft);
  // Follows the points from where it is. At the end it begins anew if the last one says so; else it stands if it is on
  // the ground or hovers, and flies straight on if not. All numbers are finite. An empty route: straight on.
  // `first`: the point that it sets out for; those before it are for who begins anew.
  void follow(std::vector<protocol::Waypoint> route, std::size_t first = 0);
  void advance(std::uint64_t steps);

  // ---- the present; radians, metres a second, feet above sea level. Pitch is positive nose down, bank left wing down.
  GeoPoint position() const { return flown_m_ == 0 ? from_ : destination(from_, course_, flown_m_); }
  double course() const { return flown_m_ == 0 ? course_ : course_after(from_, course_, flown_m_); }
  double heading() const;
  double pitch() const { return pitch_; }
  double bank() const { return bank_; }
  double speed() const { return speed_; }  // over the ground, along the course
  double vertical_speed() const;
  double altitude_ft() const { return altitude_ft_; }
  double ground_ft() const { return ground_ft_; }
  bool on_ground() const { return on_ground_; }
  bool has_route() const { return !route_.empty(); }
  const Freezes& freezes() const { return freezes_; }

  // ---- what a client overrides; it goes on from there (semantics 7.2). Values beyond what an object can have become
  // the nearest that it can.
  void set_position(const GeoPoint& point);
  void set_altitude_ft(double feet);  // above the ground it is in the air
  void set_heading(double radians);   // without a route the course as well
  void set_pitch(double radians);
  void set_bank(double radians);
  void set_speed(double metres_per_second);
  // Without a route: the course and speed of this velocity; the heading stays.
  void set_velocity(double east, double north);
  void set_vertical_speed(double metres_per_second);  // kept while it flies without a route
  void set_freezes(const Freezes& freezes);

 private:
  void step();
  void move(double seconds);
  void climb();
  void steer();
  void reach_waypoint();
  void begin_leg();
  // Begins a new stretch where it is: on its present course, or towards the waypoint.
  void set_out();
  bool at_rest() const;
  double wanted_altitude_ft() const;

  Performance performance_;
  // The stretch that it is on: a great circle, up to the next waypoint or without an end.
  GeoPoint from_;
  double course_ = 0;
  double flown_m_ = 0;
  double length_m_ = 0;
  double begun_at_ft_ = 0;

  std::vector<protocol::Waypoint> route_;
  std::size_t next_ = 0;
  double speed_ = 0;
  double vertical_speed_ = 0;  // without a route only
  double altitude_ft_ = 0;
  double ground_ft_ = 0;
  bool on_ground_ = true;
  double drift_ = 0;         // heading less course
  double drift_of_leg_ = 0;  // what the AI steers on this leg: backwards is half a turn
  double frozen_heading_ = 0;
  double pitch_ = 0;
  double bank_ = 0;
  Freezes freezes_;
};

}  // namespace checkride::emulator

// The jetway that the user's aircraft calls and sends away with TOGGLE_JETWAY, as far as it has come.
#pragma once

namespace checkride::emulator {

// Values of JETWAY_DATA (wire.md 5.11).
enum class JetwayStatus : int {
  rest = 0,
  approaching_outside = 1,
  approaching_door = 2,
  connecting_hood = 3,
  disconnecting_hood = 4,
  retracting_outside = 5,
  retracting_home = 6,
  attached = 7,
};

// It stands where the aircraft stood when it was called; which stand that is, if one at all, is for those who know the
// airports. Inferred: how long its way takes; called again on its way it turns round.
struct Jetway {
  bool wanted = false;   // at the door; else at home
  double way = 0;        // seconds it has come from home
  double latitude = 0;   // rad, where it was called
  double longitude = 0;  // rad

  JetwayStatus status() const;
  bool moves() const { return way != (wanted ? kWay : 0); }
  // kStep of simulated time. An aircraft that does not stand has no jetway at its door: it goes home.
  void step(bool standing);

  static constexpr double kOutside = 8;  // seconds to the side of the aircraft
  static constexpr double kAtDoor = 16;  // to its door
  static constexpr double kWay = 20;     // until the hood is connected
  bool operator==(const Jetway&) const = default;
};

}  // namespace checkride::emulator

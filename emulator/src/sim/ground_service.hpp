// What people on the ground do with the aircraft: the tug that pushes it, the doors that open.
#pragma once

#include <array>
#include <cstddef>

namespace checkride::emulator {

// A tug moves an aircraft that stands on its wheels with the parking brake released.
struct Pushback {
  static constexpr double kNone = 3;  // PUSHBACK STATE: 0 straight, 1 the tail to the left, 2 to the right
  double state = kNone;
  double wait = 0;     // PUSHBACK WAIT: it is attached and stands
  double heading = 0;  // rad, [0, 2 pi), where it turns the nose, if it is `steered`
  bool steered = false;
  double speed = -kUsualSpeed;  // m/s, positive ahead

  bool attached() const { return state != kNone; }
  // Inferred: a tug that is told nothing pushes at a walk.
  static constexpr double kUsualSpeed = 1.5;
  bool operator==(const Pushback&) const = default;
};

inline constexpr std::size_t kExits = 4;

struct Exit {
  double open = 0;    // share
  double wanted = 0;  // 0 or 1
  // kStep of simulated time.
  void step();
  bool operator==(const Exit&) const = default;
};
using Exits = std::array<Exit, kExits>;

}  // namespace checkride::emulator

// INITIAL POSITION: a jump of the aircraft, everything at once.
#pragma once

#include <cstdint>

namespace checkride::emulator {

class Model;

// As SIMCONNECT_DATA_INITPOSITION says it.
struct Placement {
  double latitude_deg = 0;
  double longitude_deg = 0;
  double altitude_ft = 0;
  double pitch_deg = 0;  // positive is nose down, as PLANE PITCH DEGREES
  double bank_deg = 0;   // positive is left wing down
  double heading_deg = 0;
  bool on_ground = false;
  std::int32_t airspeed_kt = 0;  // indicated; -1: cruise speed, -2: the present speed
};

// Values beyond the model's limits, and what is not finite, become the nearest it has. On the ground it stands,
// whatever the altitude says.
void place_aircraft(Model& model, const Placement& placement);

}  // namespace checkride::emulator

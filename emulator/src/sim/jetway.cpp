#include "sim/jetway.hpp"

#include "earth/physics.hpp"

namespace checkride::emulator {

JetwayStatus Jetway::status() const {
  using enum JetwayStatus;
  if (!moves()) return wanted ? attached : rest;
  if (way < kOutside) return wanted ? approaching_outside : retracting_home;
  if (way < kAtDoor) return wanted ? approaching_door : retracting_outside;
  return wanted ? connecting_hood : disconnecting_hood;
}

void Jetway::step(bool standing) {
  if (!standing) wanted = false;
  if (moves()) way = within_limits(way + (wanted ? kStep : -kStep), 0, kWay);
}

}  // namespace checkride::emulator

// Where a flight begins: the aircraft as a flight file wants it, or as it stands without one.
#pragma once

#include "sim/flight.hpp"
#include "sim/model.hpp"

namespace checkride::emulator {

// Parked, cold and dark: the resting values of the catalogue.
void put_at_rest(State& state);
// At its place; in the air with engines running, at the speed of the first phase.
void put_at_start(Model& model, const Flight& flight);

}  // namespace checkride::emulator

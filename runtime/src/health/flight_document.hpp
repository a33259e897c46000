// The part of the simulators' document that is about flights: phase, flags, gaps, failover.
#pragma once

#include "checkride/values/json.hpp"
#include "service/board.hpp"

namespace checkride::runtime {

// Members of the object of one link, which is open: source, paused, flags, phase, flight, segment, last_gap, failover
// ...
void write_flight(values::json::Writer& json, const LinkStatus& link, const Board& board);

}  // namespace checkride::runtime

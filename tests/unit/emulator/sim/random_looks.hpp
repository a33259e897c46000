// What the laws of flight share: looking at an aircraft at random moments.
#pragma once

#include "bench_aircraft.hpp"
#include "checkride/test/property.hpp"

namespace checkride::emulator::test {

// `check(aircraft)` thirty times, up to 20 s apart; fuel never rises.
template <class Check>
void look_at_random_times(BenchAircraft& aircraft, const Check& check) {
  double fuel = aircraft.get("FUEL TOTAL QUANTITY");
  for (int look = 0; look < 30; ++look) {
    aircraft.run(*rc::gen::inRange(1, 200) / 10.0);
    check(aircraft);
    RC_ASSERT(aircraft.get("FUEL TOTAL QUANTITY") <= fuel);
    fuel = aircraft.get("FUEL TOTAL QUANTITY");
  }
}

}  // namespace checkride::emulator::test

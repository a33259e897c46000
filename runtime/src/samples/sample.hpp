// Sample: one reading of all configured variables of one simulator, as it travels inside the monitor.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "checkride/world/time.hpp"
#include "samples/flight_phase.hpp"
#include "samples/sample_flags.hpp"

namespace checkride::runtime {

// Immutable once published; shared by all who read it.
struct Sample {
  world::UtcTime ts;           // wall time of arrival
  world::Instant received;     // the same on the steady clock
  std::string simulator;       // configured name
  std::uint64_t session = 0;   // of this simulator; see LinkReporter::next_session
  std::uint64_t sequence = 0;  // within the session, from 1, without gap or double
  // In the order of the configured variables, each in its configured unit; NaN where the simulator sent none.
  std::vector<double> values;

  std::string source;  // the simulator that gave it; differs from `simulator` on a standby (see failover)
  SampleFlags flags;   // what the plausibility gate found
  FlightPhase phase = FlightPhase::unknown;
  std::uint64_t flight = 0;   // the session in which the flight began: stays over a crash that is stitched; 0 unknown
  std::uint32_t segment = 0;  // of the flight, from 1: one per phase; 0 before any
  world::Duration gap{};      // without data before this sample, when that is more than two intervals
};
using SamplePtr = std::shared_ptr<const Sample>;

}  // namespace checkride::runtime

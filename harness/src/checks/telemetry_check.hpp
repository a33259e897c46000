// no_sample_lost and gap: what the telemetry files of a monitor say when everything has stopped.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checkride/harness/check.hpp"
#include "checks/telemetry.hpp"
#include "reading/reader.hpp"

namespace checkride::harness {

// Sequence numbers of the telemetry have no gap and no double in any session, and there are samples at all.
struct NoSampleLostCheck {
  std::string of;
};

// The longest time between two consecutive samples of a simulator, sessions included.
struct GapCheck {
  std::string of;
  std::string simulator;
  Duration at_most{};
  std::optional<std::uint64_t> sessions;  // exactly so many sessions stand in the telemetry
};

// `ends`: what the monitor itself counted, of the sessions whose end it told.
Seen check_no_sample_lost(const Result<std::vector<Sample>>& samples, const std::vector<SessionEnd>& ends);
Seen check_gap(const GapCheck& check, const Result<std::vector<Sample>>& samples);

Check make_check(NoSampleLostCheck check);
Check make_check(GapCheck check);
Check read_no_sample_lost_check(values::MapReader& map, Reader& reader);
Check read_gap_check(values::MapReader& map, Reader& reader);

}  // namespace checkride::harness

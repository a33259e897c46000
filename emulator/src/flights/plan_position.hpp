// Positions as flight plans write them: N47° 26' 56.00",W122° 18' 33.00",+000433.00
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace checkride::emulator {

struct PlanPosition {
  double latitude_deg = 0;
  double longitude_deg = 0;
  double altitude_ft = 0;
};

// Also "*" or nothing for the degree sign, minutes with a fraction instead of seconds (older plans), decimal degrees
// ("40.536111,-77.386111,0"), and no altitude, which is 0. Nothing: not such a text, or a place that is not on the
// earth.
std::optional<PlanPosition> read_plan_position(std::string_view text);
// Degrees, minutes and hundredths of seconds, hundredths of feet.
std::string plan_position_text(const PlanPosition& position);

}  // namespace checkride::emulator

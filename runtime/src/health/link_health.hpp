// The flight monitor's health rules: freshness, error rate, critical variables. Pure: the board and the time in, a
// report out.
#pragma once

#include <map>
#include <string>

#include "service/board.hpp"
#include "service/service.hpp"

namespace checkride::runtime {

// No data for longer than this is unhealthy; before the first data it is the time of grace.
inline constexpr world::Duration kFreshness{std::chrono::seconds(30)};
// An error rate above this is unhealthy.
inline constexpr double kErrorRateMax = 0.1;

struct Moment {
  world::Instant now;
  world::Instant started;  // of the service
};

// The report of a running flight monitor over all its links: the worst of them decides.
//   no link at all, or none that counts     degraded, not ready
//   no data yet, within the grace           starting
//   data older than kFreshness              unhealthy, "no data received for 31.0 s", and why if that is known
//   error rate above kErrorRateMax          unhealthy, "high error rate: 11.00%"
//   a critical variable without fresh data  unhealthy;  another variable: degraded
//   link not streaming, data still fresh    degraded, not ready
// A simulator that is ignored (on_startup_failure) does not count.
// Details: data_count, error_count, last_data_time, uptime, data_age_seconds; the facts of each link as
// NAME.title and the like.
ServiceHealth assess_links(const std::map<std::string, LinkStatus>& links, Moment moment);

}  // namespace checkride::runtime

// The JSON documents of the health listener. Pure: a report, the board and the time in, text out.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "checkride/world/time.hpp"
#include "config/config.hpp"
#include "health/report.hpp"
#include "health/system_view.hpp"
#include "service/board.hpp"

namespace checkride::runtime {

struct DocumentTime {
  world::UtcTime now;
  world::Duration uptime{};         // of the program
  world::Duration response_time{};  // from the request until all was looked at
};

// {"status","timestamp","timestamp_ms","version","uptime_seconds","uptime","checks":[{"name","status":"pass|warn|fail",
// "message","duration"}]}: a check for each service, then memory, cpu and disk; durations in milliseconds. `uptime` is
// the same as uptime_seconds, under the name that one of the guides has.
std::string health_document(const HealthReport& report, const SystemView& system, DocumentTime time);
// The same with "environment", "response_time" in seconds (of looking at all that is told), "app", "services": {name:
// {"status","last_check","details","errors"}} and "system":
// {"cpu_percent","cpu_cores","memory_percent","memory_used_bytes","memory_limit_bytes","disk_percent","disk_free_bytes",
// "disk_total_bytes","load_average":[1, 5, 15 min],"confined"}. Details and errors are left out when empty, figures
// that are not known are null. A service that runs is degraded when its check warns, when it has errors, and while it
// is not ready.
std::string health_detail_document(const HealthReport& report, const SystemView& system, const AppConfig& app,
                                   DocumentTime time);
// {"status":"alive|stuck","timestamp","timestamp_ms","heartbeat_age_seconds"}
std::string live_document(bool alive, world::Duration heartbeat_age, DocumentTime time);
// {"status":"ready|not_ready","timestamp","reasons":[]}
std::string ready_document(const HealthReport& report, DocumentTime time);
// Which alerts a document holds, of those in that state, in order of rule and simulator.
struct AlertsPage {
  std::optional<alerts::AlertState> state{};  // none: any
  std::size_t offset = 0;
  std::size_t limit = static_cast<std::size_t>(-1);
};
// {"alerts":[{"rule","simulator","state","since","value","threshold","severity","fired_count","resolved_count"}],
// "total"}: how many there are in that state, on this page or not. A rule about time (absent, ...) has no threshold.
std::string alerts_document(const Board& board, const AlertsPage& page = {});
// {"simulators":[{"name","address","state","since","session",...,"variables":[...]}]}
std::string simulators_document(const Board& board, world::Instant now);

}  // namespace checkride::runtime

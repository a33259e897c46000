// The JSON documents of the health listener. Pure: a report, the board and the time in, text out.
#pragma once

#include <string>

#include "checkride/world/time.hpp"
#include "config/config.hpp"
#include "health/report.hpp"
#include "service/board.hpp"

namespace checkride::runtime {

struct DocumentTime {
  world::UtcTime now;
  world::Duration uptime{};  // of the program
};

// {"status","timestamp","timestamp_ms","version","uptime_seconds","checks":[{"name","status":"pass|warn|fail","message"}]}
std::string health_document(const HealthReport& report, DocumentTime time);
// The same with "app" and "services": {name: {"status","last_check","details","errors"}}; details and errors are left
// out when empty. A service's status is one of the guide's four words: a degraded one is healthy, and its check warns.
std::string health_detail_document(const HealthReport& report, const AppConfig& app, DocumentTime time);
// {"status":"alive","timestamp"}
std::string live_document(DocumentTime time);
// {"status":"ready|not_ready","timestamp","reasons":[]}
std::string ready_document(const HealthReport& report, DocumentTime time);
// {"alerts":[{"rule","simulator","state","since","value","threshold","severity","fired_count","resolved_count"}]}
std::string alerts_document(const Board& board);
// {"simulators":[{"name","address","state","since","session",...,"variables":[...]}]}
std::string simulators_document(const Board& board, world::Instant now);

}  // namespace checkride::runtime

// HealthReport: what all services say, and what follows for the whole monitor. Pure.
#pragma once

#include <string>
#include <vector>

#include "checkride/world/time.hpp"
#include "service/service.hpp"

namespace checkride::runtime {

// Where the program stands: starting until every service has started, stopping from the first signal on.
enum class Phase { starting, running, stopping };

struct CheckedService {
  std::string name;
  ServiceHealth health;
  world::UtcTime last_check;
  world::Duration duration{};  // of looking
};

struct HealthReport {
  Phase phase = Phase::starting;
  std::vector<CheckedService> services;  // in start order
  // Why this configuration can do no work at all, though every service runs; empty when it can.
  std::string idle_reason;
};

// starting and stopping while the program is; else unhealthy as soon as one service is unhealthy (or stopping, while
// the rest runs on), else starting if one still is, else degraded if one is or there is no work, else healthy.
Status overall(const HealthReport& report);
// Whether the monitor can do its work: running, with work to do, and every service ready.
bool is_ready(const HealthReport& report);
// Why not, one sentence each; empty when ready.
std::vector<std::string> reasons_not_ready(const HealthReport& report);
// All of them in one line.
std::string joined_sentences(const std::vector<std::string>& sentences);
// 200 for healthy and degraded, 503 for the rest.
int http_status(Status status);

}  // namespace checkride::runtime

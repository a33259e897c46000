// The answer to HAProxy's agent-check: how much of its share this monitor should get, from what its links deliver. And
// the listener that gives it.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "checkride/world/task_group.hpp"
#include "health/report.hpp"
#include "service/board.hpp"
#include "service/context.hpp"

namespace checkride::runtime {

// How good one link is, from 0 to 1: 0 while it is not streaming or its data are older than kFreshness; else the share
// of its critical variables (of all, if none is critical) with fresh data, less its error rate.
double link_quality(const LinkStatus& link, world::Instant now);

// One line without its end, in the words of HAProxy 2.6 (agent-check). "ready" stands first because only it takes back
// an earlier drain or maint.
//   starting, or no simulator to watch              maint; one that is ignored (on_startup_failure) is none
//   stopping                                        drain
//   a service unhealthy, or no link delivers        drain
//   else the mean quality of all links              ready up 75%     (1 to 100)
std::string agent_answer(const HealthReport& report, const std::map<std::string, LinkStatus>& links,
                         world::Instant now);

// Listens on `port` of the health listener's address; answers each connection with one line and closes it. Prints
// "listening on HOST:PORT (agent)". Errors (invalid) name monitoring.agent_port.
world::Task<Result<>> start_agent(Context& context, std::uint16_t port, std::function<std::string()> answer,
                                  world::TaskGroup& tasks);

}  // namespace checkride::runtime

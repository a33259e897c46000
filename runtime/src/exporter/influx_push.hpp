// InfluxPush: writes all metrics to an InfluxDB every metrics_exporter.interval, as lines of its protocol.
//
// A write that failed for now is tried again after a wait that grows, or InfluxDB's Retry-After, until the next one is
// due, which carries newer values of the same counters. A refusal is told and not tried again before that. Whatever
// came of it shows in the exporter's health.
#pragma once

#include <optional>
#include <string>

#include "collector/influx_client.hpp"
#include "service/context.hpp"
#include "service/service.hpp"

namespace checkride::runtime {

class InfluxPush {
 public:
  // `context` outlives this.
  InfluxPush(Context& context, InfluxConfig config);

  // Until it is cancelled.
  world::Task<> run();
  // Adds what the last attempt came to: degraded from a failure until the next success. Nothing before the first.
  void report(ServiceHealth& health) const;

 private:
  world::Task<> push(world::Instant deadline);
  world::Task<collector::InfluxVerdict> attempt();
  void settle(const collector::InfluxVerdict& verdict);

  Context& context_;
  collector::InfluxClient client_;
  Logger log_;
  world::Random& random_;
  const std::size_t batch_size_;
  std::size_t points_max_;  // of one request: halved while that is too large, doubled with each success
  std::string last_failure_;
  std::optional<world::Instant> last_success_;
};

}  // namespace checkride::runtime

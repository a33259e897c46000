#include "exporter/influx_push.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "exporter/influx_lines.hpp"
#include "link/backoff.hpp"
#include "metrics/table.hpp"
#include "service/http_manners.hpp"

namespace checkride::runtime {

namespace {

using collector::InfluxVerdict;
using world::Task;

constexpr BackoffPolicy kBackoff{std::chrono::milliseconds(500), std::chrono::seconds(1), kLongestWait};

}  // namespace

InfluxPush::InfluxPush(Context& context, InfluxConfig config)
    : context_(context),
      client_(context.world, config, "metrics_exporter.influx"),
      log_(context.log.logger("influx")),
      random_(context.world.random("influx-metrics")),
      batch_size_(config.batch_size),
      points_max_(config.batch_size) {}

Task<> InfluxPush::run() {
  world::Clock& clock = context_.world.clock();
  world::Instant next = clock.now();
  for (;;) {
    next = std::max(next + context_.config.metrics_exporter.interval, clock.now());
    co_await clock.sleep_until(next);
    co_await push(next + context_.config.metrics_exporter.interval);
  }
}

Task<> InfluxPush::push(world::Instant deadline) {
  world::Clock& clock = context_.world.clock();
  for (std::uint32_t failures = 1;; ++failures) {
    const InfluxVerdict verdict = co_await attempt();
    settle(verdict);
    if (verdict.kind != InfluxVerdict::Kind::temporary) co_return;
    const world::Duration pause =
        std::max(full_jitter(kBackoff, failures, random_), verdict.retry_after.value_or(world::Duration::zero()));
    if (world::after(clock.now(), pause) >= deadline) co_return;
    co_await clock.sleep_for(pause);
  }
}

// Everything as it is now; points that were written by an attempt before are of another time, or the same once more.
Task<InfluxVerdict> InfluxPush::attempt() {
  const world::UtcTime now = context_.world.clock().utc_now();
  for (;;) {
    std::vector<std::string> texts = influx_lines(context_.metrics, context_.config.app.name, now, points_max_);
    InfluxVerdict verdict;
    for (std::string& lines : texts) {
      verdict = co_await client_.post(std::move(lines));
      if (verdict.kind != InfluxVerdict::Kind::taken) break;
    }
    if (verdict.kind != InfluxVerdict::Kind::too_large || points_max_ == 1) co_return verdict;
    points_max_ /= 2;
  }
}

void InfluxPush::settle(const InfluxVerdict& verdict) {
  const bool delivered = verdict.kind == InfluxVerdict::Kind::taken;
  const bool again = verdict.kind == InfluxVerdict::Kind::temporary;
  const std::string_view outcome = delivered ? "delivered" : again ? "failed" : "refused";
  context_.metrics.counter(metric::kInfluxPushes, {outcome}).add();
  if (delivered) {
    if (!last_failure_.empty()) log_.info("influx_push_recovered", {{"server", client_.place()}});
    last_failure_.clear();
    last_success_ = context_.world.clock().now();
    points_max_ = std::min(points_max_ * 2, batch_size_);
    return;
  }
  // Once per failure that is new: the next attempts would say the same.
  if (last_failure_ != verdict.reason) {
    log_.warn("influx_push_failed", {{"server", client_.place()}, {"outcome", outcome}, {"reason", verdict.reason}});
  }
  last_failure_ = verdict.reason;
}

void InfluxPush::report(ServiceHealth& health) const {
  if (last_success_) {
    const world::Duration age = context_.world.clock().now() - *last_success_;
    health.details.push_back({"influx_last_success_age_seconds", world::to_seconds(age)});
  }
  if (last_failure_.empty()) return;
  health.status = std::max(health.status, Status::degraded);
  health.errors.push_back("InfluxDB " + with_place(client_.place(), last_failure_));
}

}  // namespace checkride::runtime

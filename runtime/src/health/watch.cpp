#include "health/watch.hpp"

#include <utility>

namespace checkride::runtime {

HealthWatch::HealthWatch(world::Clock& clock, EventLog& log) : clock_(clock), log_(log.logger("health")) {}

HealthReport HealthWatch::look() {
  HealthReport report;
  report.phase = phase_;
  report.idle_reason = idle_reason_;
  for (const Service* service : services_) {
    const world::Instant began = clock_.now();
    CheckedService one{std::string(service->name()), service->health(), clock_.utc_now()};
    one.duration = clock_.now() - began;
    // A service that has not had its turn yet is on its way, not broken; nor is one that has ended in its turn.
    if (phase_ == Phase::starting && one.health.status == Status::unhealthy) one.health.status = Status::starting;
    if (phase_ == Phase::stopping && one.health.status != Status::unhealthy) one.health.status = Status::stopping;
    tell_change(one);
    report.services.push_back(std::move(one));
  }
  return report;
}

void HealthWatch::tell_change(const CheckedService& now) {
  const auto [seen, first] = seen_.try_emplace(now.name, Status::starting);
  const Status before = std::exchange(seen->second, now.health.status);
  const Status status = now.health.status;
  const bool nothing_new = first && (status == Status::healthy || status == Status::stopping);
  if (nothing_new || before == status) return;
  const std::string_view from = to_string(before);
  const std::string reason = joined_sentences(now.health.errors);
  if (now.health.status == Status::unhealthy && phase_ == Phase::running) {
    log_.warn("health_changed", {{"service", now.name}, {"from", from}, {"to", "unhealthy"}, {"reason", reason}});
  } else if (!reason.empty()) {
    log_.info("health_changed",
              {{"service", now.name}, {"from", from}, {"to", to_string(now.health.status)}, {"reason", reason}});
  } else {
    log_.info("health_changed", {{"service", now.name}, {"from", from}, {"to", to_string(now.health.status)}});
  }
}

}  // namespace checkride::runtime

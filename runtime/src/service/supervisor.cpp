#include "service/supervisor.hpp"

#include <algorithm>
#include <utility>

#include "checkride/result/assert.hpp"
#include "metrics/table.hpp"

namespace checkride::runtime {

using world::Task;

Supervisor::Supervisor(Context& context, std::vector<std::unique_ptr<Service>> services)
    : context_(context), log_(context.log.logger("app")), services_(std::move(services)), started_(services_.size()) {
  for (const auto& service : services_) {
    CHECKRIDE_ASSERT(service != nullptr);
    (void)context_.metrics.counter(metric::kServiceStarts, {service->name()});
    (void)context_.metrics.counter(metric::kServiceStops, {service->name()});
  }
}

std::optional<world::Duration> Supervisor::uptime(std::size_t index) const {
  CHECKRIDE_ASSERT(index < started_.size());
  if (!started_[index]) return std::nullopt;
  return context_.world.clock().now() - *started_[index];
}

Task<Result<>> Supervisor::start_all(const bool& stop_wanted) {
  for (std::size_t i = 0; i < services_.size(); ++i) {
    if (stop_wanted && !is_owed_samples(i)) continue;
    Result<> started = co_await start_one(i);
    if (started) continue;
    log_.error("service_start_failed", {{"service", services_[i]->name()}, {"reason", started.error().message()}});
    (void)co_await stop_all();
    co_return started.error().with("starting " + std::string(services_[i]->name()));
  }
  co_return Result<>();
}

bool Supervisor::is_owed_samples(std::size_t index) const {
  if (services_[index]->part() != SamplePart::keeper) return false;
  for (std::size_t i = 0; i < index; ++i) {
    if (started_[i] && services_[i]->part() == SamplePart::source) return true;
  }
  return false;
}

Task<Result<>> Supervisor::start_one(std::size_t index) {
  Service& service = *services_[index];
  log_.debug("service_starting", {{"service", service.name()}});
  Task<Result<>> starting = service.start();
  Result<> started = co_await world::within(context_.world.clock(), kStartLimit, std::move(starting));
  if (!started) co_return started;
  started_[index] = context_.world.clock().now();
  context_.metrics.counter(metric::kServiceStarts, {service.name()}).add();
  log_.info("service_started", {{"service", service.name()}});
  co_return Result<>();
}

Task<StopOutcome> Supervisor::stop_all() {
  StopOutcome outcome;
  const world::Instant deadline = context_.world.clock().now() + context_.config.app.shutdown_timeout;
  bool finished = false;
  for (std::size_t i = services_.size(); i-- > 0;) {
    if (!started_[i]) continue;
    if (services_[i]->part() == SamplePart::keeper && !std::exchange(finished, true)) {
      co_await finish_sources(deadline);
    }
    const bool clean = co_await stop_one(i, deadline);
    if (!clean) outcome.failed.emplace_back(services_[i]->name());
  }
  outcome.timed_out = !outcome.failed.empty() && context_.world.clock().now() >= deadline;
  co_return outcome;
}

// What does not end by then is told by the stop of the source itself.
Task<> Supervisor::finish_sources(world::Instant deadline) {
  world::Clock& clock = context_.world.clock();
  for (std::size_t i = services_.size(); i-- > 0;) {
    Service& service = *services_[i];
    if (!started_[i] || service.part() != SamplePart::source) continue;
    const world::Instant began = clock.now();
    const world::Duration limit = std::max((deadline - began) / kFinishShare, kLastMoment);
    Task<Result<>> finishing = service.end_samples(began + limit);
    const Result<> finished = co_await world::within(clock, limit, std::move(finishing));
    if (finished) continue;
    log_.warn("service_finish_failed", {{"service", service.name()}, {"reason", finished.error().message()}});
  }
}

Task<bool> Supervisor::stop_one(std::size_t index, world::Instant deadline) {
  Service& service = *services_[index];
  world::Clock& clock = context_.world.clock();
  log_.debug("service_stopping", {{"service", service.name()}});
  const world::Instant began = clock.now();
  const world::Duration limit = std::max(deadline - began, kLastMoment);
  Task<Result<>> stopping = service.stop(deadline);
  Result<> stopped = co_await world::within(clock, limit, std::move(stopping));
  started_[index].reset();
  if (!stopped) {
    log_.warn("service_stop_failed", {{"service", service.name()}, {"reason", stopped.error().message()}});
    co_return false;
  }
  context_.metrics.counter(metric::kServiceStops, {service.name()}).add();
  log_.info("service_stopped", {{"service", service.name()}, {"seconds", clock.now() - began}});
  co_return true;
}

}  // namespace checkride::runtime

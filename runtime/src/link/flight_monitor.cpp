#include "link/flight_monitor.hpp"

#include <algorithm>
#include <boost/system/errc.hpp>

#include "health/link_health.hpp"
#include "service/services.hpp"

namespace checkride::runtime {

std::unique_ptr<Service> make_flight_monitor(Context& context) {
  return std::make_unique<link::FlightMonitor>(context);
}

}  // namespace checkride::runtime

namespace checkride::runtime::link {

FlightMonitor::FlightMonitor(Context& context) : context_(context), log_(context.log.logger("flight-monitor")) {}

world::Task<Result<>> FlightMonitor::start() {
  if (tasks_) co_return Error::invalid("flight-monitor is already running");
  const auto on_failure = [this](const std::string& task, const std::string& what) {
    log_.error("task_failed", {{"service", name()}, {"task", task}, {"reason", what}});
    context_.request_stop("flight-monitor failed");
  };
  started_ = context_.world.clock().now();
  tasks_ = std::make_unique<world::TaskGroup>(context_.world.executor(), on_failure);
  for (const SimulatorConfig& simulator : context_.config.simulators) {
    links_.push_back(std::make_unique<SimulatorLink>(context_, simulator));
    tasks_->spawn("link." + simulator.name, links_.back()->run());
  }
  co_return Result<>();
}

world::Task<Result<>> FlightMonitor::stop(world::Instant deadline) {
  if (!tasks_) co_return Result<>();
  world::Clock& clock = context_.world.clock();
  bool open = false;
  for (const auto& link : links_) open = link->close() || open;
  world::Duration limit = std::max(deadline - clock.now(), world::Duration::zero());
  // Links that wait or connect have nothing to close: cancelling them is all it takes.
  if (open) (void)co_await world::within(clock, std::min(kCloseLimit, limit), links_ended());
  limit = std::max(deadline - clock.now(), world::Duration::zero());
  const std::vector<std::string> stuck = co_await tasks_->stop(clock, limit);
  tasks_.reset();
  links_.clear();
  for (auto& [simulator, link] : context_.board.links) link.state = LinkState::stopped;
  if (stuck.empty()) co_return Result<>();
  co_return Error(make_error_code(boost::system::errc::timed_out), "flight-monitor: did not end: " + stuck.front());
}

world::Task<Result<>> FlightMonitor::links_ended() {
  co_await tasks_->join();
  co_return Result<>();
}

ServiceHealth FlightMonitor::health() const {
  if (tasks_) return assess_links(context_.board.links, Moment{context_.world.clock().now(), started_});
  ServiceHealth health;
  health.status = Status::unhealthy;
  health.ready = false;
  health.errors.emplace_back("service not running");
  return health;
}

}  // namespace checkride::runtime::link

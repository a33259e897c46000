#include "link/flight_monitor.hpp"

#include <algorithm>
#include <boost/system/errc.hpp>

#include "health/link_health.hpp"
#include "service/http_manners.hpp"
#include "service/services.hpp"

namespace checkride::runtime {

std::unique_ptr<Service> make_flight_monitor(Context& context) {
  return std::make_unique<link::FlightMonitor>(context);
}

}  // namespace checkride::runtime

namespace checkride::runtime::link {

FlightMonitor::FlightMonitor(Context& context) : context_(context), log_(context.log.logger("flight-monitor")) {
  add_routes();
}

void FlightMonitor::add_routes() {
  using Parameters = http::Router::Parameters;
  context_.api.add("POST", "/api/v1/simulators/{name}/switch",
                   [this](const http::Request& request, const Parameters& parameters) {
                     if (auto refused = refuse_change(request, "simulators")) return std::move(*refused);
                     return switch_flight(parameters.front().second, request.query("to").value_or(""));
                   });
}

http::Response FlightMonitor::switch_flight(const std::string& flight, const std::string& simulator) {
  for (const auto& watch : watches_) {
    if (watch->flight() != flight) continue;
    if (auto switched = watch->switch_to(simulator); !switched) {
      return http::error_response(409, "cannot_switch", switched.error().message() + "; ?to= names a simulator of it");
    }
    return http::json_response(202, "{\"status\":\"switching\"}");
  }
  return http::error_response(404, "not_found", "no flight with standbys is called \"" + flight + "\"");
}

void FlightMonitor::make_links() {
  const Config& config = context_.config;
  const auto find = [&config](const std::string& name) {
    return *std::find_if(config.simulators.begin(), config.simulators.end(),
                         [&name](const SimulatorConfig& simulator) { return simulator.name == name; });
  };
  for (const std::string& name : config.watched_names()) {
    const auto& flights = config.failover.flights;
    const auto flight = std::find_if(flights.begin(), flights.end(), [&](const auto& one) { return one.name == name; });
    std::vector<SimulatorConfig> simulators;
    if (flight == flights.end()) {
      simulators.push_back(find(name));
    } else {
      simulators.push_back(find(flight->primary));
      for (const std::string& standby : flight->standbys) simulators.push_back(find(standby));
    }
    links_.push_back(std::make_unique<SimulatorLink>(context_, name, std::move(simulators)));
    if (flight != flights.end()) watches_.push_back(std::make_unique<FailoverWatch>(context_, *links_.back()));
  }
}

world::Task<Result<>> FlightMonitor::start() {
  if (tasks_) co_return Error::invalid("flight-monitor is already running");
  const auto on_failure = [this](const std::string& task, const std::string& what) {
    log_.error("task_failed", {{"service", name()}, {"task", task}, {"reason", what}});
    context_.request_stop("flight-monitor failed");
  };
  started_ = context_.world.clock().now();
  tasks_ = std::make_unique<world::TaskGroup>(context_.world.executor(), on_failure);
  watching_ = std::make_unique<world::TaskGroup>(context_.world.executor(), on_failure);
  make_links();
  for (const auto& link : links_) tasks_->spawn("link." + link->name(), link->run());
  for (const auto& watch : watches_) watching_->spawn("failover." + watch->flight(), watch->run());
  co_return Result<>();
}

// May come again, and after one that was cut off: what has ended already costs no time.
world::Task<Result<>> FlightMonitor::end_samples(world::Instant deadline) {
  if (!tasks_) co_return Result<>();
  world::Clock& clock = context_.world.clock();
  world::Duration limit = time_left(clock, deadline);
  // First, so that no flight is moved while its link is closed.
  const std::vector<std::string> still_watching = co_await watching_->stop(clock, limit);
  bool open = false;
  for (const auto& link : links_) open = link->close() || open;
  limit = time_left(clock, deadline);
  // Links that wait or connect have nothing to close: cancelling them is all it takes.
  if (open) (void)co_await world::within(clock, std::min(kCloseLimit, limit), links_ended());
  limit = time_left(clock, deadline);
  std::vector<std::string> stuck = co_await tasks_->stop(clock, limit);
  stuck.insert(stuck.end(), still_watching.begin(), still_watching.end());
  for (auto& [simulator, link] : context_.board.links) link.state = LinkState::stopped;
  if (stuck.empty()) co_return Result<>();
  co_return Error(make_error_code(boost::system::errc::timed_out), "flight-monitor: did not end: " + stuck.front());
}

world::Task<Result<>> FlightMonitor::stop(world::Instant deadline) {
  if (!tasks_) co_return Result<>();
  Result<> ended = co_await end_samples(deadline);
  const auto missing =
      std::find_if(links_.begin(), links_.end(), [](const auto& link) { return link->failed_at_start(); });
  const std::string absent = missing == links_.end() ? std::string() : (*missing)->name();
  tasks_.reset();
  watching_.reset();
  watches_.clear();
  links_.clear();
  if (!absent.empty())
    co_return Error::invalid("flight-monitor: simulator " + absent + " did not appear after the start");
  co_return ended;
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

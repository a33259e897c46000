#include "service/http_front.hpp"

#include <algorithm>

#include "checkride/result/assert.hpp"
#include "metrics/table.hpp"
#include "service/access_log.hpp"
#include "service/http_manners.hpp"
#include "service/service.hpp"

namespace checkride::runtime {

HttpFront::HttpFront(Context& context, std::string logger) : context_(context), logger_(std::move(logger)) {}

world::Task<Result<std::unique_ptr<world::Listener>>> HttpFront::bind(ListenerPlan plan) {
  world::ServiceManager& manager = context_.world.manager();
  const std::string name = plan.health ? "health" : "metrics";
  if (auto inherited = manager.take_listener(name, plan.where.port)) co_return inherited;
  program::WrittenAs written = written_as(plan, context_.config);
  CO_TRY(auto listener, co_await program::listen(context_.world.network(), plan.where, std::move(written)));
  // A successor knows the socket by its port, unless nobody chose that.
  if (plan.where.port == 0) listener->set_name(name);
  co_return listener;
}

http::ServerHooks HttpFront::hooks() {
  http::ServerHooks hooks;
  Logger log = context_.log.logger(logger_);
  hooks.on_error = [log](const std::string& what) mutable { log.warn("http_error", {{"reason", what}}); };
  hooks.on_request = [this](http::Request& request) {
    request.id = request_id_of(request, context_.world.random("request-id"));
  };
  // Who is told in time that a connection ends sends its next request to somebody else; one that met the end itself
  // would be lost.
  hooks.on_response = [this](const http::Request& request, http::Response& response) {
    finish_response(request, response);
    if (context_.board.stopping) response.headers.set("Connection", "close");
  };
  if (context_.access != nullptr) {
    hooks.on_exchange = [access = context_.access->logger("access")](const http::Exchange& one) mutable {
      log_exchange(access, one);
    };
  }
  hooks.on_connections = [this](std::size_t open) { show_connections(open); };
  show_connections(0);
  drain_ = std::make_shared<http::Drain>();
  hooks.drain = drain_;
  return hooks;
}

// The gauge is the sum over all listeners.
void HttpFront::show_connections(std::size_t open) {
  context_.metrics.gauge(metric::kActiveHttpConnections)
      .add(static_cast<double>(open) - static_cast<double>(connections_));
  connections_ = open;
}

// A person, or a program that starts this one, reads where it listens; lines of a log on standard output are not to be
// mixed with it.
void HttpFront::tell(const std::string& where, const std::string& purpose) {
  const std::string line = "listening on " + where + " (" + purpose + ")";
  if (context_.config.logging.output == LogOutput::standard_output) {
    context_.world.print_error_line(line);
  } else {
    context_.world.print_line(line);
  }
  context_.log.logger(logger_).info("listening", {{"address", where}, {"purpose", purpose}});
}

world::Task<Result<>> HttpFront::start(ListenerPlan plan, std::function<http::Response(const http::Request&)> handler) {
  CHECKRIDE_ASSERT(!running());
  CO_TRY(auto listener, co_await bind(plan));
  const std::string where = listener->local().text();
  Logger log = context_.log.logger(logger_);
  tasks_ = std::make_unique<world::TaskGroup>(context_.world.executor(),
                                              [log](const std::string& task, const std::string& what) mutable {
                                                log.error("task_failed", {{"task", task}, {"reason", what}});
                                              });
  http::ServerLimits limits;
  limits.request = kRequestLimit;
  tasks_->spawn("http " + where, http::serve(context_.world, std::move(listener), std::move(handler), limits, hooks()));
  tell(where, plan.purpose());
  co_return Result<>();
}

namespace {

world::Task<Result<>> join(world::TaskGroup& tasks) {
  co_await tasks.join();
  co_return Result<>();
}

}  // namespace

world::Task<Result<>> HttpFront::stop(world::Instant deadline) {
  if (!running()) co_return Result<>();
  world::Clock& clock = context_.world.clock();
  const std::unique_ptr<world::TaskGroup> tasks = std::move(tasks_);
  drain_->begin();
  const world::Duration left = time_left(clock, deadline);
  const Result<> finished = co_await world::within(clock, std::min(left, kRequestLimit), join(*tasks));
  if (finished) co_return finished;
  const auto stuck = co_await tasks->stop(clock, time_left(clock, deadline));
  show_connections(0);
  if (!stuck.empty()) {
    co_return Error(make_error_code(boost::system::errc::timed_out), stuck.front() + " did not end");
  }
  co_return Result<>();
}

}  // namespace checkride::runtime

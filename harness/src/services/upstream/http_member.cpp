#include "services/upstream/http_member.hpp"

#include <fmt/format.h>

#include "services/http_faults.hpp"

namespace checkride::harness {

namespace {

constexpr world::Duration kDrainLook = std::chrono::milliseconds(10);
constexpr world::Duration kStopLimit = std::chrono::seconds(1);
// slow_tls takes its time of the handshake's.
constexpr world::Duration kHandshakeLimit = std::chrono::hours(25);

}  // namespace

HttpMember::HttpMember(ServicePlace place, MemberKind kind, HttpMemberSettings settings)
    : place_(std::move(place)), settings_(std::move(settings)), faults_(kind), log_(place_.world, place_.folder) {}

Result<> HttpMember::bind(const std::string& port, std::unique_ptr<world::Listener>& listener) {
  const auto found = ports_.find(port);
  if (found == ports_.end()) return {};
  TRY(listener, place_.world.network().listen(found->second));
  return {};
}

// One that takes its time tries the ports, so that a mistake is told at once, and lets them go again.
Result<> HttpMember::listen(const ServicePorts& ports) {
  ports_ = ports;
  if (!ports_.contains(std::string(kPort))) {
    return Error::invalid(fmt::format("an HTTP service needs the port \"{}\"", kPort));
  }
  if (settings_.tls) {
    TRY(tls_, ServiceTls::make(place_, faults_, *settings_.tls));
  }
  TRY_VOID(bind(std::string(kPort), listener_));
  TRY_VOID(bind(std::string(kMetricsPort), metrics_listener_));
  if (settings_.start_time == world::Duration::zero()) return {};
  listener_.reset();
  metrics_listener_.reset();
  return {};
}

world::Task<> HttpMember::serve() {
  if (settings_.start_time > world::Duration::zero()) {
    co_await place_.world.clock().sleep_for(settings_.start_time);
    const auto bound = bind(std::string(kPort), listener_);
    const auto also = bind(std::string(kMetricsPort), metrics_listener_);
    if (!bound || !also) {
      boost::json::object why;
      why["error"] = bound ? also.error().message() : bound.error().message();
      log_.write("fatal", "not_listening", why);
      co_return;
    }
  }
  world::TaskGroup tasks(place_.world.executor());
  begin(tasks);
  if (metrics_listener_) tasks.spawn("metrics of " + place_.name, serve_metrics());
  http::AsyncHandler handler = [this](const http::Request& request) { return handle(request); };
  http::ServerHooks served = hooks();
  serving_ = true;
  co_await http::serve(place_.world, std::move(listener_), std::move(handler), limits(), std::move(served));
  serving_ = false;
  (void)co_await tasks.stop(place_.world.clock(), kStopLimit);  // what lingers is cancelled with the group
}

world::Task<> HttpMember::serve_metrics() {
  std::function<http::Response(const http::Request&)> handler = [this](const http::Request&) { return metrics(); };
  co_await http::serve(place_.world, std::move(metrics_listener_), std::move(handler));
}

http::ServerLimits HttpMember::limits() const {
  http::ServerLimits limits = settings_.limits;
  if (!tls_) return limits;
  limits.handshake = kHandshakeLimit;
  limits.tls = tls_->server();
  return limits;
}

http::ServerHooks HttpMember::hooks() {
  http::ServerHooks hooks;
  hooks.on_error = [this](const std::string& what) {
    boost::json::object why;
    why["error"] = what;
    log_.write("error", "server_error", why);
  };
  hooks.on_exchange = [this](const http::Exchange& exchange) {
    if (place_.served == nullptr) return;
    Served served = served_of(exchange);
    served.secure = tls_ != nullptr;
    place_.served->add(std::move(served));
  };
  if (tls_) hooks.on_handshake = [this](const tls::Server&) { return tls_->greet(); };
  hooks.on_handshake_failed = [this](const Error&) {
    if (place_.served != nullptr) place_.served->add(failed_handshake());
  };
  hooks.on_connections = [this](std::size_t open) { connections_ = open; };
  hooks.drain = drain_;
  return hooks;
}

world::Task<http::Response> HttpMember::handle(const http::Request& request) {
  HttpTurn turn = http_turn(faults_, request);
  if (turn.instead) {
    if (turn.wait > world::Duration::zero()) co_await place_.world.clock().sleep_for(turn.wait);
    co_return std::move(*turn.instead);
  }
  http::Response response = co_await answer(request, turn.wait);
  if (turn.cut) response.raw = turn.cut;
  co_return response;
}

world::Task<Result<>> HttpMember::stop(world::Instant deadline) {
  drain_->begin();
  while (serving_ && place_.world.clock().now() < deadline) {
    co_await place_.world.clock().sleep_for(kDrainLook);
  }
  co_return Result<>();
}

Result<std::string> HttpMember::inject(const ServiceFault& fault) {
  TRY(std::string id, faults_.inject(fault.kind, fault.parameters_json));
  faults_changed();
  return id;
}

Result<> HttpMember::clear(const std::string& id) {
  TRY_VOID(faults_.clear(id));
  faults_changed();
  return {};
}

}  // namespace checkride::harness

#include "services/webhook_sink.hpp"

#include <utility>

#include "checkride/result/assert.hpp"

namespace checkride::harness {

namespace {

// An answer may take as long as a scenario says.
constexpr world::Duration kAnswerLimit = std::chrono::hours(48);
// slow_tls takes its time of the handshake's.
constexpr world::Duration kHandshakeLimit = std::chrono::hours(25);

}  // namespace

WebhookService::WebhookService(ServicePlace place, WebhookSpec spec)
    : place_(std::move(place)), spec_(std::move(spec)) {
  CHECKRIDE_ASSERT(place_.webhook != nullptr);
}

Result<> WebhookService::listen(const ServicePorts& ports) {
  if (spec_.tls != TlsMode::none) {
    TRY(tls_, ServiceTls::make(place_, faults_));
  }
  TRY(listener_, place_.world.network().listen(ports.at(std::string(kPort))));
  return {};
}

world::Task<> WebhookService::serve() {
  http::AsyncHandler handler = [this](const http::Request& request) { return answer(request); };
  http::ServerHooks told = hooks();
  co_await http::serve(place_.world, std::move(listener_), std::move(handler), limits(), std::move(told));
}

http::ServerLimits WebhookService::limits() const {
  http::ServerLimits limits;
  limits.answer = kAnswerLimit;
  limits.handshake = kHandshakeLimit;
  if (tls_) limits.tls = tls_->server();
  return limits;
}

http::ServerHooks WebhookService::hooks() {
  http::ServerHooks hooks;
  if (tls_) hooks.on_handshake = [this](const tls::Server&) { return tls_->greet(); };
  ServedInbox* const served = place_.served;
  if (served == nullptr) return hooks;
  hooks.on_exchange = [served, secure = tls_ != nullptr](const http::Exchange& exchange) {
    Served one = served_of(exchange);
    one.secure = secure;
    served->add(std::move(one));
  };
  hooks.on_handshake_failed = [served](const Error&) { served->add(failed_handshake()); };
  return hooks;
}

world::Task<http::Response> WebhookService::answer(const http::Request& request) {
  HttpTurn turn = http_turn(faults_, request);
  const world::Duration wait = turn.wait + spec_.answer.after;
  if (wait > world::Duration::zero()) co_await place_.world.clock().sleep_for(wait);
  if (turn.instead) co_return std::move(*turn.instead);
  WebhookCall call{request.method, request.target, request.body, request.headers};
  place_.webhook->add(std::move(call));
  http::Response response = http::text_response(spec_.answer.status, spec_.answer.body);
  response.raw = std::move(turn.cut);
  co_return response;
}

}  // namespace checkride::harness

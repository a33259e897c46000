#include "services/edge/edge_proxy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "checkride/compress/gzip.hpp"
#include "checkride/result/assert.hpp"
#include "checkride/values/ascii.hpp"
#include "services/edge/edge_log.hpp"
#include "services/edge/limit_req.hpp"
#include "services/edge/location_table.hpp"
#include "services/edge/nginx_conf.hpp"
#include "services/relay.hpp"

namespace checkride::harness::edge {

namespace {

constexpr world::Duration kDay = std::chrono::hours(24);
constexpr world::Duration kStopLimit = std::chrono::seconds(5);
constexpr int kRedirect = 301;

std::string_view title_of(int status) {
  switch (status) {
    case kRedirect:
      return "Moved Permanently";
    case 404:
      return "Not Found";
    case 429:
      return "Too Many Requests";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Temporarily Unavailable";
    case 504:
      return "Gateway Time-out";
    default:
      return "Error";
  }
}

http::Response page(int status) {
  http::Response response;
  response.status = status;
  response.headers.set("Content-Type", "text/html");
  response.body = fmt::format(
      "<html>\r\n<head><title>{0} {1}</title></head>\r\n<body>\r\n<center><h1>{0} {1}</h1></center>\r\n"
      "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n",
      status, title_of(status));
  return response;
}

// The host that the client asked for, without its port.
std::string host_of(const http::Request& request) {
  std::string host(request.headers.find("Host").value_or(""));
  host = host.substr(0, host.rfind(':'));
  std::transform(host.begin(), host.end(), host.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return host;
}

}  // namespace

struct EdgeProxy::State {
  State(ServicePlace its_place, const EdgeSpec& its_spec) : place(std::move(its_place)), spec(its_spec) {}

  ServicePlace place;
  EdgeSpec spec;
  std::map<std::string, LimitReq> zones;
  std::vector<std::unique_ptr<Relay>> relays;  // by location; null: it answers itself
  std::unique_ptr<world::File> access_log;
  std::unique_ptr<world::File> error_log;
};

namespace {

using StatePtr = std::shared_ptr<EdgeProxy::State>;

// A line that the disk does not take is lost, as nginx loses it.
void write_error(EdgeProxy::State& state, const http::Request& request, std::string_view what) {
  (void)state.error_log->append(error_line(request, what, state.place.world.clock().utc_now()));
}

void add_headers(http::Response& response, const EdgeHeaders& headers) {
  for (const auto& [name, value] : headers) response.headers.add(name, value);
}

// What every answer of a location gets: none is of the edge itself.
void finish(const EdgeProxy::State& state, const EdgeLocation* location, const http::Request& request,
            http::Response& response) {
  add_headers(response, state.spec.headers);
  if (location != nullptr) add_headers(response, location->headers);
  if (location != nullptr && location->cache_for && response.status < 400) {
    response.headers.add("Cache-Control",
                         fmt::format("public, max-age={}, immutable",
                                     std::chrono::ceil<std::chrono::seconds>(*location->cache_for).count()));
  }
  const auto type = response.headers.find("Content-Type").value_or("");
  const bool encoded = response.headers.find("Content-Encoding").has_value();
  if (request.method == "HEAD" || encoded ||
      !compressible(state.spec.compress, response.status, type, response.body.size())) {
    return;
  }
  response.headers.add("Vary", "Accept-Encoding");
  if (!takes_gzip(request.headers.find("Accept-Encoding").value_or(""))) return;
  response.body = compress::gzip_member(response.body);
  response.headers.set("Content-Encoding", "gzip");
}

http::Response redirect(const EdgeProxy::State& state, const http::Request& request) {
  const std::string port = state.spec.https_port == 443 ? "" : fmt::format(":{}", state.spec.https_port);
  http::Response response = page(kRedirect);
  response.headers.set("Location", fmt::format("https://{}{}{}", host_of(request), port, request.target));
  return response;
}

struct Failed {
  int status;
  std::string_view what;
};
Failed of(Relayed::Failure failure) {
  switch (failure) {
    case Relayed::Failure::no_connection:
      return {502, "connect() failed (111: Connection refused) while connecting to upstream"};
    case Relayed::Failure::late_connection:
      return {504, "upstream timed out (110: Connection timed out) while connecting to upstream"};
    case Relayed::Failure::late_answer:
      return {504, "upstream timed out (110: Connection timed out) while reading response header from upstream"};
    case Relayed::Failure::broken_answer:
      break;
  }
  return {502, "upstream prematurely closed connection while reading response header from upstream"};
}

world::Endpoint endpoint_of(const EdgeProxy::State& state, const std::string& member) {
  const auto& services = state.place.services;
  const auto found =
      std::find_if(services.begin(), services.end(), [&](const Neighbour& one) { return one.name == member; });
  CHECKRIDE_ASSERT(found != services.end());
  return found->endpoint;
}

world::Task<http::Response> hand_on(StatePtr state, const EdgeLocation& location, http::Request request, bool secure) {
  const http::Request asked = request;
  request.headers.set("Host", host_of(request));
  request.headers.set("X-Real-IP", request.remote.host);
  append_to_list(request.headers, "X-Forwarded-For", asked.remote.host);
  request.headers.set("X-Forwarded-Proto", secure ? "https" : "http");
  const auto place = static_cast<std::size_t>(&location - state->spec.locations.data());
  Relayed relayed = co_await state->relays[place]->ask(endpoint_of(*state, location.to), std::move(request));
  if (relayed.answer) co_return std::move(*relayed.answer);
  const Failed failed = of(relayed.failure);
  write_error(*state, asked, failed.what);
  co_return page(failed.status);
}

// nginx returns what it is to return before it counts.
world::Task<http::Response> content(StatePtr state, const EdgeLocation& location, http::Request request, bool secure) {
  if (location.answer) {
    http::Response response;
    response.status = location.answer->status;
    response.headers.set("Content-Type", location.answer->type);
    response.body = location.answer->body;
    co_return response;
  }
  if (!location.zone.empty()) {
    LimitReq& zone = state->zones.at(location.zone);
    if (!zone.takes(request.remote.host, location.burst, state->place.world.clock().now())) {
      write_error(*state, request, "limiting requests by zone \"" + location.zone + "\"");
      co_return page(state->spec.limit_status);
    }
  }
  auto response = co_await hand_on(state, location, std::move(request), secure);
  co_return response;
}

world::Task<http::Response> answer(StatePtr state, http::Request request, bool secure) {
  if (!secure && state->spec.tls && state->spec.redirect_http) {
    http::Response response = redirect(*state, request);
    finish(*state, nullptr, request, response);
    co_return response;
  }
  const EdgeLocation* location = find_location(state->spec, request.path());
  http::Response response = page(404);
  if (location != nullptr) response = co_await content(state, *location, request, secure);
  finish(*state, location, request, response);
  co_return response;
}

RelayLimits limits_of(const EdgeSpec& spec, const EdgeLocation& location) {
  RelayLimits limits;
  limits.connect = location.connect;
  limits.answer = location.read;
  limits.idle_max = spec.upstream_keep;
  return limits;
}

http::ServerLimits server_limits(const EdgeSpec& spec) {
  http::ServerLimits limits;
  limits.connections_max = spec.connections_max;
  limits.idle = spec.keep_alive;
  limits.request = std::chrono::seconds(60);
  limits.answer = std::chrono::hours(2);  // the limits of the locations are shorter
  return limits;
}

http::ServerHooks hooks_of(const StatePtr& state) {
  http::ServerHooks hooks;
  hooks.on_exchange = [state](const http::Exchange& exchange) {
    const EdgeLocation* location = find_location(state->spec, exchange.request.path());
    if (location != nullptr && !location->log) return;
    (void)state->access_log->append(access_line(exchange, state->place.world.clock().utc_now()));
  };
  return hooks;
}

world::Task<> serve_one(StatePtr state, std::unique_ptr<world::Listener> listener, std::optional<tls::Server> tls) {
  const bool secure = tls.has_value();
  http::AsyncHandler handler = [state, secure](const http::Request& request) { return answer(state, request, secure); };
  http::ServerLimits limits = server_limits(state->spec);
  limits.tls = std::move(tls);
  http::ServerHooks hooks = hooks_of(state);
  co_await http::serve(state->place.world, std::move(listener), std::move(handler), std::move(limits),
                       std::move(hooks));
}

}  // namespace

tls::Identity identity_of(world::World& world, const tls::Authority& authority, std::vector<std::string> names) {
  const world::UtcTime now = world.clock().utc_now();
  tls::CertificateRequest request;
  request.names = std::move(names);
  request.from = now - kDay;
  request.until = now + 365 * kDay;
  return authority.issue(world, request);
}

EdgeProxy::EdgeProxy(ServicePlace place, const EdgeSpec& spec)
    : state_(std::make_shared<State>(std::move(place), spec)) {
  for (const EdgeZone& zone : spec.zones) state_->zones.emplace(zone.name, LimitReq(zone.per_minute));
  for (const EdgeLocation& location : spec.locations) {
    state_->relays.push_back(
        location.to.empty() ? nullptr : std::make_unique<Relay>(state_->place.world, limits_of(spec, location)));
  }
}

EdgeProxy::~EdgeProxy() = default;

Result<> EdgeProxy::listen(const ServicePorts& ports) {
  world::World& world = state_->place.world;
  const std::string& folder = state_->place.folder;
  TRY_VOID(world.files().make_directories(folder));
  TRY(state_->access_log, world.files().append_to(fmt::format("{}/{}", folder, kAccessLog)));
  TRY(state_->error_log, world.files().append_to(fmt::format("{}/{}", folder, kErrorLog)));
  TRY(http_, world.network().listen(ports.at(std::string(kHttpPort))));
  if (!state_->spec.tls) return {};
  CHECKRIDE_ASSERT(state_->place.authority != nullptr);
  const EdgeTls& policy = *state_->spec.tls;
  tls::ServerSettings settings;
  settings.identity = identity_of(world, *state_->place.authority, state_->place.names);
  settings.least = policy.least == EdgeTlsVersion::tls_1_2 ? tls::Version::tls_1_2 : tls::Version::tls_1_3;
  settings.most = policy.most == EdgeTlsVersion::tls_1_2 ? tls::Version::tls_1_2 : tls::Version::tls_1_3;
  settings.ciphers = policy.ciphers;
  TRY(tls_, tls::Server::make(world, settings));
  TRY(https_, world.network().listen(ports.at(std::string(kHttpsPort))));
  return {};
}

world::Task<> EdgeProxy::serve() {
  world::World& world = state_->place.world;
  world::TaskGroup secure(world.executor());
  if (https_) secure.spawn("edge https", serve_one(state_, std::move(https_), tls_));
  co_await serve_one(state_, std::move(http_), std::nullopt);
  (void)co_await secure.stop(world.clock(), kStopLimit);
}

}  // namespace checkride::harness::edge

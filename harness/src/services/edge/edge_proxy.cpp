#include "services/edge/edge_proxy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "checkride/compress/gzip.hpp"
#include "checkride/result/assert.hpp"
#include "checkride/values/ascii.hpp"
#include "services/edge/edge_cache.hpp"
#include "services/edge/edge_log.hpp"
#include "services/edge/limit_req.hpp"
#include "services/edge/location_table.hpp"
#include "services/edge/nginx_conf.hpp"
#include "services/relay.hpp"
#include "services/service_tls.hpp"

namespace checkride::harness::edge {

namespace {

constexpr world::Duration kStopLimit = std::chrono::seconds(5);
constexpr int kRedirect = 301;
constexpr int kNotModified = 304;
// Who waits for another's request looks so often whether it has ended, and gives up after so long.
constexpr world::Duration kTurnLook = std::chrono::milliseconds(500);
constexpr world::Duration kTurnLimit = std::chrono::seconds(5);

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

std::string asked_host(const http::Request& request) {
  return host_of(request.headers.find("Host").value_or(""));
}

}  // namespace

struct EdgeProxy::State {
  State(ServicePlace its_place, const EdgeSpec& its_spec) : place(std::move(its_place)), spec(its_spec) {}

  ServicePlace place;
  EdgeSpec spec;
  std::map<std::string, LimitReq> zones;
  std::vector<std::unique_ptr<Relay>> relays;  // by location; null: it answers itself
  EdgeCache cache;
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
  response.headers.set("Location", fmt::format("https://{}{}{}", asked_host(request), port, request.target));
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

RelayTarget target_of(const ServicePlace& place, const std::string& member) {
  const auto& services = place.services;
  const auto found =
      std::find_if(services.begin(), services.end(), [&](const Neighbour& one) { return one.name == member; });
  CHECKRIDE_ASSERT(found != services.end());
  return {found->endpoint, speaks_tls(found->spec, ports_of(found->spec).front().name)};
}

// What came of a request that was handed on: the service's answer, or a page of the edge's own.
struct HandedOn {
  http::Response response;
  bool answered = false;
};

world::Task<HandedOn> hand_on(StatePtr state, const EdgeLocation& location, http::Request request, bool secure) {
  const http::Request asked = request;
  request.headers.set("Host", asked_host(request));
  request.headers.set("X-Real-IP", request.remote.host);
  append_to_list(request.headers, "X-Forwarded-For", asked.remote.host);
  request.headers.set("X-Forwarded-Proto", secure ? "https" : "http");
  const auto place = static_cast<std::size_t>(&location - state->spec.locations.data());
  Relayed relayed = co_await state->relays[place]->ask(target_of(state->place, location.to), std::move(request));
  HandedOn handed;
  handed.answered = relayed.answer.has_value();
  if (handed.answered) {
    handed.response = std::move(*relayed.answer);
  } else {
    const Failed failed = of(relayed.failure);
    write_error(*state, asked, failed.what);
    handed.response = page(failed.status);
  }
  co_return handed;
}

// ---- answers that are kept

// One who fetches an answer anew, until it goes, however it goes.
class Update {
 public:
  Update(StatePtr state, std::string key) : state_(std::move(state)), key_(std::move(key)) {
    first_ = state_->cache.begin_update(key_);
  }
  ~Update() {
    if (first_) state_->cache.end_update(key_);
  }
  Update(const Update&) = delete;
  Update& operator=(const Update&) = delete;

 private:
  StatePtr state_;
  std::string key_;
  bool first_ = false;
};

std::int64_t seconds_now(const EdgeProxy::State& state) {
  const auto since = state.place.world.clock().utc_now().time_since_epoch();
  return std::chrono::floor<std::chrono::seconds>(since).count();
}

http::Response as_kept(http::Response response, const http::Request& asked, std::string_view status) {
  if (has_already(asked, response)) {
    http::Headers kept;
    for (const auto& [name, value] : response.headers.fields()) {
      if (!values::same_text(name, "Content-Type")) kept.add(name, value);
    }
    response.headers = std::move(kept);
    response.status = kNotModified;
    response.body.clear();
  }
  response.headers.add(std::string(kCacheStatus), std::string(status));
  return response;
}

// False: it took too long, so that it asks by itself, and what it gets is not kept.
world::Task<bool> wait_for_turn(StatePtr state, std::string key, const http::Request& asked) {
  world::Clock& clock = state->place.world.clock();
  const world::Instant deadline = clock.now() + kTurnLimit;
  while (state->cache.find(key, asked) == nullptr && state->cache.is_updated(key)) {
    const world::Duration left = deadline - clock.now();
    if (left <= world::Duration::zero()) co_return false;
    co_await clock.sleep_for(std::min(left, kTurnLook));
  }
  co_return true;
}

// In the place of which of them may an old answer stand? What the service itself allowed (stale-if-error) is for the
// time when it says nothing.
bool gives_way(const HandedOn& handed, const EdgeStore& rule, bool allowed_by_service) {
  const int status = handed.response.status;
  const bool failed = !handed.answered || status == 500 || (status >= 502 && status <= 504);
  return (rule.stale && failed) || (allowed_by_service && !handed.answered);
}

world::Task<http::Response> kept_or_asked(StatePtr state, const EdgeLocation& location, http::Request request,
                                          bool secure) {
  const EdgeStore& rule = *location.store;
  const http::Request asked = request;
  const std::string key = location.to + asked.target;
  ask_for_whole(request);
  EdgeCache& cache = state->cache;
  const bool bypass = passes_by(asked, rule);
  bool keeps = !bypass;
  if (!bypass && rule.one_at_a_time) keeps = co_await wait_for_turn(state, key, asked);
  const EdgeCache::Entry* const entry = bypass ? nullptr : cache.find(key, asked);
  const std::int64_t begin_s = seconds_now(*state);
  std::optional<EdgeCache::Entry> old = std::nullopt;  // a copy: the cache changes while it is asked
  if (entry != nullptr) {
    if (entry->lifetime.until >= begin_s) co_return as_kept(entry->answer, asked, "HIT");
    const bool good = rule.stale || entry->lifetime.stale_update >= begin_s;
    if (good && cache.is_updated(key)) co_return as_kept(entry->answer, asked, "UPDATING");
    old = *entry;
  }
  std::optional<Update> update;
  if (keeps && (old || rule.one_at_a_time)) update.emplace(state, key);
  HandedOn handed = co_await hand_on(state, location, std::move(request), secure);
  const bool allowed = old && old->lifetime.stale_error >= begin_s;
  if (old && gives_way(handed, rule, allowed)) co_return as_kept(old->answer, asked, "STALE");
  http::Response response = std::move(handed.response);
  const std::string_view status = bypass ? "BYPASS" : old ? "EXPIRED" : "MISS";
  const auto lifetime = lifetime_of(response, rule, seconds_now(*state));
  if (!lifetime) {
    response.headers.add(std::string(kCacheStatus), std::string(status));
    co_return response;
  }
  if (keeps) cache.put(key, asked, response, *lifetime);
  co_return as_kept(std::move(response), asked, status);
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
  if (location.store && (request.method == "GET" || request.method == "HEAD")) {
    auto kept = co_await kept_or_asked(state, location, std::move(request), secure);
    co_return kept;
  }
  HandedOn handed = co_await hand_on(state, location, std::move(request), secure);
  co_return std::move(handed.response);
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

std::unique_ptr<Relay> relay_for(const ServicePlace& place, const EdgeSpec& spec, const EdgeLocation& location) {
  std::optional<tls::Client> trust;
  if (target_of(place, location.to).secure) trust = trust_for(place.world, place);
  return std::make_unique<Relay>(place.world, limits_of(spec, location), std::move(trust));
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

EdgeProxy::EdgeProxy(ServicePlace place, const EdgeSpec& spec)
    : state_(std::make_shared<State>(std::move(place), spec)) {
  for (const EdgeZone& zone : spec.zones) state_->zones.emplace(zone.name, LimitReq(zone.per_minute));
  for (const EdgeLocation& location : spec.locations) {
    state_->relays.push_back(location.to.empty() ? nullptr : relay_for(state_->place, spec, location));
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
  TRY(tls_, server_for(world, state_->place, *state_->spec.tls));
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

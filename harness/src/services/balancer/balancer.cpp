#include "services/balancer/balancer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "services/balancer/choice.hpp"
#include "services/balancer/health_gate.hpp"
#include "services/relay.hpp"
#include "services/service_tls.hpp"

namespace checkride::harness::balancer {

namespace {

constexpr world::Duration kStopLimit = std::chrono::seconds(5);
constexpr std::size_t kCheckBytesMax = 16 * 1024 * 1024;
constexpr int kRedirect = 301;

struct Backend {
  BackendSpec spec;
  RelayTarget target;
  HealthGate gate;
  BackendState state = BackendState::ready;
  std::uint64_t at_work = 0;
};

// A request at work, until it ends, also where its task is cancelled.
class AtWork {
 public:
  explicit AtWork(Backend& backend) : backend_(backend) { ++backend_.at_work; }
  ~AtWork() { --backend_.at_work; }
  AtWork(const AtWork&) = delete;
  AtWork& operator=(const AtWork&) = delete;

 private:
  Backend& backend_;
};

// Those that the requests of a route may go to.
struct Group {
  Choice choice;
  std::vector<std::size_t> backends;
};

http::Response refusal(int status, std::string_view title, std::string_view reason) {
  http::Response answer;
  answer.status = status;
  answer.headers.set("Cache-Control", "no-cache");
  answer.headers.set("Content-Type", "text/html");
  answer.body = fmt::format("<html><body><h1>{} {}</h1>\n{}\n</body></html>\n", status, title, reason);
  return answer;
}

http::Response no_server() {
  return refusal(503, "Service Unavailable", "No server is available to handle this request.");
}

http::Response refusal_for(Relayed::Failure failure) {
  switch (failure) {
    case Relayed::Failure::no_connection:
    case Relayed::Failure::late_connection:
      return no_server();
    case Relayed::Failure::late_answer:
      return refusal(504, "Gateway Time-out", "The server didn't respond in time.");
    case Relayed::Failure::broken_answer:
      break;
  }
  return refusal(502, "Bad Gateway", "The server returned an invalid or incomplete response.");
}

bool fits(const RouteSpec& route, const http::Request& request) {
  return std::all_of(route.headers.begin(), route.headers.end(), [&](const RouteSpec::Header& wanted) {
    return request.headers.find(wanted.name) == std::string_view(wanted.value);
  });
}

RelayTarget target_of(const ServicePlace& place, const std::string& member) {
  const auto found = std::find_if(place.services.begin(), place.services.end(),
                                  [&](const Neighbour& one) { return one.name == member; });
  CHECKRIDE_ASSERT(found != place.services.end());
  return {found->endpoint, speaks_tls(found->spec, ports_of(found->spec).front().name)};
}

std::optional<tls::Client> trust_of_backends(const ServicePlace& place, const BalancerSpec& spec) {
  const bool needed = std::any_of(spec.backends.begin(), spec.backends.end(),
                                  [&](const BackendSpec& one) { return target_of(place, one.to).secure; });
  if (!needed) return std::nullopt;
  return trust_for(place.world, place);
}

RelayLimits limits_of(const BalancerSpec& spec) {
  RelayLimits limits;
  limits.connect = spec.connect;
  limits.answer = spec.server;
  return limits;
}

}  // namespace

struct Balancer::State {
  State(ServicePlace its_place, const BalancerSpec& its_spec)
      : place(std::move(its_place)),
        world(place.world),
        spec(its_spec),
        trust(trust_of_backends(place, its_spec)),
        relay(world, limits_of(its_spec), trust) {}

  ServicePlace place;
  world::World& world;
  BalancerSpec spec;
  std::optional<tls::Client> trust;  // where a backend is asked by https
  Relay relay;
  std::vector<Backend> backends;
  std::vector<Group> groups;  // of the routes, and behind them that of all other requests
};

namespace {

using StatePtr = std::shared_ptr<Balancer::State>;

std::optional<std::size_t> choose(Balancer::State& state, const http::Request& request) {
  const auto route = std::find_if(state.spec.routes.begin(), state.spec.routes.end(),
                                  [&](const RouteSpec& one) { return fits(one, request); });
  Group& group = state.groups[static_cast<std::size_t>(route - state.spec.routes.begin())];
  std::vector<Candidate> candidates;
  for (const std::size_t i : group.backends) {
    const Backend& one = state.backends[i];
    Candidate candidate;
    candidate.usable = one.gate.is_up() && one.state == BackendState::ready;
    candidate.backup = one.spec.backup;
    candidate.weight = one.spec.weight;
    candidate.at_work = one.at_work;
    candidates.push_back(candidate);
  }
  const auto chosen = group.choice.next(candidates);
  return chosen ? std::optional(group.backends[*chosen]) : std::nullopt;
}

world::Task<http::Response> answer(StatePtr state, http::Request request) {
  const auto chosen = choose(*state, request);
  if (!chosen) co_return no_server();
  Backend& backend = state->backends[*chosen];
  request.headers.add("X-Forwarded-For", request.remote.host);
  const AtWork mark(backend);
  Relayed relayed = co_await state->relay.ask(backend.target, std::move(request));
  if (relayed.answer) co_return std::move(*relayed.answer);
  co_return refusal_for(relayed.failure);
}

http::Response redirect(const BalancerSpec& spec, const http::Request& request) {
  std::string host(request.headers.find("Host").value_or(""));
  const std::string port = spec.https_port == 443 ? "" : fmt::format(":{}", spec.https_port);
  http::Response response;
  response.status = kRedirect;
  response.headers.set("Location", fmt::format("https://{}{}{}", host.substr(0, host.find(':')), port, request.target));
  return response;
}

world::Task<http::Response> answer_plain(StatePtr state, http::Request request) {
  if (state->spec.tls && state->spec.redirect_http) co_return redirect(state->spec, request);
  auto response = co_await answer(state, std::move(request));
  co_return response;
}

// One port, with room for as many clients as the spec says.
world::Task<> serve_one(StatePtr state, std::unique_ptr<world::Listener> listener, std::optional<tls::Server> tls) {
  const BalancerSpec& spec = state->spec;
  auto door = std::make_shared<Door>(state->world, spec.connections_max);
  const bool secure = tls.has_value();
  http::AsyncHandler handler = [state, secure](const http::Request& request) {
    return secure ? answer(state, request) : answer_plain(state, request);
  };
  http::ServerLimits limits;
  // The door alone says how many: the server still counts those that are ending.
  limits.connections_max = std::numeric_limits<std::size_t>::max();
  limits.idle = spec.client;
  limits.request = spec.client;
  limits.answer = spec.connect + spec.server + kStopLimit;
  limits.tls = std::move(tls);
  http::ServerHooks hooks;
  hooks.on_connections = [door](std::size_t open) { door->set_open(open); };
  auto behind = behind_door(std::move(listener), door);
  co_await http::serve(state->world, std::move(behind), std::move(handler), std::move(limits), std::move(hooks));
}

// Checks begin one after the other within the first period, as HAProxy spreads them.
world::Task<> keep_checking(StatePtr state, std::size_t which) {
  const HealthCheckSpec check = state->spec.check;
  world::Clock& clock = state->world.clock();
  Backend& backend = state->backends[which];
  world::Instant due =
      clock.now() + check.every * static_cast<std::int64_t>(which) / static_cast<std::int64_t>(state->backends.size());
  for (;; due = std::max(due + check.every, clock.now())) {
    co_await clock.sleep_until(due);
    if (backend.state == BackendState::maintenance) continue;
    http::Url url;
    if (backend.target.secure) url.scheme = "https";
    url.host = backend.target.endpoint.host;
    url.port = backend.target.endpoint.port;
    url.target = check.path;
    http::Request request;
    request.target = check.path;
    std::optional<tls::Client> trust = state->trust;
    const auto seen = co_await http::fetch(state->world, std::move(url), std::move(request), check.timeout,
                                           kCheckBytesMax, std::move(trust));
    if (backend.state == BackendState::maintenance) continue;
    if (seen && seen->status == check.status) {
      backend.gate.passed();
    } else {
      backend.gate.failed();
    }
  }
}

Backend& backend_of(Balancer::State& state, const std::string& name) {
  return *std::find_if(state.backends.begin(), state.backends.end(),
                       [&](const Backend& one) { return one.spec.name == name; });
}

void set_state(Balancer::State& state, Backend& backend, BackendState to) {
  // Who comes back from maintenance is believed until the first check.
  if (backend.state == BackendState::maintenance && to == BackendState::ready) {
    backend.gate = HealthGate(state.spec.check.fall, state.spec.check.rise);
  }
  backend.state = to;
}

Group group_of(const BalancerSpec& spec, const std::vector<std::string>& names) {
  std::vector<std::size_t> places;
  for (const std::string& name : names) {
    for (std::size_t i = 0; i < spec.backends.size(); ++i) {
      if (spec.backends[i].name == name) places.push_back(i);
    }
  }
  Choice choice(spec.algorithm, places.size());
  return {std::move(choice), std::move(places)};
}

}  // namespace

Balancer::Balancer(ServicePlace place, const BalancerSpec& spec)
    : state_(std::make_shared<State>(std::move(place), spec)) {
  std::vector<std::string> all;
  for (const BackendSpec& backend : spec.backends) {
    HealthGate gate(spec.check.fall, spec.check.rise);
    state_->backends.push_back({backend, target_of(state_->place, backend.to), gate});
    all.push_back(backend.name);
  }
  for (const RouteSpec& route : spec.routes) state_->groups.push_back(group_of(spec, route.to));
  state_->groups.push_back(group_of(spec, all));
}

Balancer::~Balancer() = default;

Result<> Balancer::listen(const ServicePorts& ports) {
  TRY(listener_, state_->world.network().listen(ports.at(std::string(kPort))));
  if (!state_->spec.tls) return {};
  TRY(tls_, server_for(state_->world, state_->place, *state_->spec.tls));
  TRY(https_, state_->world.network().listen(ports.at(std::string(kHttpsPort))));
  return {};
}

world::Task<> Balancer::serve() {
  world::TaskGroup checks(state_->world.executor());
  for (std::size_t i = 0; i < state_->backends.size(); ++i) {
    checks.spawn("check of " + state_->backends[i].spec.name, keep_checking(state_, i));
  }
  world::TaskGroup secure(state_->world.executor());
  if (https_) secure.spawn("balancer https", serve_one(state_, std::move(https_), std::move(tls_)));
  co_await serve_one(state_, std::move(listener_), std::nullopt);
  (void)co_await secure.stop(state_->world.clock(), kStopLimit);
  (void)co_await checks.stop(state_->world.clock(), kStopLimit);
}

world::Task<Result<>> Balancer::set(ServiceChange change) {
  CO_TRY(const BalancerChange parsed, parse_change(state_->spec, change.json));
  for (const auto& [name, weight] : parsed.weights) backend_of(*state_, name).spec.weight = weight;
  for (const auto& [name, to] : parsed.states) set_state(*state_, backend_of(*state_, name), to);
  co_return Result<>();
}

}  // namespace checkride::harness::balancer

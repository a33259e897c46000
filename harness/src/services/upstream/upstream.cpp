#include "services/upstream/upstream.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>

#include "services/upstream/authorize.hpp"
#include "services/upstream/json_check.hpp"
#include "services/upstream/latency.hpp"

namespace checkride::harness {

namespace {

namespace json = boost::json;

constexpr std::string_view kRequestId = "X-Request-Id";
constexpr std::uint64_t kWhole = 1'000'000;

HttpMemberSettings settings_of(const UpstreamSpec& spec) {
  HttpMemberSettings settings;
  settings.start_time = spec.start_time;
  settings.tls = spec.tls;
  settings.limits.body_bytes_max = spec.body_max;
  settings.limits.answer = spec.request_timeout;
  settings.limits.connections_max = 10'000;
  return settings;
}

bool matches(const std::string& pattern, const std::string& path) {
  if (!pattern.ends_with("/*")) return pattern == path;
  return path.starts_with(std::string_view(pattern).substr(0, pattern.size() - 1));
}

void say_when(http::Response& response, world::Duration wait) {
  const auto seconds = std::max(std::chrono::ceil<std::chrono::seconds>(wait), std::chrono::seconds(1));
  response.headers.set("Retry-After", fmt::to_string(seconds.count()));
}

http::Response wrong_field(const JsonMistake& mistake) {
  json::object error;
  error["code"] = "invalid_field";
  error["field"] = mistake.field;
  error["message"] = (mistake.field.empty() ? "the body" : mistake.field) + ": expected " + mistake.expected;
  json::object document;
  document["error"] = std::move(error);
  constexpr int kUnprocessable = 422;
  return http::json_response(kUnprocessable, json::serialize(document));
}

http::Response reset_connection() {
  auto raw = std::make_shared<http::RawExchange>();
  raw->bytes_max = 0;
  raw->end = http::RawExchange::End::reset;
  http::Response response;
  response.status = 500;
  response.raw = std::move(raw);
  return response;
}

}  // namespace

Upstream::Endpoint::Endpoint(const EndpointSpec& declared, const std::map<std::string, std::shared_ptr<Gcra>>& shared)
    : spec(declared) {
  for (const LimitSpec& limit : spec.limits) {
    limits.push_back(limit.shared.empty() ? std::make_shared<Gcra>(limit.rate) : shared.at(limit.shared));
  }
  for (const UseSpec& use : spec.uses) {
    const bool in_memory = use.kind == UseKind::cache && use.name == "memory";
    caches.push_back(in_memory ? std::make_unique<MemoryCache>(use.entries_max) : nullptr);
  }
}

Upstream::Upstream(ServicePlace place, UpstreamSpec spec)
    : HttpMember(std::move(place), MemberKind::upstream, settings_of(spec)),
      spec_(std::move(spec)),
      workers_(world(), spec_, random("workers")) {
  std::map<std::string, std::shared_ptr<Gcra>> shared;
  for (const LimitSpec& one : spec_.limits) shared.emplace(one.shared, std::make_shared<Gcra>(one.rate));
  for (const EndpointSpec& one : spec_.endpoints) endpoints_.push_back(std::make_unique<Endpoint>(one, shared));
  for (const DependencySpec& one : spec_.dependencies) {
    dependencies_.emplace(one.name, std::make_unique<Dependency>(this->place(), one));
  }
}

Upstream::~Upstream() = default;

world::Random& Upstream::random(std::string_view what) {
  return world().random(fmt::format("{}/{}", place().name, what));
}

void Upstream::begin(world::TaskGroup& tasks) {
  for (const auto& [name, dependency] : dependencies_) tasks.spawn("pool of " + name, dependency->keep_tidy());
}

void Upstream::faults_changed() {
  const ServiceFaultValue* const leak = faults().find("leak");
  for (const auto& [name, dependency] : dependencies_) {
    dependency->set_leaks(leak != nullptr && leak->name == name);
    const ServiceFaultValue* const down = faults().find("dependency_down");
    dependency->set_down(down != nullptr && down->name == name);
  }
  const ServiceFaultValue* const stuck = faults().find("worker_stuck");
  workers_.set_stuck(stuck == nullptr ? 0 : stuck->workers);
}

Upstream::Endpoint* Upstream::find(const http::Request& request, bool* path_known) {
  const std::string path = request.path();
  for (const auto& endpoint : endpoints_) {
    if (!matches(endpoint->spec.path, path)) continue;
    *path_known = true;
    const auto& methods = endpoint->spec.methods;
    if (methods.empty() || std::find(methods.begin(), methods.end(), request.method) != methods.end()) {
      return endpoint.get();
    }
  }
  return nullptr;
}

world::Task<Upstream::Refusal> Upstream::own_page(const http::Request& request, world::Duration slow) {
  const std::string path = request.path();
  const bool is_health = path == spec_.health_path;
  const bool is_metrics = path == spec_.metrics_path && !spec_.metrics_port;
  if (!is_health && !is_metrics) co_return std::nullopt;
  if (slow > world::Duration::zero()) co_await world().clock().sleep_for(slow);
  if (is_metrics) co_return metrics();
  http::Response page = co_await health();
  co_return page;
}

world::Task<http::Response> Upstream::answer(const http::Request& request, world::Duration slow) {
  Refusal page = co_await own_page(request, slow);
  if (page) co_return std::move(*page);
  bool path_known = false;
  Endpoint* const endpoint = find(request, &path_known);
  if (endpoint == nullptr) {
    const int status = path_known ? 405 : 404;
    metrics_.count("http_requests_total",
                   {{"method", request.method}, {"path", "other"}, {"status", fmt::to_string(status)}});
    if (path_known) co_return http::error_response(status, "method_not_allowed", "this path has other methods");
    co_return http::error_response(status, "not_found", "there is no such path");
  }
  Visit here(request, *endpoint);
  here.slow = slow;
  const auto id = request.headers.find(kRequestId);
  here.id = id ? std::string(*id) : fmt::format("{}-{}", place().name, ++last_id_);
  const world::Instant began = world().clock().now();
  http::Response response;
  try {
    response = co_await visit(here);
  } catch (...) {
    // Cancelled: it took longer than request_timeout, which the server answers so.
    tell(here, http::text_response(503, ""), world().clock().now() - began);
    throw;
  }
  response.headers.set(kRequestId, here.id);
  response.headers.set("X-Instance", place().name);
  response.headers.set("X-Version", spec_.version);
  response.route = endpoint->spec.path;
  tell(here, response, world().clock().now() - began);
  co_return response;
}

world::Task<http::Response> Upstream::visit(Visit& visit) {
  ++visit.endpoint.requests;
  if (auto refusal = admit(visit)) co_return std::move(*refusal);
  const auto work = co_await workers_.enter();
  if (!work) {
    http::Response full = http::error_response(503, "queue_full", "every worker is busy, and so is the queue");
    say_when(full, std::chrono::seconds(1));
    co_return full;
  }
  http::Response response;
  try {
    response = co_await at_work(visit);
  } catch (...) {
    workers_.leave(*work);
    throw;
  }
  workers_.leave(*work);
  co_return response;
}

world::Task<http::Response> Upstream::at_work(Visit& visit) {
  leaked_bytes_ += spec_.memory.leak_per_request;
  if (const ServiceFaultValue* leak = faults().find("leak")) leaked_bytes_ += leak->bytes;
  if (visit.slow > world::Duration::zero()) co_await world().clock().sleep_for(visit.slow);
  if (auto error = draw_error(visit)) co_return std::move(*error);
  Refusal refusal = co_await use_all(visit);
  if (refusal) co_return std::move(*refusal);
  http::Response response = finished(visit);
  if (visit.cached) co_return response;
  const world::Duration takes = draw_time(visit, response.body.size());
  if (takes > world::Duration::zero()) co_await world().clock().sleep_for(takes);
  // An answer that lacks something is not kept: the next may have it.
  if (visit.degraded.empty() && response.status < 400) co_await remember(visit, response.body);
  co_return response;
}

Upstream::Refusal Upstream::admit(Visit& visit) {
  if (visit.endpoint.spec.auth && spec_.auth) {
    const auto caller = authorize(*spec_.auth, visit.request, world().clock().utc_now());
    if (!caller) {
      http::Response refusal = http::error_response(401, "unauthorized", "who asks must say so, and is not known");
      refusal.headers.set("WWW-Authenticate", spec_.auth->kind == AuthKind::api_key ? "ApiKey" : "Bearer");
      return refusal;
    }
    visit.caller = *caller;
  }
  if (auto refusal = check_limits(visit)) return refusal;
  return check_body(visit);
}

Upstream::Refusal Upstream::check_limits(Visit& visit) {
  const auto& limits = visit.endpoint.spec.limits;
  for (std::size_t i = 0; i < limits.size(); ++i) {
    const std::string whose = limits[i].per == LimitPer::client ? visit.request.remote.host
                              : limits[i].per == LimitPer::key  ? visit.caller
                                                                : std::string();
    const auto wait = visit.endpoint.limits[i]->ask(whose, world().clock().now());
    if (!wait) continue;
    http::Response refusal = http::error_response(limits[i].status, "too_many_requests", "the limit is reached");
    say_when(refusal, *wait);
    return refusal;
  }
  return std::nullopt;
}

Upstream::Refusal Upstream::check_body(Visit& visit) {
  json::error_code error;
  if (!visit.request.body.empty()) visit.body = json::parse(visit.request.body, error);
  if (!visit.endpoint.spec.schema) return std::nullopt;
  if (error || visit.request.body.empty()) {
    return http::error_response(400, "no_json", "the body must be a JSON document");
  }
  if (const auto mistake = check_json(*visit.endpoint.spec.schema, visit.body)) return wrong_field(*mistake);
  return std::nullopt;
}

Upstream::Refusal Upstream::draw_error(const Visit& visit) {
  for (const EndpointError& one : visit.endpoint.spec.errors) {
    const bool strikes = one.every > 0 ? visit.endpoint.requests % one.every == 0
                                       : random(visit.endpoint.spec.path + "/errors").ratio(one.share_ppm, kWhole);
    if (!strikes) continue;
    if (one.reset) return reset_connection();
    return http::error_response(one.status, "declared", "this endpoint fails now and then");
  }
  return std::nullopt;
}

world::Duration Upstream::draw_time(const Visit& visit, std::size_t answer_bytes) {
  const EndpointSpec& spec = visit.endpoint.spec;
  const auto bytes = static_cast<double>(visit.request.body.size() + answer_bytes);
  return draw_latency(spec.latency, random(spec.path + "/latency")) +
         world::from_seconds(world::to_seconds(spec.latency_per_mb) * bytes / 1e6);
}

http::Response Upstream::finished(const Visit& visit) const {
  const UpstreamAnswer& declared = visit.endpoint.spec.answer;
  http::Response response;
  response.status = declared.status;
  response.headers.set("Content-Type", declared.type);
  for (const auto& [name, value] : declared.headers) response.headers.add(name, value);
  const bool caches = std::any_of(visit.endpoint.spec.uses.begin(), visit.endpoint.spec.uses.end(),
                                  [](const UseSpec& use) { return use.kind == UseKind::cache; });
  if (caches) response.headers.set("X-Cache", visit.cached ? "HIT" : "MISS");
  if (visit.cached) {
    response.body = *visit.cached;
    return response;
  }
  response.body = declared.body;
  json::error_code error;
  json::value body = json::parse(declared.body, error);
  if (!error && body.is_object()) {
    json::object& object = body.get_object();
    for (const auto& member : visit.found) object[member.key()] = member.value();
    if (!visit.degraded.empty()) object["degraded"] = json::array(visit.degraded.begin(), visit.degraded.end());
    response.body = json::serialize(object);
  }
  // Blanks behind a document are a part of no value.
  if (response.body.size() < declared.bytes) response.body.resize(declared.bytes, ' ');
  return response;
}

}  // namespace checkride::harness

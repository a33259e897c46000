// What an upstream tells of itself: health, metrics, log.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "services/upstream/upstream.hpp"

namespace checkride::harness {

namespace {

namespace json = boost::json;

constexpr int kFailures = 400;

// The value there as a label has it; empty: none.
std::string text_at(const json::value& body, const std::string& pointer) {
  json::error_code error;
  const json::value* const value = body.find_pointer(pointer, error);
  if (value == nullptr) return {};
  return value->is_string() ? std::string(std::string_view(value->get_string())) : json::serialize(*value);
}

json::value value_at(const json::value& body, const std::string& pointer) {
  json::error_code error;
  const json::value* const value = body.find_pointer(pointer, error);
  return value == nullptr ? json::value() : *value;
}

}  // namespace

bool Upstream::part_available(const PartSpec& part) const {
  const ServiceFaultValue* const missing = faults().find("part_missing");
  return part.available && (missing == nullptr || missing->name != part.name);
}

world::Task<Result<>> Upstream::set(ServiceChange change) {
  json::error_code error;
  const json::value document = json::parse(change.json, error);
  const json::value* const parts =
      !error && document.is_object() ? document.get_object().if_contains("parts") : nullptr;
  if (parts == nullptr || !parts->is_object()) co_return Error::invalid("parts are given by their names");
  std::vector<std::pair<PartSpec*, bool>> changes;  // made when all of them can be
  for (const auto& entry : parts->get_object()) {
    const auto part = std::find_if(spec_.parts.begin(), spec_.parts.end(),
                                   [&entry](const PartSpec& one) { return one.name == std::string_view(entry.key()); });
    if (part == spec_.parts.end())
      co_return Error::invalid(fmt::format("it has no part \"{}\"", std::string_view(entry.key())));
    if (!entry.value().is_bool()) co_return Error::invalid("a part is available (true) or missing (false)");
    changes.emplace_back(&*part, entry.value().get_bool());
  }
  for (const auto& [part, available] : changes) part->available = available;
  co_return Result<>();
}

world::Task<http::Response> Upstream::health() {
  json::value merged = json::parse(spec_.health_body);
  json::object page = merged.is_object() ? std::move(merged.get_object()) : json::object();
  bool critical = false;
  bool degraded = false;
  json::object dependencies;
  for (const auto& [name, dependency] : dependencies_) {
    const bool up = co_await dependency->is_up();
    dependencies[name] = up ? "up" : "down";
    if (!up) (dependency->spec().optional ? degraded : critical) = true;
  }
  json::object parts;
  for (const PartSpec& part : spec_.parts) {
    const bool available = part_available(part);
    json::object told;
    told["available"] = available;
    if (!available) told["reason"] = part.reason.empty() ? "it is not installed" : part.reason;
    parts[part.name] = std::move(told);
    if (!available) (part.optional ? degraded : critical) = true;
  }
  page["status"] = critical ? "unhealthy" : degraded ? "degraded" : "healthy";
  page["instance"] = place().name;
  page["version"] = spec_.version;
  page["dependencies"] = std::move(dependencies);
  page["parts"] = std::move(parts);
  co_return http::json_response(critical ? 503 : 200, json::serialize(page));
}

std::uint64_t Upstream::memory_bytes() const {
  std::uint64_t entries = 0;
  for (const auto& endpoint : endpoints_) {
    for (const auto& cache : endpoint->caches) entries += cache ? cache->size() : 0;
  }
  return spec_.memory.base + spec_.memory.per_cached * entries + leaked_bytes_;
}

http::Response Upstream::metrics() {
  const auto set = [this](const std::string& name, const MetricPage::Labels& labels, auto value) {
    metrics_.set(name, labels, static_cast<double>(value));
  };
  set("build_info", {{"version", spec_.version}, {"instance", place().name}}, 1);
  set("active_connections", {}, connections());
  set("process_resident_memory_bytes", {}, memory_bytes());
  set("workers_busy", {}, workers_.line().at_work());
  set("requests_waiting", {}, workers_.line().waiting());
  set("workers_recycled", {}, workers_.line().counts().recycled);
  for (const auto& [name, dependency] : dependencies_) {
    const PoolCounts counts = dependency->counts();
    const MetricPage::Labels labels{{"dependency", name}};
    set("db_connections_active", labels, counts.open - counts.idle);
    set("db_connections_idle", labels, counts.idle);
    set("db_connections_waiting", labels, counts.waiting);
    set("db_connections_max", labels, dependency->spec().pool.open_max);
  }
  http::Response page = http::text_response(200, metrics_.text());
  page.headers.set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
  return page;
}

std::string Upstream::label_value(const Visit& visit, const std::string& from, const http::Response& response) const {
  if (from.starts_with('=')) return from.substr(1);
  if (from.starts_with('/')) return text_at(visit.body, from);
  if (from == "outcome") return response.status < kFailures ? "ok" : "error";
  if (from == "status") return fmt::to_string(response.status);
  if (from == "method") return visit.request.method;
  return visit.endpoint.spec.path;
}

void Upstream::tell(const Visit& visit, const http::Response& response, world::Duration took) {
  const EndpointSpec& endpoint = visit.endpoint.spec;
  metrics_.count(
      "http_requests_total",
      {{"method", visit.request.method}, {"path", endpoint.path}, {"status", fmt::to_string(response.status)}});
  metrics_.observe("http_request_duration_seconds", {{"path", endpoint.path}}, took);
  for (const CountSpec& count : endpoint.counts) {
    MetricPage::Labels labels;
    for (const auto& [name, from] : count.labels) labels.emplace_back(name, label_value(visit, from, response));
    if (count.durations) {
      metrics_.observe(count.metric, labels, took);
    } else {
      metrics_.count(count.metric, labels);
    }
  }
  // The path alone: a query may hold what no log should.
  json::object line;
  line["request_id"] = visit.id;
  line["method"] = visit.request.method;
  line["path"] = visit.request.path();
  line["status"] = response.status;
  line["duration_ms"] = world::to_seconds(took) * 1e3;
  line["client"] = visit.request.remote.host;
  for (const auto& [name, pointer] : spec_.log_fields) line[name] = value_at(visit.body, pointer);
  log().write("info", "request", line);
}

}  // namespace checkride::harness

// What an upstream does for a request: looks into caches, asks others, uses its parts.
#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/json.hpp>

#include "services/upstream/latency.hpp"
#include "services/upstream/upstream.hpp"

namespace checkride::harness {

namespace {

namespace json = boost::json;

constexpr std::string_view kDuplicate = "duplicate";

// Of a body that is no JSON its text.
json::value value_of(const std::string& body) {
  json::error_code error;
  json::value value = json::parse(body, error);
  return error ? json::value(body) : value;
}

resp::Request keep_request(const std::string& key, const std::string& body, world::Duration ttl) {
  return {"SET", key, body, "PX", fmt::to_string(std::chrono::ceil<std::chrono::milliseconds>(ttl).count())};
}

}  // namespace

world::Task<Upstream::Refusal> Upstream::use_all(Visit& visit) {
  for (std::size_t i = 0; i < visit.endpoint.spec.uses.size(); ++i) {
    Refusal refusal = co_await use(visit, i);
    if (refusal || visit.cached) co_return refusal;
  }
  co_return std::nullopt;
}

world::Task<Upstream::Refusal> Upstream::use(Visit& visit, std::size_t index) {
  const UseSpec& spec = visit.endpoint.spec.uses[index];
  Refusal refusal;
  switch (spec.kind) {
    case UseKind::cache:
      refusal = co_await look_up(visit, index);
      break;
    case UseKind::db_read:
      refusal = co_await read_rows(visit, spec);
      break;
    case UseKind::db_write:
      refusal = co_await write_row(visit, spec);
      break;
    case UseKind::call:
      refusal = co_await call(visit, spec);
      break;
    case UseKind::part:
      refusal = co_await use_part(visit, spec);
      break;
  }
  co_return refusal;
}

// Nothing: it goes on without, and the answer is degraded.
Upstream::Refusal Upstream::without(Visit& visit, const Dependency& dependency, const Error& why) {
  const std::string& name = dependency.spec().name;
  json::object members;
  members["dependency"] = name;
  members["request_id"] = visit.id;
  members["error"] = why.message();
  log().write(dependency.spec().optional ? "warn" : "error", "dependency_failed", members);
  metrics_.count("dependency_failures_total", {{"dependency", name}});
  if (dependency.spec().optional) {
    visit.degraded.push_back(name);
    return std::nullopt;
  }
  const bool late = why.code() == boost::asio::error::timed_out;
  return http::error_response(late ? 504 : 503, "dependency_failed", name + (late ? " takes too long" : " fails"));
}

world::Task<Upstream::Refusal> Upstream::look_up(Visit& visit, std::size_t index) {
  const UseSpec& spec = visit.endpoint.spec.uses[index];
  std::string key = cache_key(spec, visit.request);
  if (MemoryCache* const memory = visit.endpoint.caches[index].get()) {
    visit.cached = memory->find(key, world().clock().now());
  } else {
    Dependency& store = *dependencies_.at(spec.name);
    resp::Request request;
    request.push_back("GET");
    request.push_back(key);
    const auto answer = co_await store.ask_keys(std::move(request));
    if (!answer) co_return without(visit, store, answer.error());
    if (answer->kind == resp::Value::Kind::bulk) visit.cached = answer->text;
  }
  metrics_.count(visit.cached ? "cache_hits_total" : "cache_misses_total", {{"cache", spec.name}});
  if (!visit.cached) visit.missed.emplace_back(index, std::move(key));
  co_return std::nullopt;
}

world::Task<> Upstream::remember(Visit& visit, const std::string& body) {
  for (const auto& [index, key] : visit.missed) {
    const UseSpec& spec = visit.endpoint.spec.uses[index];
    if (MemoryCache* const memory = visit.endpoint.caches[index].get()) {
      memory->put(key, body, world::after(world().clock().now(), spec.ttl));
      continue;
    }
    Dependency& store = *dependencies_.at(spec.name);
    resp::Request request = keep_request(key, body, spec.ttl);
    const auto kept = co_await store.ask_keys(std::move(request));
    if (!kept) metrics_.count("dependency_failures_total", {{"dependency", spec.name}});
  }
}

world::Task<Upstream::Refusal> Upstream::read_rows(Visit& visit, const UseSpec& use) {
  Dependency& database = *dependencies_.at(use.name);
  json::object where;
  for (const std::string& column : use.by) {
    if (const auto value = visit.request.query(column)) where[column] = *value;
  }
  json::object request;
  request["do"] = "find";
  request["table"] = use.table;
  request["where"] = std::move(where);
  auto answer = co_await database.ask_tables(std::move(request));
  if (!answer) co_return without(visit, database, answer.error());
  visit.found[use.table] = (*answer)["rows"];
  co_return std::nullopt;
}

world::Task<Upstream::Refusal> Upstream::write_row(Visit& visit, const UseSpec& use) {
  Dependency& database = *dependencies_.at(use.name);
  if (!visit.body.is_object()) {
    co_return http::error_response(400, "no_row", "the body must be a JSON object");
  }
  json::array rows;
  rows.push_back(visit.body);
  json::object request;
  request["do"] = "insert";
  request["table"] = use.table;
  request["rows"] = std::move(rows);
  const auto answer = co_await database.ask_tables(std::move(request));
  if (answer) co_return std::nullopt;
  if (answer.error().detail().starts_with(kDuplicate)) {
    co_return http::error_response(409, "duplicate", use.table + " has that already");
  }
  co_return without(visit, database, answer.error());
}

world::Task<Upstream::Refusal> Upstream::call(Visit& visit, const UseSpec& use) {
  Dependency& other = *dependencies_.at(use.name);
  http::Request request;
  request.target = use.target;
  const auto mark = visit.request.target.find('?');
  if (use.pass_query && mark != std::string::npos) {
    request.target += (use.target.find('?') == std::string::npos ? "?" : "&") + visit.request.target.substr(mark + 1);
  }
  request.headers.set("X-Request-Id", visit.id);
  const world::Instant began = world().clock().now();
  const auto answer = co_await other.call(std::move(request));
  metrics_.observe("dependency_request_duration_seconds", {{"dependency", use.name}}, world().clock().now() - began);
  if (!answer) co_return without(visit, other, answer.error());
  visit.found[use.name] = value_of(answer->body);
  co_return std::nullopt;
}

world::Task<Upstream::Refusal> Upstream::use_part(Visit& visit, const UseSpec& use) {
  const auto part = std::find_if(spec_.parts.begin(), spec_.parts.end(),
                                 [&use](const PartSpec& one) { return one.name == use.name; });
  if (!part_available(*part)) {
    if (!part->optional) co_return http::error_response(503, "part_missing", use.name + " is not there");
    visit.degraded.push_back(use.name);
    co_return std::nullopt;
  }
  const world::Duration takes = draw_latency(part->takes, random(use.name + "/part"));
  if (takes > world::Duration::zero()) co_await world().clock().sleep_for(takes);
  metrics_.observe(use.name + "_calculation_seconds", {}, takes);
  co_return std::nullopt;
}

}  // namespace checkride::harness

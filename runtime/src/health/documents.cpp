#include "health/documents.hpp"

#include <fmt/format.h>

#include "checkride/program/build_facts.hpp"
#include "checkride/values/json.hpp"
#include "health/flight_document.hpp"
#include "rules/condition.hpp"

namespace checkride::runtime {

namespace {

using values::json::Writer;

// Text of one document, built by `write`.
template <class Write>
std::string document(const Write& write) {
  std::string out;
  Writer json(out);
  json.begin_object();
  write(json);
  json.end_object();
  return out;
}

void write_time(Writer& json, DocumentTime time) {
  const auto since_epoch = std::chrono::duration_cast<std::chrono::milliseconds>(time.now.time_since_epoch());
  json.member("timestamp", world::format_rfc3339(time.now));
  json.member("timestamp_ms", since_epoch.count());
}

std::string_view check_word(Status status) {
  switch (status) {
    case Status::healthy:
      return "pass";
    case Status::degraded:
    case Status::starting:
      return "warn";
    case Status::unhealthy:
    case Status::stopping:
      return "fail";
  }
  return "fail";
}

double milliseconds(world::Duration duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

template <class T>
void write_optional(Writer& json, std::string_view name, const std::optional<T>& value) {
  json.key(name);
  if (value) {
    json.value(*value);
  } else {
    json.null();
  }
}

void write_service_check(Writer& json, const CheckedService& one) {
  json.begin_object().member("name", one.name).member("status", check_word(one.health.status));
  if (!one.health.errors.empty()) json.member("message", joined_sentences(one.health.errors));
  json.member("duration", milliseconds(one.duration)).end_object();
}

void write_system_check(Writer& json, const SystemCheck& check) {
  if (!check.percent) return;
  json.begin_object().member("name", check.name).member("status", check.warns() ? "warn" : "pass");
  json.member("message", fmt::format("{:.0f}% used", *check.percent)).member("duration", 0).end_object();
}

void write_head(Writer& json, const HealthReport& report, const SystemView& system, DocumentTime time) {
  json.member("status", to_string(overall(report)));
  write_time(json, time);
  json.member("version", program::kBuildFacts.version);
  json.member("uptime_seconds", world::to_seconds(time.uptime)).member("uptime", world::to_seconds(time.uptime));
  json.key("checks").begin_array();
  for (const CheckedService& one : report.services) write_service_check(json, one);
  for (const SystemCheck& check : system_checks(system)) write_system_check(json, check);
  json.end_array();
}

std::optional<double> known(double limit, double value) {
  return limit > 0 ? std::optional(value) : std::nullopt;
}

void write_system(Writer& json, const SystemView& view) {
  const world::World::SystemUsage& usage = view.usage;
  json.key("system").begin_object();
  write_optional(json, "cpu_percent", view.cpu_percent);
  write_optional(json, "cpu_cores", known(usage.cpu_cores, usage.cpu_cores));
  write_optional(json, "memory_percent", view.memory_percent);
  write_optional(json, "memory_used_bytes", known(usage.memory_limit_bytes, usage.memory_used_bytes));
  write_optional(json, "memory_limit_bytes", known(usage.memory_limit_bytes, usage.memory_limit_bytes));
  write_optional(json, "disk_percent", view.disk_percent);
  write_optional(json, "disk_free_bytes", known(usage.disk_total_bytes, usage.disk_free_bytes));
  write_optional(json, "disk_total_bytes", known(usage.disk_total_bytes, usage.disk_total_bytes));
  json.key("load_average").begin_array();
  for (const double average : usage.load) json.value(average);
  json.end_array().member("confined", usage.confined).end_object();
}

// A service that runs is healthy only if it has nothing to complain of and does its work.
std::string_view service_word(const ServiceHealth& health) {
  const bool ails = !health.errors.empty() || !health.ready;
  return to_string(health.status == Status::healthy && ails ? Status::degraded : health.status);
}

void write_texts(Writer& json, std::string_view name, const std::vector<std::string>& texts) {
  json.key(name).begin_array();
  for (const std::string& text : texts) json.value(text);
  json.end_array();
}

void write_service(Writer& json, const CheckedService& one) {
  json.key(one.name).begin_object();
  json.member("status", service_word(one.health));
  json.member("last_check", world::format_rfc3339(one.last_check));
  if (!one.health.details.empty()) {
    json.key("details").begin_object();
    for (const Detail& detail : one.health.details) {
      json.key(detail.name);
      std::visit([&](const auto& value) { json.value(value); }, detail.value);
    }
    json.end_object();
  }
  if (!one.health.errors.empty()) write_texts(json, "errors", one.health.errors);
  json.end_object();
}

void write_alert(Writer& json, const AlertStatus& alert) {
  json.begin_object();
  json.member("rule", alert.rule).member("simulator", alert.simulator);
  json.member("state", to_string(alert.state)).member("since", world::format_rfc3339(alert.since));
  write_optional(json, "value", alert.value);
  // A condition about time compares with none.
  const auto condition = alerts::parse_condition(alert.condition);
  if (!condition || !is_about_time(*condition)) json.member("threshold", alert.threshold);
  json.member("severity", to_string(alert.severity));
  json.member("fired_count", alert.fired_count).member("resolved_count", alert.resolved_count);
  json.member("id", alert.id).member("metric", alert.metric).member("condition", alert.condition);
  json.member("unit", alert.unit).member("severity_level", alert.severity_level);
  const bool firing = alert.state == alerts::AlertState::firing;
  if (alert.fired_at) json.member("fired_at", world::format_rfc3339(*alert.fired_at));
  if (firing && alert.tier > 0) json.member("tier", alert.tier);
  if (firing && alert.respond_by) json.member("respond_by", world::format_rfc3339(*alert.respond_by));
  json.member("acknowledged_by", alert.acknowledged_by).member("suppressed_by", alert.suppressed_by);
  json.end_object();
}

void write_variable(Writer& json, const VariableStatus& variable, world::Instant now) {
  json.begin_object().member("name", variable.name).member("alias", variable.alias).member("unit", variable.unit);
  json.member("critical", variable.critical);
  write_optional(json, "value", variable.value);
  if (variable.last_data) json.member("age_seconds", world::to_seconds(now - *variable.last_data));
  if (!variable.error.empty()) json.member("error", variable.error);
  json.end_object();
}

void write_link_state(Writer& json, const LinkStatus& link, world::Instant now) {
  json.member("name", link.simulator).member("address", link.address);
  json.member("state", to_string(link.state)).member("since", world::format_rfc3339(link.state_since_utc));
  json.member("session", link.session).member("application", link.application);
  json.key("last_data_time");
  if (link.last_data_utc) {
    json.value(world::format_rfc3339(*link.last_data_utc));
  } else {
    json.null();
  }
  if (link.last_data) json.member("data_age_seconds", world::to_seconds(now - *link.last_data));
  write_optional(json, "error_rate", link.errors.rate(now));
  json.member("last_error", link.last_error).member("last_decode_error", link.last_decode_error);
}

void write_link(Writer& json, const LinkStatus& link, const Board& board, world::Instant now) {
  json.begin_object();
  write_link_state(json, link, now);
  write_flight(json, link, board);
  json.key("counters").begin_object();
  json.member("connect_attempts", link.connect_attempts).member("messages", link.messages);
  json.member("samples", link.samples).member("exceptions", link.exceptions);
  json.member("undecodable", link.undecodable).member("link_losses", link.link_losses);
  json.end_object();
  json.key("facts").begin_object();
  for (const auto& [fact, text] : link.facts) json.member(info_of(fact).name, text);
  json.end_object();
  json.key("variables").begin_array();
  for (const VariableStatus& variable : link.variables) write_variable(json, variable, now);
  json.end_array();
  json.end_object();
}

}  // namespace

std::string health_document(const HealthReport& report, const SystemView& system, DocumentTime time) {
  return document([&](Writer& json) { write_head(json, report, system, time); });
}

std::string health_detail_document(const HealthReport& report, const SystemView& system, const AppConfig& app,
                                   DocumentTime time) {
  return document([&](Writer& json) {
    write_head(json, report, system, time);
    json.member("environment", app.environment).member("response_time", world::to_seconds(time.response_time));
    json.key("app").begin_object().member("name", app.name).member("version", app.version);
    json.member("environment", app.environment).end_object();
    json.key("services").begin_object();
    for (const CheckedService& one : report.services) write_service(json, one);
    json.end_object();
    write_system(json, system);
  });
}

std::string live_document(bool alive, world::Duration heartbeat_age, DocumentTime time) {
  return document([&](Writer& json) {
    json.member("status", alive ? "alive" : "stuck");
    write_time(json, time);
    json.member("heartbeat_age_seconds", world::to_seconds(heartbeat_age));
  });
}

std::string ready_document(const HealthReport& report, DocumentTime time) {
  const std::vector<std::string> reasons = reasons_not_ready(report);
  return document([&](Writer& json) {
    json.member("status", reasons.empty() ? "ready" : "not_ready");
    write_time(json, time);
    write_texts(json, "reasons", reasons);
  });
}

std::string alerts_document(const Board& board, const AlertsPage& page) {
  return document([&](Writer& json) {
    std::size_t total = 0;
    json.key("alerts").begin_array();
    for (const auto& [key, alert] : board.alerts) {
      if (page.state && alert.state != *page.state) continue;
      const bool shown = total >= page.offset && total - page.offset < page.limit;
      if (shown) write_alert(json, alert);
      ++total;
    }
    json.end_array();
    json.member("total", total);
  });
}

std::string simulators_document(const Board& board, world::Instant now) {
  return document([&](Writer& json) {
    json.key("simulators").begin_array();
    for (const auto& [name, link] : board.links) write_link(json, link, board, now);
    json.end_array();
  });
}

}  // namespace checkride::runtime

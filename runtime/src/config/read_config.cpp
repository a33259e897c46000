// The YAML keys of each section, in the order of the guide.
#include <algorithm>
#include <set>

#include "checkride/values/values.hpp"
#include "config/aliases.hpp"
#include "config/load.hpp"
#include "config/read_alerts.hpp"

namespace checkride::runtime {

namespace {

using namespace std::chrono_literals;
using values::Diagnostics;
using values::MapReader;

constexpr int kVariablesMax = 1000;

void read_level(MapReader& map, std::string_view key, std::optional<Level>* out) {
  Level level{};
  if (map.choice<Level>(key, &level,
                        {{"debug", Level::debug},
                         {"info", Level::info},
                         {"warn", Level::warn},
                         {"warning", Level::warn},
                         {"error", Level::error},
                         {"fatal", Level::fatal}})) {
    *out = level;
  }
}

void read_app(MapReader& map, AppConfig* app) {
  if (!map.has("name")) {
    map.errors().add(map.position(), "app.name is required");
    map.ignore("name");
  } else if (map.required("name", &app->name) && app->name.empty()) {
    map.error("name", "app.name is required");
  }
  map.optional("version", &app->version);
  map.optional("environment", &app->environment);
  read_level(map, "log_level", &app->log_level);
  map.optional("shutdown_timeout", &app->shutdown_timeout, {1s, 1h});
}

VariableConfig read_variable(const values::Node& node, std::uint32_t position, Diagnostics& errors) {
  VariableConfig variable;
  variable.id = position;
  MapReader map(node, errors);
  map.optional("id", &variable.id);
  if (map.required("name", &variable.name) && variable.name.empty()) map.error("name", "a variable needs a name");
  map.required("units", &variable.units);
  map.optional("critical", &variable.critical);
  if (map.optional("alias", &variable.alias) && variable.alias == kErrorRateMetric) {
    map.error("alias", "error_rate is the error rate of the link and cannot be an alias");
  }
  map.finish();
  return variable;
}

void read_variables(MapReader& map, std::vector<VariableConfig>* variables) {
  std::set<std::uint32_t> ids;
  std::set<std::string> aliases;
  map.list("variables", [&](const values::Node& node) {
    const auto position = static_cast<std::uint32_t>(variables->size() + 1);
    VariableConfig variable = read_variable(node, position, map.errors());
    if (!ids.insert(variable.id).second) {
      map.errors().add(node.position(), "variable id " + std::to_string(variable.id) + " is used twice");
    }
    if (!variable.alias.empty() && !aliases.insert(variable.alias).second) {
      map.errors().add(node.position(), "alias \"" + variable.alias + "\" is used twice");
    }
    variables->push_back(std::move(variable));
  });
  if (variables->size() > kVariablesMax) {
    map.error("variables", "at most " + std::to_string(kVariablesMax) + " variables");
  }
  fill_aliases(*variables);
}

void read_flight_monitor(MapReader& map, FlightMonitorConfig* monitor) {
  monitor->enabled = true;
  map.optional("enabled", &monitor->enabled);
  // Data count as stale after 30 s: a longer interval would make a good link look dead between two samples.
  if (map.optional("update_interval", &monitor->update_interval, {1s, 10s}) && monitor->update_interval % 1s != 0s) {
    map.error("update_interval", "expected whole seconds: SimConnect counts its periods in seconds");
  }
  map.optional("simconnect_dll", &monitor->simconnect_dll);
  map.optional("retry_attempts", &monitor->retry_attempts, {0, 1000});
  map.optional("client_name", &monitor->client_name);
  read_variables(map, &monitor->variables);
}

void read_data_collector(MapReader& map, DataCollectorConfig* collector) {
  enum class Format { json };
  Format format{};
  collector->enabled = true;
  map.optional("enabled", &collector->enabled);
  map.choice<Format>("output_format", &format, {{"json", Format::json}});
  if (map.optional("output_path", &collector->output_path) && collector->output_path.empty()) {
    map.error("output_path", "expected the path of a folder");
  }
  map.optional("buffer_size", &collector->buffer_size, {1, 10'000'000});
  map.optional("flush_interval", &collector->flush_interval, {100ms, 1h});
  map.optional("compression", &collector->compression);
}

void read_metrics_exporter(MapReader& map, MetricsExporterConfig* exporter) {
  enum class Type { prometheus };
  Type type{};
  map.optional("enabled", &exporter->enabled);
  map.choice<Type>("type", &type, {{"prometheus", Type::prometheus}});
  map.optional("address", &exporter->address);
  map.optional("port", &exporter->port);
  if (map.optional("path", &exporter->path)) {
    const std::string& path = exporter->path;
    if (!path.starts_with('/') || path.find_first_of("?#{} ") != std::string::npos) {
      map.error("path", "expected a path that begins with '/', such as /metrics");
    } else if (path.starts_with("/health") || path.starts_with("/api/")) {
      map.error("path", "\"" + path + "\" belongs to the health listener; take another, such as /metrics");
    }
  }
  map.optional("interval", &exporter->interval, {1s, 1h});
  map.optional("bare_flight_gauges", &exporter->bare_flight_gauges);
}

void read_monitoring(MapReader& map, MonitoringConfig* monitoring) {
  map.optional("enabled", &monitoring->enabled);
  map.optional("address", &monitoring->address);
  map.optional("health_check_port", &monitoring->health_check_port);
  map.optional("metrics_port", &monitoring->metrics_port);
  map.optional("profiling_port", &monitoring->profiling_port);
  map.optional("check_interval", &monitoring->check_interval, {1s, 1h});
}

void read_logging(MapReader& map, LoggingConfig* logging) {
  constexpr std::uint64_t kMegabyte = 1'000'000;
  read_level(map, "level", &logging->level);
  map.choice<LogFormat>("format", &logging->format,
                        {{"json", LogFormat::json}, {"logfmt", LogFormat::logfmt}, {"text", LogFormat::text}});
  map.choice<LogOutput>("output", &logging->output,
                        {{"stdout", LogOutput::standard_output}, {"file", LogOutput::file}});
  const bool path_read = map.optional("file_path", &logging->file_path);
  const bool nowhere = logging->file_path.empty() || logging->file_path.ends_with('/');
  if (logging->output == LogOutput::file && nowhere && (path_read || !map.has("file_path"))) {
    map.error("file_path", "logging.file_path must name a file while logging.output is file");
  }
  std::uint64_t megabytes = logging->max_bytes / kMegabyte;
  if (map.optional("max_size_mb", &megabytes, {1, 1'000'000})) logging->max_bytes = megabytes * kMegabyte;
  map.optional("max_backups", &logging->max_backups, {0, 100'000});
  map.optional("max_age_days", &logging->max_age_days, {0, 36'500});
  map.optional("compress", &logging->compress);
}

void read_security(MapReader& map, SecurityConfig* security) {
  map.optional("tls_enabled", &security->tls_enabled);
  map.optional("cert_file", &security->cert_file);
  map.optional("key_file", &security->key_file);
  map.optional("api_key_enabled", &security->api_key_enabled);
  std::string api_key;
  const bool key_read = map.optional("api_key", &api_key);
  security->api_key = Secret(std::move(api_key));
  if (security->api_key_enabled && security->api_key.empty() && (key_read || !map.has("api_key"))) {
    map.error("api_key", "security.api_key is required while api_key_enabled is true");
  }
  map.map("rate_limiting", [&](MapReader& limits) {
    limits.optional("enabled", &security->rate_limiting_enabled);
    limits.optional("requests_per_second", &security->requests_per_second, {1, 1'000'000});
    limits.optional("burst_size", &security->burst_size, {1, 1'000'000});
    limits.optional("window_size", &security->window_size, {1s, 24h});
  });
}

bool is_name(std::string_view text) {
  constexpr std::size_t kLengthMax = 64;
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  return !text.empty() && text.size() <= kLengthMax && std::all_of(text.begin(), text.end(), fits);
}

void read_simulator(const values::Node& node, std::vector<SimulatorConfig>* simulators, Diagnostics& errors) {
  SimulatorConfig simulator;
  MapReader map(node, errors);
  if (map.required("name", &simulator.name)) {
    const auto same = [&](const SimulatorConfig& other) { return other.name == simulator.name; };
    if (!is_name(simulator.name)) {
      map.error("name", "expected up to 64 letters, digits, '-' and '_': the name stands in paths and labels");
    } else if (std::any_of(simulators->begin(), simulators->end(), same)) {
      map.error("name", "simulator \"" + simulator.name + "\" is listed twice");
    }
  }
  std::string address;
  if (map.required("address", &address)) {
    if (auto endpoint = world::parse_endpoint(address); endpoint && endpoint->port != 0) {
      simulator.address = std::move(*endpoint);
    } else {
      map.error("address", "expected HOST:PORT such as 127.0.0.1:5111, not \"" + address + "\"");
    }
  }
  map.optional("protocol", &simulator.protocol, {2, 6});
  map.finish();
  simulators->push_back(std::move(simulator));
}

// Is the list of the section absent or empty? One that is no list at all has been told as such.
bool lacks(const MapReader& root, std::string_view section, std::string_view list) {
  const auto found = root.self().find(section);
  const auto items = found ? found->find(list) : std::nullopt;
  return !items || (items->is_list() && items->items().empty());
}

// What one section alone cannot tell.
void check_across(const Config& config, MapReader& root) {
  if (config.flight_monitor.enabled && lacks(root, "flight_monitor", "variables")) {
    root.error("flight_monitor", "flight_monitor.variables is required when enabled");
  }
  if (config.alert_manager.enabled && lacks(root, "alert_manager", "rules")) {
    root.error("alert_manager", "alert_manager.rules is required when enabled");
  }
  if (config.metrics_exporter.bare_flight_gauges && config.simulators.size() > 1) {
    root.error("metrics_exporter", "bare_flight_gauges needs a single simulator: two would write one series");
  }
}

// One key is enough: an exporter without a port of its own takes the one that the section monitoring names.
void settle_metrics_port(const MapReader& root, Config* config) {
  const auto section = root.self().find("metrics_exporter");
  const bool named = section && section->find("port");
  if (!named && config->monitoring.metrics_port) config->metrics_exporter.port = *config->monitoring.metrics_port;
}

}  // namespace

Config read_config(const values::Document& document, Diagnostics& errors) {
  Config config;
  MapReader root = document.root_map(errors);
  root.required_map("app", [&](MapReader& map) { read_app(map, &config.app); });
  root.map("flight_monitor", [&](MapReader& map) { read_flight_monitor(map, &config.flight_monitor); });
  root.map("data_collector", [&](MapReader& map) { read_data_collector(map, &config.data_collector); });
  // Rules look for their metrics among the variables, which the line above has read.
  root.map("alert_manager",
           [&](MapReader& map) { read_alert_manager(map, config.flight_monitor.variables, &config.alert_manager); });
  root.map("metrics_exporter", [&](MapReader& map) { read_metrics_exporter(map, &config.metrics_exporter); });
  root.map("monitoring", [&](MapReader& map) { read_monitoring(map, &config.monitoring); });
  root.map("logging", [&](MapReader& map) { read_logging(map, &config.logging); });
  root.map("security", [&](MapReader& map) { read_security(map, &config.security); });
  root.list("simulators", [&](const values::Node& node) { read_simulator(node, &config.simulators, errors); });
  settle_metrics_port(root, &config);
  check_across(config, root);
  root.finish();
  return config;
}

}  // namespace checkride::runtime

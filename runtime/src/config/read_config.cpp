// The document as a whole: its sections in the order of the guide, and what one section alone cannot tell.
#include "checkride/values/values.hpp"
#include "config/load.hpp"

namespace checkride::runtime {

namespace {

using values::Diagnostics;
using values::MapReader;

// Is the list of the section absent or empty? One that is no list at all has been told as such.
bool lacks(const MapReader& root, std::string_view section, std::string_view list) {
  const auto found = root.self().find(section);
  const auto items = found ? found->find(list) : std::nullopt;
  return !items || (items->is_list() && items->items().empty());
}

// The agent answers lines, not HTTP; 0 is any free port.
bool is_agent_port_taken(const Config& config) {
  const auto agent = config.monitoring.agent_port;
  if (!agent || *agent == 0) return false;
  return agent == config.monitoring.health_check_port || agent == config.monitoring.metrics_port ||
         (config.metrics_exporter.enabled && agent == config.metrics_exporter.port);
}

// What one section alone cannot tell.
void check_across(const Config& config, MapReader& root) {
  if (config.flight_monitor.enabled && lacks(root, "flight_monitor", "variables")) {
    root.error("flight_monitor", "flight_monitor.variables is required when enabled");
  }
  if (config.alert_manager.enabled && lacks(root, "alert_manager", "rules")) {
    root.error("alert_manager", "alert_manager.rules is required when enabled");
  }
  if (config.metrics_exporter.bare_flight_gauges && config.watched_names().size() > 1) {
    root.error("metrics_exporter", "bare_flight_gauges needs a single simulator: two would write one series");
  }
  if (is_agent_port_taken(config)) root.error("monitoring", "agent_port needs a port of its own: it speaks no HTTP");
}

// One key is enough: an exporter without a port of its own takes the one that the section monitoring names.
void settle_metrics_port(const MapReader& root, Config* config) {
  const auto section = root.self().find("metrics_exporter");
  const bool named = section && section->find("port");
  if (!named && config->monitoring.metrics_port) config->metrics_exporter.port = *config->monitoring.metrics_port;
}

void read_root(MapReader& root, Config& config) {
  constexpr auto kDefaults = MapReader::Absent::defaults;
  root.required_map("app", [&](MapReader& map) { read_app(map, &config.app); });
  root.map("flight_monitor", [&](MapReader& map) { read_flight_monitor(map, &config.flight_monitor); });
  root.map("data_collector", [&](MapReader& map) { read_data_collector(map, &config.data_collector); });
  // Rules look for their metrics among the variables, which the line above has read.
  root.map("alert_manager",
           [&](MapReader& map) { read_alert_manager(map, config.flight_monitor.variables, &config.alert_manager); });
  root.map(
      "metrics_exporter", [&](MapReader& map) { read_metrics_exporter(map, &config.metrics_exporter); }, kDefaults);
  root.map(
      "monitoring", [&](MapReader& map) { read_monitoring(map, &config.monitoring); }, kDefaults);
  root.map(
      "logging", [&](MapReader& map) { read_logging(map, &config.logging); }, kDefaults);
  root.map(
      "security", [&](MapReader& map) { read_security(map, &config.security); }, kDefaults);
  root.list("simulators", [&](const values::Node& node) { read_simulator(node, &config.simulators, root.errors()); });
  root.map("failover", [&](MapReader& map) { read_failover(map, config.simulators, &config.failover); });
  settle_metrics_port(root, &config);
  check_across(config, root);
}

}  // namespace

Config read_config(const values::Document& document, Diagnostics& errors) {
  Config config;
  MapReader root = document.root_map(errors);
  read_root(root, config);
  root.finish();
  return config;
}

std::shared_ptr<const values::Schema> config_schema() {
  return values::describe([](MapReader& root) {
    Config config;
    read_root(root, config);
  });
}

}  // namespace checkride::runtime

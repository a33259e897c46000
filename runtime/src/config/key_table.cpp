#include "config/key_table.hpp"

#include <algorithm>
#include <array>

namespace checkride::runtime {

namespace {

constexpr auto kAtOnce = Change::at_once;

constexpr auto kRows = std::to_array<KeyRow>({
    {"app", "Which monitor this is."},
    {"app.name", "Its name, in logs and notifications.", "checkride"},
    {"app.version", "The version of the deployment, not of the program."},
    {"app.environment", "production, staging, ..."},
    {"app.log_level", "The least that is logged, where logging.level says nothing.", "info", kAtOnce},
    {"app.state_dir", "The folder for what outlives a restart."},
    {"app.shutdown_timeout", "How long an orderly stop may take.", {}, kAtOnce},

    {"flight_monitor", "What is read from the simulators. Off while it is absent.", {}},
    {"flight_monitor.enabled", "Off keeps the section and watches nothing."},
    {"flight_monitor.update_interval", "How often the variables are read: whole seconds."},
    {"flight_monitor.simconnect_dll", "Accepted for the guide's sake; never used, never interpolated."},
    {"flight_monitor.retry_attempts", "Attempts at start-up after which a warning tells that the simulator is absent."},
    {"flight_monitor.client_name", "What the simulator is told that its client is called."},
    {"flight_monitor.variables", "The variables to watch."},
    {"flight_monitor.variables[].id", "A number of its own; the place in the list if it is left out."},
    {"flight_monitor.variables[].name", "A simulation variable.", "PLANE ALTITUDE"},
    {"flight_monitor.variables[].units", "Its unit, as the simulator calls it.", "feet"},
    {"flight_monitor.variables[].critical", "Without it the monitor is not ready."},
    {"flight_monitor.variables[].alias", "A short name for rules and telemetry.", "altitude"},

    {"data_collector", "Telemetry files. Off while it is absent."},
    {"data_collector.enabled", "Off keeps the section and writes nothing."},
    {"data_collector.output_format", "The form of the records."},
    {"data_collector.output_path", "The folder of the telemetry files."},
    {"data_collector.buffer_size", "Records held in memory at most."},
    {"data_collector.flush_interval", "How often the records in memory are written."},
    {"data_collector.compression", "Compress the files."},

    {"alert_manager", "Rules, and who is told. Off while it is absent."},
    {"alert_manager.enabled", "Off keeps the section and judges nothing."},
    {"alert_manager.smtp", "The mail server for the action email."},
    {"alert_manager.smtp.server", "Its host name.", "smtp.example.com"},
    {"alert_manager.smtp.port", "587 for STARTTLS, 465 for TLS from the first byte."},
    {"alert_manager.smtp.username", "Who logs in; nobody if it is left out."},
    {"alert_manager.smtp.password", "The password of that user.", "changeme"},
    {"alert_manager.smtp.from", "The sender's address.", "monitor@example.com"},
    {"alert_manager.smtp.to", "The receivers' addresses.", "[ops@example.com]"},
    {"alert_manager.smtp.starttls", "Whether the connection must become encrypted."},
    {"alert_manager.smtp.tls", "Encrypted from the first byte; by itself on port 465."},
    {"alert_manager.smtp.ca_file", "The authorities that are believed (PEM); the machine's own if it is left out."},
    {"alert_manager.smtp.timeout", "The most that one mail may take."},
    {"alert_manager.slack", "The chat for the action slack."},
    {"alert_manager.slack.webhook_url", "Where messages are posted; whoever has it may post.",
     "https://hooks.slack.example/services/T000/B000/XXXX"},
    {"alert_manager.slack.channel", "The channel, if the webhook leaves the choice.", "\"#flight-alerts\""},
    {"alert_manager.slack.username", "The name that the messages carry."},
    {"alert_manager.slack.ca_file", "The authorities that are believed (PEM); the machine's own if it is left out."},
    {"alert_manager.slack.timeout", "The most that one message may take."},
    {"alert_manager.rules", "When is who told?"},
    {"alert_manager.rules[].name", "A name of its own.", "Low altitude"},
    {"alert_manager.rules[].metric", "A variable, its alias, or error_rate.", "altitude"},
    {"alert_manager.rules[].condition", "How the metric is compared with the threshold.", "less_than"},
    {"alert_manager.rules[].threshold", "In the unit of the variable.", "100"},
    {"alert_manager.rules[].duration", "How long the condition must hold before anybody is told."},
    {"alert_manager.rules[].severity", "How bad it is."},
    {"alert_manager.rules[].actions", "Who is told: email, slack.", "[email]"},

    {"metrics_exporter", "The page for Prometheus."},
    {"metrics_exporter.enabled", "Serve it."},
    {"metrics_exporter.type", "The form of the page."},
    {"metrics_exporter.address", "The address its listener is bound to."},
    {"metrics_exporter.port", "Its port; 9090 is Prometheus's own default, too."},
    {"metrics_exporter.path", "Its path."},
    {"metrics_exporter.interval", "How old derived values (rates, process figures) may be.", {}},
    {"metrics_exporter.bare_flight_gauges", "No simulator label; with one simulator only."},

    {"monitoring", "Health: the listener and the checks."},
    {"monitoring.enabled", "Serve /health and the API, and check."},
    {"monitoring.address", "The address its listener is bound to."},
    {"monitoring.health_check_port", "Its port."},
    {"monitoring.metrics_port", "A second port for the metrics page.", "9091"},
    {"monitoring.profiling_port", "Named by the guide; nothing listens there in this build.", "6060"},
    {"monitoring.check_interval", "How often health is looked at and changes are logged.", {}, kAtOnce},

    {"logging", "The log."},
    {"logging.level", "The least that is logged; stronger than app.log_level.", "info", kAtOnce},
    {"logging.format", "The form of a line."},
    {"logging.output", "Where lines go."},
    {"logging.file_path", "The file of output: file.", "/var/log/checkride/monitor.log"},
    {"logging.max_size_mb", "A file this long is put aside and a new one begun, in megabytes."},
    {"logging.max_backups", "Files put aside that are kept."},
    {"logging.max_age_days", "How long they are kept; 0 is for ever."},
    {"logging.compress", "Compress them."},

    {"security", "Protection of the listeners."},
    {"security.tls_enabled", "Serve over TLS."},
    {"security.cert_file", "The certificate (PEM)."},
    {"security.key_file", "Its private key (PEM)."},
    {"security.api_key_enabled", "Ask for the API key."},
    {"security.api_key", "The API key.", "changeme"},
    {"security.rate_limiting", "How much one client may ask."},
    {"security.rate_limiting.enabled", "Limit it."},
    {"security.rate_limiting.requests_per_second", "On average."},
    {"security.rate_limiting.burst_size", "At once."},
    {"security.rate_limiting.window_size", "Over this time."},

    {"simulators", "The simulators to watch."},
    {"simulators[].name", "A name of its own, in paths and labels: letters, digits, '-' and '_'.", "sim1"},
    {"simulators[].address", "Where its SimConnect listens.", "127.0.0.1:5111"},
    {"simulators[].protocol", "The version of the protocol that is spoken."},
});

bool is_index(std::string_view key) {
  return !key.empty() && key.find_first_not_of("0123456789") == std::string_view::npos;
}

// "simulators[].address" of simulators, 0, address; indexes count as "[]".
std::string pattern_of(std::span<const std::string> path) {
  std::string out;
  for (const std::string& key : path) {
    if (is_index(key)) {
      out += "[]";
    } else {
      out += (out.empty() ? "" : ".") + key;
    }
  }
  return out;
}

const KeyRow* find_row(std::span<const std::string> path) {
  const std::string pattern = pattern_of(path);
  const auto found = std::find_if(kRows.begin(), kRows.end(), [&](const KeyRow& row) { return row.key == pattern; });
  return found == kRows.end() ? nullptr : &*found;
}

}  // namespace

std::span<const KeyRow> key_table() {
  return kRows;
}

const KeyRow* find_key_row(const KeyPath& path) {
  return find_row(path);
}

Change change_of(const KeyPath& path) {
  for (std::size_t length = path.size(); length > 0; --length) {
    if (const KeyRow* row = find_row(std::span(path).first(length))) return row->change;
  }
  return Change::after_restart;
}

}  // namespace checkride::runtime

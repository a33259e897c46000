// Config: the monitor's checked configuration, one struct per section of the guide's YAML. A Config that exists is
// valid: required keys are there, numbers are in range, every rule's metric and every action resolve.
//
// Loaded by load_config (load.hpp). Defaults here are the ones of an absent key.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/decide.hpp"
#include "checkride/world/stream.hpp"
#include "checkride/world/time.hpp"
#include "config/secret.hpp"
#include "log/level.hpp"

namespace checkride::runtime {

using world::Duration;

struct AppConfig {
  std::string name;     // required
  std::string version;  // of the deployment, not of the program
  std::string environment;
  std::optional<Level> log_level;
  Duration shutdown_timeout{std::chrono::seconds(30)};
};

struct VariableConfig {
  std::uint32_t id = 0;  // unique; position in the list, from 1, when the file gives none
  std::string name;      // a SimVar: "PLANE ALTITUDE"
  std::string units;     // as sent to the simulator: "feet"
  bool critical = false;
  // The name that rules and telemetry may use beside `name`; filled from the built-in aliases when the file gives none
  // ("altitude" for PLANE ALTITUDE), empty when there is none.
  std::string alias;
  bool operator==(const VariableConfig&) const = default;
};

struct FlightMonitorConfig {
  bool enabled = false;  // a section that is there is on unless it says otherwise; so in the next two
  Duration update_interval{std::chrono::seconds(1)};
  std::string simconnect_dll;  // accepted, never used, never interpolated
  int retry_attempts = 5;      // attempts at start-up after which a warning tells that the simulator is absent
  std::string client_name = "ProductionFlightMonitor";
  std::vector<VariableConfig> variables;
};

struct DataCollectorConfig {
  bool enabled = false;
  std::string output_path = "data";
  std::size_t buffer_size = 10000;  // records held in memory at most
  Duration flush_interval{std::chrono::seconds(30)};
  bool compression = false;
};

enum class StartTls { required, optional, never };

struct SmtpConfig {
  std::string server;
  std::uint16_t port = 587;
  std::string username;
  Secret password;
  std::string from;
  std::vector<std::string> to;
  StartTls starttls = StartTls::required;
  Duration timeout{std::chrono::seconds(10)};
};

struct SlackConfig {
  Secret webhook_url;  // whoever has it may post
  std::string channel;
  std::string username;
  Duration timeout{std::chrono::seconds(10)};
};

enum class Severity { info, warning, critical };
enum class Action { email, slack };

std::string_view to_string(StartTls value);
std::string_view to_string(Severity value);
std::string_view to_string(Action value);

struct RuleConfig {
  std::string name;    // unique
  std::string metric;  // as written
  // What the metric resolved to: an index into flight_monitor.variables, or nothing for error_rate.
  std::optional<std::size_t> variable;
  alerts::Condition condition = alerts::Condition::less_than;
  double threshold = 0;  // in the unit of the variable
  Duration duration{};
  Severity severity = Severity::warning;
  std::vector<Action> actions;
};

struct AlertManagerConfig {
  bool enabled = false;
  std::optional<SmtpConfig> smtp;
  std::optional<SlackConfig> slack;
  std::vector<RuleConfig> rules;
};

struct MetricsExporterConfig {
  bool enabled = true;
  std::string address = "0.0.0.0";
  std::uint16_t port = 9090;  // monitoring.metrics_port when the file names only that one
  std::string path = "/metrics";
  Duration interval{std::chrono::seconds(15)};  // derived values (rates, process figures) are no older than this
  bool bare_flight_gauges = false;              // no `simulator` label; only with one simulator
};

struct MonitoringConfig {
  bool enabled = true;
  std::string address = "0.0.0.0";  // of the health listener
  std::uint16_t health_check_port = 8080;
  std::optional<std::uint16_t> metrics_port;    // a second port of the exporter; its only one if it names none itself
  std::optional<std::uint16_t> profiling_port;  // named, but not in this build
  Duration check_interval{std::chrono::seconds(30)};
};

enum class LogFormat { json, logfmt, text };
enum class LogOutput { standard_output, file };

struct LoggingConfig {
  std::optional<Level> level;
  LogFormat format = LogFormat::json;
  LogOutput output = LogOutput::standard_output;
  std::string file_path;  // required for output: file
  std::uint64_t max_bytes = 100 * 1024 * 1024;
  int max_backups = 10;
  int max_age_days = 30;  // 0: no limit
  bool compress = false;
};

struct SecurityConfig {
  bool tls_enabled = false;
  std::string cert_file;
  std::string key_file;
  bool api_key_enabled = false;
  Secret api_key;
  bool rate_limiting_enabled = false;
  int requests_per_second = 100;
  int burst_size = 50;
  Duration window_size{std::chrono::minutes(1)};
};

struct SimulatorConfig {
  std::string name;  // unique
  world::Endpoint address;
  int protocol = 4;
};

struct Config {
  AppConfig app;
  FlightMonitorConfig flight_monitor;
  DataCollectorConfig data_collector;
  AlertManagerConfig alert_manager;
  MetricsExporterConfig metrics_exporter;
  MonitoringConfig monitoring;
  LoggingConfig logging;
  SecurityConfig security;
  std::vector<SimulatorConfig> simulators;

  // Protection was asked for that this build cannot give: every listener stays on loopback.
  bool loopback_only() const;
};

// The variable a metric name means: an alias, a built-in alias or the variable's own name (ASCII case and '_' for ' '
// do not matter). Nothing for an unknown name and for error_rate.
std::optional<std::size_t> find_variable(const std::vector<VariableConfig>& variables, std::string_view metric);
// The rule metric that is no variable: the error rate of a simulator's link.
inline constexpr std::string_view kErrorRateMetric = "error_rate";

}  // namespace checkride::runtime

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
    {"app.drain_delay", "How long it goes on after SIGTERM, not ready, until balancers know.", {}, kAtOnce},
    {"app.shutdown_timeout", "How long an orderly stop may take.", {}, kAtOnce},

    {"flight_monitor", "What is read from the simulators. Off while it is absent.", {}},
    {"flight_monitor.enabled", "Off keeps the section and watches nothing."},
    {"flight_monitor.update_interval", "How often the variables are read: whole seconds."},
    {"flight_monitor.simconnect_dll", "Accepted for the guide's sake; never used, never interpolated."},
    {"flight_monitor.retry_attempts", "Attempts at start-up after which a warning tells that the simulator is absent."},
    {"flight_monitor.client_name", "What the simulator is told that its client is called."},
    {"flight_monitor.on_startup_failure", "Then: stop the monitor, try on, or leave that simulator alone."},
    {"flight_monitor.reconnect_base", "The longest wait before the second attempt to connect; it doubles each time."},
    {"flight_monitor.reconnect_ceiling",
     "The longest wait of all. Below 25s data are there again within 30s of the simulator's return."},
    {"flight_monitor.silence_timeout", "A link on which nothing at all comes for so long is lost."},
    {"flight_monitor.stuck_after", "Data with a simulator's clock that stands still for so long are told to be stuck."},
    {"flight_monitor.stuck_timeout", "Such a link is left after so long, and made anew."},
    {"flight_monitor.requests_per_second", "Calls to one simulator, after a first burst."},
    {"flight_monitor.capture_frames", "Frames before a loss that are kept as a capture; 0 for none."},
    {"flight_monitor.captures_kept", "Captures of one simulator that are kept, below app.state_dir."},
    {"flight_monitor.stitch_window", "A flight goes on over a loss of up to this length."},
    {"flight_monitor.variables", "The variables to watch."},
    {"flight_monitor.variables[].id", "A number of its own; the place in the list if it is left out.", "1"},
    {"flight_monitor.variables[].name", "A simulation variable.", "PLANE ALTITUDE"},
    {"flight_monitor.variables[].units", "Its unit, as the simulator calls it.", "feet"},
    {"flight_monitor.variables[].critical", "Without it the monitor is not ready."},
    {"flight_monitor.variables[].alias", "A short name for rules and telemetry.", "altitude"},
    {"flight_monitor.variables[].type", "How the value travels."},
    {"flight_monitor.variables[].period", "How often it is asked for, instead of update_interval: whole seconds.",
     "5s"},
    {"flight_monitor.variables[].epsilon", "Above 0: told only when it changed by more than this, in its unit."},
    {"flight_monitor.facts", "Text variables of the aircraft, shown in documents and simconnect_aircraft_info.",
     "[TITLE, ATC ID]"},
    {"flight_monitor.derived", "Values that the monitor works out and treats as variables.",
     "[flight_phase, fuel_burn]"},

    {"data_collector", "Telemetry files. Off while it is absent."},
    {"data_collector.enabled", "Off keeps the section and writes nothing."},
    {"data_collector.output_format", "The form of the records; none: no files."},
    {"data_collector.output_path", "The folder of the telemetry files."},
    {"data_collector.buffer_size", "Records held in memory at most."},
    {"data_collector.flush_interval", "How often the records in memory are written.", {}, kAtOnce},
    {"data_collector.compression", "Compress the files."},
    {"data_collector.compression_format", "How they are compressed, with compression: true; gzip if it is left out."},
    {"data_collector.measurement", "The name of the records in the line protocol, in files and in InfluxDB."},
    {"data_collector.rotate_size", "A file this long is finished and a new one begun."},
    {"data_collector.rotate_interval", "So is a file this old, and every file when the UTC day ends."},
    {"data_collector.retention_size", "Finished files that are kept, together; 0 is no limit."},
    {"data_collector.retention_age", "How long a finished file is kept; 0 is for ever."},
    {"data_collector.journal_path", "The folder of the journal; journal below output_path if it is left out."},
    {"data_collector.journal_max_size", "What waits for the sinks at most."},
    {"data_collector.fsync", "When the journal is synced; never: only before the sinks take from it."},
    {"data_collector.fsync_interval", "How often, with fsync: interval."},
    {"data_collector.disk_warning_ratio",
     "The part of the disk in use from which on it counts as almost full.",
     {},
     kAtOnce},
    {"data_collector.on_startup_failure",
     "If journal or files cannot be written for a reason that stays: do not start, try on, collect nothing, or that "
     "for "
     "any reason."},
    {"data_collector.sqlite", "A database on this machine as well. Off while it is absent."},
    {"data_collector.sqlite.enabled", "Off keeps the section and writes nothing."},
    {"data_collector.sqlite.path", "Its file; telemetry.db below output_path if it is left out."},
    {"data_collector.sqlite.on_startup_failure",
     "If it cannot be used for a reason that stays: do not start, try on, leave it alone, or that for any reason."},
    {"data_collector.influx", "An InfluxDB as well. Off while it is absent."},
    {"data_collector.influx.enabled", "Off keeps the section and sends nothing."},
    {"data_collector.influx.url", "The server, without /write.", "http://127.0.0.1:8086"},
    {"data_collector.influx.version", "Of its interface."},
    {"data_collector.influx.database", "The database, of version 1; telemetry if it is left out.", "telemetry"},
    {"data_collector.influx.username", "Who logs in, of version 1; nobody if it is left out.", "monitor"},
    {"data_collector.influx.password", "The password of that user, of version 1.", "changeme"},
    {"data_collector.influx.organization", "The organization, of version 2.", "flight-ops"},
    {"data_collector.influx.bucket", "The bucket, of version 2.", "telemetry"},
    {"data_collector.influx.token", "The token, of version 2.", "changeme"},
    {"data_collector.influx.ca_file", "The authorities that are believed (PEM); the machine's own if it is left out."},
    {"data_collector.influx.batch_size", "Records of one request at most."},
    {"data_collector.influx.timeout", "The most that one request may take."},
    {"data_collector.influx.on_startup_failure",
     "If its records of this machine cannot be read: do not start, try on, leave it alone; probe: unless it answers."},

    {"metrics_exporter", "The page for Prometheus."},
    {"metrics_exporter.enabled", "Serve it."},
    {"metrics_exporter.type", "prometheus: a page to be scraped. influxdb: the same, and written as line protocol."},
    {"metrics_exporter.address", "The address its listener is bound to."},
    {"metrics_exporter.port", "Its port; 9090 is Prometheus's own default, too."},
    {"metrics_exporter.path", "Its path."},
    {"metrics_exporter.interval",
     "How old what is shown (rates, process figures) may be; how often InfluxDB is written to.",
     {},
     kAtOnce},
    {"metrics_exporter.bare_flight_gauges", "No simulator label; with one simulator only."},
    {"metrics_exporter.stale_after",
     "The series of a simulator that is silent for so long leave the page.",
     {},
     kAtOnce},
    {"metrics_exporter.influx",
     "Where type influxdb writes the metrics; another type keeps the section and sends nothing."},
    {"metrics_exporter.influx.url", "The server, without /write.", "http://127.0.0.1:8086"},
    {"metrics_exporter.influx.version", "Of its interface."},
    {"metrics_exporter.influx.database", "The database, of version 1; telemetry if it is left out.", "metrics"},
    {"metrics_exporter.influx.username", "Who logs in, of version 1; nobody if it is left out.", "monitor"},
    {"metrics_exporter.influx.password", "The password of that user, of version 1.", "changeme"},
    {"metrics_exporter.influx.organization", "The organization, of version 2.", "flight-ops"},
    {"metrics_exporter.influx.bucket", "The bucket, of version 2.", "metrics"},
    {"metrics_exporter.influx.token", "The token, of version 2.", "changeme"},
    {"metrics_exporter.influx.ca_file",
     "The authorities that are believed (PEM); the machine's own if it is left out."},
    {"metrics_exporter.influx.batch_size", "Points of one request at most."},
    {"metrics_exporter.influx.timeout", "The most that one request may take."},
    {"metrics_exporter.otlp", "A collector that the metrics are pushed to as well. Off while it is absent."},
    {"metrics_exporter.otlp.endpoint", "Its address, for OTLP over HTTP.", "http://127.0.0.1:4318/v1/metrics"},
    {"metrics_exporter.otlp.headers", "Headers of one's own, name and value; of NAME, NAME_file names a file with it.",
     "{X-Tenant: flight-ops}"},
    {"metrics_exporter.otlp.interval", "How often they are pushed."},
    {"metrics_exporter.otlp.timeout", "The most that one push may take."},
    {"metrics_exporter.otlp.ca_file", "The authorities that are believed (PEM); the machine's own if it is left out."},

    {"monitoring", "Health: the listener and the checks."},
    {"monitoring.enabled", "Serve /health and the API, and check."},
    {"monitoring.address", "The address its listener is bound to."},
    {"monitoring.health_check_port", "Its port."},
    {"monitoring.metrics_port", "A second port for the metrics page.", "9091"},
    {"monitoring.profiling_port", "Named by the guide; nothing listens there in this build.", "6060"},
    {"monitoring.agent_port", "Answers HAProxy's agent-check; nothing listens without it.", "8081"},
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
    {"logging.repeat_window", "What is told again within this time is counted, not written; 0 writes it."},
    {"logging.access_log", "One line for each HTTP request."},
    {"logging.access_log.enabled", "Write them."},
    {"logging.access_log.file_path", "A file of their own; into the log itself if it is left out.",
     "/var/log/checkride/access.log"},

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

    {"failover", "Simulators that stand by for others. Off while it is absent."},
    {"failover.health_check_interval", "How often the simulator that flies is looked at."},
    {"failover.failure_threshold", "Failed looks in a row after which a standby takes over; see failover_timeout."},
    {"failover.failover_timeout",
     "A standby that gives no data within this time is passed over: 5s to 60s. With health_check_interval times "
     "failure_threshold it should be less than 60s."},
    {"failover.fail_back", "Whether the primary takes the flight again."},
    {"failover.fail_back_after", "How long it has to be healthy before it does."},
    {"failover.flights", "Who stands by for whom."},
    {"failover.flights[].primary", "The simulator that flies.", "sim1"},
    {"failover.flights[].name", "The flight's name, in samples, alerts and metrics; the primary's if it is left out.",
     "flight1"},
    {"failover.flights[].standbys", "The simulators that take over, in this order.", "[sim2]"},
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
  for (const std::span<const KeyRow> rows : {std::span<const KeyRow>(kRows), alert_manager_key_rows()}) {
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const KeyRow& row) { return row.key == pattern; });
    if (found != rows.end()) return &*found;
  }
  return nullptr;
}

}  // namespace

std::vector<KeyRow> key_table() {
  std::vector<KeyRow> table(kRows.begin(), kRows.end());
  const auto alerts = alert_manager_key_rows();
  table.insert(table.end(), alerts.begin(), alerts.end());
  return table;
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

#include <algorithm>
#include <optional>
#include <string>

#include "config/clear_text.hpp"
#include "config/load.hpp"
#include "config/secrets.hpp"

namespace checkride::runtime {

namespace {

constexpr std::string_view kLoopbackText =
    "this build cannot do it yet, so every listener stays on 127.0.0.1 until the key is off";

void add_security(const SecurityConfig& security, std::vector<Notice>& notices) {
  const auto add = [&](bool asked, const char* key) {
    if (asked) notices.push_back({Level::warn, "security_key_not_honoured", key, std::string(kLoopbackText)});
  };
  add(security.tls_enabled, "security.tls_enabled");
  add(security.api_key_enabled, "security.api_key_enabled");
  add(security.rate_limiting_enabled, "security.rate_limiting.enabled");
}

void add_smtp(const std::optional<SmtpConfig>& smtp, std::vector<Notice>& notices) {
  if (!smtp || smtp->username.empty() || smtp->tls || smtp->starttls != StartTls::never) return;
  notices.push_back({Level::warn, "smtp_login_never", "alert_manager.smtp.starttls",
                     "a password is never sent unencrypted, so with never nobody logs in: take username out, or the "
                     "key starttls"});
}

// Sinks of telemetry and metrics: what they are sent is no secret, what lets the monitor in is one.
void add_unencrypted_sinks(const Config& config, std::vector<Notice>& notices) {
  const auto add = [&](const char* key, const std::string& what) {
    notices.push_back({Level::warn, "sink_unencrypted", key,
                       "http:// to another machine: whoever is on the way reads " + what +
                           "; use https://, with ca_file for an authority of your own"});
  };
  const auto add_influx = [&](const char* key, const std::optional<InfluxConfig>& influx) {
    if (!influx || !travels_in_clear(influx->url)) return;
    if (!influx->token.empty()) add(key, "the token");
    if (!influx->password.empty()) add(key, "the password");
  };
  add_influx("data_collector.influx.url", config.data_collector.influx);
  add_influx("metrics_exporter.influx.url", config.metrics_exporter.influx);
  const auto& otlp = config.metrics_exporter.otlp;
  if (!otlp || !travels_in_clear(otlp->endpoint)) return;
  const auto header = std::find_if(otlp->headers.begin(), otlp->headers.end(),
                                   [](const auto& one) { return names_credential(one.first); });
  if (header != otlp->headers.end()) add("metrics_exporter.otlp.endpoint", "the header " + header->first);
}

void add_unused(const Config& config, std::vector<Notice>& notices) {
  if (!config.flight_monitor.simconnect_dll.empty()) {
    notices.push_back({Level::info, "simconnect_dll_not_used", "flight_monitor.simconnect_dll",
                       "the monitor speaks the protocol itself; the key may stay or go"});
  }
  if (config.metrics_exporter.influx_unused) {
    notices.push_back(
        {Level::info, "metrics_influx_not_used", "metrics_exporter.influx",
         "metrics_exporter.type is prometheus: nothing is written there; take influxdb, or the section out"});
  }
  if (config.monitoring.profiling_port) {
    notices.push_back({Level::warn, "profiling_not_in_this_build", "monitoring.profiling_port",
                       "there are no profiles in this build; nothing listens there"});
  }
}

void add_prometheus_port(const Config& config, std::vector<Notice>& notices) {
  constexpr std::uint16_t kPrometheus = 9090;
  if (!config.metrics_exporter.enabled) return;
  const bool exporters = config.metrics_exporter.port == kPrometheus;
  const bool monitorings = config.monitoring.enabled && config.monitoring.metrics_port == kPrometheus;
  if (!exporters && !monitorings) return;
  notices.push_back({Level::info, "prometheus_default_port",
                     exporters ? "metrics_exporter.port" : "monitoring.metrics_port",
                     "9090 is Prometheus's own default; move one of the two if both run on this machine"});
}

}  // namespace

std::vector<Notice> notices_of(const Config& config) {
  std::vector<Notice> notices;
  if (config.simulators.empty()) {
    std::string text =
        "nothing is watched and /health/ready answers 503; add: simulators: [{name: sim, address: "
        "\"127.0.0.1:5111\"}]";
    if (!config.flight_monitor.enabled) text += ", and a section flight_monitor with the variables to watch";
    notices.push_back({Level::warn, "no_simulators", "simulators", std::move(text)});
  } else if (!config.flight_monitor.enabled) {
    notices.push_back(
        {Level::warn, "simulators_not_watched", "simulators",
         "flight_monitor is absent or switched off: nobody connects to them; add a section flight_monitor "
         "with the variables to watch"});
  }
  add_security(config.security, notices);
  for (UnencryptedChannel& channel : unencrypted_channels(config.alert_manager.channels)) {
    notices.push_back({Level::warn, "channel_unencrypted", std::move(channel.key), std::move(channel.text)});
  }
  add_smtp(config.alert_manager.channels.smtp, notices);
  add_unencrypted_sinks(config, notices);
  add_unused(config, notices);
  add_prometheus_port(config, notices);
  return notices;
}

}  // namespace checkride::runtime

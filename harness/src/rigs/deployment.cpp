#include "deployment.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checkride/emulator/emulator.hpp"
#include "checkride/values/values.hpp"

namespace checkride::harness {

namespace {

std::string in_quotes(std::string_view text) {
  std::string out;
  values::json::append_json_string(out, text);  // JSON strings are YAML strings
  return out;
}

// What the monitor will be configured with. Files that cannot be parsed are the monitor's to refuse.
values::Node merged(const std::vector<NamedFile>& configs) {
  values::Document all;
  for (const NamedFile& config : configs) {
    if (const auto document = values::load(config.text, config.path)) all = values::merge(all, *document);
  }
  return all.root();
}

bool has_key(const values::Node& config, std::string_view section, std::string_view key) {
  const auto found = config.find(section);
  return found && found->find(key);
}

Result<NamedFile> read_file(world::Files& files, const std::string& path, const std::string& member) {
  auto text = files.read(path);
  if (!text) return text.error().with(member);
  return NamedFile{path, std::move(*text)};
}

// "a/b.yaml" is "a/" and "b.yaml".
std::size_t name_begin(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  return slash == std::string::npos ? 0 : slash + 1;
}

// Only what lies beside a flight can be copied with it.
bool leads_elsewhere(const std::string& path) {
  return path.starts_with('/') || path.starts_with("../") || path.find("/../") != std::string::npos;
}

Result<std::vector<NamedFile>> read_flight(world::Files& files, const std::string& path, const std::string& member) {
  TRY(NamedFile flight, read_file(files, path, member));
  const std::string folder = path.substr(0, name_begin(path));
  std::vector<NamedFile> read{{path.substr(folder.size()), std::move(flight.text)}};
  for (const std::string& name : emulator::files_of_flight(read.front().text)) {
    if (leads_elsewhere(name)) {
      return Error::invalid(member + ": " + path + " names " + name + ", which does not lie in its folder");
    }
    TRY(NamedFile named, read_file(files, folder + name, member));
    read.push_back({name, std::move(named.text)});
  }
  return read;
}

Result<> read_loaded_flights(world::Files& files, const std::vector<Step>& steps, ScenarioFiles& read) {
  Result<> first;
  for_each_step(steps, [&](const Step& step) {
    const auto* action = std::get_if<Action>(&step.what);
    const auto* load = action ? std::get_if<LoadFlight>(action) : nullptr;
    if (load == nullptr || load->kind != LoadFlight::Kind::load || !first) return;
    auto flight = read_flight(files, load->file, fmt::format("flight of line {}", step.place.line));
    if (flight) {
      read.loaded_flights[load->on].insert_or_assign(load->file, std::move(*flight));
    } else {
      first = flight.error();
    }
  });
  return first;
}

}  // namespace

Result<ScenarioFiles> read_scenario_files(world::Files& files, const Scenario& scenario) {
  ScenarioFiles read;
  for (const auto& monitor : scenario.monitors) {
    for (const auto& path : monitor.config) {
      TRY(NamedFile file, read_file(files, path, "configuration of " + monitor.name));
      read.configs[monitor.name].push_back(std::move(file));
    }
    if (!monitor.settings.empty()) {
      read.configs[monitor.name].push_back({fmt::format("settings of {}", monitor.name), monitor.settings});
    }
  }
  for (const auto& service : scenario.services) {
    const auto* prometheus = std::get_if<PrometheusSpec>(&service.spec);
    if (prometheus == nullptr) continue;
    for (const std::string& path : prometheus->rules) {
      TRY(NamedFile file, read_file(files, path, "rules of " + service.name));
      read.configs[service.name].push_back(std::move(file));
    }
  }
  for (const auto& simulator : scenario.simulators) {
    if (simulator.flight.empty()) continue;
    TRY(std::vector<NamedFile> flight, read_flight(files, simulator.flight, "flight of " + simulator.name));
    read.flights.emplace(simulator.name, std::move(flight));
  }
  for (const auto* steps : {&scenario.setup, &scenario.timeline, &scenario.teardown}) {
    TRY_VOID(read_loaded_flights(files, *steps, read));
  }
  return read;
}

Result<std::string> write_flight(world::Files& disk, const std::string& folder, const std::vector<NamedFile>& flight) {
  for (const NamedFile& file : flight) {
    const std::string path = folder + "/" + file.path;
    TRY_VOID(disk.make_directories(path.substr(0, name_begin(path) - 1)));
    TRY_VOID(disk.write(path, file.text));
  }
  return folder + "/" + flight.front().path;
}

Result<std::map<std::string, std::string>> write_loaded_flights(
    world::Files& disk, const std::string& folder, const std::map<std::string, std::vector<NamedFile>>& flights) {
  std::map<std::string, std::string> paths;
  for (const auto& [path, flight] : flights) {
    TRY(paths[path], write_flight(disk, fmt::format("{}/flight-{}", folder, paths.size() + 1), flight));
  }
  return paths;
}

std::string log_path(const MonitorPlaces& places) {
  return places.folder + "/monitor.log";
}
std::string telemetry_path(const MonitorPlaces& places) {
  return places.folder + "/telemetry";
}

namespace {

std::string_view mail_protection(TlsMode tls) {
  switch (tls) {
    case TlsMode::none:
      return "    tls: false\n    starttls: never\n";
    case TlsMode::starttls:
      return "    tls: false\n    starttls: required\n";
    case TlsMode::at_once:
      return "    tls: true\n";
  }
  return "";
}

std::string ca_line(const MonitorPlaces& places) {
  return fmt::format("    ca_file: {}\n", in_quotes(places.ca_file));
}

}  // namespace

std::string overlay_yaml(const std::vector<NamedFile>& configs, const MonitorPlaces& places) {
  const values::Node config = merged(configs);
  std::string yaml = "# Written by checkride run: where this monitor's surroundings are in this run.\n";
  if (!places.simulators.empty()) yaml += "simulators:\n";
  for (const auto& [name, endpoint] : places.simulators) {
    yaml += fmt::format("  - name: {}\n    address: {}\n", in_quotes(name), in_quotes(endpoint.text()));
  }
  // What outlives a restart of the monitor must not outlive the run.
  yaml += fmt::format("app:\n  state_dir: {}\n", in_quotes(places.folder + "/state"));
  // Nobody balances between this monitor and another here; a scenario that is about draining says how long.
  if (!has_key(config, "app", "drain_delay")) yaml += "  drain_delay: 0s\n";
  yaml += fmt::format("monitoring:\n  address: {}\n  health_check_port: {}\n  metrics_port: {}\n",
                      in_quotes(places.listen_address), places.health_port, places.metrics_port);
  yaml += fmt::format("metrics_exporter:\n  address: {}\n  port: {}\n", in_quotes(places.listen_address),
                      places.metrics_port);
  yaml += fmt::format("data_collector:\n  output_path: {}\n", in_quotes(telemetry_path(places)));
  if (has_key(config, "logging", "file_path"))
    yaml += fmt::format("logging:\n  file_path: {}\n", in_quotes(log_path(places)));
  // Protection that this build of the monitor cannot give would keep its listeners out of the harness's reach.
  if (config.find("security")) {
    yaml += "security:\n  tls_enabled: false\n  api_key_enabled: false\n  rate_limiting:\n    enabled: false\n";
  }
  const bool smtp = places.smtp && has_key(config, "alert_manager", "smtp");
  const bool slack = places.webhook_url && has_key(config, "alert_manager", "slack");
  if (smtp || slack) yaml += "alert_manager:\n";
  if (smtp) {
    yaml += fmt::format("  smtp:\n    server: {}\n    port: {}\n", in_quotes(places.smtp->host), places.smtp->port);
    yaml += mail_protection(places.smtp_tls);
    if (places.smtp_tls != TlsMode::none) yaml += ca_line(places);
  }
  if (slack) yaml += fmt::format("  slack:\n    webhook_url: {}\n", in_quotes(*places.webhook_url));
  if (slack && places.webhook_tls) yaml += ca_line(places);
  return yaml;
}

std::map<std::string, std::string> monitor_environment(const Monitor& monitor, const MonitorPlaces& places) {
  std::map<std::string, std::string> variables = monitor.environment;
  variables.insert(places.environment.begin(), places.environment.end());
  variables.emplace("SIMCONNECT_DLL_PATH", "C:\\MSFS SDK\\SimConnect.dll");
  variables.emplace("SMTP_USERNAME", "simconnect");
  variables.emplace("SMTP_PASSWORD", "not-a-real-password");
  variables.emplace("API_KEY", "not-a-real-key");
  variables.emplace("SLACK_WEBHOOK_URL",
                    places.webhook_url.value_or("http://hooks.slack.com" + std::string(kWebhookPath)));
  // What a machine has set for others must not move the listeners: an empty one counts as not set.
  for (const char* name : {"HOST", "PORT", "METRICS_PORT", "METRICS_ENABLED", "LOG_LEVEL", "LOG_FORMAT"}) {
    variables.emplace(name, "");
  }
  return variables;
}

std::vector<std::string> emulator_arguments(const Simulator& simulator, const std::string& address, std::uint16_t port,
                                            std::uint16_t control_port, const std::optional<std::string>& flight,
                                            std::uint64_t seed) {
  std::vector<std::string> arguments{"--listen",     fmt::format("{}:{}", address, port),
                                     "--control",    fmt::format("{}:{}", address, control_port),
                                     "--profile",    simulator.profile,
                                     "--frame-rate", fmt::format("{}", simulator.frame_rate_hz),
                                     "--seed",       fmt::format("{}", seed)};
  if (flight) {
    arguments.emplace_back("--flight");
    arguments.push_back(*flight);
  }
  return arguments;
}

std::vector<std::string> monitor_arguments(const Monitor& monitor, const std::vector<std::string>& configs) {
  std::vector<std::string> arguments = monitor.arguments;
  for (const auto& config : configs) {
    arguments.emplace_back("--config");
    arguments.push_back(config);
  }
  return arguments;
}

std::vector<std::string_view> awaited_ports(const std::vector<NamedFile>& configs, const Monitor& monitor) {
  const values::Node config = merged(configs);
  const auto is_off = [&](std::string_view section) {
    const auto found = config.find(section);
    const auto enabled = found ? found->find("enabled") : std::nullopt;
    return enabled && enabled->text() == "false";
  };
  const auto variable = monitor.environment.find("METRICS_ENABLED");
  const bool no_metrics = variable != monitor.environment.end() && variable->second == "false";
  std::vector<std::string_view> ports;
  if (!is_off("monitoring")) ports.push_back("health");
  if (!is_off("metrics_exporter") && !no_metrics) ports.push_back("metrics");
  return ports;
}

std::optional<world::Endpoint> listening_on(std::string_view line, std::string_view port) {
  constexpr std::string_view kWords = "listening on ";
  const auto at = line.find(kWords);
  const auto open = line.find(" (", at);
  const auto close = line.find(')', open);
  if (at == std::string_view::npos || open == std::string_view::npos || close == std::string_view::npos)
    return std::nullopt;
  std::string_view names = line.substr(open + 2, close - open - 2);
  while (!names.empty()) {
    const auto comma = names.find(", ");
    if (names.substr(0, comma) == port) {
      const auto endpoint = world::parse_endpoint(line.substr(at + kWords.size(), open - at - kWords.size()));
      return endpoint ? std::optional(*endpoint) : std::nullopt;
    }
    names.remove_prefix(comma == std::string_view::npos ? names.size() : comma + 2);
  }
  return std::nullopt;
}

Error does_not_listen(Duration limit) {
  return Error::invalid(fmt::format("it does not listen after {}", values::format_duration(limit)));
}

Error does_not_end(Duration limit) {
  return Error::invalid(fmt::format("it still runs {} after it was asked to stop", values::format_duration(limit)));
}

}  // namespace checkride::harness

// How a scenario's programs are configured, on every rig: command lines, environment and the overlay configuration that
// tells a monitor its ports, simulators, sinks and paths. Pure but for reading the files that a scenario names.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "checkride/harness/scenario.hpp"
#include "checkride/world/files.hpp"
#include "checkride/world/stream.hpp"

namespace checkride::harness {

// A file that a scenario names, with its content.
struct NamedFile {
  std::string path;
  std::string text;
};

// Every configuration and flight of a scenario, read once before it runs. Errors name the member that wants the file.
struct ScenarioFiles {
  std::map<std::string, std::vector<NamedFile>> configs;  // by monitor; of a prometheus its rules
  // By simulator: its flight, then the plans and tracks that the flight names. Paths are relative to a folder of
  // theirs. Absent: none wanted.
  std::map<std::string, std::vector<NamedFile>> flights;
  // The same of what steps load later: by simulator, then by the path that the step names.
  std::map<std::string, std::map<std::string, std::vector<NamedFile>>> loaded_flights;
};
Result<ScenarioFiles> read_scenario_files(world::Files& files, const Scenario& scenario);
// Writes a simulator's flight and what it names into a folder, and gives the path of the flight.
Result<std::string> write_flight(world::Files& disk, const std::string& folder, const std::vector<NamedFile>& flight);
// The flights that steps load, each into a folder of its own in `folder`: where they are, by the path that the step
// names.
Result<std::map<std::string, std::string>> write_loaded_flights(
    world::Files& disk, const std::string& folder, const std::map<std::string, std::vector<NamedFile>>& flights);

// The places of a monitor's surroundings, as it sees them.
struct MonitorPlaces {
  std::map<std::string, world::Endpoint> simulators;
  std::optional<world::Endpoint> smtp;
  TlsMode smtp_tls = TlsMode::none;
  std::optional<std::string> webhook_url;
  bool webhook_tls = false;
  std::string ca_file;                             // whose certificates services have; empty: there are none
  std::map<std::string, std::string> environment;  // what tells of all services
  std::string listen_address;                      // of health and metrics
  std::uint16_t health_port = 0;
  std::uint16_t metrics_port = 0;
  std::string folder;  // of log and telemetry
};

// YAML laid over the monitor's own configuration. Sections that the configuration does not have are not added, but for
// simulators and ports.
std::string overlay_yaml(const std::vector<NamedFile>& configs, const MonitorPlaces& places);
std::string log_path(const MonitorPlaces& places);
std::string telemetry_path(const MonitorPlaces& places);

// The variables that the guide's configuration wants and those of the places, overridden by what the scenario gives.
std::map<std::string, std::string> monitor_environment(const Monitor& monitor, const MonitorPlaces& places);

// Without the program's name. `seed` is the simulator's own, split from the scenario's.
std::vector<std::string> emulator_arguments(const Simulator& simulator, const std::string& address, std::uint16_t port,
                                            std::uint16_t control_port, const std::optional<std::string>& flight,
                                            std::uint64_t seed);
std::vector<std::string> monitor_arguments(const Monitor& monitor, const std::vector<std::string>& configs);

// The ports on which a monitor listens once it has started: those that nothing switches off.
std::vector<std::string_view> awaited_ports(const std::vector<NamedFile>& configs, const Monitor& monitor);

// "listening on 127.0.0.1:8080 (health, metrics)" says where two ports are. Gives the endpoint of `port`, if the line
// tells it.
std::optional<world::Endpoint> listening_on(std::string_view line, std::string_view port);

// What is told of a member that took longer than its start_limit or stop_limit, or than any may.
Error does_not_listen(Duration limit);
Error does_not_end(Duration limit);

inline constexpr std::string_view kWebhookPath = "/services/T00000000/B00000000/checkride";

}  // namespace checkride::harness

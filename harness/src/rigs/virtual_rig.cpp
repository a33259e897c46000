#include "virtual_rig.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checkride/emulator/emulator.hpp"
#include "checkride/runtime/runtime.hpp"
#include "rigs/command_play.hpp"
#include "rigs/null_members.hpp"
#include "rigs/service_places.hpp"
#include "rigs/subject.hpp"

namespace checkride::harness {

namespace {

constexpr std::uint16_t kSimConnectPort = 5111;
constexpr std::uint16_t kControlPort = 5112;
constexpr std::uint16_t kHealthPort = 8080;
constexpr std::uint16_t kMetricsPort = 9090;
constexpr Duration kStartLimit = std::chrono::seconds(60);
constexpr Duration kStopLimit = std::chrono::seconds(60);
constexpr Duration kLookPeriod = std::chrono::milliseconds(10);
const std::string kConfigFolder = "/etc/checkride";
const std::string kDataFolder = "/var/log/checkride";

// Owns the service, so that it ends with its host: whoever stops it may look at it after it has served its last.
world::Task<int> service_program(world::World& host, std::unique_ptr<RunningService> service) {
  co_await service->serve();
  co_await host.clock().sleep_until(world::Instant::max());
  co_return 0;
}

}  // namespace

VirtualRig::VirtualRig(const Scenario& scenario, ScenarioFiles files, std::uint64_t seed, bool shuffle,
                       std::optional<NullMember> null)
    : scenario_(scenario),
      scenario_files_(std::move(files)),
      seed_(seed),
      null_(null),
      world_([&] {
        world::VirtualOptions options;
        options.seed = seed;
        options.shuffle = shuffle;
        if (scenario.clock_starts) options.epoch = *scenario.clock_starts;
        return options;
      }()),
      harness_(&world_.add_host("harness")),
      inboxes_(harness_->clock(), scenario),
      authority_(authority_for(*harness_, scenario)) {
  world_.seat_beside_all(*harness_);  // as on real processes, which are all on one machine
  add_machines();
}

VirtualRig::~VirtualRig() {
  world_.observe(nullptr);
}

// No member has such a name.
world::World& VirtualRig::client(std::size_t number) {
  while (clients_.size() <= number) clients_.push_back(&world_.add_host(fmt::format("client.{}", clients_.size() + 1)));
  return *clients_[number];
}

Result<> VirtualRig::capture_into(world::Files& files, const std::string& folder) {
  capture_ = std::make_unique<RigCapture>(harness_->clock(), files, folder);
  for (const Monitor& monitor : scenario_.monitors) {
    std::vector<std::string> targets = monitor.simulators;
    for (const auto& service : scenario_.services) targets.push_back(service.name);
    for (const std::string& target : targets) {
      TRY_VOID(capture_->add(monitor.name, target));
      capture_->set_addresses(monitor.name, machines_.at(monitor.name).host->address(), target,
                              machines_.at(target).host->address());
    }
  }
  world_.observe(capture_.get());
  return {};
}

Result<> VirtualRig::finish_captures() {
  world_.observe(nullptr);
  return capture_ ? capture_->finish() : Result<>();
}

void VirtualRig::add_machines() {
  for (const auto& member : scenario_.members()) {
    Machine machine;
    machine.host = &world_.add_host(member);
    machine.kind = *scenario_.kind_of(member);
    machines_.emplace(member, machine);
  }
  for (const auto& service : scenario_.services) {
    for (const auto& other_name : service.names) world_.add_name(other_name, *machines_.at(service.name).host);
  }
  for (const auto& monitor : scenario_.monitors) {
    if (!monitor.subject) install_monitor(monitor);
  }
  install_flights();
}

// Here and below: files of a virtual disk are written before any fault can be set: a failure would show as a missing
// file.
void VirtualRig::install_flights() {
  for (const auto& [member, flight] : scenario_files_.flights) {
    const auto path = write_flight(machines_.at(member).host->files(), kConfigFolder + "/flight", flight);
    if (path) flight_paths_[member] = *path;
  }
  for (const auto& simulator : scenario_.simulators) {
    world::Files& disk = machines_.at(simulator.name).host->files();
    auto flights = write_loaded_flights(disk, kConfigFolder, scenario_files_.loaded_flights[simulator.name]);
    drivers_.try_emplace(simulator.name, *this, simulator.name,
                         flights ? std::move(*flights) : std::map<std::string, std::string>());
  }
}

void VirtualRig::install_monitor(const Monitor& monitor) {
  world::VirtualHost& host = *machines_.at(monitor.name).host;
  const std::vector<NamedFile>& configs = scenario_files_.configs[monitor.name];
  const MonitorPlaces where = places(monitor);
  (void)host.files().make_directories(kConfigFolder);
  (void)host.files().make_directories(where.folder);
  for (std::size_t i = 0; i < configs.size(); ++i) {
    (void)host.files().write(fmt::format("{}/config-{}.yaml", kConfigFolder, i), configs[i].text);
  }
  (void)host.files().write(kConfigFolder + "/overlay.yaml", overlay_yaml(configs, where));
  if (authority_) (void)host.files().write(where.ca_file, authority_->trust_pem());
  for (const auto& [variable, value] : monitor_environment(monitor, where)) host.set_environment(variable, value);
}

const Simulator& VirtualRig::simulator_of(const std::string& member) const {
  return *std::find_if(scenario_.simulators.begin(), scenario_.simulators.end(),
                       [&](const Simulator& s) { return s.name == member; });
}

MonitorPlaces VirtualRig::places(const Monitor& monitor) const {
  MonitorPlaces where;
  for (const auto& s : monitor.simulators) where.simulators[s] = {s, kSimConnectPort};
  const auto endpoint_of = [this](const Service& service) {
    return world::Endpoint{service.names.empty() ? service.name : service.names[0], service_port(service.name)};
  };
  place_services(scenario_, endpoint_of, authority_ ? kConfigFolder + "/ca.pem" : std::string(), where);
  where.listen_address = "0.0.0.0";
  where.health_port = kHealthPort;
  where.metrics_port = kMetricsPort;
  where.folder = kDataFolder;
  return where;
}

world::Task<Result<>> VirtualRig::start(std::string member) {
  Machine& machine = machines_.at(member);
  if (machine.crashed) machine.host->restart();
  machine.crashed = false;
  machine.printed_before = machine.host->printed().size();
  CO_TRY_VOID(launch(member, machine));
  machine.running = true;
  const Duration limit = scenario_.limits_of(member).start.value_or(kStartLimit);
  const world::Instant deadline = harness_->clock().now() + limit;
  while (!listens(member, machine)) {
    if (machine.host->exit_code()) {
      machine.running = false;
      sweep(machine);
      const auto& printed = machine.host->printed();
      co_return Error::invalid(fmt::format("it ended with exit code {} before it listened: {}",
                                           *machine.host->exit_code(),
                                           !machine.host->failure().empty() ? machine.host->failure()
                                           : printed.empty()                ? "it printed nothing"
                                                                            : printed.back()));
    }
    if (harness_->clock().now() >= deadline) co_return does_not_listen(limit);
    co_await harness_->clock().sleep_for(kLookPeriod);
  }
  co_return Result<>();
}

Result<> VirtualRig::launch(const std::string& member, Machine& machine) {
  switch (machine.kind) {
    case MemberKind::simulator:
      return launch_simulator(member, machine);
    case MemberKind::monitor:
      return launch_monitor(member, machine);
    case MemberKind::subject:
      return Error::invalid(std::string(kNoCommands));
    case MemberKind::smtp:
    case MemberKind::webhook:
    case MemberKind::database:
    case MemberKind::key_value:
    case MemberKind::upstream:
    case MemberKind::metar:
    case MemberKind::balancer:
    case MemberKind::edge:
    case MemberKind::prometheus:
    case MemberKind::alertmanager:
      return launch_service(*scenario_.service(member), machine);
  }
  return {};
}

Result<> VirtualRig::launch_service(const Service& service, Machine& machine) {
  ServicePlace place{*machine.host, service.name, folder(service.name)};
  inboxes_.give_to(place);
  place.names = service.names;
  place.names.insert(place.names.begin(), service.name);
  place.authority = authority_ ? &*authority_ : nullptr;
  for (const Service& one : scenario_.services) {
    place.services.push_back({one.name, one.spec, {one.name, service_port(one.name)}});
  }
  const bool is_subject = scenario_.monitors.empty() && can_be_tested(service.spec);
  const bool is_null = null_ == NullMember::subject && is_subject;
  auto made =
      is_null ? make_null_service(std::move(place), service.spec) : make_service(std::move(place), service.spec);
  ServicePorts ports;
  for (const ServicePort& port : ports_of(service.spec)) ports[port.name] = {"0.0.0.0", port.number};
  TRY_VOID(made->listen(ports));
  machine.service = made.get();
  machine.host->start(fmt::format("{}-sink", to_string(service.kind())),
                      service_program(*machine.host, std::move(made)));
  return {};
}

Result<> VirtualRig::launch_simulator(const std::string& member, Machine& machine) {
  if (null_ == NullMember::emulator) {
    auto ports = null_emulator_ports({"0.0.0.0", kSimConnectPort}, {"0.0.0.0", kControlPort});
    machine.host->start("null-emulator", null_program(*machine.host, std::move(ports)));
    return {};
  }
  std::optional<std::string> flight;
  if (const auto found = flight_paths_.find(member); found != flight_paths_.end()) flight = found->second;
  TRY(auto options, emulator::parse_options(emulator_arguments(simulator_of(member), "0.0.0.0", kSimConnectPort,
                                                               kControlPort, flight, seed_)));
  options.control_hosts.push_back(member);  // here hosts are asked by their names
  options.terminate = [host = machine.host] { host->send_signal(world::Signal::terminate); };
  machine.host->start("checkride-emulator", emulator::run(*machine.host, std::move(options)));
  return {};
}

Result<> VirtualRig::launch_monitor(const std::string& member, Machine& machine) {
  if (null_ == NullMember::subject) {
    auto ports = null_subject_ports({"0.0.0.0", kHealthPort}, {"0.0.0.0", kMetricsPort});
    machine.host->start("null-subject", null_program(*machine.host, std::move(ports)));
    return {};
  }
  TRY(auto options, runtime::parse_options(monitor_line(member)));
  // Equal scenario and seed are equal bytes, whichever compiler and commit the program came from.
  options.build = {.version = "virtual", .revision = "virtual", .compiler = "virtual", .build_type = "virtual"};
  machine.host->start("checkride-monitor", runtime::run(*machine.host, std::move(options)));
  return {};
}

std::vector<std::string> VirtualRig::monitor_line(const std::string& member) const {
  std::vector<std::string> configs;
  for (std::size_t i = 0; i < scenario_files_.configs.at(member).size(); ++i) {
    configs.push_back(fmt::format("{}/config-{}.yaml", kConfigFolder, i));
  }
  configs.push_back(kConfigFolder + "/overlay.yaml");
  return monitor_arguments(*scenario_.monitor(member), configs);
}

bool VirtualRig::listens(const std::string& member, const Machine& machine) const {
  if (machine.service != nullptr) return true;
  const std::vector<std::string_view> ports =
      machine.kind == MemberKind::simulator
          ? std::vector<std::string_view>{"simconnect", "control"}
          : awaited_ports(scenario_files_.configs.at(member), *scenario_.monitor(member));
  const auto& printed = machine.host->printed();
  return std::all_of(ports.begin(), ports.end(), [&](std::string_view port) {
    return std::any_of(printed.begin() + static_cast<std::ptrdiff_t>(machine.printed_before), printed.end(),
                       [&](const std::string& line) { return listening_on(line, port).has_value(); });
  });
}

world::Task<Result<int>> VirtualRig::stop(std::string member) {
  Machine& machine = machines_.at(member);
  machine.running = false;
  if (machine.service != nullptr) {
    const auto drained = co_await machine.service->stop(harness_->clock().now() + kStopLimit);
    crash(machine);
    if (!drained) co_return drained.error();
    co_return 0;
  }
  machine.host->send_signal(world::Signal::terminate);
  const Duration limit = scenario_.limits_of(member).stop.value_or(kStopLimit);
  const world::Instant deadline = harness_->clock().now() + limit;
  while (!machine.host->exit_code()) {
    if (harness_->clock().now() >= deadline) {
      crash(machine);
      co_return does_not_end(limit);
    }
    co_await harness_->clock().sleep_for(kLookPeriod);
  }
  sweep(machine);
  co_return *machine.host->exit_code();
}

world::Task<Result<>> VirtualRig::kill(std::string member) {
  Machine& machine = machines_.at(member);
  machine.running = false;
  crash(machine);
  co_return Result<>();
}

// What a process leaves running or open ends with it.
void VirtualRig::sweep(Machine& machine) {
  machine.host->crash();
  machine.host->restart();
}

void VirtualRig::crash(Machine& machine) {
  machine.host->crash();
  machine.crashed = true;
  machine.service = nullptr;
}

Result<> VirtualRig::freeze(const std::string& member) {
  machines_.at(member).host->freeze();
  return {};
}

Result<> VirtualRig::thaw(const std::string& member) {
  machines_.at(member).host->thaw();
  return {};
}

std::optional<int> VirtualRig::ended(const std::string& member) {
  Machine& machine = machines_.at(member);
  if (!machine.running || !machine.host->exit_code()) return std::nullopt;
  machine.running = false;
  sweep(machine);
  return machine.host->exit_code();
}

Result<world::Endpoint> VirtualRig::endpoint(const std::string& member, Port port) {
  if (const Service* const service = scenario_.service(member)) {
    return world::Endpoint{member, asked_port(service->spec, port).number};
  }
  if (port == Port::control) return world::Endpoint{member, kControlPort};
  const Machine& machine = machines_.at(member);
  for (std::size_t i = machine.printed_before; i < machine.host->printed().size(); ++i) {
    const auto where = listening_on(machine.host->printed()[i], to_string(port));
    if (where) return world::Endpoint{member, where->port};
  }
  return world::Endpoint{member, port == Port::health ? kHealthPort : kMetricsPort};
}

std::string VirtualRig::read_log(const std::string& member, LogCursor& cursor) {
  const Machine& machine = machines_.at(member);
  std::string text = read_printed(machine.host->printed(), cursor);
  if (scenario_.service(member) != nullptr) {
    return text + read_log_file(machine.host->files(), service_log_path(folder(member)), cursor);
  }
  if (machine.kind != MemberKind::monitor) return text;
  MonitorPlaces where;
  where.folder = folder(member);
  return text + read_log_file(machine.host->files(), log_path(where), cursor);
}

world::Files& VirtualRig::files(const std::string& member) {
  return machines_.at(member).host->files();
}

std::string VirtualRig::folder(const std::string&) {
  return kDataFolder;
}

std::string VirtualRig::telemetry_folder(const std::string& member) {
  MonitorPlaces where;
  where.folder = folder(member);
  return telemetry_path(where);
}

std::uint16_t VirtualRig::service_port(const std::string& member) const {
  switch (machines_.at(member).kind) {
    case MemberKind::simulator:
      return kSimConnectPort;
    case MemberKind::smtp:
    case MemberKind::webhook:
    case MemberKind::database:
    case MemberKind::key_value:
    case MemberKind::upstream:
    case MemberKind::metar:
    case MemberKind::balancer:
    case MemberKind::edge:
    case MemberKind::prometheus:
    case MemberKind::alertmanager:
      return ports_of(scenario_.service(member)->spec).front().number;
    case MemberKind::monitor:
    case MemberKind::subject:
      break;
  }
  return kHealthPort;
}

void VirtualRig::note(const std::string& host, std::string_view kind, std::string_view text) {
  if (capture_) capture_->note(host, kind, text);
  world_.trace(host, kind, text);
}

}  // namespace checkride::harness

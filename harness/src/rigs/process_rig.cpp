#include "process_rig.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "rigs/child_end.hpp"
#include "rigs/service_places.hpp"

namespace checkride::harness {

namespace {

constexpr Duration kStartLimit = std::chrono::seconds(30);
constexpr Duration kStopLimit = std::chrono::seconds(60);
constexpr Duration kLookPeriod = std::chrono::milliseconds(10);
constexpr std::string_view kEmulator = "checkride-emulator";
constexpr std::string_view kMonitor = "checkride-monitor";
const std::string kLoopback = "127.0.0.1";

std::string program_path(const std::string& folder, std::string_view name) {
  return folder + "/" + std::string(name);
}

}  // namespace

std::vector<std::string> missing_programs(world::Files& files, const std::string& program_folder, RigKind rig) {
  std::vector<std::string> missing;
  for (const auto name : {kEmulator, kMonitor}) {
    if (name == kEmulator && rig == RigKind::live_rig) continue;
    if (!files.exists(program_path(program_folder, name))) missing.push_back(program_path(program_folder, name));
  }
  return missing;
}

ProcessRig::ProcessRig(world::RealWorld& world, const Scenario& scenario, ScenarioFiles files,
                       ProcessRigOptions options)
    : world_(world),
      scenario_(scenario),
      scenario_files_(std::move(files)),
      options_(std::move(options)),
      inboxes_(world.clock(), scenario),
      authority_(authority_for(world, scenario)) {
  for (const auto& simulator : scenario.simulators) programs_[simulator.name];
  for (const auto& monitor : scenario.monitors) programs_[monitor.name];
  for (const auto& service : scenario.services) {
    sinks_[service.name];
  }
}

ProcessRig::~ProcessRig() = default;

Result<> ProcessRig::prepare() {
  world::Files& disk = world_.files();
  for (const auto& member : scenario_.members()) TRY_VOID(disk.make_directories(folder(member)));
  if (authority_) TRY_VOID(disk.write(ca_file(), authority_->trust_pem()));
  TRY_VOID(prepare_flights());
  for (const auto& service : scenario_.services) {
    Sink& sink = sinks_.at(service.name);
    const auto ports = ports_of(service.spec);
    for (const ServicePort& port : ports) {
      TRY(sink.ports[port.name], reserve_port());
    }
    for (const std::string& port : program_ports(service.spec)) {
      TRY(sink.ports[port], reserve_port());
    }
    sink.main = sink.ports.at(ports.front().name);
  }
  if (!options_.capture_folder.empty()) {
    capture_ = std::make_unique<RigCapture>(world_.clock(), disk, options_.capture_folder);
  }
  for (const auto& monitor : scenario_.monitors) TRY_VOID(prepare_monitor(monitor));
  return {};
}

Result<> ProcessRig::prepare_flights() {
  world::Files& disk = world_.files();
  for (const auto& [member, flight] : scenario_files_.flights) {
    TRY(flight_paths_[member], write_flight(disk, folder(member) + "/flight", flight));
  }
  for (const auto& simulator : scenario_.simulators) {
    const std::string& name = simulator.name;
    TRY(auto flights, write_loaded_flights(disk, folder(name), scenario_files_.loaded_flights[name]));
    drivers_.try_emplace(name, *this, name, std::move(flights));
  }
  return {};
}

// Sinks and proxies are stopped, killed and started again under one address.
// All of 127.0.0.0/8 is this machine; the first is where everybody else is.
world::World& ProcessRig::client(std::size_t number) {
  constexpr std::size_t kPerNetwork = 254;
  return world_.at_address(fmt::format("127.0.{}.{}", number / kPerNetwork, number % kPerNetwork + 1));
}

Result<world::Endpoint> ProcessRig::reserve_port() {
  TRY(auto port, world::PortReservation::take(world_.random("ports")));
  ports_.push_back(std::move(port));
  return ports_.back().endpoint();
}

std::string ProcessRig::monitor_program() const {
  return program_path(options_.program_folder, kMonitor);
}

Result<> ProcessRig::prepare_monitor(const Monitor& monitor) {
  for (const auto& simulator : monitor.simulators) TRY_VOID(make_proxy(monitor.name, simulator));
  for (const auto& service : scenario_.services) TRY_VOID(make_proxy(monitor.name, service.name));
  if (monitor.subject) return reserve_ports(monitor);
  world::Files& disk = world_.files();
  const auto& configs = scenario_files_.configs[monitor.name];
  for (std::size_t i = 0; i < configs.size(); ++i) {
    TRY_VOID(disk.write(fmt::format("{}/config-{}.yaml", folder(monitor.name), i), configs[i].text));
  }
  return disk.write(folder(monitor.name) + "/overlay.yaml", overlay_yaml(configs, places(monitor)));
}

std::string ProcessRig::ca_file() const {
  return authority_ ? world::absolute_path(options_.work_folder) + "/ca.pem" : std::string();
}

MonitorPlaces ProcessRig::places(const Monitor& monitor) {
  MonitorPlaces where;
  for (const auto& simulator : monitor.simulators)
    where.simulators[simulator] = proxy(monitor.name, simulator).endpoint();
  place_services(
      scenario_, [&](const Service& service) { return proxy(monitor.name, service.name).endpoint(); }, ca_file(),
      where);
  where.listen_address = kLoopback;
  where.folder = folder(monitor.name);
  return where;
}

std::vector<std::string> ProcessRig::arguments(const std::string& member) {
  std::vector<std::string> line;
  if (is_monitor(member)) {
    line = monitor_line(member);
    line.insert(line.begin(), monitor_program());
    return line;
  }
  const auto simulator = std::find_if(scenario_.simulators.begin(), scenario_.simulators.end(),
                                      [&](const Simulator& s) { return s.name == member; });
  std::optional<std::string> flight;
  if (const auto found = flight_paths_.find(member); found != flight_paths_.end()) flight = found->second;
  line = emulator_arguments(*simulator, kLoopback, 0, 0, flight, options_.seed);
  line.insert(line.begin(), program_path(options_.program_folder, kEmulator));
  return line;
}

void ProcessRig::hear(Program& program, std::string_view line) {
  program.output.emplace_back(line);
  for (const std::string_view port : {"simconnect", "control", "health", "metrics"}) {
    if (const auto endpoint = listening_on(line, port)) program.ports[std::string(port)] = *endpoint;
  }
}

world::Task<Result<>> ProcessRig::start_member(std::string member) {
  if (is_null(member)) co_return launch_null(member);
  if (const Subject* const subject = scenario_.subject(member)) {
    const auto launched = co_await launch_subject(member, *subject);
    co_return launched;
  }
  if (!is_sink(member)) {
    const auto launched = co_await launch(member);
    if (!launched) co_return launched.error();
    if (!is_monitor(member)) CO_TRY_VOID(set_targets(member, programs_.at(member).ports.at("simconnect")));
    co_return Result<>();
  }
  CO_TRY_VOID(launch_sink(*scenario_.service(member)));
  CO_TRY_VOID(co_await program_ready(member));
  co_return set_targets(member, sinks_.at(member).main);
}

world::Task<Result<>> ProcessRig::launch(std::string member) {
  Program& program = programs_.at(member);
  program.ports.clear();
  world::ProcessOptions options;
  options.arguments = arguments(member);
  for (const auto& monitor : scenario_.monitors) {
    if (monitor.name == member) options.environment = monitor_environment(monitor, places(monitor));
  }
  options.on_output = [this, &program](std::string_view line) { hear(program, line); };
  options.on_error = options.on_output;
  CO_TRY_VOID(run(program, std::move(options)));
  const Duration limit = scenario_.limits_of(member).start.value_or(kStartLimit);
  const world::Instant deadline = world_.clock().now() + limit;
  const std::vector<std::string_view> awaited =
      is_monitor(member) ? awaited_ports(scenario_files_.configs.at(member), *scenario_.monitor(member))
                         : std::vector<std::string_view>{"simconnect", "control"};
  const auto listens = [&](std::string_view port) { return program.ports.contains(std::string(port)); };
  while (!std::all_of(awaited.begin(), awaited.end(), listens)) {
    if (program.child->status()) {
      program.running = false;
      (void)co_await program.child->wait();  // until its last words are read
      co_return Error::invalid(fmt::format("it ended with {} before it listened: {}", program.child->status()->text(),
                                           fmt::format("{}", fmt::join(program.output, "\n")).substr(0, 2000)));
    }
    if (world_.clock().now() >= deadline) co_return does_not_listen(limit);
    co_await world_.clock().sleep_for(kLookPeriod);
  }
  co_return Result<>();
}

Result<> ProcessRig::launch_sink(const Service& service) {
  Sink& sink = sinks_.at(service.name);
  ServicePlace place{world_, service.name, folder(service.name)};
  inboxes_.give_to(place);
  place.names = service.names;
  place.names.insert(place.names.end(), {service.name, kLoopback, "localhost"});
  place.authority = authority_ ? &*authority_ : nullptr;
  for (const Service& one : scenario_.services) {
    place.services.push_back({one.name, one.spec, sinks_.at(one.name).main});
  }
  const bool is_subject = scenario_.monitors.empty() && can_be_tested(service.spec);
  const bool is_null_sink = options_.null == NullMember::subject && is_subject;
  std::unique_ptr<RunningService> made;
  if (is_null_sink) {
    made = make_null_service(std::move(place), service.spec);
  } else if (const ProgramRow* const row = program_of(service.spec)) {
    TRY(made, make_program(service, *row));
  } else {
    made = make_service(std::move(place), service.spec);
  }
  TRY_VOID(made->listen(sink.ports));
  sink.service = std::move(made);
  sink.tasks = std::make_unique<world::TaskGroup>(world_.executor());
  sink.tasks->spawn(fmt::format("{} sink", to_string(service.kind())), sink.service->serve());
  return {};
}

world::Task<> ProcessRig::end_sink(std::string member) {
  Sink& sink = sinks_.at(member);
  if (!sink.tasks) co_return;
  (void)co_await sink.tasks->stop(world_.clock(), kStopLimit);  // what lingers is cancelled with the group
  sink.tasks.reset();
  sink.program = nullptr;
  sink.service.reset();
}

world::Task<Result<int>> ProcessRig::stop(std::string member) {
  CO_TRY_VOID(set_targets(member, std::nullopt));
  if (is_sink(member)) {
    const auto drained = co_await sinks_.at(member).service->stop(world_.clock().now() + kStopLimit);
    co_await end_sink(member);
    if (!drained) co_return drained.error();
    co_return 0;
  }
  if (is_null(member)) {
    co_await end_null(member);
    co_return 0;
  }
  Program& program = programs_.at(member);
  program.running = false;
  const Subject* const subject = scenario_.subject(member);
  const SubjectStop how = subject == nullptr ? SubjectStop::terminate : subject->stop;
  CO_TRY_VOID(program.child->send_signal(stop_signal(how)));
  const Duration limit = scenario_.limits_of(member).stop.value_or(kStopLimit);
  const auto status = co_await world::within(world_.clock(), limit, end_of(*program.child));
  if (!status) {
    (void)program.child->send_signal(world::ProcessSignal::kill);  // it may have ended this moment
    co_return does_not_end(limit);
  }
  if (subject != nullptr && ended_by(how, *status)) co_return 0;
  co_return code_of(*status);
}

world::Task<Result<>> ProcessRig::kill(std::string member) {
  CO_TRY_VOID(set_targets(member, std::nullopt));
  if (is_sink(member)) {
    co_await end_sink(member);
    co_return Result<>();
  }
  if (is_null(member)) {
    co_await end_null(member);
    co_return Result<>();
  }
  Program& program = programs_.at(member);
  program.running = false;
  CO_TRY_VOID(program.child->send_signal(world::ProcessSignal::kill));
  (void)co_await program.child->wait();  // a kill leaves no choice of status
  co_return Result<>();
}

// What does nothing does so frozen too.
Result<> ProcessRig::freeze(const std::string& member) {
  if (is_null(member)) return {};
  if (RealProgram* const program = real_program(member)) return program->send_signal(world::ProcessSignal::stop);
  return programs_.at(member).child->send_signal(world::ProcessSignal::stop);
}

Result<> ProcessRig::thaw(const std::string& member) {
  if (is_null(member)) return {};
  if (RealProgram* const program = real_program(member)) return program->send_signal(world::ProcessSignal::resume);
  return programs_.at(member).child->send_signal(world::ProcessSignal::resume);
}

std::optional<int> ProcessRig::ended(const std::string& member) {
  if (const RealProgram* const program = real_program(member)) {
    return program->ended() ? std::optional(code_of(*program->ended())) : std::nullopt;
  }
  const auto found = programs_.find(member);
  if (found == programs_.end() || !found->second.running || !found->second.child->status()) return std::nullopt;
  return code_of(*found->second.child->status());
}

Result<world::Endpoint> ProcessRig::endpoint(const std::string& member, Port port) {
  if (is_sink(member)) {
    return sinks_.at(member).ports.at(asked_port(scenario_.service(member)->spec, port).name);
  }
  const auto found = programs_.find(member);
  if (found != programs_.end()) {
    const auto& ports = found->second.ports;
    if (const auto endpoint = ports.find(std::string(to_string(port))); endpoint != ports.end())
      return endpoint->second;
  }
  return Error::invalid(fmt::format("{} has no {} port yet", member, to_string(port)));
}

std::string ProcessRig::read_log(const std::string& member, LogCursor& cursor) {
  if (is_sink(member)) {
    const std::string printed = read_printed(sinks_.at(member).output, cursor);
    return printed + read_log_file(world_.files(), service_log_path(folder(member)), cursor);
  }
  std::string text = read_printed(programs_.at(member).output, cursor);
  if (!is_monitor(member)) return text;
  MonitorPlaces where;
  where.folder = folder(member);
  return text + read_log_file(world_.files(), log_path(where), cursor);
}

std::string ProcessRig::telemetry_folder(const std::string& member) {
  MonitorPlaces where;
  where.folder = folder(member);
  return telemetry_path(where);
}

world::Task<> ProcessRig::close() {
  for (auto& [name, program] : programs_) {
    program.watch.reset();
    program.child.reset();  // kills what still runs
  }
  for (auto& [ends, link] : proxies_) co_await link->close();
  std::vector<std::string> names;
  for (const auto& [name, sink] : sinks_) names.push_back(name);
  for (const auto& name : names) co_await end_sink(name);
  names.clear();
  for (const auto& [name, program] : programs_) names.push_back(name);
  for (const auto& name : names) co_await end_null(name);
}

}  // namespace checkride::harness

// What the process rig does for services that are programs which are not ours.
#include <fmt/format.h>

#include "rigs/process_rig.hpp"
#include "services/service_tls.hpp"

namespace checkride::harness {

namespace {

std::vector<std::string> names_of(const Service& service) {
  std::vector<std::string> names = service.names;
  names.insert(names.end(), {service.name, "127.0.0.1", "localhost"});
  return names;
}

}  // namespace

// Before it starts: its scenario is skipped then, never passed.
std::optional<std::string> ProcessRig::missing_program(const Start& start) const {
  for (const std::string& member : start.members) {
    const Service* const service = scenario_.service(member);
    const ProgramRow* const row = service == nullptr ? nullptr : program_of(service->spec);
    if (row == nullptr || find_program(world_, row->program)) continue;
    return fmt::format("{} is not installed: apt-get install {}", row->program, row->package);
  }
  return std::nullopt;
}

RealProgram* ProcessRig::real_program(const std::string& member) const {
  const auto found = sinks_.find(member);
  return found == sinks_.end() ? nullptr : found->second.program;
}

ProgramPlaces ProcessRig::program_places(const Service& service) const {
  ProgramPlaces where;
  where.ports = sinks_.at(service.name).ports;
  for (const auto& [name, sink] : sinks_) {
    where.services[name] = sink.main;
    where.metrics[name] = sink.main;
  }
  if (authority_) where.trust_pem = authority_->trust_pem();
  for (const Service& one : scenario_.services) {
    if (speaks_tls(one.spec, ports_of(one.spec).front().name)) where.secure.insert(one.name);
  }
  for (const auto& [name, program] : programs_) {
    const auto metrics = program.ports.find(std::string(to_string(Port::metrics)));
    if (metrics != program.ports.end()) where.metrics[name] = metrics->second;
  }
  const auto files = scenario_files_.configs.find(service.name);
  if (files != scenario_files_.configs.end()) where.files = files->second;
  return where;
}

Result<std::unique_ptr<RunningService>> ProcessRig::make_program(const Service& service, const ProgramRow& row) {
  const auto path = find_program(world_, row.program);
  if (!path) return Error::invalid(fmt::format("{} is not installed: apt-get install {}", row.program, row.package));
  Sink& sink = sinks_.at(service.name);
  auto program = std::make_unique<RealProgram>(world_, service.spec, *path, world::absolute_path(folder(service.name)),
                                               sink.output);
  ProgramPlaces where = program_places(service);
  if (const TlsPolicy* const policy = policy_of(service.spec)) {
    where.identity = identity_for(world_, *authority_, names_of(service), *policy);
  }
  program->use(plan_program(service.spec, where));
  sink.program = program.get();
  return std::unique_ptr<RunningService>(std::move(program));
}

world::Task<Result<>> ProcessRig::program_ready(std::string member) {
  RealProgram* const program = real_program(member);
  if (program == nullptr) co_return Result<>();
  const auto ready = co_await program->until_ready();
  co_return ready;
}

// Who watches others learns where they are now: monitors have new ports at each start.
Result<> ProcessRig::tell_programs() {
  for (const Service& service : scenario_.services) {
    RealProgram* const program = real_program(service.name);
    if (program == nullptr) continue;
    TRY_VOID(program->refresh(plan_program(service.spec, program_places(service)).live_files));
  }
  return {};
}

world::Task<Result<>> ProcessRig::start(std::string member) {
  const auto started = co_await start_member(member);
  if (!started) co_return started.error();
  co_return tell_programs();
}

}  // namespace checkride::harness

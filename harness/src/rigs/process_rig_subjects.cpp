// What the process rig does for subjects.
#include <fmt/format.h>

#include "rigs/process_rig.hpp"
#include "rigs/service_places.hpp"

namespace checkride::harness {

Result<> ProcessRig::reserve_ports(const Monitor& monitor) {
  auto& ports = subject_ports_[monitor.name];
  for (const Port port : monitor.subject->ports) {
    TRY(ports[std::string(to_string(port))], reserve_port());
  }
  return {};
}

SubjectPlaces ProcessRig::subject_places(const std::string& member) {
  SubjectPlaces where;
  for (const auto& [ends, link] : proxies_) {
    if (ends.first == member) where.members[ends.second] = link->endpoint();
  }
  for (const auto& service : scenario_.services) {
    if (service.kind() != MemberKind::webhook) continue;
    where.urls[service.name] = webhook_url_of(service.spec, where.members.at(service.name));
  }
  where.ports = subject_ports_.at(member);
  where.folder = world::absolute_path(folder(member));
  return where;
}

world::Task<Result<>> ProcessRig::launch_subject(std::string member, const Subject& subject) {
  Program& program = programs_.at(member);
  world::ProcessOptions options = subject_process(subject, subject_places(member));
  const auto endpoint_of = [&](const Service& service) { return proxy(member, service.name).endpoint(); };
  options.environment.merge(service_environment(scenario_, endpoint_of, ca_file()));
  options.on_output = [&program](std::string_view line) { program.output.emplace_back(line); };
  options.on_error = options.on_output;
  const std::size_t first_line = program.output.size();
  CO_TRY_VOID(run(program, std::move(options)));
  program.ports = subject_ports_.at(member);
  StartedSubject started{subject, *program.child, program.output, first_line, program.ports};
  const auto ready = co_await until_ready(world_, std::move(started));
  if (!ready) program.running = !program.child->status();
  co_return ready;
}

}  // namespace checkride::harness

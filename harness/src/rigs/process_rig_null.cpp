// What the process rig does for members that do nothing: they are tasks of this process, where a program would be a
// child.
#include "rigs/null_members.hpp"
#include "rigs/process_rig.hpp"

namespace checkride::harness {

namespace {

constexpr Duration kStopLimit = std::chrono::seconds(5);

}  // namespace

bool ProcessRig::is_null(const std::string& member) const {
  const auto kind = scenario_.kind_of(member);
  if (options_.null == NullMember::emulator) return kind == MemberKind::simulator;
  return options_.null == NullMember::subject && (kind == MemberKind::monitor || kind == MemberKind::subject);
}

Result<> ProcessRig::launch_null(const std::string& member) {
  const world::Endpoint any{"127.0.0.1", 0};
  std::vector<NullPort> wanted =
      options_.null == NullMember::emulator ? null_emulator_ports(any, any) : null_subject_ports(any, any);
  if (scenario_.subject(member) != nullptr) {
    wanted.clear();
    for (const auto& [name, where] : subject_ports_.at(member)) wanted.push_back({name, where, NullTalk::http});
  }
  Program& program = programs_.at(member);
  auto made = std::make_unique<NullMembers>(world_);
  TRY_VOID(made->listen(wanted));
  program.null = std::move(made);
  program.ports = program.null->ports();
  program.null_tasks = std::make_unique<world::TaskGroup>(world_.executor());
  program.null_tasks->spawn("null " + member, program.null->serve());
  if (scenario_.kind_of(member) != MemberKind::simulator) return {};
  return set_targets(member, program.ports.at("simconnect"));
}

world::Task<> ProcessRig::end_null(std::string member) {
  Program& program = programs_.at(member);
  if (!program.null_tasks) co_return;
  (void)co_await program.null_tasks->stop(world_.clock(), kStopLimit);  // what lingers is cancelled with the group
  program.null_tasks.reset();
  program.null.reset();
}

}  // namespace checkride::harness

// What the process rig does for its programs beyond starting and ending them.
#include <fmt/format.h>

#include "rigs/child_end.hpp"
#include "rigs/process_rig.hpp"

namespace checkride::harness {

namespace {

constexpr Duration kCommandLimit = std::chrono::seconds(60);

world::ProcessSignal signal_of(MemberSignal signal) {
  switch (signal) {
    case MemberSignal::hangup:
      return world::ProcessSignal::hangup;
    case MemberSignal::user1:
      return world::ProcessSignal::user1;
    case MemberSignal::interrupt:
      return world::ProcessSignal::interrupt;
    case MemberSignal::terminate:
      break;
  }
  return world::ProcessSignal::terminate;
}

world::Task<> learn_of_end(world::ChildProcess& child) {
  (void)co_await child.wait();  // how it ended is asked of the child
}

}  // namespace

Result<> ProcessRig::run(Program& program, world::ProcessOptions options) {
  program.watch.reset();  // before the child that it waits for
  TRY(program.child, world::ChildProcess::start(world_, std::move(options)));
  program.running = true;
  program.watch = std::make_unique<world::TaskGroup>(world_.executor());
  program.watch->spawn("its end", learn_of_end(*program.child));
  return {};
}

std::optional<std::string> ProcessRig::impossible(const Action& action) const {
  if (const auto* start = std::get_if<Start>(&action)) return missing_program(*start);
  const auto* inject = std::get_if<Inject>(&action);
  const auto* disk = inject != nullptr ? std::get_if<DiskFault>(&inject->fault) : nullptr;
  if (disk == nullptr) return std::nullopt;
  return fmt::format("the disk of {} is this machine's, which cannot be made {}", disk->disk, to_string(disk->kind));
}

std::vector<std::string> ProcessRig::monitor_line(const std::string& member) {
  std::vector<std::string> configs;
  for (std::size_t i = 0; i < scenario_files_.configs[member].size(); ++i) {
    configs.push_back(fmt::format("{}/config-{}.yaml", folder(member), i));
  }
  configs.push_back(folder(member) + "/overlay.yaml");
  return monitor_arguments(*scenario_.monitor(member), configs);
}

std::optional<int> ProcessRig::last_exit_code(const std::string& member) {
  const auto found = programs_.find(member);
  if (found == programs_.end() || !found->second.child || !found->second.child->status()) return std::nullopt;
  return code_of(*found->second.child->status());
}

Result<> ProcessRig::signal(const std::string& member, MemberSignal signal) {
  if (is_null(member)) return {};
  return programs_.at(member).child->send_signal(signal_of(signal));
}

world::Task<Result<CommandResult>> ProcessRig::run_command(std::string member, std::vector<std::string> arguments) {
  CommandResult result;
  if (is_null(member)) co_return result;
  const Monitor& monitor = *scenario_.monitor(member);
  const auto line = monitor_line(member);
  world::ProcessOptions options;
  options.arguments = std::move(arguments);
  options.arguments.insert(options.arguments.begin(), monitor_program());
  options.arguments.insert(options.arguments.end(), line.begin(), line.end());
  options.environment = monitor_environment(monitor, places(monitor));
  options.on_output = [&result](std::string_view text) { result.output.append(text).append("\n"); };
  options.on_error = options.on_output;
  CO_TRY(const auto child, world::ChildProcess::start(world_, std::move(options)));
  const auto status = co_await world::within(world_.clock(), kCommandLimit, end_of(*child));
  if (!status) co_return Error::invalid("the command still runs after 60 s");
  result.exit_code = code_of(*status);
  co_return result;
}

}  // namespace checkride::harness

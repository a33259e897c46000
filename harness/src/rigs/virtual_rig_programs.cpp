// What the virtual rig does for programs of its members, beyond starting and ending them.
#include <fmt/format.h>

#include "checkride/runtime/runtime.hpp"
#include "rigs/command_play.hpp"
#include "rigs/virtual_rig.hpp"

namespace checkride::harness {

namespace {

constexpr Duration kCommandLimit = std::chrono::seconds(60);
constexpr Duration kLookPeriod = std::chrono::milliseconds(10);

world::Signal signal_of(MemberSignal signal) {
  switch (signal) {
    case MemberSignal::hangup:
      return world::Signal::hangup;
    case MemberSignal::user1:
      return world::Signal::user1;
    case MemberSignal::interrupt:
      return world::Signal::interrupt;
    case MemberSignal::terminate:
      break;
  }
  return world::Signal::terminate;
}

}  // namespace

std::optional<int> VirtualRig::last_exit_code(const std::string& member) {
  return machines_.at(member).host->exit_code();
}

Result<> VirtualRig::signal(const std::string& member, MemberSignal signal) {
  machines_.at(member).host->send_signal(signal_of(signal));
  return {};
}

world::Task<Result<CommandResult>> VirtualRig::run_command(std::string member, std::vector<std::string> arguments) {
  if (null_ == NullMember::subject) co_return CommandResult();
  Machine& machine = machines_.at(member);
  if (machine.crashed) machine.host->restart();
  machine.crashed = false;
  const auto line = monitor_line(member);
  arguments.insert(arguments.end(), line.begin(), line.end());
  CO_TRY(auto options, runtime::parse_options(arguments));
  commands_.push_back(std::make_unique<CommandPlay>(*machine.host, std::move(options)));
  const CommandPlay& play = *commands_.back();
  const world::Instant deadline = harness_->clock().now() + kCommandLimit;
  for (auto result = play.result(); harness_->clock().now() < deadline; result = play.result()) {
    if (result) co_return *result;
    co_await harness_->clock().sleep_for(kLookPeriod);
  }
  co_return Error::invalid("the command still runs after 60 s");
}

}  // namespace checkride::harness

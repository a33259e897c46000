#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "checkride/harness/harness.hpp"
#include "rigs/deployment.hpp"

namespace checkride::harness {

namespace {

// Notes that somebody wants the run to end; the run looks at it between its steps.
world::Task<> hear_signals(world::World& world, std::shared_ptr<bool> interrupted) {
  while (true) {
    const world::Signal signal = co_await world.next_signal();
    if (signal != world::Signal::hangup) *interrupted = true;
  }
}

int unusable(world::World& world, const Error& error) {
  world.print_error_line("checkride: " + (error.detail().empty() ? error.message() : error.detail()));
  return kExitUnusable;
}

Result<> validate_files(world::Files& files, const std::vector<Scenario>& scenarios) {
  for (const auto& scenario : scenarios) {
    const auto read = read_scenario_files(files, scenario);
    if (!read) return Error::invalid(fmt::format("{}: {}", scenario.file, read.error().message()));
  }
  return {};
}

int validate(world::World& world, const std::vector<Scenario>& scenarios) {
  if (const auto valid = validate_files(world.files(), scenarios); !valid) return unusable(world, valid.error());
  world.print_line(fmt::format("{} scenario{} valid", scenarios.size(), scenarios.size() == 1 ? " is" : "s are"));
  return kExitPassed;
}

// A scenario without any of the tags is not what was asked for; none at all is a mistake of the command line.
bool any_has_tag(const std::vector<Scenario>& scenarios, const std::vector<std::string>& tags) {
  return tags.empty() || std::any_of(scenarios.begin(), scenarios.end(), [&](const Scenario& scenario) {
           return std::find_first_of(scenario.tags.begin(), scenario.tags.end(), tags.begin(), tags.end()) !=
                  scenario.tags.end();
         });
}

world::Task<int> run_suite_until_signal(world::RealWorld& world, SuiteOptions options,
                                        std::vector<Scenario> scenarios) {
  auto interrupted = std::make_shared<bool>(false);
  world::TaskGroup signals(world.executor());
  signals.spawn("signals", hear_signals(world, interrupted));
  std::function<bool()> ask = [interrupted] { return *interrupted; };
  const auto outcome = co_await run_suite(world, std::move(options), std::move(scenarios), std::move(ask));
  (void)co_await signals.stop(world.clock(), std::chrono::seconds(1));  // it only waits
  if (outcome) co_return exit_code(*outcome);
  world.print_error_line("checkride: " + outcome.error().message());
  co_return kExitInvalidRun;
}

}  // namespace

world::Task<int> run(world::RealWorld& world, Options options) {
  if (options.command == Options::Command::help) {
    world.print_line(help_text());
    co_return kExitPassed;
  }
  if (options.command == Options::Command::version) {
    world.print_line(version_text());
    co_return kExitPassed;
  }
  auto scenarios = load_scenarios(world.files(), options.suite.paths);
  if (!scenarios) co_return unusable(world, scenarios.error());
  if (options.command == Options::Command::validate) co_return validate(world, *scenarios);
  if (!any_has_tag(*scenarios, options.suite.tags)) {
    co_return unusable(world, Error::invalid("no scenario under these paths has a tag that was asked for"));
  }
  const int code = co_await run_suite_until_signal(world, std::move(options.suite), std::move(*scenarios));
  co_return code;
}

}  // namespace checkride::harness

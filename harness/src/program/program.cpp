#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>

#include "capture/tools.hpp"
#include "checkride/harness/harness.hpp"
#include "program/simconnect_cfg.hpp"
#include "rigs/deployment.hpp"
#include "suite/report_folder.hpp"

namespace checkride::harness {

namespace {

// Notes that somebody wants the run to end; the run looks at it between its steps.
world::Task<> hear_signals(world::World& world, std::shared_ptr<bool> interrupted) {
  while (true) {
    const world::Signal signal = co_await world.next_signal();
    if (world::asks_to_stop(signal)) *interrupted = true;
  }
}

int unusable(world::World& world, const Error& error) {
  world.print_error_line("checkride: " + (error.detail().empty() ? error.message() : error.detail()));
  return kExitUnusable;
}

// Every configuration and flight that a scenario names is there. Errors hold the first missing one of each scenario.
Result<> validate_files(world::Files& files, const std::vector<Scenario>& scenarios) {
  std::string mistakes;
  for (const auto& scenario : scenarios) {
    const auto read = read_scenario_files(files, scenario);
    if (read) continue;
    mistakes += fmt::format("{}{}: {} (paths count from the scenario's folder)", mistakes.empty() ? "" : "\n",
                            scenario.file, read.error().message());
  }
  if (!mistakes.empty()) return Error::invalid(mistakes);
  return {};
}

int validate(world::World& world, const std::vector<Scenario>& scenarios) {
  if (const auto valid = validate_files(world.files(), scenarios); !valid) return unusable(world, valid.error());
  world.print_line(fmt::format("{} scenario{} valid", scenarios.size(), scenarios.size() == 1 ? " is" : "s are"));
  return kExitPassed;
}

int print_simconnect_cfg(world::World& world, const std::vector<std::string>& arguments) {
  const auto options = parse_simconnect_cfg(arguments);
  if (!options) return unusable(world, options.error());
  auto text = make_simconnect_cfg(world.files(), *options);
  if (!text) return unusable(world, text.error());
  if (text->ends_with('\n')) text->pop_back();  // printing adds it
  world.print_line(*text);
  return kExitPassed;
}

// A scenario without any of the tags is not what was asked for; none at all is a mistake of the command line.
Result<> choose_by_tag(const std::vector<std::string>& tags, std::vector<Scenario>* scenarios) {
  const auto has_none = [&](const Scenario& scenario) {
    return std::find_first_of(scenario.tags.begin(), scenario.tags.end(), tags.begin(), tags.end()) ==
           scenario.tags.end();
  };
  if (!tags.empty()) std::erase_if(*scenarios, has_none);
  if (!scenarios->empty()) return {};
  return Error::invalid(fmt::format("--tag: no scenario under these paths is tagged {}", fmt::join(tags, " or ")));
}

Result<> check_report_folder(world::Files& files, const std::string& path) {
  const auto probed = ReportFolder(files, path).probe();
  if (probed) return {};
  return Error::invalid(
      fmt::format("--report: the folder {} cannot be written ({}): name another", path, probed.error().message()));
}

// What must be right before anything runs, so that no run ends in the middle for a mistake that could be seen.
Result<> check_input(world::Files& files, const SuiteOptions& options, std::vector<Scenario>* scenarios) {
  TRY_VOID(choose_by_tag(options.tags, scenarios));
  TRY_VOID(validate_files(files, *scenarios));
  return check_report_folder(files, options.report_folder);
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
    world.print_line(options.tool.empty() ? help_text() : tool_help(options.tool));
    co_return kExitPassed;
  }
  if (options.command == Options::Command::version) {
    world.print_line(version_text());
    co_return kExitPassed;
  }
  if (options.command == Options::Command::tool) {
    const int code = co_await run_tool(world, std::move(options.tool), std::move(options.arguments),
                                       std::move(options.standard_input));
    co_return code;
  }
  if (options.command == Options::Command::simconnect_cfg) co_return print_simconnect_cfg(world, options.arguments);
  auto scenarios = load_scenarios(world.files(), options.suite.paths);
  if (!scenarios) co_return unusable(world, scenarios.error());
  if (options.command == Options::Command::validate) co_return validate(world, *scenarios);
  const auto usable = check_input(world.files(), options.suite, &*scenarios);
  if (!usable) co_return unusable(world, usable.error());
  const int code = co_await run_suite_until_signal(world, std::move(options.suite), std::move(*scenarios));
  co_return code;
}

}  // namespace checkride::harness

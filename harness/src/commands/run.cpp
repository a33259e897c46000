// checkride run: plays scenarios, writes a report.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>

#include "commands/command_table.hpp"
#include "commands/run_options.hpp"
#include "commands/scenario_input.hpp"
#include "suite/report_folder.hpp"

namespace checkride::harness {

namespace {

Result<Options> parse(Options options, std::vector<std::string> arguments) {
  TRY(const program::CommandLine line, parse_paths(options.command, arguments));
  options.suite.paths = line.words;
  TRY_VOID(read_run(line, &options.suite));
  return options;
}

// Notes that somebody wants the run to end; the run looks at it between its steps.
world::Task<> hear_signals(world::World& world, std::shared_ptr<bool> interrupted) {
  while (true) {
    const world::Signal signal = co_await world.next_signal();
    if (world::asks_to_stop(signal)) *interrupted = true;
  }
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

world::Task<int> run_scenarios(world::RealWorld& world, Options options) {
  auto scenarios = load_scenarios(world.files(), options.suite.paths);
  if (!scenarios) co_return unusable(world, scenarios.error());
  const auto usable = check_input(world.files(), options.suite, &*scenarios);
  if (!usable) co_return unusable(world, usable.error());
  const int code = co_await run_suite_until_signal(world, std::move(options.suite), std::move(*scenarios));
  co_return code;
}

}  // namespace

CommandRow run_command() {
  return {"run",
          {"checkride run PATH... [OPTION]...   play the scenarios in these files and folders, write a report"},
          parse,
          run_scenarios};
}

}  // namespace checkride::harness

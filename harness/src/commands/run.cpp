// checkride run: plays scenarios, writes a report.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "checkride/values/suggest.hpp"
#include "checkride/values/values.hpp"
#include "commands/command_table.hpp"
#include "commands/run_options.hpp"
#include "commands/scenario_input.hpp"
#include "commands/watch.hpp"
#include "suite/filters.hpp"
#include "suite/previous.hpp"
#include "suite/report_folder.hpp"

namespace checkride::harness {

namespace {

Result<Options> parse(Options options, std::vector<std::string> arguments) {
  TRY(const program::CommandLine line, parse_paths(options.command, arguments));
  options.suite.paths = line.words;
  TRY_VOID(read_run(line, &options.suite));
  return options;
}

// Notes that somebody wants the run to end: asked once in order, asked again at once.
world::Task<> hear_signals(world::World& world, std::shared_ptr<Ending> ending) {
  while (true) {
    const world::Signal signal = co_await world.next_signal();
    if (world::asks_to_stop(signal)) *ending = *ending == Ending::none ? Ending::in_order : Ending::at_once;
  }
}

Result<> check_report_folder(world::Files& files, const std::string& path) {
  const auto probed = ReportFolder(files, path).probe();
  if (probed) return {};
  return Error::invalid(
      fmt::format("--report: the folder {} cannot be written ({}): name another", path, probed.error().message()));
}

// What failed last time, where that is asked for.
Result<Previous> previous(world::Files& files, const SuiteOptions& options) {
  if (!options.only_failed) return Previous();
  TRY(auto found, read_previous(files, options.report_folder));
  if (found) return std::move(*found);
  return Error::invalid(fmt::format("--failed: there is no {}/record.json to tell what failed: run all of them first",
                                    options.report_folder));
}

// All cases, for each of the rigs that they will run on.
Result<std::vector<Scenario>> load_for_rigs(world::Files& files, const SuiteOptions& options) {
  std::vector<RigKind> rigs = options.compare;
  if (rigs.empty()) rigs.push_back(options.rig);
  std::vector<Scenario> all;
  for (const RigKind rig : rigs) {
    LoadRequest request;
    request.rig = rig;
    request.params = options.params;
    TRY(auto scenarios, load_scenarios(files, options.paths, request));
    for (Scenario& scenario : scenarios) {
      scenario.rig = rig;
      all.push_back(std::move(scenario));
    }
  }
  return all;
}

// A name that no scenario has would leave a simulator without its address, and the scenario skipped.
Result<> check_simulators(const SuiteOptions& options, const std::vector<Scenario>& scenarios) {
  std::vector<std::string> names;
  for (const Scenario& scenario : scenarios) {
    for (const Simulator& simulator : scenario.simulators) names.push_back(simulator.name);
  }
  for (const SimulatorAddress& one : options.simulators) {
    if (one.name.empty() || std::find(names.begin(), names.end(), one.name) != names.end()) continue;
    return Error::invalid(fmt::format("--simulator: no scenario has a simulator {}{}", values::quote(one.name),
                                      values::suggestion(one.name, names)));
  }
  return {};
}

// What must be right before anything runs, so that no run ends in the middle for a mistake that could be seen.
Result<std::vector<Scenario>> check_input(world::Files& files, const SuiteOptions& options) {
  TRY(auto scenarios, load_for_rigs(files, options));
  TRY(const Previous before, previous(files, options));
  if (options.only_failed && before.cases.empty()) return std::vector<Scenario>();
  TRY_VOID(choose(options, before.cases, &scenarios));
  TRY_VOID(check_simulators(options, scenarios));
  TRY_VOID(validate_files(files, scenarios));
  TRY_VOID(check_report_folder(files, options.report_folder));
  return scenarios;
}

world::Task<int> run_once(world::RealWorld& world, const SuiteOptions& options, std::function<Ending()> ending) {
  auto scenarios = check_input(world.files(), options);
  if (!scenarios) co_return unusable(world, scenarios.error());
  if (scenarios->empty()) {
    world.print_line(fmt::format("nothing failed last time ({}/record.json)", options.report_folder));
    co_return kExitPassed;
  }
  const int code = co_await play_suite(world, options, std::move(*scenarios), std::move(ending));
  co_return code;
}

world::Task<int> run_scenarios(world::RealWorld& world, Options options) {
  auto asked = std::make_shared<Ending>(Ending::none);
  world::TaskGroup signals(world.executor());
  signals.spawn("signals", hear_signals(world, asked));
  std::function<Ending()> ending = [asked] { return *asked; };
  int code = kExitPassed;
  if (options.suite.watch) {
    LoadInput load = [&world, &options] { return check_input(world.files(), options.suite); };
    code = co_await run_and_watch(world, options.suite, std::move(load), std::move(ending));
  } else {
    code = co_await run_once(world, options.suite, std::move(ending));
  }
  (void)co_await signals.stop(world.clock(), std::chrono::seconds(1));  // it only waits
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

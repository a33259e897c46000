#include "commands/watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "checkride/runtime/runtime.hpp"
#include "commands/scenario_input.hpp"
#include "suite/null_verdict.hpp"
#include "suite/watch_files.hpp"

namespace checkride::harness {

namespace {

constexpr Duration kLookPeriod = std::chrono::milliseconds(500);

// Everything that its runs depend on.
std::set<std::string> files_of(const Scenario& scenario) {
  std::set<std::string> files{scenario.file};
  for (const SourceFile& source : scenario.sources) files.insert(source.path);
  for (const Simulator& simulator : scenario.simulators) {
    if (!simulator.flight.empty()) files.insert(simulator.flight);
  }
  for (const Monitor& monitor : scenario.monitors) files.insert(monitor.config.begin(), monitor.config.end());
  return files;
}

bool concerns(const std::set<std::string>& changed, const Scenario& scenario) {
  const std::set<std::string> files = files_of(scenario);
  return std::any_of(changed.begin(), changed.end(), [&](const auto& file) { return files.contains(file); });
}

// The scenario files that are there now; none while a path leads nowhere.
std::set<std::string> scenario_files(world::Files& files, const SuiteOptions& options) {
  const auto found = find_scenario_files(files, options.paths);
  return found ? std::set<std::string>(found->begin(), found->end()) : std::set<std::string>();
}

// One after the other: runs, and looks for changes in between.
class Watcher {
 public:
  Watcher(world::RealWorld& world, SuiteOptions options, LoadInput load, std::function<Ending()> ending)
      : world_(world),
        options_(std::move(options)),
        load_(std::move(load)),
        ending_(std::move(ending)),
        files_(world.files()) {}

  world::Task<int> run() {
    int code = co_await run_what(nullptr);
    while (ending_() == Ending::none) {
      world_.print_line(fmt::format("waiting for a change of {} files", watched_.size()));
      const std::set<std::string> changed = co_await wait_for_change();
      if (!changed.empty()) code = co_await run_what(&changed);
    }
    co_return code;
  }

 private:
  // What the change concerns; all of them if it is null.
  world::Task<int> run_what(const std::set<std::string>* changed) {
    auto scenarios = load_();
    watch(scenarios ? *scenarios : std::vector<Scenario>());
    if (!scenarios) co_return unusable(world_, scenarios.error());
    if (changed != nullptr) {
      std::erase_if(*scenarios, [&](const Scenario& scenario) { return !concerns(*changed, scenario); });
    }
    if (scenarios->empty()) co_return kExitPassed;
    const int code = co_await play_suite(world_, options_, std::move(*scenarios), ending_);
    co_return code;
  }

  // While the files hold mistakes what was watched before goes on being so.
  void watch(const std::vector<Scenario>& scenarios) {
    if (!scenarios.empty()) watched_.clear();
    for (const Scenario& scenario : scenarios) watched_.merge(files_of(scenario));
    watched_.merge(scenario_files(world_.files(), options_));
    files_.watch(watched_);
  }

  // Empty: somebody wants the end.
  world::Task<std::set<std::string>> wait_for_change() {
    std::set<std::string> changed;
    while (changed.empty() && ending_() == Ending::none) {
      co_await world_.clock().sleep_for(kLookPeriod);
      changed = files_.changed();
      for (const std::string& file : scenario_files(world_.files(), options_)) {
        if (!watched_.contains(file)) changed.insert(file);
      }
    }
    co_return changed;
  }

  world::RealWorld& world_;
  SuiteOptions options_;
  LoadInput load_;
  std::function<Ending()> ending_;
  WatchedFiles files_;
  std::set<std::string> watched_;
};

// By its environment, on every rig.
void give_mutant(const std::string& word, std::vector<Scenario>& scenarios) {
  if (word.empty()) return;
  for (Scenario& scenario : scenarios) {
    for (Monitor& monitor : scenario.monitors) {
      if (!monitor.subject) monitor.environment[std::string(runtime::kMutantVariable)] = word;
    }
  }
}

int tell_null(world::World& world, NullMember member, const reports::Record& record, const ExpectingSteps& steps) {
  const NullVerdict verdict = judge_null(member, record, steps);
  for (const std::string& line : verdict.lines) world.print_line(line);
  return verdict.holds ? kExitPassed : kExitFailed;
}

}  // namespace

world::Task<int> play_suite(world::RealWorld& world, SuiteOptions options, std::vector<Scenario> scenarios,
                            std::function<Ending()> ending) {
  const std::optional<NullMember> null = options.null;
  const ExpectingSteps steps = null ? expecting_steps(scenarios) : ExpectingSteps();
  give_mutant(options.mutant, scenarios);
  const auto outcome = co_await run_suite(world, std::move(options), std::move(scenarios), std::move(ending));
  if (outcome && null && !outcome->interrupted) co_return tell_null(world, *null, outcome->record, steps);
  if (outcome) co_return exit_code(*outcome);
  world.print_error_line("checkride: " + outcome.error().message());
  co_return kExitInvalidRun;
}

world::Task<int> run_and_watch(world::RealWorld& world, SuiteOptions options, LoadInput load,
                               std::function<Ending()> ending) {
  Watcher watcher(world, std::move(options), std::move(load), std::move(ending));
  const int code = co_await watcher.run();
  co_return code;
}

}  // namespace checkride::harness

#include "checkride/harness/suite.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

#include "engine/event_log.hpp"
#include "engine/run.hpp"
#include "rigs/process_rig.hpp"
#include "suite/environment.hpp"
#include "suite/process_run.hpp"
#include "suite/progress.hpp"
#include "suite/report_folder.hpp"
#include "suite/virtual_play.hpp"

namespace checkride::harness {

namespace {

bool has_tag(const Scenario& scenario, const std::vector<std::string>& tags) {
  return tags.empty() || std::any_of(tags.begin(), tags.end(), [&](const std::string& tag) {
           return std::find(scenario.tags.begin(), scenario.tags.end(), tag) != scenario.tags.end();
         });
}

// What is left of an earlier run of the same scenario would mix with this one's telemetry.
Result<> remove_tree(world::Files& files, const std::string& path) {
  if (!files.exists(path)) return {};
  if (const auto names = files.list(path)) {
    for (const auto& name : *names) TRY_VOID(remove_tree(files, path + "/" + name));
  }
  return files.remove(path);
}

std::string replay_command(const Scenario& scenario, const SuiteOptions& options) {
  return fmt::format("checkride run {} --rig {} --seed {}{}", shell_quoted(scenario.file), to_string(options.rig),
                     options.seed, options.shuffle ? " --shuffle" : "") +
         (options.capture ? " --capture" : "");
}

reports::ScenarioRecord skipped(const Scenario& scenario, const SuiteOptions& options, std::string reason) {
  reports::ScenarioRecord record = blank_record(scenario, options.rig);
  record.seed = options.seed;
  record.verdict = reports::Verdict::skipped;
  record.reason = std::move(reason);
  return record;
}

// One run of a suite. Lives until its tasks have ended.
class Suite {
 public:
  Suite(world::RealWorld& world, SuiteOptions options, std::vector<Scenario> scenarios,
        std::function<bool()> interrupted)
      : world_(world),
        options_(std::move(options)),
        scenarios_(std::move(scenarios)),
        interrupted_(std::move(interrupted)),
        folder_(world.files(), options_.report_folder) {}

  world::Task<Result<SuiteOutcome>> run();

 private:
  Result<> prepare();
  world::Task<> work();
  world::Task<Result<>> play(std::size_t index);
  world::Task<Result<reports::ScenarioRecord>> play_on_rig(const Scenario& scenario);
  std::vector<std::string> captures_of(const Scenario& scenario);
  void finish(std::size_t index, reports::ScenarioRecord record, double wall_seconds);

  world::RealWorld& world_;
  SuiteOptions options_;
  std::vector<Scenario> scenarios_;
  std::function<bool()> interrupted_;
  ReportFolder folder_;
  std::size_t next_ = 0;
  std::vector<std::optional<reports::ScenarioRecord>> records_;
  std::vector<double> wall_seconds_;
  std::optional<Error> trouble_;  // with the report folder
};

Result<> Suite::prepare() {
  std::erase_if(scenarios_, [&](const Scenario& scenario) { return !has_tag(scenario, options_.tags); });
  if (scenarios_.empty()) return Error::invalid("no scenario has the tag asked for");
  if (options_.rig == RigKind::process_rig) {
    const auto missing = missing_programs(world_.files(), options_.program_folder);
    if (!missing.empty()) {
      return Error::invalid(
          fmt::format("the process rig runs {}, which is not there: build it into the folder that checkride is in",
                      missing.front()));
    }
    TRY_VOID(remove_tree(world_.files(), work_folder(options_)));
  }
  TRY_VOID(remove_tree(world_.files(), options_.report_folder + "/captures"));
  return folder_.open();
}

world::Task<Result<SuiteOutcome>> Suite::run() {
  const world::Instant begin = world_.clock().now();
  SuiteOutcome outcome;
  outcome.environment = describe_environment(world_);
  CO_TRY_VOID(prepare());
  records_.resize(scenarios_.size());
  wall_seconds_.resize(scenarios_.size());
  world_.print_line(headline(scenarios_.size(), options_));
  world::TaskGroup workers(world_.executor());
  const unsigned count = options_.rig == RigKind::process_rig ? options_.jobs : 1;
  for (unsigned i = 0; i < count; ++i) workers.spawn("scenarios", work());
  co_await workers.join();
  if (trouble_) co_return *trouble_;
  outcome.interrupted = interrupted_();
  outcome.record.rig = std::string(to_string(options_.rig));
  outcome.record.seed = options_.seed;
  for (std::size_t i = 0; i < records_.size(); ++i) {
    if (!records_[i]) records_[i] = skipped(scenarios_[i], options_, "interrupted before it began");
    outcome.environment.scenarios.emplace_back(records_[i]->name, wall_seconds_[i]);
    outcome.record.scenarios.push_back(std::move(*records_[i]));
  }
  outcome.environment.wall_seconds = world::to_seconds(world_.clock().now() - begin);
  CO_TRY_VOID(folder_.write(outcome.record, outcome.environment));
  for (const auto& line : summary(outcome, options_)) world_.print_line(line);
  co_return outcome;
}

world::Task<> Suite::work() {
  while (next_ < scenarios_.size() && !trouble_) {
    if (interrupted_() || next_ >= scenarios_.size()) co_return;
    const std::size_t index = next_++;
    const auto played = co_await play(index);
    if (!played) trouble_ = played.error();
  }
}

world::Task<Result<>> Suite::play(std::size_t index) {
  const Scenario& scenario = scenarios_[index];
  const std::string rig(to_string(options_.rig));
  if (std::find(scenario.rigs.begin(), scenario.rigs.end(), rig) == scenario.rigs.end()) {
    finish(index, skipped(scenario, options_, "the " + rig + " rig is not in the scenario's rigs"), 0);
    co_return Result<>();
  }
  const world::Instant begin = world_.clock().now();
  CO_TRY(reports::ScenarioRecord record, co_await play_on_rig(scenario));
  finish(index, std::move(record), world::to_seconds(world_.clock().now() - begin));
  co_return Result<>();
}

world::Task<Result<reports::ScenarioRecord>> Suite::play_on_rig(const Scenario& scenario) {
  CO_TRY(const std::unique_ptr<world::File> file, folder_.events_file(scenario.name));
  std::optional<Error> unwritten;
  std::function<void(const std::string&)> write = [&](const std::string& block) {
    const auto appended = file->append(block);
    if (!appended) unwritten = appended.error();
  };
  reports::ScenarioRecord record;
  if (options_.rig == RigKind::virtual_rig) {
    VirtualPlay play(world_.files(), scenario,
                     VirtualRunOptions{options_.seed, options_.shuffle, write,
                                       options_.capture ? capture_folder(options_, scenario) : std::string()});
    while (play.advance()) {
      co_await world_.clock().sleep_for(Duration{});  // lets a signal be heard
      if (interrupted_()) play.interrupt();
    }
    record = play.finish().record;
  } else {
    EventLog events(write);
    record = co_await run_on_process_rig(world_, scenario, options_, events, interrupted_);
    events.flush();
    record.events = events.count();
  }
  if (unwritten) co_return unwritten->with("events of " + scenario.name);
  record.replay = replay_command(scenario, options_);
  if (options_.capture) record.captures = captures_of(scenario);
  co_return record;
}

// Where they are, from the report folder; none of a scenario that could not begin.
std::vector<std::string> Suite::captures_of(const Scenario& scenario) {
  std::vector<std::string> captures;
  const auto names = world_.files().list(capture_folder(options_, scenario));
  if (!names) return captures;
  for (const std::string& name : *names) captures.push_back("captures/" + scenario.name + "/" + name);
  return captures;
}

void Suite::finish(std::size_t index, reports::ScenarioRecord record, double wall_seconds) {
  for (const auto& line : progress(record, wall_seconds)) world_.print_line(line);
  wall_seconds_[index] = wall_seconds;
  records_[index] = std::move(record);
}

}  // namespace

world::Task<Result<SuiteOutcome>> run_suite(world::RealWorld& world, SuiteOptions options,
                                            std::vector<Scenario> scenarios, std::function<bool()> interrupted) {
  Suite suite(world, std::move(options), std::move(scenarios), std::move(interrupted));
  auto outcome = co_await suite.run();
  co_return outcome;
}

int exit_code(const SuiteOutcome& outcome) {
  if (outcome.interrupted) return 130;
  int code = 0;
  for (const auto& scenario : outcome.record.scenarios) {
    if (scenario.verdict == reports::Verdict::error) code = 3;
    if (scenario.verdict == reports::Verdict::failed && code == 0) code = 1;
  }
  return code;
}

}  // namespace checkride::harness

#include "checkride/harness/suite.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "compare/compare_runs.hpp"
#include "replay/keep_run.hpp"
#include "rigs/process_rig.hpp"
#include "rigs/subject.hpp"
#include "suite/compare_rigs.hpp"
#include "suite/environment.hpp"
#include "suite/plan.hpp"
#include "suite/play_job.hpp"
#include "suite/pool.hpp"
#include "suite/previous.hpp"
#include "suite/process_run.hpp"
#include "suite/progress/announce.hpp"
#include "suite/progress/plain.hpp"
#include "suite/progress/terminal.hpp"
#include "suite/remove_tree.hpp"
#include "suite/report_folder.hpp"
#include "suite/sometimes.hpp"

namespace checkride::harness {

namespace {

constexpr unsigned kJobsMax = 64;

constexpr std::size_t kDifferencesShown = 20;  // of each comparison; the report has all

// A process of its own is worth a processor on the virtual rig, which does nothing but compute; the programs of the
// process rig keep their own pace, and a crowded machine would make them miss it.
unsigned jobs_at_once(world::World& world, const SuiteOptions& options) {
  if (options.jobs > 0) return options.jobs;
  const auto is_real = [](RigKind rig) { return rig != RigKind::virtual_rig; };
  const bool real = is_real(options.rig) || std::any_of(options.compare.begin(), options.compare.end(), is_real);
  if (real || options.in_process) return 1;
  const double processors = world.system_usage(options.report_folder).cpu_cores;
  return std::clamp(static_cast<unsigned>(processors), 1U, kJobsMax);
}

std::unique_ptr<Progress> make_progress(world::RealWorld& world, const SuiteOptions& options) {
  if (world.terminal().is_terminal) {
    return std::make_unique<TerminalProgress>(
        options, world.clock(), [&world] { return world.terminal().columns; },
        [&world](std::string_view text) { world.print_text(text); });
  }
  return std::make_unique<PlainProgress>(options, [&world](std::string_view line) { world.print_line(line); });
}

// Why a case does not run there; nothing where it does.
std::optional<std::string> reason_to_skip(const Job& job) {
  const Scenario& scenario = *job.scenario;
  const std::string rig(to_string(job.rig));
  const auto is_command = [](const Monitor& monitor) { return monitor.subject.has_value(); };
  if (job.rig == RigKind::virtual_rig && std::any_of(scenario.monitors.begin(), scenario.monitors.end(), is_command)) {
    return std::string(kNoCommands);
  }
  if (std::find(scenario.rigs.begin(), scenario.rigs.end(), rig) == scenario.rigs.end()) {
    return "the " + rig + " rig is not in the scenario's rigs";
  }
  if (!scenario.skip) return std::nullopt;
  const auto& rigs = scenario.skip->rigs;
  if (!rigs.empty() && std::find(rigs.begin(), rigs.end(), rig) == rigs.end()) return std::nullopt;
  return scenario.skip->reason;
}

// "virtual", "virtual,process"
std::string rigs_text(const SuiteOptions& options) {
  std::string text(to_string(options.rig));
  for (std::size_t i = 1; i < options.compare.size(); ++i) text += "," + std::string(to_string(options.compare[i]));
  return text;
}

// Of a case that was read for several rigs each is wanted once.
std::vector<SometimesWanted> sometimes_of(const std::vector<Scenario>& scenarios, RigKind rig) {
  std::vector<SometimesWanted> wanted;
  for (const Scenario& scenario : scenarios) {
    if (scenario.rig != rig) continue;
    std::size_t place = 0;
    for (const Invariant& invariant : scenario.invariants) {
      if (invariant.kind != Invariant::Kind::sometimes) continue;
      SometimesWanted one;
      one.scenario = scenario.name;
      one.name = "sometimes-" + std::to_string(++place);  // as the engine calls one without a name
      if (!invariant.name.empty()) one.name = invariant.name;
      one.text = invariant.check->text();
      one.file = invariant.place.file;
      one.line = invariant.place.line;
      one.of_seeds = invariant.of_seeds;
      wanted.push_back(std::move(one));
    }
  }
  return wanted;
}

// One run of a suite. Lives until its tasks have ended.
class Suite {
 public:
  Suite(world::RealWorld& world, SuiteOptions options, std::vector<Scenario> scenarios, std::function<Ending()> ending)
      : world_(world),
        options_(std::move(options)),
        scenarios_(std::move(scenarios)),
        ending_(std::move(ending)),
        folder_(world.files(), options_.report_folder),
        progress_(make_progress(world, options_)) {}

  world::Task<Result<SuiteOutcome>> run();

 private:
  Result<> prepare();
  Result<std::vector<Job>> plan();
  std::vector<Job> skip_some();
  void keep_files_of(const std::vector<Job>& jobs);
  void collect(std::vector<std::vector<Played>> results, const std::vector<Job>& played);
  void count_events_of_the_lost(reports::ScenarioRecord& record);
  SuiteOutcome outcome(double wall_seconds);
  Result<> compare(reports::Record& record);
  bool plays_on(RigKind rig) const;

  world::RealWorld& world_;
  SuiteOptions options_;
  std::vector<Scenario> scenarios_;
  std::function<Ending()> ending_;
  ReportFolder folder_;
  std::unique_ptr<Progress> progress_;
  reports::Environment environment_;
  std::optional<Previous> before_;
  reports::Capsule capsule_ = empty_capsule();
  std::map<std::pair<std::string, RigKind>, std::vector<std::string>> kept_files_;  // by case and rig
  std::vector<Job> jobs_;
  std::vector<std::vector<Played>> attempts_;  // by index of the job
  std::vector<std::size_t> last_records_;      // of each job, its last attempt's place in the record
};

Result<> Suite::prepare() {
  // A folder with a record of another program's is no reason not to run: nothing is known to be new then.
  if (auto before = read_previous(world_.files(), options_.report_folder)) before_ = std::move(*before);
  for (const RigKind rig : {RigKind::process_rig, RigKind::live_rig}) {
    if (!plays_on(rig)) continue;
    const auto missing = missing_programs(world_.files(), options_.program_folder, rig);
    if (!missing.empty()) {
      return Error::invalid(
          fmt::format("the {} rig runs {}, which is not there: build it into the folder that checkride is in",
                      to_string(rig), missing.front()));
    }
    // What is left of an earlier run of the same scenario would mix with this one's telemetry.
    TRY_VOID(remove_tree(world_.files(), work_folder(options_)));
  }
  TRY_VOID(remove_tree(world_.files(), options_.report_folder + "/captures"));
  return folder_.open();
}

Result<std::vector<Job>> Suite::plan() {
  std::vector<PlannedCase> cases;
  for (const Scenario& scenario : scenarios_) cases.push_back({&scenario, scenario.rig});
  return plan_jobs(cases, options_);
}

bool Suite::plays_on(RigKind rig) const {
  return std::any_of(jobs_.begin(), jobs_.end(), [rig](const Job& job) { return job.rig == rig; });
}

world::Task<Result<SuiteOutcome>> Suite::run() {
  const world::Instant begin = world_.clock().now();
  environment_ = describe_environment(world_);
  CO_TRY(jobs_, plan());
  CO_TRY_VOID(prepare());
  attempts_.resize(jobs_.size());
  progress_->began(jobs_);
  const std::vector<Job> played = skip_some();
  keep_files_of(played);
  PoolOptions pool_options;
  pool_options.jobs = jobs_at_once(world_, options_);
  pool_options.retries = options_.retries;
  pool_options.in_process = options_.in_process;
  PlayJob play = [this](world::RealWorld& world, const Job& job, JobLink& link) {
    return play_job(world, job, options_, link);
  };
  Pool pool(world_, pool_options, std::move(play), *progress_, ending_);
  CO_TRY(auto results, co_await pool.run(played));
  collect(std::move(results), played);
  SuiteOutcome done = outcome(world::to_seconds(world_.clock().now() - begin));
  CO_TRY_VOID(compare(done.record));
  CO_TRY_VOID(folder_.write(done.record, done.environment, capsule_));
  progress_->over(done);
  for (const auto& comparison : done.record.comparisons) {
    for (const std::string& line : to_lines(comparison, kDifferencesShown)) world_.print_line(line);
  }
  announce(world_, options_, done, before_);
  co_return done;
}

// Before they run: what is on the disk may change afterwards.
void Suite::keep_files_of(const std::vector<Job>& jobs) {
  world::Files& sources = options_.sources == nullptr ? world_.files() : *options_.sources;
  for (const Job& job : jobs) {
    auto& kept = kept_files_[{job.scenario->name, job.rig}];
    if (kept.empty()) kept = keep_files(sources, *job.scenario, capsule_.files);
  }
}

// Says so of those that do not run, and returns the others.
std::vector<Job> Suite::skip_some() {
  std::vector<Job> others;
  for (const Job& job : jobs_) {
    const auto reason = reason_to_skip(job);
    if (!reason) {
      others.push_back(job);
      continue;
    }
    auto record = record_without_run(job, reports::Verdict::skipped, *reason);
    progress_->started(job);
    progress_->ended(job, record, 0, false);
    attempts_[job.index].push_back({std::move(record), 0});
  }
  return others;
}

void Suite::collect(std::vector<std::vector<Played>> results, const std::vector<Job>& played) {
  RunSettings settings;
  settings.params = options_.params;
  settings.shuffle = options_.shuffle;
  const std::vector<std::string> simulators = simulator_texts(options_);
  for (std::size_t i = 0; i < played.size(); ++i) {
    const Job& job = played[i];
    if (results[i].empty()) {
      auto record = record_without_run(job, reports::Verdict::skipped, "interrupted before it began");
      results[i].push_back({std::move(record), 0});
    }
    for (Played& one : results[i]) {
      if (one.record.replay.empty()) one.record.replay = replay_command(job, options_);
      count_events_of_the_lost(one.record);
      // Only as its own command says is that played again, not as a run of the scenario.
      if (options_.null || !options_.mutant.empty()) continue;
      settings.simulators = job.rig == RigKind::live_rig ? simulators : std::vector<std::string>();
      const auto& files = kept_files_[{job.scenario->name, job.rig}];
      capsule_.runs.push_back(capsule_run(*job.scenario, one.record, settings, files));
    }
    attempts_[job.index] = std::move(results[i]);
  }
}

// A run whose worker died could not count them.
void Suite::count_events_of_the_lost(reports::ScenarioRecord& record) {
  if (record.verdict != reports::Verdict::error || record.events > 0) return;
  if (const auto events = folder_.read_events(record.name)) record.events = events->events.size();
}

SuiteOutcome Suite::outcome(double wall_seconds) {
  SuiteOutcome outcome;
  outcome.environment = std::move(environment_);
  outcome.environment.wall_seconds = wall_seconds;
  outcome.interrupted = ending_() != Ending::none;
  outcome.record.rig = rigs_text(options_);
  outcome.record.seed = options_.seed;
  for (auto& attempts : attempts_) {
    for (Played& one : attempts) {
      outcome.environment.scenarios.emplace_back(one.record.name, one.wall_seconds);
      outcome.record.scenarios.push_back(std::move(one.record));
    }
    last_records_.push_back(outcome.record.scenarios.size() - 1);
  }
  outcome.record.sometimes = judge_sometimes(sometimes_of(scenarios_, options_.rig), outcome.record.scenarios);
  return outcome;
}

// With the first of the rigs, if there are several.
Result<> Suite::compare(reports::Record& record) {
  if (options_.compare.empty()) return {};
  std::vector<RunOnRig> runs;
  for (const Job& job : jobs_) {
    runs.push_back({job.scenario, job.rig, job.repeat, &record.scenarios[last_records_[job.index]]});
  }
  TRY(record.comparisons,
      compare_rigs(runs, options_.rig, [this](const std::string& run) { return folder_.read_events(run); }));
  return {};
}

}  // namespace

world::Task<Result<SuiteOutcome>> run_suite(world::RealWorld& world, SuiteOptions options,
                                            std::vector<Scenario> scenarios, std::function<Ending()> ending) {
  Suite suite(world, std::move(options), std::move(scenarios), std::move(ending));
  auto outcome = co_await suite.run();
  co_return outcome;
}

int exit_code(const SuiteOutcome& outcome) {
  if (outcome.interrupted) return 130;
  int code = 0;
  for (const auto& run : outcome.record.scenarios) {
    if (!counts_as_failure(run)) continue;
    if (run.verdict == reports::Verdict::error) code = 3;
    if (run.verdict == reports::Verdict::failed && code == 0) code = 1;
  }
  const auto& sometimes = outcome.record.sometimes;
  const bool never = std::any_of(sometimes.begin(), sometimes.end(),
                                 [](const auto& one) { return one.verdict == reports::Verdict::failed; });
  return code == 0 && never ? 1 : code;
}

}  // namespace checkride::harness

// checkride replay: plays runs of a report again, from the files that the report carries.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>

#include "checkride/reports/capsule.hpp"
#include "commands/command_table.hpp"
#include "commands/replay.hpp"
#include "commands/scenario_input.hpp"
#include "replay/capsule_files.hpp"
#include "replay/keep_run.hpp"
#include "rigs/process_rig.hpp"
#include "suite/environment.hpp"
#include "suite/play_job.hpp"
#include "suite/process_run.hpp"
#include "suite/remove_tree.hpp"
#include "suite/report_folder.hpp"
#include "suite/shell_word.hpp"

namespace checkride::harness {

namespace {

Result<Options> parse(Options options, std::vector<std::string> arguments) {
  TRY_VOID(parse_replay(arguments));
  options.arguments = std::move(arguments);
  return options;
}

// Plays runs one after another. Lives until its tasks have ended.
class Replayer final : private JobLink {
 public:
  Replayer(world::RealWorld& world, const reports::Capsule& capsule, SuiteOptions options, std::string page,
           std::function<bool()> interrupted)
      : world_(world),
        options_(std::move(options)),
        page_(std::move(page)),
        interrupted_(std::move(interrupted)),
        kept_(capsule.files),
        files_(kept_),
        folder_(world.files(), options_.report_folder) {
    replayed_ = empty_capsule();
  }

  // All of them; the exit code. Error: the report folder cannot be written.
  world::Task<Result<int>> run(std::vector<reports::CapsuleRun> runs);

 private:
  bool interrupted() override { return interrupted_(); }
  void moved(const JobProgress&) override {}

  std::optional<std::string> obstacle(const reports::CapsuleRun& run, const Scenario& scenario);
  world::Task<Result<reports::ScenarioRecord>> play(const reports::CapsuleRun& run, const Scenario& scenario);
  int tell(const reports::CapsuleRun& run, const reports::ScenarioRecord& record);
  int cannot(const reports::CapsuleRun& run, const std::string& why);
  void keep(const reports::CapsuleRun& run, const reports::ScenarioRecord& record);

  world::RealWorld& world_;
  SuiteOptions options_;
  std::string page_;
  std::function<bool()> interrupted_;
  const std::map<std::string, std::string>& kept_;
  CapsuleFiles files_;
  ReportFolder folder_;
  reports::Capsule replayed_;  // so that the report of a replay can be replayed
};

// Why it cannot be played here at all.
std::optional<std::string> Replayer::obstacle(const reports::CapsuleRun& run, const Scenario& scenario) {
  if (run.rig == to_string(RigKind::live_rig)) {
    return "it ran against a real simulator, which nobody can repeat: run the scenario again";
  }
  if (run.rig != to_string(RigKind::process_rig)) return std::nullopt;
  if (const std::string folder = missing_folder(world_.files(), scenario); !folder.empty()) {
    return folder + " is not here, the folder of its subject: a capsule holds no application; replay it where that is";
  }
  const auto missing = missing_programs(world_.files(), options_.program_folder);
  if (missing.empty()) return std::nullopt;
  return "the process rig runs " + missing.front() +
         ", which is not there: build it into the folder that checkride is in";
}

world::Task<Result<reports::ScenarioRecord>> Replayer::play(const reports::CapsuleRun& run, const Scenario& scenario) {
  Job job;
  job.scenario = &scenario;
  job.rig = run.rig == to_string(RigKind::virtual_rig) ? RigKind::virtual_rig : RigKind::process_rig;
  job.seed = run.seed;
  job.run = run.name;
  SuiteOptions options = options_;
  options.rig = job.rig;
  options.seed = run.seed;
  options.shuffle = run.shuffle;
  options.params = run.params;
  options.sources = &files_;
  CO_TRY(reports::ScenarioRecord record, co_await play_job(world_, job, options, *this));
  record.replay = fmt::format("checkride replay {}", shell_quoted(page_ + "#" + run.name));
  co_return record;
}

void Replayer::keep(const reports::CapsuleRun& run, const reports::ScenarioRecord& record) {
  reports::CapsuleRun again = run;
  again.verdict = std::string(to_string(record.verdict));
  again.reason = record.reason;
  again.trace_hash = record.trace_hash;
  for (const std::string& path : run.files) replayed_.files[path] = kept_.at(path);
  replayed_.runs.push_back(std::move(again));
}

int Replayer::tell(const reports::CapsuleRun& run, const reports::ScenarioRecord& record) {
  const ReplayOutcome outcome = replay_outcome(run, record);
  for (const std::string& line : outcome.lines) world_.print_line(line);
  return outcome.same ? kExitPassed : kExitFailed;
}

int Replayer::cannot(const reports::CapsuleRun& run, const std::string& why) {
  world_.print_error_line(fmt::format("checkride: {} cannot be played again: {}", run.name, why));
  return kExitInvalidRun;
}

world::Task<Result<int>> Replayer::run(std::vector<reports::CapsuleRun> runs) {
  CO_TRY_VOID(folder_.open());
  CO_TRY_VOID(remove_tree(world_.files(), work_folder(options_)));
  const world::Instant begin = world_.clock().now();
  reports::Environment environment = describe_environment(world_);
  reports::Record record;
  int code = kExitPassed;
  for (const reports::CapsuleRun& run : runs) {
    if (interrupted_()) break;
    const auto scenario = scenario_of(run, files_);
    const auto why = scenario ? obstacle(run, *scenario) : scenario.error().message();
    if (why) {
      code = cannot(run, *why);
      continue;
    }
    for (const std::string& line : not_kept(*scenario)) world_.print_line(fmt::format("{}: {}", run.name, line));
    const world::Instant then = world_.clock().now();
    CO_TRY(reports::ScenarioRecord played, co_await play(run, *scenario));
    if (!interrupted_()) code = std::max(code, tell(run, played));
    environment.scenarios.emplace_back(run.name, world::to_seconds(world_.clock().now() - then));
    keep(run, played);
    record.rig = run.rig;
    record.seed = run.seed;
    record.scenarios.push_back(std::move(played));
  }
  environment.wall_seconds = world::to_seconds(world_.clock().now() - begin);
  CO_TRY_VOID(folder_.write(record, environment, replayed_));
  world_.print_line(fmt::format("report: {}/index.html", options_.report_folder));
  co_return interrupted_() ? kExitInterrupted : code;
}

world::Task<> hear_signals(world::World& world, std::shared_ptr<bool> interrupted) {
  while (true) {
    const world::Signal signal = co_await world.next_signal();
    if (world::asks_to_stop(signal)) *interrupted = true;
  }
}

Result<reports::Capsule> read_capsule(world::Files& files, const std::string& page) {
  TRY(const std::string text, files.read(page));
  auto capsule = reports::capsule_from_html(text);
  if (!capsule) return capsule.error().with(page);
  return capsule;
}

world::Task<int> replay(world::RealWorld& world, Options options) {
  const auto asked = parse_replay(options.arguments);
  if (!asked) co_return unusable(world, asked.error());
  const auto capsule = read_capsule(world.files(), asked->target.page);
  if (!capsule) co_return unusable(world, capsule.error());
  auto runs = runs_of(*capsule, asked->target.run, asked->all_failed);
  if (!runs) co_return unusable(world, runs.error());
  for (const std::string& line : differences_of_program(*capsule, empty_capsule())) world.print_line(line);
  auto interrupted = std::make_shared<bool>(false);
  world::TaskGroup signals(world.executor());
  signals.spawn("signals", hear_signals(world, interrupted));
  std::function<bool()> ask = [interrupted] { return *interrupted; };
  options.suite.report_folder = asked->report_folder;
  Replayer replayer(world, *capsule, std::move(options.suite), asked->target.page, std::move(ask));
  const auto code = co_await replayer.run(std::move(*runs));
  (void)co_await signals.stop(world.clock(), std::chrono::seconds(1));  // it only waits
  if (code) co_return *code;
  world.print_error_line("checkride: " + code.error().message());
  co_return kExitInvalidRun;
}

}  // namespace

CommandRow replay_command() {
  return {"replay",
          {"checkride replay DIR/index.html#RUN [--report DIR]",
           "checkride replay DIR --all-failed   play runs of a report again, from the files that it carries"},
          parse,
          replay};
}

}  // namespace checkride::harness

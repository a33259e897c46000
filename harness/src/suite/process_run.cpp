#include "process_run.hpp"

#include <memory>
#include <optional>

#include "engine/engine.hpp"
#include "rigs/live_rig.hpp"
#include "suite/play_job.hpp"
#include "suite/report_folder.hpp"
#include "suite/run_record.hpp"

namespace checkride::harness {

namespace {

constexpr Duration kLookPeriod = std::chrono::milliseconds(50);
constexpr Duration kFlushPeriod = std::chrono::seconds(5);
constexpr Duration kCancelLimit = std::chrono::seconds(5);
// What stopping the members in order may take when somebody waits for the end.
constexpr Duration kPatience = std::chrono::seconds(20);

world::Task<> play_into(Rig& rig, const Scenario& scenario, EventLog& events, Interruption& interruption,
                        reports::ScenarioRecord& record, bool& done) {
  record = co_await play(rig, scenario, events, interruption);
  done = true;
}

// Plays until it is done, sooner if interrupted. Only what does not stop in order leaves no record of what was seen.
world::Task<> play_interruptibly(ProcessRig& rig, const Scenario& scenario, EventLog& events,
                                 reports::ScenarioRecord& record, JobLink& link) {
  world::Clock& clock = rig.world().clock();
  std::string failure;
  world::TaskGroup group(rig.world().executor(),
                         [&failure](const std::string&, const std::string& what) { failure = what; });
  Interruption interruption;
  std::optional<world::Instant> deadline;
  bool done = false;
  group.spawn("play", play_into(rig, scenario, events, interruption, record, done));
  const world::Instant begin = clock.now();
  world::Instant next_flush = begin + kFlushPeriod;
  while (!done && failure.empty() && (!deadline || clock.now() < *deadline)) {
    co_await clock.sleep_for(kLookPeriod);
    link.moved(progress_of(events, clock.now() - begin));
    if (!deadline && link.interrupted()) {
      deadline = clock.now() + kPatience;
      interruption.ask();
    }
    if (clock.now() < next_flush) continue;
    events.flush();
    next_flush += kFlushPeriod;
  }
  if (!done) {
    record.verdict = reports::Verdict::error;
    record.reason = failure.empty() ? "interrupted" : "internal error: " + failure;
  }
  (void)co_await group.stop(clock, kCancelLimit);  // what lingers is cancelled with the group
}

std::unique_ptr<ProcessRig> make_rig(world::RealWorld& world, const Job& job, ScenarioFiles files,
                                     ProcessRigOptions rig, const SuiteOptions& options) {
  const Scenario& scenario = *job.scenario;
  if (job.rig != RigKind::live_rig) {
    return std::make_unique<ProcessRig>(world, scenario, std::move(files), std::move(rig));
  }
  return std::make_unique<LiveRig>(world, scenario, std::move(files), std::move(rig), options.simulators);
}

}  // namespace

std::string work_folder(const SuiteOptions& options) {
  return options.report_folder + "/work";
}

world::Task<reports::ScenarioRecord> run_on_real_rig(world::RealWorld& world, world::Files& sources, const Job& job,
                                                     const SuiteOptions& options, EventLog& events, JobLink& link) {
  const Scenario& scenario = *job.scenario;
  reports::ScenarioRecord record = record_without_run(job, reports::Verdict::error, "");
  auto files = read_scenario_files(sources, scenario);
  if (!files) {
    record.reason = files.error().message();
    co_return record;
  }
  ProcessRigOptions rig_options;
  rig_options.seed = job.seed;
  rig_options.null = options.null;
  rig_options.work_folder = work_folder(options) + "/" + job.run;
  rig_options.program_folder = options.program_folder;
  if (options.capture) rig_options.capture_folder = capture_folder(options.report_folder, job.run);
  const std::unique_ptr<ProcessRig> rig = make_rig(world, job, std::move(*files), std::move(rig_options), options);
  const auto prepared = rig->prepare();
  if (prepared) {
    co_await play_interruptibly(*rig, scenario, events, record, link);
  } else {
    record.reason = prepared.error().message();
  }
  co_await rig->close();
  if (const auto captured = rig->finish_captures(); !captured) {
    record.verdict = reports::Verdict::error;
    record.reason = captured.error().message();
  }
  co_return record;
}

}  // namespace checkride::harness

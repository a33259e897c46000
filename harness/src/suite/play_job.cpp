#include "suite/play_job.hpp"

#include <memory>
#include <optional>

#include "suite/determinism.hpp"
#include "suite/process_run.hpp"
#include "suite/report_folder.hpp"
#include "suite/run_record.hpp"
#include "suite/virtual_play.hpp"

namespace checkride::harness {

namespace {

void tell_progress(const VirtualPlay& play, JobLink& link) {
  link.moved(progress_of(play.events(), play.passed()));
}
void tell_progress(const VerifiedPlay&, JobLink&) {}  // two runs are not further than the slower one

template <class Play>
world::Task<reports::ScenarioRecord> play_virtually(world::RealWorld& world, world::Files& sources, const Job& job,
                                                    VirtualRunOptions run, JobLink& link) {
  Play play(sources, *job.scenario, run);
  while (play.advance()) {
    co_await world.clock().sleep_for(Duration{});  // lets the others of this process go on
    if (link.interrupted()) play.interrupt();
    tell_progress(play, link);
  }
  co_return play.finish().record;
}

// Where they are, from the report folder; none of a run that could not begin.
std::vector<std::string> captures_of(world::Files& files, const Job& job, const SuiteOptions& options) {
  std::vector<std::string> captures;
  const auto names = files.list(capture_folder(options.report_folder, job.run));
  if (!names) return captures;
  for (const std::string& name : *names) captures.push_back(capture_folder(".", job.run).substr(2) + "/" + name);
  return captures;
}

}  // namespace

JobProgress progress_of(const EventLog& events, Duration passed) {
  JobProgress progress;
  progress.at_seconds = world::to_seconds(passed);
  progress.line = events.step().line;
  progress.text = events.step().text;
  progress.events = events.count();
  return progress;
}

world::Task<Result<reports::ScenarioRecord>> play_job(world::RealWorld& world, const Job& job,
                                                      const SuiteOptions& options, JobLink& link) {
  world::Files& sources = options.sources == nullptr ? world.files() : *options.sources;
  ReportFolder folder(world.files(), options.report_folder);
  CO_TRY(const std::unique_ptr<world::File> file, folder.events_file(job.run));
  std::optional<Error> unwritten;
  EventLog::Write write = [&](const std::string& block) {
    const auto appended = file->append(block);
    if (!appended) unwritten = appended.error();
  };
  reports::ScenarioRecord record;
  if (job.rig == RigKind::virtual_rig) {
    VirtualRunOptions run;
    run.seed = job.seed;
    run.shuffle = options.shuffle;
    run.null = options.null;
    run.write_events = std::move(write);
    if (options.capture) run.capture_folder = capture_folder(options.report_folder, job.run);
    auto playing = options.verify_determinism ? play_virtually<VerifiedPlay>(world, sources, job, std::move(run), link)
                                              : play_virtually<VirtualPlay>(world, sources, job, std::move(run), link);
    record = co_await std::move(playing);
  } else {
    EventLog events(std::move(write));
    record = co_await run_on_real_rig(world, sources, job, options, events, link);
    events.flush();
    record.events = events.count();
  }
  if (unwritten) co_return unwritten->with("events of " + job.run);
  name_run(job, record);
  record.replay = replay_command(job, options);
  if (options.capture) record.captures = captures_of(world.files(), job, options);
  co_return record;
}

}  // namespace checkride::harness

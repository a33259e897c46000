#include "engine.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "checkride/values/duration.hpp"
#include "engine/conductor.hpp"
#include "engine/expectations.hpp"
#include "engine/left_out.hpp"
#include "engine/objectives.hpp"
#include "engine/run.hpp"
#include "engine/sampler.hpp"
#include "engine/stagehand.hpp"
#include "engine/verdict.hpp"
#include "engine/watch.hpp"

namespace checkride::harness {

namespace {

constexpr Duration kStopLimit = std::chrono::seconds(10);

class Engine {
 public:
  Engine(Rig& rig, const Scenario& scenario, EventLog& events, Interruption& interruption)
      : run_(rig, scenario, events),
        interruption_(interruption),
        left_out_(left_out(rig, scenario)),
        expectations_(run_),
        tasks_(rig.world().executor(), on_failure()),
        watchers_(rig.world().executor(), on_failure()),
        stagehand_(run_, tasks_),
        watch_(run_, expectations_.first_invariant()),
        objectives_(run_, expectations_.first_slo(), expectations_.first_conservation()) {
    interruption_.on_ask([this] { run_.fail("interrupted", reports::Verdict::error); });
  }
  ~Engine() { interruption_.on_ask({}); }
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  world::Task<reports::ScenarioRecord> play();

 private:
  world::TaskGroup::OnFailure on_failure();
  world::Task<> play_phases();
  world::Task<> phase(Phase phase, const std::vector<Step>& steps, Duration limit);
  world::Task<> play_steps(Phase phase, const std::vector<Step>& steps, world::TaskGroup& branches);
  world::Task<> end(world::TaskGroup& tasks);
  world::Task<> finish();
  reports::ScenarioRecord impossible();

  Run run_;
  Interruption& interruption_;
  LeftOut left_out_;
  Expectations expectations_;
  world::TaskGroup tasks_;     // until all has stopped
  world::TaskGroup watchers_;  // until the timeline has ended
  Stagehand stagehand_;
  Watch watch_;
  Objectives objectives_;
  Sampler sampler_{run_};
  Conductor conductor_{run_, stagehand_, expectations_, watch_, left_out_};
  bool phase_done_ = false;
};

world::TaskGroup::OnFailure Engine::on_failure() {
  return [this](const std::string& task, const std::string& what) {
    run_.fail("internal error in " + task + ": " + what, reports::Verdict::error);
  };
}

world::Task<reports::ScenarioRecord> Engine::play() {
  if (!left_out_.impossible.empty()) co_return impossible();
  tasks_.spawn("sampler", sampler_.run());
  watchers_.spawn("watch", watch_.run());
  objectives_.begin(watchers_);
  co_await play_phases();
  co_await finish();
  run_.record().traffic = run_.traffic().rows();
  judge_late_generator(run_.record());
  judge_unlooked(run_.record());
  judge_expected_failure(run_.scenario(), run_.failed_step(), run_.record());
  run_.record().virtual_seconds = world::to_seconds(run_.now());
  co_return run_.record();
}

// Nothing is started for what cannot be played to its end.
reports::ScenarioRecord Engine::impossible() {
  reports::ScenarioRecord& record = run_.record();
  record.verdict = reports::Verdict::skipped;
  record.reason = fmt::format("the {} rig cannot play it: {}", record.rig, fmt::join(left_out_.impossible, "; "));
  return record;
}

world::Task<> Engine::play_phases() {
  const Scenario& scenario = run_.scenario();
  if (!scenario.setup.empty()) co_await phase(Phase::setup, scenario.setup, scenario.time_limit);
  if (!run_.failed()) co_await phase(Phase::timeline, scenario.timeline, scenario.time_limit);
  co_await watch_.look_before_stop();
  co_await objectives_.judge_running();
  co_await end(watchers_);
  if (!scenario.teardown.empty()) {
    co_await phase(Phase::teardown, scenario.teardown, run_.now() + scenario.teardown_limit);
  }
  run_.begin_phase(Phase::over);
}

// `limit`: scenario time at which it must have ended.
world::Task<> Engine::phase(Phase phase, const std::vector<Step>& steps, Duration limit) {
  const Duration begun = run_.now();
  run_.begin_phase(phase);
  phase_done_ = false;
  world::TaskGroup branches(run_.rig().world().executor(), on_failure());
  branches.spawn("timeline", play_steps(phase, steps, branches));
  while (!phase_done_ && !run_.failed()) {
    const Duration left = limit - run_.now();
    if (left.count() <= 0) {
      const Duration whole = phase == Phase::teardown ? limit - begun : limit;
      run_.fail(fmt::format("time limit of {} reached{}", values::format_duration(whole), conductor_.whereabouts()));
      break;
    }
    co_await run_.wait_change(left);
  }
  co_await end(branches);
}

world::Task<> Engine::play_steps(Phase phase, const std::vector<Step>& steps, world::TaskGroup& branches) {
  co_await conductor_.play(steps, branches);
  if (run_.failed()) co_return;
  if (phase != Phase::setup) co_await run_.traffic().await_all();
  if (phase == Phase::timeline) co_await watch_.await_rest();
  if (phase == Phase::teardown) co_await watch_.await_windows();
  phase_done_ = true;
  run_.notify();
}

world::Task<> Engine::end(world::TaskGroup& tasks) {
  const auto lingering = co_await tasks.stop(run_.clock(), kStopLimit);
  if (!lingering.empty()) run_.fail("internal error: " + lingering.front() + " did not end", reports::Verdict::error);
}

world::Task<> Engine::finish() {
  co_await end(tasks_);
  const auto stopped = co_await stagehand_.stop_all();
  if (!stopped) run_.fail(stopped.error().message());
  co_await watch_.conclude();
  co_await objectives_.judge_stopped();
}

}  // namespace

world::Task<reports::ScenarioRecord> play(Rig& rig, const Scenario& scenario, EventLog& events,
                                          Interruption& interruption) {
  Engine engine(rig, scenario, events, interruption);
  reports::ScenarioRecord record = co_await engine.play();
  co_return record;
}

}  // namespace checkride::harness

#include "engine.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checkride/values/duration.hpp"
#include "engine/observer.hpp"
#include "engine/run.hpp"
#include "engine/sampler.hpp"
#include "engine/stagehand.hpp"
#include "engine/watch.hpp"

namespace checkride::harness {

namespace {

constexpr Duration kStopLimit = std::chrono::seconds(10);

std::string window_text(const Expect& expect, Duration tolerance) {
  using values::format_duration;
  std::string text = expect.within.count() == 0 ? std::string("at once") : "within " + format_duration(expect.within);
  if (expect.not_before.count() > 0) {
    text = fmt::format("between {} and {} after the step", format_duration(expect.not_before),
                       format_duration(expect.within));
  }
  if (tolerance.count() > 0) text += " (tolerance " + format_duration(tolerance) + ")";
  return text;
}

// What stands before the last thing seen.
std::string how_it_failed(const Decision& decision, const Seen& seen) {
  const std::string after = "after " + seconds_text(decision.at);
  if (decision.kind == Decision::Kind::too_early) return "seen too early, " + after;
  if (decision.kind == Decision::Kind::hopeless) return "broken " + after;
  return seen.holds ? "seen too late, " + after : "not seen; last";
}

class Engine {
 public:
  Engine(Rig& rig, const Scenario& scenario, EventLog& events, Interruption& interruption)
      : run_(rig, scenario, events),
        interruption_(interruption),
        tasks_(rig.world().executor(),
               [this](const std::string& task, const std::string& what) {
                 run_.fail("internal error in " + task + ": " + what, reports::Verdict::error);
               }),
        observer_(run_),
        stagehand_(run_, tasks_),
        watch_(run_, observer_, list_expectations()) {
    interruption_.on_ask([this] { run_.fail("interrupted", reports::Verdict::error); });
  }
  ~Engine() { interruption_.on_ask({}); }
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  world::Task<reports::ScenarioRecord> play();

 private:
  std::size_t list_expectations();
  void list(std::string name, int line, const CheckVariant& check, std::string expected);

  world::Task<> timeline();
  world::Task<> step(const Step& step);
  world::Task<> reach(const Step& step);
  world::Task<> expect(const Step& step, const Expect& expect);
  void settle(const Step& step, const Expect& expect, const Decision& decision, const Seen& seen, Duration step_start);
  world::Task<> finish();

  Run run_;
  Interruption& interruption_;
  world::TaskGroup tasks_;
  Observer observer_;
  Stagehand stagehand_;
  Watch watch_;
  Sampler sampler_{run_};
  const Step* current_ = nullptr;
  std::size_t next_expectation_ = 0;
  bool timeline_done_ = false;
};

void Engine::list(std::string name, int line, const CheckVariant& check, std::string expected) {
  reports::Expectation expectation;
  expectation.name = std::move(name);
  expectation.line = line;
  expectation.text = describe(check);
  expectation.expected = std::move(expected);
  run_.record().expectations.push_back(std::move(expectation));
}

// Every expectation is in the record from the start, so that what was never reached shows as skipped.
std::size_t Engine::list_expectations() {
  int number = 0;
  for (const auto& s : run_.scenario().timeline) {
    const auto* expect = std::get_if<Expect>(&s.action);
    if (expect == nullptr) continue;
    list(fmt::format("expect-{}", ++number), s.line, expect->check, window_text(*expect, run_.rig().tolerance()));
  }
  const std::size_t first_always = run_.record().expectations.size();
  number = 0;
  for (const auto& i : run_.scenario().always) list(fmt::format("always-{}", ++number), i.line, i.check, "always");
  number = 0;
  for (const auto& i : run_.scenario().never) list(fmt::format("never-{}", ++number), i.line, i.check, "never");
  return first_always;
}

world::Task<reports::ScenarioRecord> Engine::play() {
  tasks_.spawn("timeline", timeline());
  tasks_.spawn("watch", watch_.run());
  tasks_.spawn("sampler", sampler_.run());
  const Duration limit = run_.scenario().time_limit;
  while (!timeline_done_ && !run_.failed()) {
    const Duration left = limit - run_.now();
    if (left.count() <= 0) {
      run_.fail(
          fmt::format("time limit of {} reached{}", values::format_duration(limit),
                      current_ ? fmt::format(" in line {}: {}", current_->line, describe(current_->action)) : ""));
      break;
    }
    co_await run_.wait_change(left);
  }
  co_await finish();
  run_.record().virtual_seconds = world::to_seconds(run_.now());
  co_return run_.record();
}

world::Task<> Engine::timeline() {
  for (const auto& s : run_.scenario().timeline) {
    co_await step(s);
    if (run_.failed()) co_return;
  }
  current_ = nullptr;
  for (auto closes = watch_.windows_close_at(); closes && !run_.failed(); closes = watch_.windows_close_at()) {
    co_await run_.wait_change(std::max(*closes - run_.now(), Duration(1)));
  }
  timeline_done_ = true;
  run_.notify();
}

world::Task<> Engine::step(const Step& step) {
  current_ = &step;
  co_await reach(step);
  if (run_.failed()) co_return;
  if (const auto* wanted = std::get_if<Expect>(&step.action)) {
    co_await expect(step, *wanted);
    co_return;
  }
  run_.event(run_.now(), "harness", "action", describe(step.action), {{"line", fmt::format("{}", step.line)}});
  const auto done = co_await stagehand_.perform(step.action);
  if (!done) run_.fail(fmt::format("line {}: {}", step.line, done.error().message()));
}

world::Task<> Engine::reach(const Step& step) {
  if (!step.at) co_return;
  const Duration late = run_.now() - *step.at;
  if (late > run_.rig().tolerance()) {
    run_.fail(fmt::format("line {}: due at {}, but the step before it ended at {}", step.line, seconds_text(*step.at),
                          seconds_text(run_.now())));
    co_return;
  }
  co_await run_.clock().sleep_until(run_.start().steady + *step.at);
}

world::Task<> Engine::expect(const Step& step, const Expect& expect) {
  const Duration step_start = run_.now();
  const Window window{expect.not_before, expect.within, run_.rig().tolerance()};
  const Duration closes = step_start + window.within + window.tolerance;
  while (!run_.failed()) {
    const Seen seen = co_await observer_.see(expect.check);
    const Decision decision = decide(window, seen, step_start, run_.now(), is_sustained(expect.check));
    if (decision.kind != Decision::Kind::undecided) {
      settle(step, expect, decision, seen, step_start);
      break;
    }
    co_await run_.wait_change(std::clamp(closes - run_.now(), Duration(1), run_.rig().poll_period()));
  }
}

void Engine::settle(const Step& step, const Expect& expect, const Decision& decision, const Seen& seen,
                    Duration step_start) {
  const std::size_t index = next_expectation_++;
  reports::Expectation& expectation = run_.record().expectations[index];
  const bool passed = decision.kind == Decision::Kind::satisfied;
  run_.settle(expectation, passed ? reports::Verdict::passed : reports::Verdict::failed, step_start + decision.at,
              seen.text, decision.margin);
  if (passed) {
    const Duration closes = step_start + expect.within;
    if (is_exact(expect.check) && run_.now() < closes) watch_.keep_open(index, expect.check, closes);
    return;
  }
  run_.fail(fmt::format("{} (line {}): {}: expected {}, {}: {}", expectation.name, step.line, expectation.text,
                        expectation.expected, how_it_failed(decision, seen), seen.text));
}

world::Task<> Engine::finish() {
  co_await watch_.look_before_stop();
  const auto lingering = co_await tasks_.stop(run_.clock(), kStopLimit);
  if (!lingering.empty()) run_.fail("internal error: " + lingering.front() + " did not end", reports::Verdict::error);
  const auto stopped = co_await stagehand_.stop_all();
  if (!stopped) run_.fail(stopped.error().message());
  co_await watch_.conclude();
}

}  // namespace

world::Task<reports::ScenarioRecord> play(Rig& rig, const Scenario& scenario, EventLog& events,
                                          Interruption& interruption) {
  Engine engine(rig, scenario, events, interruption);
  reports::ScenarioRecord record = co_await engine.play();
  co_return record;
}

}  // namespace checkride::harness

#include "engine.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checkride/values/duration.hpp"
#include "engine/run.hpp"
#include "engine/sampler.hpp"
#include "engine/seen.hpp"
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
        stagehand_(run_, tasks_),
        watch_(run_, list_expectations()) {
    interruption_.on_ask([this] { run_.fail("interrupted", reports::Verdict::error); });
  }
  ~Engine() { interruption_.on_ask({}); }
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  world::Task<reports::ScenarioRecord> play();

 private:
  std::size_t list_expectations();
  reports::Expectation& list(std::string_view kind, const std::string& name, const Place& place, const Check& check);

  world::Task<> timeline();
  world::Task<> sequence(const std::vector<Step>& steps);
  world::Task<> step(const Step& step);
  world::Task<> act(const Step& step, const Action& action);
  world::Task<> reach(const Step& step);
  world::Task<> expect(const Step& step, const Expect& expect);
  void settle(const Step& step, const Expect& expect, const Decision& decision, const Seen& seen, Duration step_start);
  world::Task<> finish();

  Run run_;
  Interruption& interruption_;
  world::TaskGroup tasks_;
  Stagehand stagehand_;
  Watch watch_;
  Sampler sampler_{run_};
  const Step* current_ = nullptr;
  std::size_t next_expectation_ = 0;
  bool timeline_done_ = false;
};

// Named after its kind and its place among those of that kind, unless the scenario names it.
reports::Expectation& Engine::list(std::string_view kind, const std::string& name, const Place& place,
                                   const Check& check) {
  auto& expectations = run_.record().expectations;
  const auto before = std::count_if(expectations.begin(), expectations.end(),
                                    [&](const reports::Expectation& other) { return other.kind == kind; });
  reports::Expectation expectation;
  expectation.kind = kind;
  expectation.name = name.empty() ? fmt::format("{}-{}", kind, before + 1) : name;
  if (place.file != run_.scenario().file) expectation.file = place.file;
  expectation.line = place.line;
  expectation.column = place.column;
  expectation.text = check->text();
  expectations.push_back(std::move(expectation));
  return expectations.back();
}

// Every expectation is in the record from the start, so that what was never reached shows as skipped.
std::size_t Engine::list_expectations() {
  for_each_step(run_.scenario().timeline, [&](const Step& step) {
    const auto* expect = std::get_if<Expect>(&step.what);
    if (expect == nullptr) return;
    auto& expectation = list("expect", step.name, step.place, expect->check);
    expectation.expected = window_text(*expect, run_.rig().tolerance());
    expectation.step = step.path;
  });
  const std::size_t first_invariant = run_.record().expectations.size();
  for (const Invariant& invariant : run_.scenario().invariants) {
    const std::string_view kind = to_string(invariant.kind);
    list(kind, invariant.name, invariant.place, invariant.check).expected = kind;
  }
  return first_invariant;
}

world::Task<reports::ScenarioRecord> Engine::play() {
  tasks_.spawn("timeline", timeline());
  tasks_.spawn("watch", watch_.run());
  tasks_.spawn("sampler", sampler_.run());
  const Duration limit = run_.scenario().time_limit;
  while (!timeline_done_ && !run_.failed()) {
    const Duration left = limit - run_.now();
    if (left.count() <= 0) {
      run_.fail(fmt::format("time limit of {} reached{}", values::format_duration(limit),
                            current_ ? fmt::format(" in line {}: {}", current_->place.line, describe(*current_)) : ""));
      break;
    }
    co_await run_.wait_change(left);
  }
  co_await finish();
  run_.record().virtual_seconds = world::to_seconds(run_.now());
  co_return run_.record();
}

world::Task<> Engine::timeline() {
  co_await sequence(run_.scenario().timeline);
  if (run_.failed()) co_return;
  current_ = nullptr;
  auto closes = co_await watch_.windows_close_at();
  while (closes && !run_.failed()) {
    co_await run_.wait_change(std::max(*closes - run_.now(), Duration(1)));
    closes = co_await watch_.windows_close_at();
  }
  timeline_done_ = true;
  run_.notify();
}

world::Task<> Engine::sequence(const std::vector<Step>& steps) {
  for (const auto& s : steps) {
    co_await step(s);
    if (run_.failed()) co_return;
  }
}

world::Task<> Engine::step(const Step& step) {
  current_ = &step;
  co_await reach(step);
  if (run_.failed()) co_return;
  run_.begin_step(step);
  if (const auto* wanted = std::get_if<Expect>(&step.what)) {
    co_await expect(step, *wanted);
  } else if (const auto* block = std::get_if<Block>(&step.what)) {
    CHECKRIDE_ASSERT(block->kind == Block::Kind::sequence);  // the loader makes no other
    co_await sequence(block->branches.front());
  } else {
    co_await act(step, std::get<Action>(step.what));
  }
}

world::Task<> Engine::act(const Step& step, const Action& action) {
  run_.event(run_.now(), "harness", "action", describe(action), {{"line", fmt::format("{}", step.place.line)}});
  const auto done = co_await stagehand_.perform(action);
  if (!done) run_.fail(fmt::format("line {}: {}", step.place.line, done.error().message()));
}

world::Task<> Engine::reach(const Step& step) {
  if (!step.trigger.at) co_return;
  const Duration late = run_.now() - *step.trigger.at;
  if (late > run_.rig().tolerance()) {
    run_.fail(fmt::format("line {}: due at {}, but the step before it ended at {}", step.place.line,
                          seconds_text(*step.trigger.at), seconds_text(run_.now())));
    co_return;
  }
  co_await run_.clock().sleep_until(run_.start().steady + *step.trigger.at);
}

world::Task<> Engine::expect(const Step& step, const Expect& expect) {
  const Duration step_start = run_.now();
  const Window window{expect.not_before, expect.within, run_.rig().tolerance()};
  const Duration closes = step_start + window.within + window.tolerance;
  const bool sustained = expect.check->traits().sustained;
  while (!run_.failed()) {
    const Seen seen = co_await expect.check->see(run_);
    const Decision decision = decide(window, seen, step_start, run_.now(), sustained);
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
    if (expect.check->traits().exact && run_.now() < closes) watch_.keep_open(index, expect.check, closes);
    return;
  }
  run_.fail(fmt::format("{} (line {}): {}: expected {}, {}: {}", expectation.name, step.place.line, expectation.text,
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

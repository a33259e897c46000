#include "engine/conductor.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checkride/values/duration.hpp"

namespace checkride::harness {

world::Task<> Conductor::play(const std::vector<Step>& steps, world::TaskGroup& branches) {
  branches_ = &branches;
  waiting_ = nullptr;
  co_await sequence(steps);
}

std::string Conductor::whereabouts() {
  std::vector<const Step*> steps = run_.steps().running();
  if (waiting_ != nullptr) steps.push_back(waiting_);
  const CheckKind* const awaited = waiting_ == nullptr ? nullptr : waiting_->trigger.when.get();
  std::string text;
  for (const Step* step : steps) {
    text += fmt::format("{} in {}: {}", text.empty() ? "" : ", and", line_text(run_.scenario(), step->place),
                        describe(*step));
    if (step == waiting_ && awaited != nullptr) text += ", which waits until " + awaited->text();
  }
  return text;
}

void Conductor::fail(const Step& step, const std::string& why) {
  const std::string line = line_text(run_.scenario(), step.place);
  run_.fail(fmt::format("{}: {}", line, why), reports::Verdict::failed, step.path);
}

world::Task<> Conductor::sequence(const std::vector<Step>& steps) {
  for (const auto& s : steps) {
    co_await step(s);
    if (run_.failed()) co_return;
  }
}

world::Task<> Conductor::step(const Step& step) {
  if (const auto why = left_out_.steps.find(step.path); why != left_out_.steps.end()) {
    run_.skip_step(step, why->second);
    co_return;
  }
  waiting_ = &step;
  co_await await_trigger(step);
  if (waiting_ == &step) waiting_ = nullptr;
  if (run_.failed()) co_return;
  run_.begin_step(step);
  if (step.time_limit) {
    const auto done = co_await world::within(run_.clock(), *step.time_limit, whole_content(step));
    if (!done) {
      fail(step, fmt::format("not done within its time_limit of {}: {}", values::format_duration(*step.time_limit),
                             describe(step)));
    }
  } else {
    co_await content(step);
  }
  if (run_.failed()) co_return;
  if (!step.name.empty()) co_await watch_.look_before_end_of(step.name);
  run_.end_step(step);
}

world::Task<Result<>> Conductor::whole_content(const Step& step) {
  co_await content(step);
  co_return Result<>();
}

// Once, or again and again: the rounds are due at multiples of `every` from the first on, so that they do not drift;
// one that is late begins when the one before it has ended.
world::Task<> Conductor::content(const Step& step) {
  if (!step.cadence) {
    co_await once(step);
    co_return;
  }
  const Cadence& cadence = *step.cadence;
  const Duration begun = run_.now();
  Duration due = begun;
  for (std::uint64_t round = 0;; ++round, due += cadence.every) {
    if (cadence.times && round >= *cadence.times) co_return;
    if (!cadence.times && due - begun >= *cadence.duration) break;
    co_await run_.clock().sleep_until(run_.start().steady + due);
    co_await once(step);
    if (run_.failed()) co_return;
  }
  co_await run_.clock().sleep_until(run_.start().steady + begun + *cadence.duration);
}

world::Task<> Conductor::once(const Step& step) {
  if (const auto* wanted = std::get_if<Expect>(&step.what)) {
    co_await expectations_.judge(step, *wanted, watch_);
  } else if (const auto* steps = std::get_if<Block>(&step.what)) {
    co_await block(step, *steps);
  } else {
    co_await act(step, std::get<Action>(step.what));
  }
}

world::Task<> Conductor::act(const Step& step, const Action& action) {
  run_.event(run_.now(), "harness", "action", describe(action), {{"line", fmt::format("{}", step.place.line)}}, {},
             step.path);
  const auto done = co_await stagehand_.perform(action);
  if (!done) fail(step, done.error().message());
}

}  // namespace checkride::harness

#include "engine/expectations.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checkride/values/duration.hpp"
#include "engine/watch.hpp"

namespace checkride::harness {

namespace {

using values::format_duration;

std::string window_text(const Expect& expect, Duration tolerance) {
  std::string text = expect.within.count() == 0 ? std::string("at once") : "within " + format_duration(expect.within);
  if (expect.not_before.count() > 0) {
    text = fmt::format("between {} and {} after the step", format_duration(expect.not_before),
                       format_duration(expect.within));
  }
  if (expect.hold) text += ", for " + format_duration(*expect.hold);
  if (tolerance.count() > 0) text += " (tolerance " + format_duration(tolerance) + ")";
  return text;
}

// What stands before the last thing seen.
std::string how_it_failed(const Decision& decision, const Seen& seen) {
  const std::string after = "after " + seconds_text(decision.at);
  if (decision.kind == Decision::Kind::too_early) return "seen too early, " + after;
  if (decision.kind == Decision::Kind::hopeless) return "broken " + after;
  if (decision.held) return fmt::format("held for {} only; last", seconds_text(*decision.held));
  return seen.holds ? "seen too late, " + after : "not seen; last";
}

std::string objective_text(const Slo& slo) {
  return slo.of ? "objective of: " + slo.of->text() : "objective of the traffic of " + slo.traffic;
}

std::string sum_text(const std::vector<Check>& checks) {
  std::string text;
  for (const Check& check : checks) text += (text.empty() ? "" : " + ") + check->text();
  return text.empty() ? "nothing" : text;
}

std::string law_text(const Conservation& law) {
  std::string text = sum_text(law.in) + " = " + sum_text(law.out);
  if (!law.dropped.empty()) text += " + " + sum_text(law.dropped);
  return text;
}

}  // namespace

Duration tolerance_of(const Expect& expect, const Rig& rig) {
  return expect.tolerance.value_or(rig.tolerance());
}

Expectations::Expectations(Run& run) : run_(run) {
  const Scenario& scenario = run.scenario();
  list_steps(scenario.setup);
  list_steps(scenario.timeline);
  list_steps(scenario.teardown);
  const auto& rows = run.record().expectations;
  first_invariant_ = rows.size();
  for (const Invariant& invariant : scenario.invariants) {
    const std::string_view kind = to_string(invariant.kind);
    list(kind, invariant.name, invariant.place, invariant.check->text()).expected = kind;
  }
  first_slo_ = rows.size();
  for (const Slo& slo : scenario.slos) list("slo", slo.name, slo.place, objective_text(slo)).expected = "objective";
  first_conservation_ = rows.size();
  for (const Conservation& law : scenario.conservation) {
    list("conservation", law.name, law.place, law_text(law)).expected = "nothing is lost";
  }
}

// Named after its kind and its place among those of that kind, unless the scenario names it.
reports::Expectation& Expectations::list(std::string_view kind, const std::string& name, const Place& place,
                                         std::string text) {
  auto& rows = run_.record().expectations;
  const auto before =
      std::count_if(rows.begin(), rows.end(), [&](const reports::Expectation& other) { return other.kind == kind; });
  reports::Expectation row;
  row.kind = kind;
  row.name = name.empty() ? fmt::format("{}-{}", kind, before + 1) : name;
  if (place.file != run_.scenario().file) row.file = place.file;
  row.line = place.line;
  row.column = place.column;
  row.text = std::move(text);
  rows.push_back(std::move(row));
  return rows.back();
}

void Expectations::list_steps(const std::vector<Step>& steps) {
  for_each_step(steps, [&](const Step& step) {
    const auto* expect = std::get_if<Expect>(&step.what);
    if (expect == nullptr) return;
    rows_[step.path] = run_.record().expectations.size();
    reports::Expectation& row = list("expect", step.name, step.place, expect->check->text());
    row.expected = window_text(*expect, tolerance_of(*expect, run_.rig()));
    row.step = step.path;
  });
}

world::Task<> Expectations::judge(const Step& step, const Expect& expect, Watch& watch) {
  const Duration step_start = run_.now();
  Window window{expect.not_before, expect.within, tolerance_of(expect, run_.rig())};
  window.hold = expect.hold.value_or(Duration{});
  Stretch stretch;
  const bool sustained = expect.check->traits().sustained;
  for (Duration asked = step_start; !run_.failed(); asked = run_.now()) {
    const Seen seen = co_await expect.check->see(run_);
    // What must hold at once is asked at once; how long the answer takes is not the question.
    const Duration looked = window.within.count() == 0 ? asked : run_.now();
    const Decision decision = decide(window, seen, step_start, looked, sustained, stretch);
    if (decision.kind != Decision::Kind::undecided) {
      settle(step, expect, decision, seen, step_start, watch);
      break;
    }
    const Duration next = stretch.until.value_or(step_start + window.within + window.tolerance);
    co_await run_.wait_change(std::clamp(next - run_.now(), Duration(1), run_.rig().poll_period()));
  }
}

// A step that comes again and again has one row: its first failure, or else the round with the least margin.
void Expectations::settle(const Step& step, const Expect& expect, const Decision& decision, const Seen& seen,
                          Duration step_start, Watch& watch) {
  const std::size_t index = rows_.at(step.path);
  reports::Expectation& row = run_.record().expectations[index];
  const bool passed = decision.kind == Decision::Kind::satisfied;
  const bool tighter =
      decision.margin && (!row.margin_seconds || world::to_seconds(*decision.margin) < *row.margin_seconds);
  if (++row.looks == 1 || !passed || tighter) {
    row.window_from_seconds = world::to_seconds(step_start + expect.not_before);
    row.window_to_seconds = world::to_seconds(step_start + expect.within);
    row.values = seen.values;
    run_.settle(row, passed ? reports::Verdict::passed : reports::Verdict::failed, step_start + decision.at, seen.text,
                decision.margin);
  }
  if (passed) {
    const Duration closes = step_start + expect.within;
    if (expect.check->traits().exact && run_.now() < closes) watch.keep_open(index, expect.check, closes);
    return;
  }
  run_.fail(fmt::format("{}: {}: expected {}, {}: {}", reports::named_place(row), row.text, row.expected,
                        how_it_failed(decision, seen), seen.text),
            reports::Verdict::failed, step.path);
}

}  // namespace checkride::harness

#include "engine/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace checkride::harness {

namespace {

using reports::Verdict;

constexpr double kGeneratorLateMax = 0.010;

// Of the step with that name; empty: there is none.
std::string path_of(const Scenario& scenario, const std::string& name) {
  std::string path;
  for (const auto* steps : {&scenario.setup, &scenario.timeline, &scenario.teardown}) {
    for_each_step(*steps, [&](const Step& step) {
      if (step.name == name) path = step.path;
    });
  }
  return path;
}

// Why it did not fail as it should have; empty: it did.
std::string failed_otherwise(const Scenario& scenario, const std::string& failed_step, const std::string& reason) {
  const ExpectFailure& wanted = *scenario.expect_failure;
  if (!wanted.step.empty()) {
    const std::string path = path_of(scenario, wanted.step);
    const bool there = failed_step == path || failed_step.starts_with(path + ".");
    if (path.empty() || !there) return fmt::format("it was to fail in the step \"{}\"", wanted.step);
  }
  if (reason.find(wanted.contains) == std::string::npos) {
    return fmt::format("its reason was to contain \"{}\"", wanted.contains);
  }
  return "";
}

}  // namespace

void judge_unlooked(reports::ScenarioRecord& record) {
  const bool passed = record.verdict == Verdict::passed;
  for (reports::Expectation& row : record.expectations) {
    if (row.verdict != Verdict::skipped || !row.reason.empty()) continue;
    if (!passed) {
      row.reason = "the run ended before it was decided";
      continue;
    }
    if (row.looks > 0) continue;
    row.verdict = Verdict::failed;
    row.seen = "it was never evaluated";
    if (record.verdict == Verdict::failed) continue;
    record.verdict = Verdict::failed;
    record.reason =
        fmt::format("{}: {}: it was never evaluated: its branch never ran", reports::named_place(row), row.text);
  }
}

void judge_late_generator(reports::ScenarioRecord& record) {
  if (record.rig == to_string(RigKind::virtual_rig)) return;
  for (const reports::Traffic& traffic : record.traffic) {
    const double late = traffic.generator_p99_seconds.value_or(0);
    if (late <= kGeneratorLateMax) continue;
    const std::string before = record.reason.empty() ? "" : "; what else was told: " + record.reason;
    record.verdict = Verdict::error;
    record.reason = fmt::format(
        "the generator was late: traffic {} went out {:.1f} ms after it was due (p99), more than {:.0f} ms: this "
        "machine "
        "cannot send so much{}",
        traffic.id, late * 1000, kGeneratorLateMax * 1000, before);
    return;
  }
}

void judge_expected_failure(const Scenario& scenario, const std::string& failed_step, reports::ScenarioRecord& record) {
  const bool judged = record.verdict == Verdict::passed || record.verdict == Verdict::failed;
  if (!scenario.expect_failure || !judged) return;
  const ExpectFailure& wanted = *scenario.expect_failure;
  const bool everywhere = wanted.rigs.empty();
  if (!everywhere && std::find(wanted.rigs.begin(), wanted.rigs.end(), record.rig) == wanted.rigs.end()) return;
  if (record.verdict == Verdict::passed) {
    record.verdict = Verdict::failed;
    record.reason = fmt::format("{}: it passed, but is expected to fail ({}): take expect_failure out",
                                line_text(scenario, wanted.place), wanted.reason);
    return;
  }
  const std::string otherwise = failed_otherwise(scenario, failed_step, record.reason);
  if (otherwise.empty()) {
    record.verdict = Verdict::expected_failure;
    record.reason += fmt::format(" (expected: {})", wanted.reason);
  } else {
    record.reason +=
        fmt::format(" (not the failure that {} expects: {})", line_text(scenario, wanted.place), otherwise);
  }
}

}  // namespace checkride::harness

#include "suite/null_verdict.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>

namespace checkride::harness {

namespace {

using reports::ScenarioRecord;
using reports::Verdict;

// What a failure in setup begins with (engine/run.cpp).
constexpr std::string_view kSetup = "setup, ";

std::string_view without_phase(const ScenarioRecord& run) {
  std::string_view reason = run.reason;
  if (reason.starts_with(kSetup)) reason.remove_prefix(kSetup.size());
  return reason;
}

bool concerns(NullMember member, const ScenarioRecord& run) {
  if (member == NullMember::subject) return true;
  return std::any_of(run.hosts.begin(), run.hosts.end(), [](const auto& host) { return host.kind == "simulator"; });
}

bool expects(const Step& step) {
  if (step.trigger.when) return true;
  const auto* action = std::get_if<Action>(&step.what);
  if (action == nullptr) return false;
  if (const auto* start = std::get_if<Start>(action)) return start->refusal.has_value();
  if (const auto* sent = std::get_if<SendSignal>(action)) return sent->exits.has_value();
  if (const auto* asked = std::get_if<HttpRequest>(action)) return asked->status.has_value();
  if (const auto* bytes = std::get_if<SendBytes>(action)) {
    return bytes->answer || bytes->closed_after || bytes->stays_open;
  }
  return std::holds_alternative<RunCommand>(*action);
}

// Whether one of those steps is what the run failed by: its reason begins with the line.
bool failed_by_step(const ScenarioRecord& run, const ExpectingSteps& steps) {
  return std::any_of(steps.begin(), steps.end(), [&](const auto& step) {
    return step.first == run.file && without_phase(run).starts_with(step.second + ": ");
  });
}

std::string why_not_caught(NullMember member, const ScenarioRecord& run) {
  if (run.verdict == Verdict::passed) {
    return fmt::format("it passed: give it an expectation that needs what the {} does", to_string(member));
  }
  return fmt::format("it ended otherwise than by an expectation: {}", run.reason);
}

}  // namespace

const reports::Expectation* failed_expectation(const ScenarioRecord& run) {
  const std::string_view reason = without_phase(run);
  for (const reports::Expectation& row : run.expectations) {
    const bool is_reason = reason.starts_with(reports::named_place(row));
    if (row.verdict == Verdict::failed && is_reason) return &row;
  }
  return nullptr;
}

ExpectingSteps expecting_steps(const std::vector<Scenario>& scenarios) {
  ExpectingSteps found;
  for (const Scenario& scenario : scenarios) {
    const auto look = [&](const Step& step) {
      if (expects(step)) found.emplace(scenario.file, line_text(scenario, step.place));
    };
    for (const auto* steps : {&scenario.setup, &scenario.timeline, &scenario.teardown}) for_each_step(*steps, look);
  }
  return found;
}

NullVerdict judge_null(NullMember member, const reports::Record& record, const ExpectingSteps& steps) {
  std::vector<std::string> caught;
  std::vector<std::string> missed;
  std::vector<std::string> untouched;
  std::vector<std::string> not_run;
  for (const ScenarioRecord& run : record.scenarios) {
    if (run.promises.empty()) continue;
    if (run.verdict == Verdict::skipped) {
      not_run.push_back(run.name);
    } else if (!concerns(member, run)) {
      untouched.push_back(run.name);
    } else if (const auto* row = failed_expectation(run)) {
      caught.push_back(fmt::format("  {} failed by {}: {}", run.name, reports::named_place(*row), row->text));
    } else if (failed_by_step(run, steps)) {
      caught.push_back(fmt::format("  {} failed by the step of {}", run.name, without_phase(run)));
    } else {
      missed.push_back(fmt::format("  {} ({}): {}", run.name, run.file, why_not_caught(member, run)));
    }
  }
  NullVerdict verdict;
  verdict.holds = missed.empty() && !caught.empty();
  verdict.lines = std::move(caught);
  const std::size_t claim = verdict.lines.size() + missed.size();
  verdict.lines.push_back(fmt::format("null {}: {} of {} runs that claim promises failed by an expectation",
                                      to_string(member), verdict.lines.size(), claim));
  verdict.lines.insert(verdict.lines.end(), missed.begin(), missed.end());
  if (!untouched.empty()) {
    verdict.lines.push_back(fmt::format("untouched, without a simulator: {}", fmt::join(untouched, ", ")));
  }
  if (!not_run.empty()) verdict.lines.push_back(fmt::format("not played: {}", fmt::join(not_run, ", ")));
  return verdict;
}

}  // namespace checkride::harness

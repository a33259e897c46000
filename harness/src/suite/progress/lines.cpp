#include "suite/progress/lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace checkride::harness {

namespace {

std::string_view word(const reports::ScenarioRecord& record) {
  switch (record.verdict) {
    case reports::Verdict::passed:
      return record.flaky ? "flaky" : "passed";
    case reports::Verdict::failed:
      return "FAILED";
    case reports::Verdict::skipped:
      return "skipped";
    case reports::Verdict::expected_failure:
      return "failed as expected";
    case reports::Verdict::error:
      return "ERROR";
  }
  return "";
}

std::string times(const reports::ScenarioRecord& record, double wall_seconds) {
  if (record.verdict == reports::Verdict::skipped) return {};
  std::string text = fmt::format("  {:.1f} s", record.virtual_seconds);
  if (record.rig == "virtual" && wall_seconds > 0) {
    text += fmt::format(" of virtual time in {:.2f} s", wall_seconds);
  }
  return text;
}

// The expectation that came nearest to its bound.
const reports::Expectation* tightest(const reports::ScenarioRecord& record) {
  const reports::Expectation* found = nullptr;
  for (const auto& expectation : record.expectations) {
    if (!expectation.margin_seconds) continue;
    if (found == nullptr || *expectation.margin_seconds < *found->margin_seconds) found = &expectation;
  }
  return found;
}

std::string counted_things(std::size_t number, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

void count(const reports::ScenarioRecord& record, VerdictCounts& counts) {
  switch (record.verdict) {
    case reports::Verdict::passed:
      ++counts.passed;
      break;
    case reports::Verdict::failed:
      ++counts.failed;
      break;
    case reports::Verdict::skipped:
      ++counts.skipped;
      break;
    case reports::Verdict::expected_failure:
      ++counts.expected_failures;
      break;
    case reports::Verdict::error:
      ++counts.errors;
      break;
  }
  if (record.verdict == reports::Verdict::passed && record.flaky) ++counts.flaky;
}

}  // namespace

std::string headline_of(const std::vector<Job>& jobs, const SuiteOptions& options) {
  std::set<std::string_view> scenarios;
  for (const Job& job : jobs) scenarios.insert(job.scenario->name);
  std::string line =
      fmt::format("{} on the {} rig", counted_things(scenarios.size(), "scenario"), to_string(options.rig));
  for (std::size_t i = 1; i < options.compare.size(); ++i) {
    line += fmt::format("{} the {} rig", i + 1 == options.compare.size() ? " and" : ",", to_string(options.compare[i]));
  }
  if (options.seeds == 1) {
    line += fmt::format(", seed {}", options.seed);
  } else {
    line += fmt::format(", seeds {} to {}", options.seed, options.seed + options.seeds - 1);
  }
  if (jobs.size() != scenarios.size()) line += ": " + counted_things(jobs.size(), "run");
  return line;
}

std::vector<std::string> lines_of(const reports::ScenarioRecord& record, double wall_seconds) {
  std::vector<std::string> lines{fmt::format("  {:<8} {}{}", word(record), record.name, times(record, wall_seconds))};
  const auto* tight = tightest(record);
  if (record.verdict == reports::Verdict::passed && tight != nullptr) {
    lines.push_back(fmt::format("           tightest margin {:.3f} s: {}, {}", *tight->margin_seconds, tight->name,
                                tight->expected));
  }
  for (const auto& skipped : record.skipped_steps) {
    lines.push_back(fmt::format("           left out: {}: {}: {}", reports::line_text(skipped.line, skipped.file),
                                skipped.text, skipped.reason));
  }
  if (!record.reason.empty()) lines.push_back("           " + record.reason);
  if (record.verdict == reports::Verdict::failed || record.verdict == reports::Verdict::error) {
    if (!record.replay.empty()) lines.push_back("           again: " + record.replay);
  }
  return lines;
}

VerdictCounts verdict_counts(const reports::Record& record) {
  VerdictCounts counts;
  for (const auto& run : record.scenarios) {
    if (run.attempt >= run.attempts) count(run, counts);
  }
  counts.failed += static_cast<std::size_t>(
      std::count_if(record.sometimes.begin(), record.sometimes.end(),
                    [](const auto& sometimes) { return sometimes.verdict == reports::Verdict::failed; }));
  return counts;
}

std::vector<std::string> summary_of(const SuiteOutcome& outcome, const SuiteOptions& options) {
  std::vector<std::string> lines;
  for (const auto& sometimes : outcome.record.sometimes) {
    if (sometimes.verdict == reports::Verdict::passed) continue;
    lines.push_back(fmt::format(
        "  {:<8} {}: {} ({}:{}): {}: {}", sometimes.verdict == reports::Verdict::failed ? "FAILED" : "skipped",
        sometimes.scenario, sometimes.name, sometimes.file, sometimes.line, sometimes.text, sometimes.reason));
  }
  const VerdictCounts counts = verdict_counts(outcome.record);
  double seconds = 0;
  for (const auto& run : outcome.record.scenarios) seconds += run.virtual_seconds;
  std::string line = fmt::format("{} passed", counts.passed);
  if (counts.flaky > 0) line += fmt::format(" ({} flaky)", counts.flaky);
  line += fmt::format(", {} failed, {} in error, {} skipped", counts.failed, counts.errors, counts.skipped);
  if (counts.expected_failures > 0) line += fmt::format(", {} failed as expected", counts.expected_failures);
  lines.push_back(line + fmt::format(": {:.1f} s of scenarios in {:.2f} s{}", seconds, outcome.environment.wall_seconds,
                                     outcome.interrupted ? "; interrupted" : ""));
  lines.push_back(fmt::format("report: {}/index.html", options.report_folder));
  return lines;
}

std::string stopping_line(Ending ending) {
  return ending == Ending::at_once ? "ending everything that still runs"
                                   : "stopping in order, the report will be written; once more ends it at once";
}

}  // namespace checkride::harness

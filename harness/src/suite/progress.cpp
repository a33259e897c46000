#include "progress.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace checkride::harness {

namespace {

std::string_view word(reports::Verdict verdict) {
  switch (verdict) {
    case reports::Verdict::passed:
      return "passed";
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

std::size_t count(const reports::Record& record, reports::Verdict verdict) {
  return static_cast<std::size_t>(std::count_if(record.scenarios.begin(), record.scenarios.end(),
                                                [&](const auto& scenario) { return scenario.verdict == verdict; }));
}

}  // namespace

std::string shell_quoted(const std::string& text) {
  const bool plain = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-_./=:,+@%").find(c) != std::string_view::npos;
  });
  if (plain) return text;
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string headline(std::size_t scenarios, const SuiteOptions& options) {
  return fmt::format("{} scenario{} on the {} rig, seed {}", scenarios, scenarios == 1 ? "" : "s",
                     to_string(options.rig), options.seed);
}

std::vector<std::string> progress(const reports::ScenarioRecord& record, double wall_seconds) {
  std::vector<std::string> lines{
      fmt::format("  {:<8} {}{}", word(record.verdict), record.name, times(record, wall_seconds))};
  const auto* tight = tightest(record);
  if (record.verdict == reports::Verdict::passed && tight != nullptr) {
    lines.push_back(fmt::format("           tightest margin {:.3f} s: {}, {}", *tight->margin_seconds, tight->name,
                                tight->expected));
  }
  if (!record.reason.empty()) lines.push_back("           " + record.reason);
  if (record.verdict == reports::Verdict::failed || record.verdict == reports::Verdict::error) {
    if (!record.replay.empty()) lines.push_back("           again: " + record.replay);
  }
  return lines;
}

std::vector<std::string> summary(const SuiteOutcome& outcome, const SuiteOptions& options) {
  using reports::Verdict;
  const auto& record = outcome.record;
  double seconds = 0;
  for (const auto& scenario : record.scenarios) seconds += scenario.virtual_seconds;
  std::vector<std::string> lines;
  lines.push_back(fmt::format("{} passed, {} failed, {} in error, {} skipped: {:.1f} s of scenarios in {:.2f} s{}",
                              count(record, Verdict::passed), count(record, Verdict::failed),
                              count(record, Verdict::error), count(record, Verdict::skipped), seconds,
                              outcome.environment.wall_seconds, outcome.interrupted ? "; interrupted" : ""));
  lines.push_back(fmt::format("report: {}/index.html", options.report_folder));
  return lines;
}

}  // namespace checkride::harness

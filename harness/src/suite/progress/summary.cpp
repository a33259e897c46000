#include "suite/progress/summary.hpp"

#include <fmt/format.h>

#include <functional>

#include "suite/previous.hpp"
#include "suite/progress/lines.hpp"

namespace checkride::harness {

namespace {

constexpr std::size_t kLastLineBytes = 200;  // kept free for the line that says what was left out

using reports::ScenarioRecord;
using reports::Verdict;

// As text in a cell of a table, whatever is in it.
std::string cell(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\n' || c == '\r') {
      escaped += "<br>";
    } else if (c == '<') {
      escaped += "&lt;";
    } else if (c == '&') {
      escaped += "&amp;";
    } else {
      if (std::string_view("\\`*_[]|~").find(c) != std::string_view::npos) escaped += '\\';
      escaped += c;
    }
  }
  return escaped;
}

std::string place_of(const ScenarioRecord& run) {
  const reports::Expectation* failed = first_failed(run);
  if (failed == nullptr) return run.file;
  return fmt::format("{}:{}", failed->file.empty() ? run.file : failed->file, failed->line);
}

std::string failure_row(const ScenarioRecord& run) {
  return fmt::format("| {} | {} | {} | {} |\n", cell(run.name), cell(place_of(run)), cell(run.reason),
                     run.replay.empty() ? "" : cell(run.replay));
}

std::string short_row(const ScenarioRecord& run) {
  const std::string why = run.flaky ? fmt::format("passed at attempt {} of {}", run.attempt, run.attempts) : run.reason;
  return fmt::format("| {} | {} |\n", cell(run.name), cell(why));
}

// The rows of those that `belongs` picks, while there is room; how many found none.
std::size_t add_table(const reports::Record& record, const std::string& head,
                      const std::function<bool(const ScenarioRecord&)>& belongs,
                      std::string (*row)(const ScenarioRecord&), std::string& page) {
  bool begun = false;
  std::size_t left_out = 0;
  for (const auto& run : record.scenarios) {
    if (!belongs(run)) continue;
    const std::string text = (begun ? "" : head) + row(run);
    if (page.size() + text.size() + kLastLineBytes > kSummaryBytesMax) {
      ++left_out;
      continue;
    }
    page += text;
    begun = true;
  }
  return left_out;
}

}  // namespace

std::string markdown_summary(const SuiteOutcome& outcome) {
  const reports::Record& record = outcome.record;
  const VerdictCounts counts = verdict_counts(record);
  std::string page = fmt::format("### Checkride: {} passed, {} failed, {} in error, {} skipped, {} flaky{}\n\n",
                                 counts.passed, counts.failed, counts.errors, counts.skipped, counts.flaky,
                                 outcome.interrupted ? "; interrupted" : "");
  std::size_t left_out =
      add_table(record, "| failed | where | why | again |\n|---|---|---|---|\n", counts_as_failure, failure_row, page);
  for (const auto& sometimes : record.sometimes) {
    if (sometimes.verdict == Verdict::failed) {
      page += fmt::format("\n{}: {} {}\n", cell(sometimes.scenario), cell(sometimes.name), cell(sometimes.reason));
    }
  }
  const auto is_flaky = [](const ScenarioRecord& run) { return run.flaky && run.verdict == Verdict::passed; };
  const auto is_skipped = [](const ScenarioRecord& run) { return run.verdict == Verdict::skipped; };
  left_out += add_table(record, "\n| flaky | |\n|---|---|\n", is_flaky, short_row, page);
  left_out += add_table(record, "\n| skipped | why |\n|---|---|\n", is_skipped, short_row, page);
  if (left_out > 0) page += fmt::format("\n{} more rows found no room here; the report has them.\n", left_out);
  return page;
}

}  // namespace checkride::harness

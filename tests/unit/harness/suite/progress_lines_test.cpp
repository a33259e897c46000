// Goal: lines that people and tools read: each says what happened, and an attempt that was replaced counts for nothing.
#include "suite/progress/lines.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "record_rows.hpp"
#include "suite/progress/plain.hpp"

namespace checkride::harness {
namespace {

using reports::Verdict;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<Job> jobs_of(const std::vector<Scenario>& scenarios, std::size_t of_each) {
  std::vector<Job> jobs;
  for (const Scenario& scenario : scenarios) {
    for (std::size_t i = 0; i < of_each; ++i) {
      jobs.emplace_back();
      jobs.back().index = jobs.size() - 1;
      jobs.back().scenario = &scenario;
      jobs.back().run = scenario.name;
    }
  }
  return jobs;
}

std::vector<Scenario> scenarios(std::initializer_list<const char*> names) {
  std::vector<Scenario> scenarios;
  for (const char* name : names) {
    scenarios.emplace_back();
    scenarios.back().name = name;
  }
  return scenarios;
}

TEST(Headline, CountsScenariosAndRuns) {
  SuiteOptions options;
  options.seed = 7;
  EXPECT_EQ(headline_of(jobs_of(scenarios({"a"}), 1), options), "1 scenario on the virtual rig, seed 7");
  EXPECT_EQ(headline_of(jobs_of(scenarios({"a", "b"}), 1), options), "2 scenarios on the virtual rig, seed 7");
  options.seeds = 3;
  EXPECT_EQ(headline_of(jobs_of(scenarios({"a", "b"}), 3), options),
            "2 scenarios on the virtual rig, seeds 7 to 9: 6 runs");
}

TEST(RunLines, AFailureSaysWhyAndHowToRepeatIt) {
  EXPECT_THAT(lines_of(row("a", Verdict::failed), 0),
              ElementsAre("  FAILED   a  0.0 s", "           expect-1 (line 12): not seen; last: pending",
                          "           again: checkride run scenarios/a.yaml --rig virtual --seed 7"));
}

TEST(RunLines, StepsThatWereLeftOutAreNamed) {
  reports::ScenarioRecord run = row("a", Verdict::passed);
  run.skipped_steps.push_back({"3", 18, "", "kill sim", "it is real"});
  EXPECT_THAT(lines_of(run, 0),
              ElementsAre("  passed   a  0.0 s", "           left out: line 18: kill sim: it is real"));
}

TEST(RunLines, WhatPassedOnlyLaterIsCalledFlaky) {
  EXPECT_THAT(lines_of(attempt(row("a+a2", Verdict::passed), 2, 2), 0), ElementsAre("  flaky    a+a2  0.0 s"));
}

TEST(VerdictCounts, CountsEachRunByItsLastAttempt) {
  reports::Record record;
  record.scenarios = {attempt(row("a", Verdict::failed), 1, 2),
                      attempt(row("a+a2", Verdict::passed), 2, 2),
                      attempt(row("b", Verdict::failed), 1, 2),
                      attempt(row("b+a2", Verdict::failed), 2, 2),
                      row("c", Verdict::error),
                      row("d", Verdict::skipped),
                      row("e", Verdict::expected_failure)};
  record.sometimes.resize(2);
  record.sometimes[0].verdict = Verdict::failed;
  const VerdictCounts counts = verdict_counts(record);
  EXPECT_EQ(counts.passed, 1U);
  EXPECT_EQ(counts.flaky, 1U);
  EXPECT_EQ(counts.failed, 2U);  // b, and what never held
  EXPECT_EQ(counts.errors, 1U);
  EXPECT_EQ(counts.skipped, 1U);
  EXPECT_EQ(counts.expected_failures, 1U);
}

// A CI system that reads the file says the same as the last line of the run.
TEST(VerdictCounts, AreThoseOfTheJUnitFile) {
  reports::Record record;
  record.scenarios = {row("a", Verdict::passed),
                      attempt(row("b", Verdict::failed), 1, 2),
                      attempt(row("b+a2", Verdict::passed), 2, 2),
                      row("c", Verdict::failed),
                      row("d", Verdict::failed),
                      row("e", Verdict::error),
                      row("f", Verdict::skipped),
                      row("g", Verdict::expected_failure)};
  record.sometimes.resize(3);
  record.sometimes[0].verdict = Verdict::failed;
  record.sometimes[1].verdict = Verdict::passed;
  const VerdictCounts counts = verdict_counts(record);
  const std::size_t runs = counts.passed + counts.failed + counts.errors + counts.skipped + counts.expected_failures;
  EXPECT_THAT(reports::to_junit_xml(record, {}),
              HasSubstr(fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\"", runs, counts.failed,
                                    counts.errors, counts.skipped)));
}

TEST(PlainProgress, TellsEachThingOnceAndInOrder) {
  std::vector<std::string> lines;
  PlainProgress plain({}, [&lines](std::string_view line) { lines.emplace_back(line); });
  const std::vector<Scenario> both = scenarios({"a", "b"});
  const std::vector<Job> jobs = jobs_of(both, 1);
  plain.began(jobs);
  plain.started(jobs[0]);
  plain.moved({});
  plain.ticked();
  plain.said(jobs[0], "a warning");
  plain.ended(jobs[0], row("a", Verdict::failed), 0, true);
  plain.stopping(Ending::in_order);
  SuiteOutcome outcome;
  outcome.record.scenarios = {row("a", Verdict::passed)};
  outcome.interrupted = true;
  plain.over(outcome);
  EXPECT_THAT(lines, ElementsAre("2 scenarios on the virtual rig, seed 1", "           a printed: a warning",
                                 "  FAILED   a  0.0 s", "           expect-1 (line 12): not seen; last: pending",
                                 "           again: checkride run scenarios/a.yaml --rig virtual --seed 7",
                                 "           one more attempt", HasSubstr("once more ends it at once"),
                                 "1 passed, 0 failed, 0 in error, 0 skipped: 0.0 s of scenarios in 0.00 s; interrupted",
                                 "report: checkride-report/index.html"));
}

}  // namespace
}  // namespace checkride::harness

// Goal: with a member that does nothing only runs that fail by an expectation prove that a scenario sees anything.
#include "suite/null_verdict.hpp"

#include <gmock/gmock.h>

#include "record_rows.hpp"

namespace checkride::harness {
namespace {

using reports::Verdict;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsNull;
using testing::NotNull;

// As row(), and claims a promise about a simulator.
reports::ScenarioRecord claim(std::string name, Verdict verdict) {
  reports::ScenarioRecord record = row(std::move(name), verdict);
  record.promises = {"000-alert-email"};
  record.hosts = {{"sim", "simulator"}, {"monitor", "monitor"}};
  return record;
}

reports::Record record_of(std::vector<reports::ScenarioRecord> runs) {
  reports::Record record;
  record.scenarios = std::move(runs);
  return record;
}

NullVerdict judged(NullMember member, const reports::Record& record, const ExpectingSteps& steps = {}) {
  return judge_null(member, record, steps);
}

TEST(NullVerdict, HoldsWhereEveryClaimFailedByAnExpectation) {
  const auto verdict =
      judged(NullMember::subject, record_of({claim("a", Verdict::failed), claim("b", Verdict::failed)}));
  EXPECT_TRUE(verdict.holds);
  EXPECT_THAT(verdict.lines, Contains("  b failed by expect-1 (line 12): alert Low of monitor is firing"));
  EXPECT_THAT(verdict.lines, Contains(HasSubstr("null subject: 2 of 2 runs")));
}

TEST(NullVerdict, AClaimThatPassesProvesNothing) {
  const auto verdict =
      judged(NullMember::emulator, record_of({claim("a", Verdict::failed), claim("b", Verdict::passed)}));
  EXPECT_FALSE(verdict.holds);
  EXPECT_THAT(verdict.lines, Contains(HasSubstr("1 of 2 runs")));
  EXPECT_THAT(verdict.lines,
              Contains(AllOf(HasSubstr("b (scenarios/b.yaml): it passed"), HasSubstr("the emulator does"))));
}

TEST(NullVerdict, AFailureOfAnotherKindIsNone) {
  auto record = claim("a", Verdict::failed);
  record.reason = "line 4: start monitor: it does not listen after 60 s";
  EXPECT_THAT(failed_expectation(record), IsNull());
  const auto verdict = judged(NullMember::subject, record_of({record}));
  EXPECT_FALSE(verdict.holds);
  EXPECT_THAT(verdict.lines, Contains(HasSubstr("otherwise than by an expectation: line 4: start monitor")));
}

// expect-1 is no part of "expect-12", and a failed row that is not the reason came after it.
TEST(NullVerdict, TheExpectationIsTheOneOfTheReason) {
  auto record = claim("a", Verdict::failed);
  record.reason = "expect-12 (line 30): mails in mail: none";
  EXPECT_THAT(failed_expectation(record), IsNull());
  record.expectations.push_back(record.expectations.front());
  record.expectations.back().name = "expect-12";
  record.expectations.back().line = 30;
  ASSERT_THAT(failed_expectation(record), NotNull());
  EXPECT_EQ(failed_expectation(record)->name, "expect-12");
}

TEST(NullVerdict, AnExpectationOfTheSetupCounts) {
  auto record = claim("a", Verdict::failed);
  record.verdict = Verdict::error;
  record.reason = "setup, " + record.reason;
  EXPECT_TRUE(judged(NullMember::emulator, record_of({record})).holds);
}

Step step_of(int line, Start start) {
  Step step;
  step.place.line = line;
  step.what = Action(std::move(start));
  return step;
}

// "start: {exits: 78}" is the expectation that it does not start.
TEST(NullVerdict, AStepThatExpectsSomethingItselfCounts) {
  Scenario scenario;
  scenario.file = "scenarios/a.yaml";
  scenario.timeline.push_back(step_of(3, Start{{"sim"}}));
  scenario.timeline.push_back(step_of(4, Start{{"monitor"}, Refusal{78, {}}}));
  const ExpectingSteps steps = expecting_steps({scenario});
  EXPECT_THAT(steps, testing::ElementsAre(testing::Pair("scenarios/a.yaml", "line 4")));
  auto record = claim("a", Verdict::failed);
  record.reason = "line 4: monitor runs, and should have ended with exit code 78";
  EXPECT_TRUE(judged(NullMember::subject, record_of({record}), steps).holds);
  record.reason = "line 3: start sim: it does not listen after 60 s";
  EXPECT_FALSE(judged(NullMember::subject, record_of({record}), steps).holds);
}

TEST(NullVerdict, WithoutAClaimNothingIsJudged) {
  const auto verdict = judged(NullMember::subject, record_of({row("a", Verdict::passed)}));
  EXPECT_FALSE(verdict.holds);
  EXPECT_THAT(verdict.lines, Contains(HasSubstr("0 of 0 runs")));
}

TEST(NullVerdict, WhatHasNoSimulatorIsUntouchedByANullEmulator) {
  auto systems = claim("systems", Verdict::passed);
  systems.hosts = {{"db", "database"}};
  const auto runs = record_of({claim("a", Verdict::failed), systems});
  const auto emulator = judged(NullMember::emulator, runs);
  EXPECT_TRUE(emulator.holds);
  EXPECT_THAT(emulator.lines, Contains("untouched, without a simulator: systems"));
  EXPECT_FALSE(judged(NullMember::subject, runs).holds);
}

TEST(NullVerdict, WhatWasNotPlayedIsNamed) {
  const auto verdict =
      judged(NullMember::subject, record_of({claim("a", Verdict::failed), claim("b", Verdict::skipped)}));
  EXPECT_TRUE(verdict.holds);
  EXPECT_THAT(verdict.lines, Contains("not played: b"));
}

}  // namespace
}  // namespace checkride::harness

// Goal: who asks for a run gets that run or is told which there are, and is never told "as then" of another outcome.
// Method: examples.
#include "replay/replay_target.hpp"

#include <gmock/gmock.h>

#include "checkride/test/result_matchers.hpp"

namespace checkride::harness {
namespace {

using test::FailsWith;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

reports::CapsuleRun run(const std::string& name, const std::string& verdict) {
  reports::CapsuleRun made;
  made.name = name;
  made.verdict = verdict;
  return made;
}

reports::Capsule capsule() {
  reports::Capsule made;
  made.runs = {run("low+s1", "passed"), run("low+s2", "failed"), run("high", "error"), run("other", "skipped")};
  return made;
}

std::vector<std::string> names(const Result<std::vector<reports::CapsuleRun>>& runs) {
  std::vector<std::string> names;
  for (const auto& chosen : runs.value()) names.push_back(chosen.name);
  return names;
}

TEST(ReplayTarget, IsAPageAndARun) {
  const auto is = [](const char* argument, const char* page, const char* named) {
    const ReplayTarget target = replay_target(argument);
    EXPECT_EQ(target.page, page) << argument;
    EXPECT_EQ(target.run, named) << argument;
  };
  is("report/index.html#low+s7", "report/index.html", "low+s7");
  is("report#low", "report/index.html", "low");
  is("report/", "report/index.html", "");
  is("report", "report/index.html", "");
  is("other.html", "other.html", "");
  is("report#", "report/index.html", "");
}

TEST(RunsOf, GivesTheOneThatIsNamed) {
  EXPECT_THAT(names(runs_of(capsule(), "low+s2", false)), ElementsAre("low+s2"));
  EXPECT_THAT(runs_of(capsule(), "low+s3", false),
              FailsWith(AllOf(HasSubstr("no run \"low+s3\""), HasSubstr("did you mean"))));
}

TEST(RunsOf, WhatWasSkippedCannotBePlayedAgain) {
  EXPECT_THAT(runs_of(capsule(), "other", false), FailsWith(HasSubstr("other was skipped")));
}

TEST(RunsOf, GivesAllThatFailed) {
  EXPECT_THAT(names(runs_of(capsule(), "", true)), ElementsAre("low+s2", "high"));
  reports::Capsule good;
  good.runs = {run("low", "passed")};
  EXPECT_THAT(runs_of(good, "", true), FailsWith(HasSubstr("no run of the report failed")));
}

TEST(RunsOf, WithoutANameThereMustBeOne) {
  EXPECT_THAT(runs_of(capsule(), "", false),
              FailsWith(AllOf(HasSubstr("has 4 runs"), HasSubstr("--all-failed"), HasSubstr("\n  low+s1"))));
  reports::Capsule one;
  one.runs = {run("low", "passed")};
  EXPECT_THAT(names(runs_of(one, "", false)), ElementsAre("low"));
}

reports::ScenarioRecord record(reports::Verdict verdict, const std::string& reason, std::optional<std::uint64_t> hash) {
  reports::ScenarioRecord made;
  made.verdict = verdict;
  made.reason = reason;
  made.trace_hash = hash;
  return made;
}

reports::CapsuleRun failed_then() {
  reports::CapsuleRun then = run("low", "failed");
  then.reason = "expect-1: no mail";
  then.trace_hash = 0x1f;
  return then;
}

TEST(ReplayOutcome, TheSameIsVerdictReasonAndHash) {
  const auto same = replay_outcome(failed_then(), record(reports::Verdict::failed, "expect-1: no mail", 0x1f));
  EXPECT_TRUE(same.same);
  EXPECT_THAT(same.lines,
              ElementsAre("low: failed, as then", "  expect-1: no mail", "  trace hash 000000000000001f, as then"));
}

TEST(ReplayOutcome, AnythingElseIsAnother) {
  const auto passed = replay_outcome(failed_then(), record(reports::Verdict::passed, "", 0x1f));
  EXPECT_FALSE(passed.same);
  EXPECT_THAT(passed.lines, ElementsAre("low: passed", "  then failed: expect-1: no mail", "  now  passed",
                                        "  trace hash 000000000000001f, as then"));
  EXPECT_FALSE(replay_outcome(failed_then(), record(reports::Verdict::failed, "expect-2: no call", 0x1f)).same);
  const auto hash = replay_outcome(failed_then(), record(reports::Verdict::failed, "expect-1: no mail", 0x20));
  EXPECT_FALSE(hash.same);
  EXPECT_THAT(hash.lines.back(), HasSubstr("0000000000000020, then 000000000000001f"));
}

// On real rigs there is no hash to compare.
TEST(ReplayOutcome, WithoutHashesTheWordsDecide) {
  reports::CapsuleRun then = failed_then();
  then.trace_hash.reset();
  const auto same = replay_outcome(then, record(reports::Verdict::failed, "expect-1: no mail", std::nullopt));
  EXPECT_TRUE(same.same);
  EXPECT_EQ(same.lines.size(), 2U);
}

TEST(ReplayOutcome, AnotherProgramIsSaid) {
  reports::Capsule then;
  then.version = "0.5.0";
  then.revision = "0123abc";
  reports::Capsule now = then;
  EXPECT_THAT(differences_of_program(then, now), testing::IsEmpty());
  now.revision = "4567def";
  EXPECT_THAT(differences_of_program(then, now), ElementsAre("note: played by revision 0123abc, replayed by 4567def"));
}

}  // namespace
}  // namespace checkride::harness

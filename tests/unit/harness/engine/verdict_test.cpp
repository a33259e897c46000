// What comes of a run in the end, out of records by hand.
#include "engine/verdict.hpp"

#include <gmock/gmock.h>

namespace checkride::harness {
namespace {

using reports::Verdict;

reports::ScenarioRecord record_with(Verdict verdict) {
  reports::ScenarioRecord record;
  record.verdict = verdict;
  record.rig = "virtual";
  reports::Expectation row;
  row.name = "expect-3";
  row.line = 30;
  row.text = "1 mail";
  record.expectations.push_back(row);
  return record;
}

TEST(Verdict, WhatWasNeverEvaluatedDoesNotPass) {
  auto record = record_with(Verdict::passed);
  judge_unlooked(record);
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_EQ(record.reason, "expect-3 (line 30): 1 mail: it was never evaluated: its branch never ran");
  EXPECT_EQ(record.expectations[0].verdict, Verdict::failed);
}

TEST(Verdict, WhatWasSkippedForAReasonIsNoFailure) {
  auto record = record_with(Verdict::passed);
  record.expectations[0].reason = "for the process rig only";
  judge_unlooked(record);
  EXPECT_EQ(record.verdict, Verdict::passed);
}

TEST(Verdict, AFailureKeepsItsReason) {
  auto record = record_with(Verdict::failed);
  record.reason = "first";
  judge_unlooked(record);
  EXPECT_EQ(record.reason, "first");
  EXPECT_EQ(record.expectations[0].verdict, Verdict::skipped);
  EXPECT_EQ(record.expectations[0].reason, "the run ended before it was decided");
}

TEST(Verdict, AGeneratorThatWasLateIsAnErrorAndNoFailure) {
  const auto judged = [](const std::string& rig, double late_seconds, Verdict verdict) {
    auto record = record_with(verdict);
    record.rig = rig;
    record.reason = verdict == Verdict::failed ? "slo-1: too slow" : "";
    reports::Traffic traffic;
    traffic.id = "users";
    traffic.generator_p99_seconds = late_seconds;
    record.traffic.push_back(traffic);
    judge_late_generator(record);
    return record;
  };
  EXPECT_EQ(judged("process", 0.010, Verdict::failed).verdict, Verdict::failed);
  const auto late = judged("process", 0.0234, Verdict::failed);
  EXPECT_EQ(late.verdict, Verdict::error);
  EXPECT_EQ(
      late.reason,
      "the generator was late: traffic users went out 23.4 ms after it was due (p99), more than 10 ms: this machine "
      "cannot send so much; what else was told: slo-1: too slow");
  EXPECT_EQ(judged("process", 0.0234, Verdict::passed).verdict, Verdict::error);
  EXPECT_EQ(judged("virtual", 0.0234, Verdict::passed).verdict, Verdict::passed);
}

TEST(Verdict, TheFailureMustBeInTheStepThatIsExpectedToFail) {
  Scenario scenario;
  scenario.expect_failure.emplace();
  scenario.expect_failure->reason = "known";
  scenario.expect_failure->step = "dive";
  Step step;
  step.name = "dive";
  step.path = "2";
  scenario.timeline.push_back(step);
  const auto judged = [&](const std::string& failed_in, Verdict verdict) {
    auto record = record_with(verdict);
    record.reason = "broken";
    judge_expected_failure(scenario, failed_in, record);
    return record.verdict;
  };
  EXPECT_EQ(judged("2", Verdict::failed), Verdict::expected_failure);
  EXPECT_EQ(judged("2.b.1", Verdict::failed), Verdict::expected_failure) << "or in what is in it";
  EXPECT_EQ(judged("21", Verdict::failed), Verdict::failed);
  EXPECT_EQ(judged("", Verdict::failed), Verdict::failed);
  EXPECT_EQ(judged("2", Verdict::error), Verdict::error);
  EXPECT_EQ(judged("", Verdict::passed), Verdict::failed);
}

}  // namespace
}  // namespace checkride::harness

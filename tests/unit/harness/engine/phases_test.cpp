// Setup, timeline and teardown with their verdicts; what a rig cannot do; what is expected to fail.
#include "checkride/compress/gzip.hpp"
#include "engine/fake_rig.hpp"

namespace checkride::harness {
namespace {

using reports::Verdict;
using testing::HasSubstr;

const std::string kMail = "scenario: fake\nservices: {mail: {kind: smtp}, chat: {kind: webhook}}\n";
const std::string kUnwanted = "never:\n  - {mail: {in: mail, subject: unwanted}}\n";
const std::string kMissing = "{expect: {mail: {in: mail}}, within: 1s}";

TEST(Phases, RunOneAfterTheOther) {
  FakeRig rig;
  const auto record = rig.run(kMail +
                              "setup:\n  - start: mail\n  - wait: 2s\ntimeline:\n  - wait: 3s\n"
                              "teardown:\n  - wait: 4s\n" +
                              kUnwanted);
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  EXPECT_DOUBLE_EQ(record.virtual_seconds, 9.0);
}

TEST(Phases, AFailureInSetupIsAnErrorAndTheTimelineDoesNotRun) {
  FakeRig rig;
  rig.refuses_to_start = "mail";
  const auto record = rig.run(kMail + "setup:\n  - start: mail\ntimeline:\n  - " + kMissing +
                              "\nteardown:\n  - start: chat\n  - wait: 4s\n");
  EXPECT_EQ(record.verdict, Verdict::error);
  EXPECT_EQ(record.reason, "setup, line 4: start mail: it has no wish to");
  EXPECT_EQ(record.expectations.at(0).verdict, Verdict::skipped);
  EXPECT_EQ(record.expectations.at(0).reason, "the run ended before it was decided");
  EXPECT_DOUBLE_EQ(record.virtual_seconds, 4.0) << "the teardown runs";
  EXPECT_THAT(rig.stopped, testing::ElementsAre("chat"));
}

// A failure at each point of a timeline, and the teardown after it.
class EachFailure : public testing::TestWithParam<int> {};
TEST_P(EachFailure, IsFollowedByTheTeardownAndHiddenByNothing) {
  std::string text = kMail + "timeline:\n  - start: mail\n";
  for (int i = 0; i < 3; ++i) text += i == GetParam() ? "  - " + kMissing + "\n" : "  - wait: 1s\n";
  FakeRig rig;
  const auto record = rig.run(text + "teardown:\n  - wait: 4s\n  - " + kMissing + "\n");
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_THAT(record.reason, testing::StartsWith(fmt::format("expect-1 (line {})", 5 + GetParam())));
  EXPECT_THAT(record.reason, HasSubstr("; and then teardown, expect-2 (line 10)"));
  EXPECT_DOUBLE_EQ(record.virtual_seconds, GetParam() + 1 + 4 + 1);
}
INSTANTIATE_TEST_SUITE_P(All, EachFailure, testing::Values(0, 1, 2));

TEST(Phases, AFailureOfTheTeardownAloneFailsTheRun) {
  FakeRig rig;
  const auto record = rig.run(kMail + "timeline:\n  - start: mail\nteardown:\n  - " + kMissing + "\n");
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_THAT(record.reason, testing::StartsWith("teardown, expect-1 (line 6)"));
}

TEST(Phases, EventsSayHowLongMembersTookAndWhatTheyAnswered) {
  FakeRig rig;
  const auto record =
      rig.run(kStart + "  - request: {of: monitor, target: /x, status: 200}\n  - stop: monitor\n" + kNoMail);
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  const std::string events = compress::gunzip(rig.blocks).value();
  EXPECT_THAT(events, HasSubstr("\"took\":\"0.000 s\""));
  EXPECT_THAT(events, HasSubstr("\"status\":\"200\""));
  EXPECT_THAT(events, HasSubstr("\"exit_code\":\"0\""));
}

TEST(Phases, SetupAndTimelineShareOneLimit) {
  FakeRig rig;
  const auto record = rig.run("time_limit: 7s\n" + kMail +
                              "setup:\n  - start: mail\n  - wait: 5s\n"
                              "timeline:\n  - {expect: {mail: {in: mail}}, within: 60s}\nteardown:\n  - wait: 20s\n");
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_THAT(record.reason, HasSubstr("time limit of 7s reached"));
  EXPECT_DOUBLE_EQ(record.virtual_seconds, 27.0) << "the teardown is not of that time";
}

TEST(Phases, TheTeardownHasALimitOfItsOwn) {
  FakeRig rig;
  const auto record = rig.run(kMail + "teardown_limit: 10s\ntimeline:\n  - start: mail\n  - wait: 20s\n" +
                              "teardown:\n  - {when: {mail: {in: mail}}, wait: 1s}\n" + kUnwanted);
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_EQ(record.reason,
            "teardown, time limit of 10s reached in line 8: wait 1s, which waits until at least 1 mail in mail");
  EXPECT_DOUBLE_EQ(record.virtual_seconds, 30.0);
}

TEST(Phases, TheTeardownRunsAfterAnInterruption) {
  FakeRig rig;
  rig.interrupt_after = 5s;
  const auto record =
      rig.run(kMail + "timeline:\n  - start: mail\n  - wait: 20s\nteardown:\n  - wait: 3s\n" + kUnwanted);
  EXPECT_EQ(record.verdict, Verdict::error);
  EXPECT_EQ(record.reason, "interrupted");
  EXPECT_NEAR(record.virtual_seconds, 8, 0.01);
}

TEST(Phases, AStepForAnotherRigIsLeftOutAndSaysWhy) {
  FakeRig rig;
  const auto record =
      rig.run(kMail + "timeline:\n  - start: mail\n  - {rigs: [process], expect: {mail: {in: mail}}, within: 9s}\n" +
              kUnwanted);
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  EXPECT_EQ(record.expectations.at(0).verdict, Verdict::skipped);
  EXPECT_EQ(record.expectations.at(0).reason, "for the process rig only");
  EXPECT_DOUBLE_EQ(record.virtual_seconds, 0.0);
}

TEST(Phases, WhatTheRigCannotDoIsLeftOutWhereItMayBe) {
  FakeRig rig;
  rig.can_kill = false;
  const auto record = rig.run(kMail +
                              "timeline:\n  - start: mail\n  - {kill: mail, may_skip: true, name: end}\n"
                              "  - {after: {step: end}, wait: 1s}\n" +
                              kUnwanted);
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  EXPECT_TRUE(record.faults.empty());
  ASSERT_EQ(record.skipped_steps.size(), 1U);
  EXPECT_EQ(record.skipped_steps[0].step, "2");
  EXPECT_EQ(record.skipped_steps[0].line, 5);
  EXPECT_EQ(record.skipped_steps[0].text, "kill mail");
  EXPECT_EQ(record.skipped_steps[0].reason, "nothing can be killed here");
}

// Else `clear` would fail for want of a fault.
TEST(Phases, AFaultThatIsLeftOutIsNotCleared) {
  FakeRig rig;
  const auto record = rig.run(
      "scenario: fake\nsimulators: {sim: {}}\nmonitors: {monitor: {config: a.yaml, simulators: [sim]}}\n"
      "timeline:\n  - start: [sim, monitor]\n"
      "  - {inject: {id: gone, link: [monitor, sim], fault: stall}, rigs: [process]}\n"
      "  - clear: gone\n"
      "  - inject: {id: here, link: [monitor, sim], fault: stall}\n  - clear: here\n"
      "  - expect: {http: {of: monitor, get: /, status: 200}}\n");
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  EXPECT_EQ(rig.injected.size(), 1U);
  EXPECT_EQ(rig.cleared.size(), 1U);
}

TEST(Phases, WhatTheRigCannotDoKeepsTheScenarioFromStarting) {
  FakeRig rig;
  rig.can_kill = false;
  const auto record = rig.run(kMail + "timeline:\n  - start: mail\n  - kill: mail\n" + kUnwanted);
  EXPECT_EQ(record.verdict, Verdict::skipped);
  EXPECT_EQ(record.reason, "the virtual rig cannot play it: line 5: nothing can be killed here");
  EXPECT_TRUE(rig.stopped.empty());
}

TEST(Phases, AFailureThatIsExpectedIsOne) {
  const std::string text =
      kMail + "timeline:\n  - start: mail\n  - {name: news, expect: {mail: {in: mail}}, within: 1s}\n";
  const auto run = [&](const std::string& expected) {
    FakeRig rig;
    return rig.run(text + "expect_failure: " + expected + "\n");
  };
  EXPECT_EQ(run("nobody writes").verdict, Verdict::expected_failure);
  EXPECT_EQ(run("{reason: nobody writes, step: news, contains: 0 mails}").verdict, Verdict::expected_failure);
  EXPECT_EQ(run("{reason: nobody writes, rigs: [process]}").verdict, Verdict::failed);
  const auto otherwise = run("{reason: nobody writes, contains: three}");
  EXPECT_EQ(otherwise.verdict, Verdict::failed);
  EXPECT_THAT(otherwise.reason, HasSubstr("its reason was to contain \"three\""));
}

TEST(Phases, APassWhereAFailureIsExpectedFails) {
  FakeRig rig;
  const auto record = rig.run(kMail + "timeline:\n  - start: mail\nexpect_failure: it is broken\n" + kUnwanted);
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_EQ(record.reason, "line 5: it passed, but is expected to fail (it is broken): take expect_failure out");
}

}  // namespace
}  // namespace checkride::harness

// The engine's timeline, watch and stop, on a rig of fakes.
#include "checkride/compress/gzip.hpp"
#include "engine/fake_rig.hpp"

namespace checkride::harness {
namespace {

using reports::Verdict;
using test::IsOk;
using testing::HasSubstr;

TEST(Engine, AnAlertIsTimedByTheMonitorAndTheMarginIsExact) {
  FakeRig rig;
  const auto record = rig.run(kStart +
                              "  - at: 8s\n    wait: 0s\n"
                              "  - expect: {alert: {of: monitor, rule: Low, state: firing}}\n"
                              "    not_before: 10s\n    within: 15s\n");
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  const auto& expectation = record.expectations.at(0);
  EXPECT_EQ(expectation.verdict, Verdict::passed);
  EXPECT_DOUBLE_EQ(expectation.at_seconds.value(), 20.0);
  EXPECT_DOUBLE_EQ(expectation.margin_seconds.value(), 2.0) << "12 s after the step, which is 2 s from not_before";
  EXPECT_EQ(expectation.expected, "between 10s and 15s after the step");
  EXPECT_EQ(expectation.seen, "firing since 20.000 s");
}

TEST(Engine, TooEarlyFails) {
  FakeRig rig;
  const auto record = rig.run(kStart +
                              "  - expect: {alert: {of: monitor, rule: Low, state: firing}}\n"
                              "    not_before: 21s\n    within: 30s\n");
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_THAT(record.reason, HasSubstr("expect-1 (line 7)"));
  EXPECT_THAT(record.reason, HasSubstr("too early, after 2"));
}

TEST(Engine, TooLateFailsWhenTheWindowCloses) {
  FakeRig rig;
  const auto record = rig.run(kStart +
                              "  - expect: {alert: {of: monitor, rule: Low, state: firing}}\n    within: 10s\n"
                              "  - expect: {alert: {of: monitor, rule: Low, state: inactive}}\n");
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_THAT(record.reason, HasSubstr("not seen; last: inactive since 0.000 s"));
  EXPECT_EQ(record.expectations.at(1).verdict, Verdict::skipped) << "the timeline ends at the first failure";
}

TEST(Engine, ToleranceOfTheRigIsUsedAndPrinted) {
  FakeRig rig(1s);
  const auto record = rig.run(kStart +
                              "  - at: 10s\n    wait: 0s\n"
                              "  - expect: {alert: {of: monitor, rule: Low, state: firing}}\n    within: 9500ms\n");
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  EXPECT_DOUBLE_EQ(record.expectations.at(0).margin_seconds.value(), -0.5);
  EXPECT_EQ(record.expectations.at(0).expected, "within 9.5s (tolerance 1s)");
}

TEST(Engine, AMailIsSeenAtTheInstantOfItsArrival) {
  FakeRig rig;
  rig.mail_at(12345ms, "Low");
  const auto record =
      rig.run(kStart + "  - expect: {mail: {in: mail, subject: {contains: Low}, count: 1}}\n    within: 20s\n");
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  EXPECT_DOUBLE_EQ(record.expectations.at(0).at_seconds.value(), 12.345);
  EXPECT_DOUBLE_EQ(record.virtual_seconds, 20.0) << "one mail is exact: the window is watched to its end";
}

TEST(Engine, OneMailTooManyBreaksAnExactCountUntilTheWindowCloses) {
  FakeRig rig;
  rig.mail_at(5s, "Low");
  rig.mail_at(15s, "Low");
  const auto record = rig.run(kStart + "  - expect: {mail: {in: mail, count: 1}}\n    within: 20s\n  - wait: 30s\n");
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_THAT(record.reason, HasSubstr("seen 2 mails"));
  EXPECT_EQ(record.expectations.at(0).verdict, Verdict::failed);
  EXPECT_DOUBLE_EQ(record.expectations.at(0).at_seconds.value(), 15.0);
}

TEST(Engine, AbsenceIsWatchedToTheEndOfTheWindow) {
  FakeRig rig;
  EXPECT_EQ(rig.run(kStart + "  - expect: {mail: {in: mail, count: 0}}\n    within: 20s\n").verdict, Verdict::passed);
  FakeRig other;
  other.mail_at(19s, "Low");
  const auto record = other.run(kStart + "  - expect: {mail: {in: mail, count: 0}}\n    within: 20s\n");
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_THAT(record.reason, HasSubstr("after 19.000 s: 1 mail"));
}

TEST(Engine, AlwaysFailsWhenItIsSeenBroken) {
  FakeRig rig;
  const auto record =
      rig.run(kStart + "  - wait: 60s\nalways:\n  - {http: {of: monitor, get: /health, status: 200}}\n");
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_THAT(record.reason, HasSubstr("always-1 (line 9): GET /health of monitor answers 200: seen at 30."));
}

TEST(Engine, AlwaysSaysNothingOfAMemberThatIsKilled) {
  FakeRig rig;
  const auto record = rig.run(kStart +
                              "  - at: 29s\n    kill: monitor\n  - at: 41s\n    start: monitor\n  - wait: 5s\n"
                              "always:\n  - {http: {of: monitor, get: /health, status: 200}}\n");
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  ASSERT_EQ(record.faults.size(), 1U);
  EXPECT_DOUBLE_EQ(record.faults[0].from_seconds, 29.0);
  EXPECT_DOUBLE_EQ(record.faults[0].to_seconds.value(), 41.0);
}

TEST(Engine, AnAlwaysThatWasNeverLookedAtDoesNotPass) {
  FakeRig rig;
  const auto record = rig.run(kMembers +
                              "timeline:\n  - start: sim\n  - wait: 5s\n"
                              "always:\n  - {http: {of: monitor, get: /health, status: 200}}\n");
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_THAT(record.reason, HasSubstr("nothing was looked at"));
}

TEST(Engine, NeverFailsAsSoonAsItIsSeen) {
  FakeRig rig;
  rig.log = {"{\"level\":\"error\",\"msg\":\"broken\"}"};
  const auto record = rig.run(kStart + "  - wait: 60s\nnever:\n  - {log: {of: monitor, level: error}}\n");
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_THAT(record.reason, HasSubstr("never-1"));
  EXPECT_LT(record.virtual_seconds, 17);
}

TEST(Engine, TelemetryIsCheckedAfterTheEnd) {
  FakeRig rig;
  const auto record = rig.run(kStart + "  - wait: 5s\nalways:\n  - {no_sample_lost: {of: monitor}}\n");
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_THAT(record.reason, HasSubstr("no telemetry at all"));
}

TEST(Engine, AnInterruptionStopsEveryMemberAndKeepsWhatWasSeen) {
  FakeRig rig;
  rig.interrupt_after = 12s;
  const auto record = rig.run(kStart +
                              "  - expect: {http: {of: monitor, get: /health, status: 200}}\n    within: 5s\n"
                              "  - wait: 60s\n");
  EXPECT_EQ(record.verdict, Verdict::error);
  EXPECT_EQ(record.reason, "interrupted");
  EXPECT_EQ(record.expectations.at(0).verdict, Verdict::passed);
  EXPECT_GE(record.virtual_seconds, 12);
  EXPECT_LT(record.virtual_seconds, 20);
  EXPECT_EQ(rig.stopped.size(), 4U);
}

TEST(Engine, AMemberThatEndsByItselfFailsTheRun) {
  FakeRig rig;
  rig.ends_by_itself = "sim";
  const auto record = rig.run(kStart + "  - wait: 60s\n" + kNoMail);
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_EQ(record.reason, "sim ended by itself with exit code 70");
}

TEST(Engine, AMemberThatDoesNotStartIsNamed) {
  FakeRig rig;
  rig.refuses_to_start = "monitor";
  EXPECT_EQ(rig.run(kStart + kNoMail).reason, "line 6: start monitor: it has no wish to");
}

TEST(Engine, MonitorsAreStoppedFirstAndTheirExitCodeCounts) {
  FakeRig rig;
  rig.exit_code = 75;
  const auto record = rig.run(kStart + kNoMail);
  EXPECT_THAT(rig.stopped, testing::ElementsAre("monitor", "sim", "chat", "mail"));
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_THAT(record.reason, HasSubstr("monitor ended with exit code 75"));
}

TEST(Engine, TheTimeLimitNamesTheStep) {
  FakeRig rig;
  const auto record = rig.run("time_limit: 7s\n" + kStart + "  - expect: {mail: {in: mail}}\n    within: 60s\n");
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_EQ(record.reason, "time limit of 7s reached in line 8: expect at least 1 mail in mail");
  EXPECT_DOUBLE_EQ(record.virtual_seconds, 7.0);
}

TEST(Engine, AStepThatIsDueTooEarlyFails) {
  FakeRig rig;
  const auto record = rig.run(kStart +
                              "  - expect: {alert: {of: monitor, rule: Low, state: firing}}\n    within: 30s\n"
                              "  - at: 5s\n    wait: 1s\n");
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_EQ(record.reason, "line 9: due at 5.000 s, but the step before it ended at 20.040 s");
}

TEST(Engine, FaultsWithADurationClearThemselves) {
  FakeRig rig;
  const auto record = rig.run(kStart +
                              "  - inject: {link: [monitor, sim], fault: stall, for: 5s}\n"
                              "  - inject: {link: [monitor, sim], fault: partition}\n"
                              "  - freeze: {what: sim, for: 3s}\n"
                              "  - wait: 10s\n" +
                              kNoMail);
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  EXPECT_THAT(rig.injected, testing::ElementsAre(LinkFaultKind::stall, LinkFaultKind::partition));
  EXPECT_THAT(rig.cleared, testing::ElementsAre(LinkFaultKind::stall));
  ASSERT_EQ(record.faults.size(), 3U);
  EXPECT_DOUBLE_EQ(record.faults[0].to_seconds.value(), 5.0);
  EXPECT_EQ(record.faults[1].to_seconds, std::nullopt);
  EXPECT_DOUBLE_EQ(record.faults[2].to_seconds.value(), 3.0);
}

TEST(Engine, EventsAreLinesOfGzipBlocks) {
  FakeRig rig;
  rig.mail_at(5s, "Low");
  (void)rig.run(kStart + "  - expect: {mail: {in: mail, count: 1}}\n    within: 25s\n");
  const auto text = compress::gunzip(rig.blocks);
  ASSERT_THAT(text, IsOk());
  EXPECT_THAT(*text, HasSubstr("\"at\":5,\"host\":\"mail\",\"kind\":\"mail\",\"text\":\"Low\""));
  EXPECT_THAT(*text, HasSubstr("\"kind\":\"alert\"")) << "alerts are sampled without being asked for";
  EXPECT_THAT(*text, HasSubstr("\"numbers\":{\"threshold\":100}")) << "the report draws it";
}

}  // namespace
}  // namespace checkride::harness

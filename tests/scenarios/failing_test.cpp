// Scenarios that must fail, with the whole chain on the virtual rig: a harness that cannot fail proves nothing. Each
// test says which expectation broke, what was seen, and when.
#include "run_here.hpp"

namespace checkride::harness {
namespace {

using reports::Verdict;
using testing::AllOf;
using testing::HasSubstr;
using testing::MatchesRegex;

struct Failing : testing::Test {
  void play(const std::string& name) {
    record = run_here("failing/" + name + ".yaml").record;
    EXPECT_EQ(record.verdict, Verdict::failed) << record.reason;
  }
  reports::ScenarioRecord record;
};

TEST_F(Failing, AStopThatTakesTooLong) {
  play("stop_too_slow");
  EXPECT_THAT(record.reason, HasSubstr("stop monitor: it still runs 2s after it was asked to stop"));
}

TEST_F(Failing, AMailTooFew) {
  play("wrong_count");
  EXPECT_THAT(record.reason, AllOf(HasSubstr("expect-2 (line 16): exactly 2 mails in mail"),
                                   HasSubstr("expected within 30s"), HasSubstr("not seen; last: 1 mail")));
  EXPECT_EQ(record.expectations.at(0).verdict, Verdict::passed);
}

TEST_F(Failing, ACallTooMany) {
  play("surplus");
  EXPECT_THAT(record.reason, AllOf(HasSubstr("exactly 1 call in chat"), HasSubstr("seen 2 calls")));
}

TEST_F(Failing, AnAlertTooLate) {
  play("too_late");
  EXPECT_THAT(record.reason, AllOf(HasSubstr("expected within 5s"), HasSubstr("not seen; last: pending since")));
}

TEST_F(Failing, AnAlertTooEarly) {
  play("too_early");
  EXPECT_THAT(record.reason, AllOf(HasSubstr("expected between 15s and 30s"), HasSubstr("too early, after 1"),
                                   HasSubstr("firing since")));
  EXPECT_LT(record.expectations.at(1).margin_seconds.value(), 0);
}

TEST_F(Failing, ANeverThatHappens) {
  play("never_violated");
  EXPECT_THAT(record.reason, AllOf(HasSubstr("never-1 (line 18)"), HasSubstr("is firing: seen at 2")));
}

TEST_F(Failing, AnAlwaysThatBreaks) {
  play("always_violated");
  EXPECT_THAT(record.reason,
              AllOf(HasSubstr("always-2 (line 19)"), HasSubstr("link of monitor to sim is streaming: seen at 1")));
  EXPECT_EQ(record.expectations.at(1).verdict, Verdict::passed) << "the other always held";
}

TEST_F(Failing, AnAlertThatNeverFires) {
  play("alert_that_never_fires");
  EXPECT_THAT(record.reason, HasSubstr("not seen; last: inactive"));
}

TEST_F(Failing, ARuleThatIsNotThere) {
  play("no_such_rule");
  EXPECT_THAT(record.reason, HasSubstr("no such rule; the monitor has High Error Rate, Low Altitude Warning"));
}

TEST_F(Failing, ANeverOfWhatIsNotThere) {
  play("never_unknown");
  const auto& expectations = record.expectations;
  ASSERT_EQ(expectations.size(), 3U);
  EXPECT_THAT(record.reason, AllOf(HasSubstr("never-1 (line 17)"), HasSubstr("no such rule; the monitor has")));
  EXPECT_EQ(expectations.at(1).verdict, Verdict::failed);
}

TEST_F(Failing, NoTelemetryAtAll) {
  play("samples_lost");
  EXPECT_THAT(record.reason, AllOf(HasSubstr("always-1"), HasSubstr("no telemetry at all")));
}

TEST_F(Failing, AGapInTheTelemetry) {
  play("gap_too_long");
  EXPECT_THAT(record.reason,
              AllOf(HasSubstr("no more than 15s between two samples"), HasSubstr("in 2 sessions, longest gap 2")));
}

TEST_F(Failing, AMailServerThatIsDead) {
  play("mail_lost");
  EXPECT_THAT(record.reason, HasSubstr("0 mails"));
}

TEST_F(Failing, ARequestAnsweredOtherwise) {
  play("wrong_request");
  EXPECT_THAT(record.reason, MatchesRegex("line 14: POST /v1/faults of sim was answered 4.., not 200: .*stall.*"));
}

TEST_F(Failing, APartition) {
  play("link_frozen");
  EXPECT_THAT(record.reason, AllOf(HasSubstr("never-1"), HasSubstr("answers 503")));
}

}  // namespace
}  // namespace checkride::harness

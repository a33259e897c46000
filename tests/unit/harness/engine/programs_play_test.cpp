// What steps do to programs: signals, starts that must be refused, commands.
#include "engine/fake_rig.hpp"

namespace checkride::harness {
namespace {

using reports::Verdict;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(Signals, AnEndThatIsWaitedForHasItsExitCode) {
  FakeRig rig;
  const auto record = rig.run(kStart +
                              "  - signal: {to: monitor, signal: HUP}\n"
                              "  - signal: {to: monitor, signal: TERM, exits: 0}\n"
                              "  - expect: {exit: {of: monitor, code: 0}}\n");
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  EXPECT_GE(record.virtual_seconds, 2);
  EXPECT_THAT(rig.signals, ElementsAre(MemberSignal::hangup, MemberSignal::terminate));
}

TEST(Signals, AnotherExitCodeFails) {
  FakeRig rig;
  rig.exit_code = 75;
  const auto record = rig.run(kStart + "  - signal: {to: monitor, signal: INT, exits: 0}\n" + kNoMail);
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_THAT(record.reason, HasSubstr("line 7: monitor ended with exit code 75, not 0"));
}

TEST(Signals, NobodyNeedsToWait) {
  FakeRig rig;
  const auto record = rig.run(kStart +
                              "  - signal: {to: monitor, signal: TERM}\n"
                              "  - expect: {exit: {of: monitor, code: 0}}\n    within: 5s\n");
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
}

TEST(Signals, WhoEndsBadlyIsToldAlsoWhereNobodyWaits) {
  FakeRig rig;
  rig.exit_code = 75;
  const auto record = rig.run(kStart + "  - signal: {to: monitor, signal: TERM}\n  - wait: 5s\n" + kNoMail);
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_THAT(record.reason, HasSubstr("monitor ended by itself with exit code 75"));
}

TEST(RefusedStart, IsWhatWasWanted) {
  FakeRig rig;
  rig.refuses_to_start = "monitor";
  const auto record = rig.run(kMembers +
                              "timeline:\n  - start: {what: monitor, exits: 78}\n"
                              "  - expect: {exit: {of: monitor, code: 78}}\n");
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
}

TEST(RefusedStart, FailsForTheWrongReasonAndForNone) {
  FakeRig refusing;
  refusing.refuses_to_start = "monitor";
  const std::string start = kMembers + "timeline:\n  - start: ";
  const auto other = refusing.run(start + "{what: monitor, exits: 69}\n" + kNoMail);
  EXPECT_THAT(other.reason, HasSubstr("monitor ended with exit code 78, not 69"));
  FakeRig saying_nothing;
  saying_nothing.refuses_to_start = "monitor";
  const auto silent = saying_nothing.run(start + "{what: monitor, exits: 78, says: {contains: port}}\n" + kNoMail);
  EXPECT_THAT(silent.reason, HasSubstr("its output contains \"port\" not"));
  FakeRig willing;
  const auto runs = willing.run(start + "{what: monitor, exits: 78}\n" + kNoMail);
  EXPECT_THAT(runs.reason, HasSubstr("monitor runs, and should have ended with exit code 78"));
}

TEST(Commands, HaveAnExitCodeAndAnOutput) {
  FakeRig rig;
  const auto good =
      rig.run(kStart + "  - run: {of: monitor, arguments: [audit], output: {contains: said}}\n" + kNoMail);
  EXPECT_EQ(good.verdict, Verdict::passed) << good.reason;
  FakeRig other;
  const auto bad = other.run(kStart + "  - run: {of: monitor, arguments: [buffer, check]}\n" + kNoMail);
  EXPECT_THAT(bad.reason, AllOf(HasSubstr("run buffer check of monitor ended with exit code 64, not 0"),
                                HasSubstr("it said buffer")));
}

}  // namespace
}  // namespace checkride::harness

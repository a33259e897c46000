// What must hold beside the timeline, on a rig of fakes: always, never, eventually, sometimes, slo, conservation.
#include "engine/fake_rig.hpp"

namespace checkride::harness {
namespace {

using reports::Verdict;
using testing::HasSubstr;

const std::string kHealthy = "http: {of: monitor, get: /health, status: 200}";

TEST(Invariants, AreLookedAtBetweenTheirSteps) {
  // The monitor answers 503 from 30 s to 40 s.
  const std::string timeline =
      "  - at: 10s\n    name: a\n    wait: 1s\n  - {at: 27s, name: b, wait: 2s}\n  - at: 50s\n    wait: 1s\n";
  FakeRig rig;
  const auto record = rig.run(kStart + timeline + "always:\n  - {" + kHealthy + ", from: a, until: b}\n");
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  // At 10 s, each second until 28 s, at the end of b, and perhaps just before that.
  EXPECT_THAT(record.expectations.at(0).looks, testing::AllOf(testing::Ge(20U), testing::Le(21U)));
  FakeRig other;
  const auto failed = other.run(kStart + timeline + "always:\n  - {" + kHealthy + ", from: a}\n");
  EXPECT_EQ(failed.verdict, Verdict::failed);
  EXPECT_THAT(failed.reason, HasSubstr("seen at 30."));
}

TEST(Invariants, EveryIsHowOftenTheyAreLookedAt) {
  FakeRig rig;
  const auto record = rig.run(kStart + "  - wait: 20s\nalways:\n  - {" + kHealthy + ", every: 5s}\n");
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  EXPECT_GE(record.expectations.at(0).looks, 4U);
  EXPECT_LE(record.expectations.at(0).looks, 6U) << "at 5, 10, 15 s and at the end, perhaps at 0 and 20 s";
}

TEST(Invariants, WhatLastsLessThanTheGraceDoesNotCount) {
  FakeRig rig;
  const auto record = rig.run(kStart + "  - wait: 60s\nalways:\n  - {" + kHealthy + ", grace: 11s, name: healthy}\n");
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  FakeRig other;
  const auto failed =
      other.run(kStart + "  - wait: 60s\nalways:\n  - {" + kHealthy + ", grace: 8500ms, name: healthy}\n");
  EXPECT_EQ(failed.verdict, Verdict::failed);
  EXPECT_THAT(failed.reason, HasSubstr("healthy (line 9)"));
  EXPECT_THAT(failed.reason, HasSubstr("seen at 38.5"));
}

TEST(Invariants, EventuallyIsWaitedForAfterTheTimeline) {
  FakeRig rig;
  rig.mail_at(12s, "Low");
  const auto record = rig.run(kStart + "  - wait: 10s\neventually:\n  - {mail: {in: mail}, within: 5s}\n");
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  EXPECT_DOUBLE_EQ(record.expectations.at(0).at_seconds.value(), 12.0);
  EXPECT_DOUBLE_EQ(record.expectations.at(0).margin_seconds.value(), 3.0);
  EXPECT_DOUBLE_EQ(record.virtual_seconds, 12.0);
}

TEST(Invariants, EventuallyFailsWhenItsTimeIsOver) {
  FakeRig rig;
  rig.mail_at(16s, "Low");
  const auto record = rig.run(kStart + "  - wait: 10s\neventually:\n  - {mail: {in: mail}, within: 5s}\n");
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_EQ(record.reason, "eventually-1 (line 9): at least 1 mail in mail: not seen until 15.000 s; last: 0 mails");
  EXPECT_EQ(record.expectations.at(0).verdict, Verdict::failed);
}

TEST(Invariants, EventuallyHasHeldWhenItHeldOnce) {
  FakeRig rig;
  const auto record =
      rig.run(kStart + "  - wait: 60s\neventually:\n  - {http: {of: monitor, get: /health, status: 503}}\n");
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  EXPECT_NEAR(record.expectations.at(0).at_seconds.value(), 30, 0.1);
}

TEST(Invariants, SometimesIsNoFailureOfOneRun) {
  FakeRig rig;
  rig.mail_at(5s, "Low");
  const auto record = rig.run(
      kStart + "  - wait: 10s\nsometimes:\n  - {mail: {in: mail}}\n  - {mail: {in: mail, count: {at_least: 2}}}\n");
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  EXPECT_EQ(record.expectations.at(0).verdict, Verdict::passed);
  EXPECT_EQ(record.expectations.at(1).verdict, Verdict::skipped);
  EXPECT_EQ(record.expectations.at(1).reason, "it did not hold in this run");
  EXPECT_GT(record.expectations.at(1).looks, 0U);
}

TEST(Invariants, AnObjectiveCountsAllLooks) {
  // 10 of 101 looks are bad.
  const auto run = [](const std::string& availability) {
    FakeRig rig;
    return rig.run(kStart + "  - wait: 100s\nslo:\n  - {of: {" + kHealthy + "}, availability: " + availability + "}\n");
  };
  const auto record = run("85 %");
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  EXPECT_NEAR(static_cast<double>(record.expectations.at(0).looks), 100, 1);
  const auto failed = run("95 %");
  EXPECT_EQ(failed.verdict, Verdict::failed);
  EXPECT_THAT(failed.reason, HasSubstr("slo-1 (line 9)"));
  EXPECT_THAT(failed.reason, testing::EndsWith("; expected availability at least 95 %"));
}

TEST(Invariants, WhatGoesInComesOut) {
  const auto run = [](Duration second) {
    FakeRig rig;
    rig.mail_at(1s, "in");
    rig.mail_at(2s, "out");
    rig.mail_at(second, "in");
    return rig.run(kStart +
                   "  - wait: 10s\nconservation:\n  - in: {mail: {in: mail, subject: in}}\n"
                   "    out: {mail: {in: mail, subject: out}}\n");
  };
  EXPECT_EQ(run(20s).verdict, Verdict::passed);
  const auto failed = run(5s);
  EXPECT_EQ(failed.verdict, Verdict::failed);
  EXPECT_THAT(failed.reason, testing::EndsWith("2 in, 1 out, 0 dropped: 1 lost"));
}

}  // namespace
}  // namespace checkride::harness

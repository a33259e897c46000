// Triggers, cadence, blocks and time limits of steps, with exact times. A wait is what takes no other time.
#include "checkride/compress/gzip.hpp"
#include "engine/fake_rig.hpp"

namespace checkride::harness {
namespace {

using reports::Verdict;
using testing::ElementsAre;
using testing::HasSubstr;

// When each action began, in order: "5 wait 1s".
std::vector<std::string> actions(FakeRig& rig) {
  std::vector<std::string> seen;
  const std::string lines = compress::gunzip(rig.blocks).value();
  for (std::size_t begin = 0; begin < lines.size();) {
    const std::size_t end = lines.find('\n', begin);
    const auto event = reports::event_from_json_line(lines.substr(begin, end - begin)).value();
    if (event.kind == "action") seen.push_back(fmt::format("{:g} {}", event.at_seconds, event.text));
    begin = end + 1;
  }
  return seen;
}

// Members are not needed to wait.
const std::string kIdle = "scenario: fake\nservices: {mail: {kind: smtp}}\ntimeline:\n  - start: [mail]\n";
const std::string kSilent = "never:\n  - {mail: {in: mail, subject: unwanted}}\n";

TEST(Play, AfterCountsFromTheEndOfTheStepBefore) {
  FakeRig rig;
  const auto record = rig.run(kIdle + "  - wait: 3s\n  - after: 5s\n    wait: 1s\n" + kSilent);
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  EXPECT_THAT(actions(rig), ElementsAre("0 start mail", "0 wait 3s", "8 wait 1s"));
}

TEST(Play, AfterANamedStepCountsFromItsBeginOrItsEnd) {
  FakeRig rig;
  const auto record = rig.run(kIdle +
                              "  - {name: long, wait: 10s}\n  - wait: 1s\n"
                              "  - {after: {step: long, of: start, delay: 12s}, wait: 1s}\n"
                              "  - {after: {step: long, delay: 7s}, wait: 2s}\n" +
                              kSilent);
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  EXPECT_THAT(actions(rig), ElementsAre("0 start mail", "0 wait 10s", "10 wait 1s", "12 wait 1s", "17 wait 2s"));
}

TEST(Play, BranchesRunBesideEachOtherAndMayWaitForOneAnother) {
  FakeRig rig;
  const auto record = rig.run(kIdle +
                              "  - parallel:\n"
                              "      a: [{name: first, wait: 4s}, {wait: 1s}]\n"
                              "      b: [{wait: 2s}, {after: {step: first}, wait: 7s}]\n"
                              "  - wait: 3s\n" +
                              kSilent);
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  EXPECT_THAT(actions(rig),
              ElementsAre("0 start mail", "0 wait 4s", "0 wait 2s", testing::AnyOf("4 wait 1s", "4 wait 7s"),
                          testing::AnyOf("4 wait 1s", "4 wait 7s"), "11 wait 3s"));
}

TEST(Play, TheFirstFailureOfABranchEndsAll) {
  FakeRig rig;
  const auto record = rig.run(kIdle +
                              "  - parallel:\n"
                              "      - [{wait: 50s}]\n"
                              "      - [{wait: 2s}, {expect: {mail: {in: mail}}, within: 1s}]\n"
                              "  - wait: 3s\n");
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_THAT(record.reason, HasSubstr("expect-1 (line 7)"));
  EXPECT_DOUBLE_EQ(record.virtual_seconds, 3.0);
  EXPECT_EQ(record.expectations.at(0).step, "2.2.2");
}

TEST(Play, EveryDoesNotDrift) {
  FakeRig rig;
  const auto record = rig.run(kIdle + "  - {every: 10s, times: 3, wait: 4s}\n  - wait: 1s\n" + kSilent);
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  EXPECT_THAT(actions(rig), ElementsAre("0 start mail", "0 wait 4s", "10 wait 4s", "20 wait 4s", "24 wait 1s"));
}

TEST(Play, EveryForLastsAsLongAsItSays) {
  FakeRig rig;
  const auto record = rig.run(kIdle + "  - {every: 10s, for: 20s, wait: 1s}\n  - wait: 2s\n" + kSilent);
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  EXPECT_THAT(actions(rig), ElementsAre("0 start mail", "0 wait 1s", "10 wait 1s", "20 wait 2s"));
}

TEST(Play, ALateRoundBeginsWhenTheOneBeforeHasEnded) {
  FakeRig rig;
  (void)rig.run(kIdle + "  - {every: 2s, times: 3, wait: 5s}\n" + kSilent);
  EXPECT_THAT(actions(rig), ElementsAre("0 start mail", "0 wait 5s", "5 wait 5s", "10 wait 5s"));
}

TEST(Play, AnExpectationMustHoldInEachRoundAndTheLeastMarginIsTold) {
  FakeRig rig;
  rig.mail_at(7s, "Low");
  const auto record =
      rig.run(kIdle + "  - {every: 5s, times: 3, expect: {mail: {in: mail, count: {at_most: 1}}}, within: 1s}\n");
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  EXPECT_EQ(record.expectations.at(0).looks, 3U);
  EXPECT_DOUBLE_EQ(record.virtual_seconds, 11.0);
  FakeRig other;
  other.mail_at(7s, "Low");
  const auto failed =
      other.run(kIdle + "  - {every: 5s, times: 3, expect: {mail: {in: mail, count: 0}}, within: 1s}\n");
  EXPECT_EQ(failed.verdict, Verdict::failed);
  EXPECT_EQ(failed.expectations.at(0).looks, 3U) << "the third round fails, at 10 s";
  EXPECT_DOUBLE_EQ(failed.virtual_seconds, 10.0);
}

TEST(Play, RepeatGoesOnUntilItHolds) {
  FakeRig rig;
  rig.mail_at(11s, "Low");
  const auto record =
      rig.run(kIdle + "  - repeat: {until: {mail: {in: mail}}, steps: [{wait: 4s}]}\n  - wait: 1s\n" + kSilent);
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  EXPECT_THAT(actions(rig), ElementsAre("0 start mail", "0 wait 4s", "4 wait 4s", "8 wait 4s", "12 wait 1s"));
}

TEST(Play, RepeatEndsAfterSoManyTimes) {
  FakeRig rig;
  (void)rig.run(kIdle + "  - repeat: {times: 2, steps: [{wait: 1s}, {wait: 2s}]}\n" + kSilent);
  EXPECT_THAT(actions(rig), ElementsAre("0 start mail", "0 wait 1s", "1 wait 2s", "3 wait 1s", "4 wait 2s"));
  FakeRig other;
  const auto record =
      other.run(kIdle + "  - repeat: {until: {mail: {in: mail}}, at_most: 3, steps: [{wait: 4s}]}\n" + kSilent);
  EXPECT_DOUBLE_EQ(record.virtual_seconds, 12.0);
}

TEST(Play, AnAnchorWithinARepetitionIsThatOfItsOwnRound) {
  FakeRig rig;
  (void)rig.run(kIdle +
                "  - repeat:\n      times: 2\n      steps:\n"
                "        - parallel:\n"
                "            - [{wait: 2s}, {name: a, wait: 1s}]\n"
                "            - [{after: {step: a}, wait: 3s}]\n" +
                kSilent);
  EXPECT_THAT(actions(rig), ElementsAre("0 start mail", "0 wait 2s", "2 wait 1s", "3 wait 3s", "6 wait 2s", "8 wait 1s",
                                        "9 wait 3s"));
}

TEST(Play, WhenBeginsAsSoonAsItHolds) {
  FakeRig rig;
  rig.mail_at(12345ms, "Low");
  const auto record = rig.run(kIdle + "  - when: {mail: {in: mail}}\n    wait: 1s\n" + kSilent);
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  EXPECT_THAT(actions(rig), ElementsAre("0 start mail", "12.345 wait 1s"));
}

TEST(Play, WhenWaitsNoLongerThanTheTimeLimit) {
  FakeRig rig;
  const auto record = rig.run(kIdle + "  - when: {mail: {in: mail}}\n    time_limit: 30s\n    wait: 1s\n" + kSilent);
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_EQ(record.reason, "line 5: waited 30.000 s for at least 1 mail in mail; last: 0 mails");
  EXPECT_DOUBLE_EQ(record.virtual_seconds, 30.0);
}

TEST(Play, AnActionTakesNoLongerThanItsTimeLimit) {
  FakeRig rig;
  const auto record = rig.run(kIdle + "  - {wait: 10s, time_limit: 3s}\n" + kSilent);
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_EQ(record.reason, "line 5: not done within its time_limit of 3s: wait 10s");
  EXPECT_DOUBLE_EQ(record.virtual_seconds, 3.0);
}

TEST(Play, WhatMustHoldForSomeTimeIsWatchedSoLong) {
  FakeRig rig;
  const auto record = rig.run(kStart +
                              "  - at: 10s\n    expect: {http: {of: monitor, get: /health, status: 200}}\n"
                              "    within: 1s\n    for: 5s\n");
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  const auto& row = record.expectations.at(0);
  EXPECT_EQ(row.expected, "within 1s, for 5s");
  EXPECT_NEAR(row.at_seconds.value(), 10, 0.1) << "the begin of what held";
  EXPECT_NEAR(record.virtual_seconds, 15, 0.3);
}

TEST(Play, WhatBreaksOffMayBeginAgainWhileTheWindowIsOpen) {
  const std::string step = "  - at: 28s\n    expect: {http: {of: monitor, get: /health, status: 200}}\n    for: 5s\n";
  FakeRig rig;
  const auto record = rig.run(kStart + step + "    within: 15s\n");
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  EXPECT_NEAR(record.expectations.at(0).at_seconds.value(), 40, 0.5);
  EXPECT_NEAR(record.expectations.at(0).margin_seconds.value(), 3, 0.5);
  FakeRig other;
  const auto failed = other.run(kStart + step + "    within: 1s\n");
  EXPECT_EQ(failed.verdict, Verdict::failed);
  EXPECT_THAT(failed.reason, HasSubstr("held for ")) << "503 from 30 s on";
}

TEST(Play, EventsSayDuringWhichStepTheyHappened) {
  FakeRig rig;
  rig.mail_at(7s, "Low");
  (void)rig.run(kIdle + "  - wait: 5s\n  - wait: 5s\n" + kSilent);
  const std::string lines = compress::gunzip(rig.blocks).value();
  EXPECT_THAT(lines, testing::ContainsRegex("\"kind\":\"mail\"[^\n]*\"step\":\"3\""));
}

}  // namespace
}  // namespace checkride::harness

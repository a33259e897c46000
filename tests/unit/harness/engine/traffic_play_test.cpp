// Goal: traffic as a part of a scenario: what waits for it, what is judged by it, what the record says. Method: the
// engine on fakes, whose monitor answers 503 from 30 s to 40 s.
#include "checkride/compress/gzip.hpp"
#include "fake_rig.hpp"

namespace checkride::harness {
namespace {

using reports::Verdict;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

const std::string kTwoASecond = "  - traffic: {id: users, to: {of: monitor, target: /page}, rate: 2/s, for: 60s}\n";

TEST(TrafficPlay, TheTimelineEndsWithItsTraffic) {
  FakeRig rig;
  const auto record = rig.run(kStart + kTwoASecond + kNoMail);
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  EXPECT_GE(record.virtual_seconds, 60);
  ASSERT_EQ(record.traffic.size(), 1U);
  const reports::Traffic& traffic = record.traffic[0];
  EXPECT_EQ(traffic.text, "traffic users: GET /page of monitor, 2/s for 1m");
  EXPECT_EQ(traffic.sent, 120U);
  EXPECT_EQ(traffic.answered, 120U);
  EXPECT_THAT(traffic.by_status, ElementsAre(Pair("200", 100U), Pair("503", 20U)));
  EXPECT_EQ(traffic.generator_p99_seconds, 0);
  EXPECT_FALSE(traffic.unfinished);
  EXPECT_THAT(compress::gunzip(rig.blocks).value(), HasSubstr("users: 2 sent, 2 answered"));
}

TEST(TrafficPlay, IsExpectedByItsId) {
  FakeRig rig;
  const auto record = rig.run(kStart + kTwoASecond +
                              "  - expect: {traffic: {of: users, sent: 120, status: {2xx: 100, 5xx: 20}, dropped: 0, "
                              "latency: {p99: {less_than: 1s}}, lateness: {max: {at_most: 0s}}}}\n    within: 61s\n");
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
}

TEST(TrafficPlay, WhatIsNotSoFailsWhenItIsOver) {
  FakeRig rig;
  const auto record =
      rig.run(kStart + kTwoASecond + "  - expect: {traffic: {of: users, status: {5xx: 0}}}\n    within: 3m\n");
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_THAT(record.reason, HasSubstr("status 5xx"));
  EXPECT_LT(record.virtual_seconds, 70);
}

TEST(TrafficPlay, AStepThatWaitsEndsWithTheLastAnswer) {
  FakeRig rig;
  const auto record = rig.run(kStart +
                              "  - traffic: {id: users, to: {of: monitor}, rate: 10/s, for: 5s, wait: true}\n"
                              "  - expect: {traffic: users}\n");
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  EXPECT_GE(record.virtual_seconds, 5);
}

TEST(TrafficPlay, WhileItRunsItCanBeWaitedFor) {
  FakeRig rig;
  const auto record = rig.run(
      kStart + kTwoASecond +
      "  - {name: half, when: {traffic: {of: users, so_far: true, sent: {at_least: 60}}}, wait: 1s}\n" + kNoMail);
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
}

TEST(TrafficPlay, AnObjectiveCountsEachRequest) {
  const std::string slo = "slo: [{of: {traffic: users}, availability: 83 %, latency: {p99: 1s}}]\n";
  FakeRig good;
  const auto passed = good.run(kStart + kTwoASecond + slo);
  EXPECT_EQ(passed.verdict, Verdict::passed) << passed.reason;
  EXPECT_EQ(passed.expectations.back().looks, 120U);
  const std::string strict = "slo: [{of: {traffic: users}, availability: 84 %}]\n";
  FakeRig bad;
  const auto failed = bad.run(kStart + kTwoASecond + strict);
  EXPECT_EQ(failed.verdict, Verdict::failed);
  EXPECT_THAT(failed.reason, HasSubstr("100 of 120"));
}

TEST(TrafficPlay, AnObjectiveHasItsWindowsByTheTimesThatWereDue) {
  // In the worst ten seconds nothing is good.
  FakeRig rig;
  const auto record = rig.run(kStart + kTwoASecond + "slo: [{of: {traffic: users}, availability: 50 %, window: 9s}]\n");
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_THAT(record.reason, HasSubstr("available 0 %"));
}

TEST(TrafficPlay, ConservationCountsRequests) {
  FakeRig rig;
  const auto record =
      rig.run(kStart + kTwoASecond +
              "conservation: [{in: {traffic: {of: users}}, out: {traffic: {of: users, take: answered}}}]\n");
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
}

TEST(TrafficPlay, WhatRunsTwiceIsAMistake) {
  FakeRig rig;
  const auto record = rig.run(kStart +
                              "  - repeat: {times: 2, steps: [{traffic: {id: users, to: {of: monitor}, rate: 10/s, "
                              "for: 1s}}]}\n" +
                              kNoMail);
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_THAT(record.reason, HasSubstr("traffic users ran already"));
}

TEST(TrafficPlay, AfterAFailureItIsNotWaitedFor) {
  FakeRig rig;
  const auto record = rig.run(kStart + kTwoASecond + "  - expect: {mail: {in: mail}}\n    within: 5s\n");
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_LT(record.virtual_seconds, 20);
  ASSERT_EQ(record.traffic.size(), 1U);
  EXPECT_TRUE(record.traffic[0].unfinished);
}

TEST(TrafficPlay, EqualRunsHaveEqualEvents) {
  const std::string text = kStart +
                           "  - traffic: {id: users, mix: [{share: 50 %, of: monitor}, {share: 50 %, of: monitor, "
                           "target: /b}], rate: 20/s, for: 10s, arrivals: poisson, clients: 3}\n" +
                           kNoMail;
  FakeRig first;
  FakeRig second;
  (void)first.run(text);
  (void)second.run(text);
  EXPECT_EQ(first.blocks, second.blocks);
  EXPECT_THAT(compress::gunzip(first.blocks).value(), HasSubstr("\"kind\":\"traffic\""));
}

}  // namespace
}  // namespace checkride::harness

// Goal: one simulator flies at any time; a failed one is replaced by the first healthy other, in time. Method: rounds
// of checks at exact instants; laws over random rounds.
#include "link/failover_machine.hpp"

#include <gmock/gmock.h>

#include "checkride/test/property.hpp"

namespace checkride::runtime::link {
namespace {

using namespace std::chrono_literals;
using Verdict = FailoverMachine::Verdict;

world::Instant at(world::Duration since_start) {
  return world::Instant(since_start);
}

FailoverMachine machine(std::size_t simulators, bool fail_back = false) {
  FailoverPolicy policy;
  policy.fail_back = fail_back;
  return FailoverMachine(policy, simulators);
}

TEST(FailoverMachine, TwoFailedChecksAreForgiven) {
  FailoverMachine flight = machine(2);
  EXPECT_EQ(flight.on_checks({false, true}, at(5s)).verdict, Verdict::stay);
  EXPECT_EQ(flight.on_checks({false, true}, at(10s)).verdict, Verdict::stay);
  EXPECT_EQ(flight.on_checks({true, true}, at(15s)).verdict, Verdict::stay);
  EXPECT_EQ(flight.on_checks({false, true}, at(20s)).verdict, Verdict::stay);
  EXPECT_EQ(flight.active(), 0U);
}

TEST(FailoverMachine, TheThirdFailedCheckSwitchesToTheFirstHealthyStandby) {
  FailoverMachine flight = machine(3);
  (void)flight.on_checks({false, false, true}, at(5s));
  (void)flight.on_checks({false, false, true}, at(10s));
  const auto decision = flight.on_checks({false, false, true}, at(15s));
  EXPECT_EQ(decision.verdict, Verdict::switch_over);
  EXPECT_EQ(decision.reason, "failure_threshold");
  EXPECT_EQ(flight.active(), 2U);
  EXPECT_TRUE(flight.switching());
  EXPECT_EQ(flight.on_data(at(17s)), std::optional<world::Duration>(2s));
  EXPECT_FALSE(flight.switching());
  EXPECT_EQ(flight.on_data(at(18s)), std::nullopt) << "only the first data end a switch";
}

TEST(FailoverMachine, WithoutAHealthyStandbyItStaysAndSaysSoOnce) {
  FailoverMachine flight = machine(2);
  (void)flight.on_checks({false, false}, at(5s));
  (void)flight.on_checks({false, false}, at(10s));
  EXPECT_EQ(flight.on_checks({false, false}, at(15s)).verdict, Verdict::no_standby);
  EXPECT_EQ(flight.on_checks({false, false}, at(20s)).verdict, Verdict::stay);
  EXPECT_EQ(flight.on_checks({false, true}, at(25s)).verdict, Verdict::switch_over) << "a standby that came back";
}

TEST(FailoverMachine, AStandbyWithoutDataInTimeIsLeftForTheNext) {
  FailoverMachine flight = machine(3);
  for (const auto when : {5s, 10s, 15s}) (void)flight.on_checks({false, true, true}, at(when));
  ASSERT_EQ(flight.active(), 1U);
  EXPECT_EQ(flight.on_checks({false, false, true}, at(44s)).verdict, Verdict::stay) << "29 s are within the time-out";
  const auto decision = flight.on_checks({false, false, true}, at(45s));
  EXPECT_EQ(decision.verdict, Verdict::switch_over);
  EXPECT_EQ(decision.reason, "failover_timeout");
  EXPECT_EQ(flight.active(), 2U);
  EXPECT_EQ(flight.on_checks({false, false, false}, at(75s)).verdict, Verdict::gave_up);
  EXPECT_FALSE(flight.switching());
  EXPECT_EQ(flight.active(), 2U);
}

TEST(FailoverMachine, ThePrimaryReturnsOnlyByPolicyAndAfterItsTime) {
  FailoverMachine stays = machine(2);
  FailoverMachine returns = machine(2, true);
  for (FailoverMachine* flight : {&stays, &returns}) {
    for (const auto when : {5s, 10s, 15s}) (void)flight->on_checks({false, true}, at(when));
    (void)flight->on_data(at(16s));
    EXPECT_EQ(flight->on_checks({true, true}, at(20s)).verdict, Verdict::stay);
    EXPECT_EQ(flight->on_checks({true, true}, at(79s)).verdict, Verdict::stay);
  }
  EXPECT_EQ(stays.on_checks({true, true}, at(80s)).verdict, Verdict::stay);
  const auto decision = returns.on_checks({true, true}, at(80s));
  EXPECT_EQ(decision.verdict, Verdict::switch_over);
  EXPECT_EQ(decision.reason, "fail_back");
  EXPECT_EQ(returns.active(), 0U);
}

TEST(FailoverMachine, AFlappingPrimaryDoesNotFightForTheFlight) {
  FailoverMachine flight = machine(2, true);
  for (const auto when : {5s, 10s, 15s}) (void)flight.on_checks({false, true}, at(when));
  (void)flight.on_data(at(16s));
  for (int i = 0; i < 100; ++i) {
    const auto decision = flight.on_checks({i % 10 != 0, true}, at(20s + 5s * i));
    EXPECT_EQ(decision.verdict, Verdict::stay) << "healthy for 45 s at most";
  }
}

TEST(FailoverMachine, WhoAsksIsObeyed) {
  FailoverMachine flight = machine(2);
  EXPECT_EQ(flight.ask(1, at(3s)).verdict, Verdict::switch_over);
  EXPECT_EQ(flight.active(), 1U);
}

TEST(FailoverMachine, WhatWasAskedForIsNotTakenBack) {
  FailoverMachine flight = machine(3, true);
  for (const auto when : {5s, 100s, 200s}) (void)flight.on_checks({true, true, true}, at(when));
  (void)flight.ask(1, at(201s));
  (void)flight.on_data(at(202s));
  for (const auto when : {205s, 300s, 5000s}) {
    EXPECT_EQ(flight.on_checks({true, true, true}, at(when)).verdict, Verdict::stay);
  }
  for (const auto when : {5005s, 5010s, 5015s}) (void)flight.on_checks({false, false, true}, at(when));
  ASSERT_EQ(flight.active(), 2U);
  (void)flight.on_data(at(5016s));
  (void)flight.on_checks({true, true, true}, at(5020s));
  EXPECT_EQ(flight.on_checks({true, true, true}, at(5080s)).reason, "fail_back") << "the one asked for failed";
}

TEST(FailoverMachine, AResumedStandbyKeepsTheFlightUnlessThePolicyTakesItBack) {
  FailoverMachine never = machine(2);
  FailoverMachine asked = machine(2, true);
  FailoverMachine automatic = machine(2, true);
  never.resume(1, false);
  asked.resume(1, true);
  automatic.resume(1, false);
  for (FailoverMachine* flight : {&never, &asked, &automatic}) {
    for (const auto when : {5s, 65s}) (void)flight->on_checks({true, true}, at(when));
  }
  EXPECT_EQ(never.active(), 1U);
  EXPECT_EQ(asked.active(), 1U);
  EXPECT_EQ(automatic.active(), 0U);
}

// A primary that answers Open, but gives no data: the instant of each of the first fail-backs, in seconds.
std::vector<int> fail_backs_of_a_hollow_primary(std::size_t count) {
  FailoverMachine flight = machine(2, true);
  std::vector<int> out;
  for (int second = 5; out.size() < count; second += 5) {
    const bool primary = flight.active() != 0;
    const auto decision = flight.on_checks({primary, true}, at(1s * second));
    if (decision.reason == "fail_back") out.push_back(second);
    if (flight.active() == 1) (void)flight.on_data(at(1s * second + 1s));
  }
  return out;
}

TEST(FailoverMachine, AReturnThatDoesNotHoldIsTriedEverMoreRarely) {
  const std::vector<int> at_seconds = fail_backs_of_a_hollow_primary(10);
  std::vector<int> waits;
  for (std::size_t i = 1; i < at_seconds.size(); ++i) waits.push_back(at_seconds[i] - at_seconds[i - 1]);
  // 30 s of failover_timeout, 5 s to the first good check, and the wait.
  EXPECT_THAT(waits, testing::ElementsAre(155, 275, 515, 995, 1955, 3635, 3635, 3635, 3635));
}

TEST(FailoverMachine, AReturnThatHoldsIsForgiven) {
  FailoverMachine flight = machine(2, true);
  const auto fails = [&flight](int from) {
    for (int i = 0; i < 3; ++i) (void)flight.on_checks({false, true}, at(1s * (from + 5 * i)));
    (void)flight.on_data(at(1s * (from + 11)));
    (void)flight.on_checks({true, true}, at(1s * (from + 15)));
  };
  fails(5);
  EXPECT_EQ(flight.on_checks({true, true}, at(80s)).reason, "fail_back");
  (void)flight.on_data(at(81s));
  fails(90);
  EXPECT_EQ(flight.on_checks({true, true}, at(220s)).verdict, Verdict::stay);
  EXPECT_EQ(flight.on_checks({true, true}, at(225s)).reason, "fail_back") << "after twice the time";
  (void)flight.on_data(at(226s));
  for (const auto when : {230s, 290s}) (void)flight.on_checks({true, true}, at(when));
  fails(300);
  EXPECT_EQ(flight.on_checks({true, true}, at(375s)).reason, "fail_back") << "it had held";
}

RC_GTEST_PROP(FailoverMachineLaws, SwitchesOnlyToWhatIsHealthyAndOnlyForAReason, ()) {
  const auto count = *rc::gen::inRange<std::size_t>(1, 5);
  FailoverMachine flight = machine(count, *rc::gen::arbitrary<bool>());
  std::uint32_t failures_before = 0;
  for (int round = 1; round < 60; ++round) {
    const auto healthy = *rc::gen::container<std::vector<bool>>(count, rc::gen::arbitrary<bool>());
    const std::size_t before = flight.active();
    const bool was_switching = flight.switching();
    failures_before = healthy[before] ? 0 : flight.failures(before) + 1;
    const auto decision = flight.on_checks(healthy, at(5s * round));
    if (decision.verdict == Verdict::switch_over) {
      RC_ASSERT(flight.active() != before);
      RC_ASSERT(healthy[flight.active()]);
      RC_ASSERT(was_switching || failures_before >= 3U || decision.reason == "fail_back");
    } else {
      RC_ASSERT(flight.active() == before);
    }
    if (*rc::gen::arbitrary<bool>()) (void)flight.on_data(at(5s * round + 1s));
  }
}

}  // namespace
}  // namespace checkride::runtime::link

// Goal: each way in which two runs can differ is found and classed, and equal runs differ in nothing.
// Method: events made by hand, one change at a time; RapidCheck over random ones.
#include "compare/compare_runs.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "checkride/test/property.hpp"
#include "compare/value_tolerance.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using reports::Comparison;
using reports::DifferenceClass;
using reports::Event;
using testing::HasSubstr;

Event event(double at, const std::string& host, const std::string& kind, const std::string& text,
            const std::string& step) {
  Event made;
  made.at_seconds = at;
  made.host = host;
  made.kind = kind;
  made.text = text;
  made.step = step;
  return made;
}

Event alert(double at, const std::string& state, double value, const std::string& step) {
  Event made = event(at, "monitor", "alert", "Low is " + state, step);
  made.fields = {{"rule", "Low"}, {"simulator", "sim"}, {"state", state}, {"severity", "high"}};
  made.numbers = {{"threshold", 100}, {"value", value}};
  return made;
}

Event sample(double at, double altitude, const std::string& step) {
  Event made = event(at, "sim", "sample", "altitude " + std::to_string(altitude) + " ft", step);
  made.numbers = {{"altitude", altitude}};
  return made;
}

Event mail(double at, const std::string& subject, const std::string& step) {
  Event made = event(at, "mail", "mail", subject, step);
  made.fields = {{"from", "monitor"}, {"to", "ops"}};
  return made;
}

Event verdict(double at, const std::string& of, const std::string& what, const std::string& step) {
  Event made = event(at, "harness", "expectation", of + ": seen", step);
  made.fields = {{"name", of}, {"verdict", what}};
  return made;
}

// A simulator goes low, an alert fires, a mail comes.
std::vector<Event> a_run() {
  return {event(0, "harness", "action", "start sim, monitor", "1"),
          event(0, "sim", "process", "started", "1"),
          event(0, "monitor", "process", "started", "1"),
          sample(9.5, 2500, "1"),
          event(10, "harness", "action", "set on sim: PLANE ALTITUDE = 80 feet", "2"),
          sample(10.5, 80, "2"),
          alert(11, "pending", 80, "2"),
          alert(21, "firing", 80, "3"),
          mail(21.2, "[FIRING] Low", "3"),
          verdict(21.3, "expect-1", "passed", "3")};
}

Scenario scenario() {
  Scenario made;
  made.name = "low";
  made.rig_tolerance = 1s;
  return made;
}

reports::ScenarioRecord record(const std::string& rig) {
  reports::ScenarioRecord made;
  made.name = "low";
  made.rig = rig;
  made.seed = 7;
  made.verdict = reports::Verdict::passed;
  return made;
}

Comparison compared(const std::vector<Event>& left, const std::vector<Event>& right,
                    const Scenario& rules = scenario()) {
  const reports::ScenarioRecord one = record("virtual");
  const reports::ScenarioRecord other = record("process");
  return compare_runs(rules, {one, left}, {other, right});
}

// The only difference, if there is one only.
reports::RunDifference only(const Comparison& comparison) {
  EXPECT_EQ(comparison.differences.size(), 1U);
  return comparison.differences.empty() ? reports::RunDifference() : comparison.differences[0];
}

TEST(CompareRuns, EqualRunsDifferInNothing) {
  const Comparison comparison = compared(a_run(), a_run());
  EXPECT_THAT(comparison.differences, testing::IsEmpty());
  EXPECT_EQ(comparison.aligned, 8U) << "all but the samples";
  EXPECT_EQ(comparison.left, "virtual");
  EXPECT_EQ(comparison.right, "process");
  EXPECT_EQ(comparison.seed, 7U);
}

// A live simulator cannot be killed: the step says so, and whoever compares knows.
TEST(CompareRuns, WhatAStepDidThatTheOtherRigLeftOutIsNoDifference) {
  std::vector<Event> killed = a_run();
  killed.push_back(event(30, "harness", "action", "kill sim", "4.b.1"));
  killed.push_back(event(30, "sim", "fault", "killed begins", "4.b.1"));
  EXPECT_EQ(compared(killed, a_run()).differences.size(), 2U);
  reports::ScenarioRecord live = record("live");
  live.skipped_steps.push_back({"4", 12, "", "parallel", "it is real"});
  const reports::ScenarioRecord on_virtual = record("virtual");
  EXPECT_THAT(compare_runs(scenario(), {on_virtual, killed}, {live, a_run()}).differences, testing::IsEmpty());
  EXPECT_THAT(compare_runs(scenario(), {live, a_run()}, {on_virtual, killed}).differences, testing::IsEmpty());
  killed.back().step = "41";
  EXPECT_EQ(compare_runs(scenario(), {on_virtual, killed}, {live, a_run()}).differences.size(), 1U);
}

TEST(CompareRuns, AnAlertLaterThanTheToleranceIsATimingDifference) {
  std::vector<Event> late = a_run();
  late[6].at_seconds = 13.5;
  const reports::RunDifference difference = only(compared(a_run(), late));
  EXPECT_EQ(difference.kind, DifferenceClass::timing);
  EXPECT_EQ(difference.host, "monitor");
  EXPECT_EQ(difference.step, "2");
  EXPECT_EQ(difference.off, 2.5);
  EXPECT_EQ(difference.unit, "s");
  EXPECT_EQ(difference.expected, "1.000 s after set on sim: PLANE ALTITUDE = 80 feet");
  EXPECT_EQ(difference.got, "3.500 s after set on sim: PLANE ALTITUDE = 80 feet");
}

// Each run may be late by the rig's tolerance, so they may be apart by twice that.
TEST(CompareRuns, TheToleranceItselfIsNoDifference) {
  std::vector<Event> late = a_run();
  late[6].at_seconds = 13;
  EXPECT_THAT(compared(a_run(), late).differences, testing::IsEmpty());
  Scenario strict = scenario();
  strict.compare.time = 1900ms;
  EXPECT_EQ(only(compared(a_run(), late, strict)).kind, DifferenceClass::timing);
}

// A start that takes longer moves all that follows; it is told once.
TEST(CompareRuns, ADelayIsToldOnceWhereItArose) {
  std::vector<Event> late = a_run();
  for (std::size_t i = 4; i < late.size(); ++i) late[i].at_seconds += 5;
  const reports::RunDifference difference = only(compared(a_run(), late));
  EXPECT_EQ(difference.kind, DifferenceClass::timing);
  EXPECT_THAT(difference.text, HasSubstr("PLANE ALTITUDE"));
  EXPECT_EQ(difference.off, 5);
}

TEST(CompareRuns, ANumberBeyondItsToleranceIsAValueDifference) {
  std::vector<Event> other = a_run();
  other[7].numbers[1].second = 75;
  const reports::RunDifference difference = only(compared(a_run(), other));
  EXPECT_EQ(difference.kind, DifferenceClass::value);
  EXPECT_EQ(difference.expected, "value 80");
  EXPECT_EQ(difference.got, "value 75");
  EXPECT_EQ(difference.off, -5);
  Scenario wide = scenario();
  wide.compare.values = {{"value", "5"}};
  EXPECT_THAT(compared(a_run(), other, wide).differences, testing::IsEmpty());
}

TEST(CompareRuns, AVerdictOrAnExitCodeIsAValueDifference) {
  std::vector<Event> other = a_run();
  other[9].fields[1].second = "failed";
  EXPECT_EQ(only(compared(a_run(), other)).got, "verdict failed");
  other = a_run();
  other[1].text = "started, 2 times";
  EXPECT_EQ(compared(a_run(), other).count(DifferenceClass::missing), 1U) << "another word is another event";
}

TEST(CompareRuns, OfSamplesTheLastOfAStepCounts) {
  std::vector<Event> other = a_run();
  other.insert(other.begin() + 3, sample(5, 9999, "1"));
  EXPECT_THAT(compared(a_run(), other).differences, testing::IsEmpty());
  other[4].numbers[0].second = 2400;
  const reports::RunDifference difference = only(compared(a_run(), other));
  EXPECT_EQ(difference.kind, DifferenceClass::value);
  EXPECT_EQ(difference.host, "sim");
  EXPECT_EQ(difference.unit, "ft");
  EXPECT_EQ(difference.off, -100);
}

TEST(CompareRuns, AStepWithoutASampleIsNoDifference) {
  std::vector<Event> other = a_run();
  other.erase(other.begin() + 5);
  EXPECT_THAT(compared(a_run(), other).differences, testing::IsEmpty());
}

TEST(CompareRuns, WhatOnlyOneRunHasIsMissingOrExtra) {
  std::vector<Event> other = a_run();
  other.erase(other.begin() + 8);
  const reports::RunDifference missing = only(compared(a_run(), other));
  EXPECT_EQ(missing.kind, DifferenceClass::missing);
  EXPECT_EQ(missing.text, "mail: [FIRING] Low");
  EXPECT_EQ(missing.at_left, 21.2);
  EXPECT_FALSE(missing.at_right.has_value());
  const reports::RunDifference extra = only(compared(other, a_run()));
  EXPECT_EQ(extra.kind, DifferenceClass::extra);
  EXPECT_EQ(extra.at_right, 21.2);
}

TEST(CompareRuns, TwoOfAHostInAnotherOrderAreAnOrderDifference) {
  std::vector<Event> other = a_run();
  other[6] = alert(11, "pending", 80, "3");
  std::vector<Event> turned = a_run();
  turned[6] = alert(21.5, "pending", 80, "3");
  const reports::RunDifference difference = only(compared(other, turned));
  EXPECT_EQ(difference.kind, DifferenceClass::order);
  EXPECT_EQ(difference.host, "monitor");
}

// A mail at the border of two steps belongs to either.
TEST(CompareRuns, WhatCameInAnotherStepIsFoundThere) {
  std::vector<Event> other = a_run();
  other[8].step = "4";
  other[8].at_seconds = 21.9;
  EXPECT_THAT(compared(a_run(), other).differences, testing::IsEmpty());
  other[8].at_seconds = 25;
  const reports::RunDifference difference = only(compared(a_run(), other));
  EXPECT_EQ(difference.kind, DifferenceClass::timing);
  EXPECT_EQ(difference.expected, "at 21.200 s");
  EXPECT_EQ(difference.got, "at 25.000 s");
}

TEST(CompareRuns, WhatIsIgnoredIsNotLookedAt) {
  std::vector<Event> other = a_run();
  other.erase(other.begin() + 8);
  Scenario tolerant = scenario();
  tolerant.compare.ignore = {"mail"};
  EXPECT_THAT(compared(a_run(), other, tolerant).differences, testing::IsEmpty());
}

TEST(CompareRuns, DifferencesStandInTheOrderOfTime) {
  std::vector<Event> other = a_run();
  other.erase(other.begin() + 8);
  other.erase(other.begin() + 6);
  const Comparison comparison = compared(a_run(), other);
  ASSERT_EQ(comparison.differences.size(), 2U);
  EXPECT_EQ(comparison.differences[0].at_left, 11);
  EXPECT_EQ(comparison.differences[1].at_left, 21.2);
}

TEST(CompareRuns, ARunThatWasSkippedIsNotCompared) {
  const std::vector<Event> events = a_run();
  reports::ScenarioRecord skipped = record("live");
  skipped.verdict = reports::Verdict::skipped;
  skipped.reason = "a real simulator cannot be killed";
  const reports::ScenarioRecord one = record("virtual");
  const Comparison comparison = compare_runs(scenario(), {one, events}, {skipped, {}});
  EXPECT_EQ(comparison.verdict, reports::Verdict::skipped);
  EXPECT_EQ(comparison.reason, "the run on the live rig was skipped: a real simulator cannot be killed");
  EXPECT_THAT(comparison.differences, testing::IsEmpty());
}

// ---- laws

std::vector<Event> random_run() {
  std::vector<Event> events;
  const auto count = *rc::gen::inRange(0, 30);
  for (int i = 0; i < count; ++i) {
    const double at = *rc::gen::inRange(0, 100);
    const std::string step = std::to_string(*rc::gen::inRange(1, 4));
    const double number = *rc::gen::inRange(0, 3000);
    const bool first = *rc::gen::arbitrary<bool>();
    switch (*rc::gen::inRange(0, 5)) {
      case 0:
        events.push_back(alert(at, first ? "firing" : "resolved", number, step));
        break;
      case 1:
        events.push_back(sample(at, number, step));
        break;
      case 2:
        events.push_back(mail(at, first ? "one" : "two", step));
        break;
      case 3:
        events.push_back(verdict(at, "expect-1", "passed", step));
        break;
      default:
        events.push_back(event(at, "harness", "action", "wait " + step, step));
    }
  }
  return events;
}

RC_GTEST_PROP(CompareRuns, AnyRunIsEqualToItself, ()) {
  const std::vector<Event> events = random_run();
  const Comparison comparison = compared(events, events);
  RC_ASSERT(comparison.differences.empty());
}

RC_GTEST_PROP(CompareRuns, NobodyIsLost, ()) {
  const std::vector<Event> left = random_run();
  const std::vector<Event> right = random_run();
  const auto one_by_one = [](const std::vector<Event>& events) {
    return static_cast<std::size_t>(
        std::count_if(events.begin(), events.end(), [](const Event& e) { return e.kind != "sample"; }));
  };
  const Comparison comparison = compared(left, right);
  const std::size_t missing = comparison.count(DifferenceClass::missing);
  const std::size_t extra = comparison.count(DifferenceClass::extra);
  RC_ASSERT(comparison.aligned + missing == one_by_one(left));
  RC_ASSERT(comparison.aligned + extra == one_by_one(right));
  const Comparison turned = compared(right, left);
  RC_ASSERT(turned.count(DifferenceClass::missing) == extra);
  RC_ASSERT(turned.count(DifferenceClass::extra) == missing);
}

// ---- tolerances

TEST(ValueTolerance, TheNearestRuleCounts) {
  CompareRules rules;
  const EventNumber altitude{"altitude", "feet", 2000};
  EXPECT_EQ(tolerance_of(rules, altitude, 1000), 20) << "one percent of the larger";
  rules.values = {{"default", "5 %"}};
  EXPECT_EQ(tolerance_of(rules, altitude, 1000), 100);
  rules.values.emplace_back("feet", "30");
  EXPECT_EQ(tolerance_of(rules, altitude, 1000), 30);
  rules.values.emplace_back("PLANE ALTITUDE", "3 feet");
  EXPECT_EQ(tolerance_of(rules, altitude, 1000), 3);
  EXPECT_EQ(tolerance_of(rules, {"value", "", 100}, 0), 5) << "by default";
}

TEST(ValueTolerance, AnAmountInAnotherUnitIsConverted) {
  CompareRules rules;
  rules.values = {{"altitude", "3.048 meters"}, {"temperature", "1 celsius"}};
  EXPECT_NEAR(tolerance_of(rules, {"altitude", "feet", 2000}, 2000), 10, 1e-9);
  EXPECT_NEAR(tolerance_of(rules, {"temperature", "fahrenheit", 59}, 59), 1.8, 1e-9);
  rules.values = {{"altitude", "3 seconds"}};
  EXPECT_EQ(tolerance_of(rules, {"altitude", "feet", 2000}, 2000), 20) << "what does not fit says nothing";
}

}  // namespace
}  // namespace checkride::harness

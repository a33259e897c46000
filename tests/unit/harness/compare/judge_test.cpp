// Goal: a comparison fails exactly when the scenario does not allow what differs. Method: examples at the bounds.
#include <gmock/gmock.h>

#include "compare/compare_runs.hpp"

namespace checkride::harness {
namespace {

using reports::Comparison;
using reports::DifferenceClass;
using reports::Verdict;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

Comparison with(std::size_t timing, std::size_t missing) {
  Comparison comparison;
  comparison.scenario = "low";
  comparison.left = "virtual";
  comparison.right = "process";
  comparison.aligned = 9;
  reports::RunDifference difference;
  difference.kind = DifferenceClass::timing;
  difference.host = "monitor";
  difference.step = "2";
  difference.text = "alert: Low is firing";
  difference.expected = "1.000 s after start";
  difference.got = "2.500 s after start";
  difference.unit = "s";
  difference.off = 1.5;
  comparison.differences.assign(timing, difference);
  difference.kind = DifferenceClass::missing;
  difference.got.clear();
  difference.off.reset();
  for (std::size_t i = 0; i < missing; ++i) comparison.differences.push_back(difference);
  return comparison;
}

Comparison judged(Comparison comparison, const CompareRules& rules) {
  judge(comparison, rules);
  return comparison;
}

TEST(Judge, NothingIsAllowedUnlessTheScenarioSaysSo) {
  EXPECT_EQ(judged(with(0, 0), {}).verdict, Verdict::passed);
  const Comparison failed = judged(with(1, 2), {});
  EXPECT_EQ(failed.verdict, Verdict::failed);
  EXPECT_EQ(failed.reason, "1 timing difference where 0 are allowed, 2 missing differences where 0 are allowed");
}

TEST(Judge, WhatIsAllowedCountsByClass) {
  CompareRules rules;
  rules.allow = {{"timing", 2}, {"missing", 1}};
  EXPECT_EQ(judged(with(2, 1), rules).verdict, Verdict::passed);
  EXPECT_EQ(judged(with(2, 2), rules).reason, "2 missing differences where 1 is allowed");
  EXPECT_EQ(judged(with(3, 0), rules).reason, "3 timing differences where 2 are allowed");
}

TEST(Judge, TheExpectationHasTheValuesThatDecided) {
  CompareRules rules;
  rules.allow = {{"timing", 2}};
  const reports::Expectation expectation = expectation_of(judged(with(3, 0), rules), rules, 1);
  EXPECT_EQ(expectation.name, "compare-1");
  EXPECT_EQ(expectation.kind, "compare");
  EXPECT_EQ(expectation.text, "the process rig as the virtual rig");
  EXPECT_EQ(expectation.verdict, Verdict::failed);
  EXPECT_EQ(expectation.expected, "at most 2 timing, no other difference");
  EXPECT_EQ(expectation.seen, "3 timing, 9 events aligned");
  ASSERT_EQ(expectation.values.size(), 1U);
  EXPECT_EQ(expectation.values[0].margin, -1);
  EXPECT_EQ(expectation.values[0].expected, "at most 2");
  EXPECT_EQ(expectation_of(judged(with(0, 0), {}), {}, 2).seen, "no difference, 9 events aligned");
}

TEST(Judge, WhatWasNotComparedStaysSkipped) {
  Comparison skipped = with(0, 0);
  skipped.verdict = Verdict::skipped;
  skipped.reason = "the run on the live rig was skipped: it cannot";
  EXPECT_EQ(judged(skipped, {}).verdict, Verdict::skipped);
  const reports::Expectation expectation = expectation_of(skipped, {}, 1);
  EXPECT_EQ(expectation.verdict, Verdict::skipped);
  EXPECT_EQ(expectation.reason, skipped.reason);
  EXPECT_THAT(to_lines(skipped, 5), ElementsAre("low: process against virtual: not compared", HasSubstr("skipped")));
}

TEST(Judge, ATerminalHasALineForEachOfTheFirst) {
  const auto lines = to_lines(judged(with(3, 1), {}), 2);
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_EQ(lines[0], "low: process against virtual: 3 timing, 1 missing");
  EXPECT_THAT(lines[1], StartsWith("  3 timing differences"));
  EXPECT_EQ(lines[2],
            "  timing monitor step 2: alert: Low is firing | 1.000 s after start | 2.500 s after start (+1.500 s)");
  EXPECT_EQ(lines[4], "  and 2 more");
}

}  // namespace
}  // namespace checkride::harness

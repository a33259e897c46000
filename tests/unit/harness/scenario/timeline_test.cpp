// What of a timeline can never happen, told when it is loaded: a walk over the tree of its steps. loader_test.cpp has
// the plain sequence; here are blocks, what is repeated, what runs side by side, setup and teardown.
#include <gmock/gmock.h>

#include "checkride/harness/loader.hpp"
#include "checkride/test/result_matchers.hpp"

namespace checkride::harness {
namespace {

using test::FailsWith;
using test::IsOk;
using testing::HasSubstr;
using testing::Not;

const std::string kMembers =
    "scenario: a\nsimulators: {sim: {}, other: {}}\nservices: {mail: {kind: smtp}}\n"
    "monitors: {monitor: {config: c.yaml, simulators: [sim]}}\nalways: [{no_sample_lost: {of: monitor}}]\n";

// Line 6 is `timeline:`, line 7 starts sim, line 8 is the first of the steps.
Result<Scenario> timeline(const std::string& steps, const std::string& more = "") {
  return load_scenario(kMembers + "timeline:\n  - start: sim\n" + steps + more, "a.yaml");
}

TEST(Timeline, BranchesBeginAlikeAndAreJoined) {
  EXPECT_THAT(timeline("  - parallel: [[{start: mail}], [{kill: sim}]]\n  - stop: mail\n  - start: sim\n"), IsOk());
  EXPECT_THAT(timeline("  - parallel: [[{wait: 1s}], [{kill: sim}]]\n  - stop: sim\n"),
              FailsWith(HasSubstr("a.yaml:9:11: sim does not run: it was killed in line 8")));
  EXPECT_THAT(timeline("  - parallel: [[{start: other}], [{wait: 1s}, {kill: other}]]\n"), IsOk())
      << "another branch starts it, and nobody knows when";
}

TEST(Timeline, TimeInBranchesIsTheirOwn) {
  EXPECT_THAT(timeline("  - parallel: [[{wait: 9s}], [{at: 5s, kill: sim}]]\n  - at: 9s\n    start: sim\n"), IsOk());
  EXPECT_THAT(timeline("  - parallel: [[{wait: 9s}], [{at: 5s, kill: sim}]]\n  - at: 8s\n    start: sim\n"),
              FailsWith(HasSubstr("a.yaml:9:9: 8s is in the past: the steps before this one take until 9s")));
}

TEST(Timeline, WhatIsRepeatedMustBePossibleTwice) {
  EXPECT_THAT(timeline("  - repeat: {times: 3, steps: [{kill: sim}, {start: sim}]}\n"), IsOk());
  EXPECT_THAT(timeline("  - {every: 5s, times: 2, kill: sim}\n"),
              FailsWith(HasSubstr("a.yaml:8:33: sim does not run: it was killed in line 8")));
  EXPECT_THAT(timeline("  - {every: 5s, times: 1, kill: sim}\n"), IsOk());
}

TEST(Timeline, RepetitionsTakeTheirTime) {
  EXPECT_THAT(timeline("  - repeat: {times: 10, steps: [{wait: 30s}]}\n"), IsOk()) << "5 min is the limit";
  EXPECT_THAT(timeline("  - repeat: {times: 11, steps: [{wait: 30s}]}\n"),
              FailsWith(HasSubstr("a.yaml:8:13: this lasts")));
  EXPECT_THAT(timeline("  - {every: 1m, times: 6, wait: 0s}\n"), IsOk());
  EXPECT_THAT(timeline("  - {every: 1m, times: 7, wait: 0s}\n"), FailsWith(HasSubstr("a.yaml:8:13: this lasts")));
  EXPECT_THAT(timeline("  - {every: 1s, for: 6m, wait: 0s}\n"), FailsWith(HasSubstr("a.yaml:8:22: this lasts")));
  EXPECT_THAT(timeline("  - repeat: {times: 1000000, steps: [{repeat: {times: 1000000, steps: [{wait: 1ns}]}}]}\n"),
              FailsWith(HasSubstr("this lasts beyond")));
}

TEST(Timeline, ExpectationsTakeTheTimeTheyMust) {
  const std::string mail = "  - start: mail\n  - {expect: {mail: {in: mail, count: ";
  EXPECT_THAT(timeline(mail + "0}}, within: 10s}\n  - {at: 9s, kill: sim}\n"),
              FailsWith(HasSubstr("9s is in the past: the steps before this one take until 10s")));
  EXPECT_THAT(timeline(mail + "{at_least: 1}}}, within: 10s}\n  - {at: 9s, kill: sim}\n"), IsOk());
  EXPECT_THAT(timeline(mail + "{at_least: 1}}}, within: 10s, for: 10s}\n  - {at: 9s, kill: sim}\n"),
              FailsWith(HasSubstr("9s is in the past")));
}

TEST(Timeline, NobodyWaitsForWhatNeverComes) {
  EXPECT_THAT(timeline("  - parallel: [[{after: {step: b}, wait: 1s}], [{name: b, wait: 1s}]]\n"), IsOk());
  EXPECT_THAT(timeline("  - parallel: [[{after: {step: b}, wait: 1s}, {name: b, wait: 1s}]]\n"),
              FailsWith(HasSubstr("the step \"b\" comes later")));
  EXPECT_THAT(
      timeline("  - {name: a, rigs: [process], wait: 1s}\n  - {after: {step: a}, wait: 1s}\n"),
      FailsWith(HasSubstr("a.yaml:9:20: this would wait for ever: the step \"a\" is for the process rig only")));
  EXPECT_THAT(timeline("  - {name: all, parallel: [[{after: {step: all, of: start, delay: 1s}, wait: 1s}]]}\n"),
              IsOk());
}

TEST(Timeline, SetupComesFirstAndTeardownWhatever) {
  const std::string teardown = "teardown: [{stop: sim}, {stop: monitor}]\n";
  EXPECT_THAT(timeline("  - kill: sim\n  - start: monitor\n", teardown), IsOk()) << "nobody knows how far it came";
  EXPECT_THAT(timeline("", teardown), FailsWith(HasSubstr("a.yaml:8:32: monitor does not run: no step before")));
  EXPECT_THAT(timeline("  - start: other\n", "setup: [{start: other}]\n"),
              FailsWith(HasSubstr("a.yaml:8:12: other runs already, since line 9")));
  EXPECT_THAT(timeline("", "teardown: [{at: 5s, stop: sim}]\n"),
              FailsWith(HasSubstr("nobody knows when teardown begins")));
  EXPECT_THAT(timeline("", "teardown: [{wait: 61s}]\n"), FailsWith(HasSubstr("beyond the teardown_limit of 1m")));
}

TEST(Timeline, WhatIsForAnotherRigDoesNotHappen) {
  EXPECT_THAT(timeline("  - {kill: sim, rigs: [process]}\n  - stop: sim\n"), IsOk());
  const auto on_process =
      load_scenario(kMembers + "timeline:\n  - start: sim\n  - {kill: sim, rigs: [process]}\n  - stop: sim\n", "a.yaml",
                    RigKind::process_rig);
  EXPECT_THAT(on_process, FailsWith(HasSubstr("sim does not run: it was killed in line 8")));
}

// A walk that doubled with each level would not end today.
TEST(Timeline, DeepNestingIsQuick) {
  std::string steps = "{wait: 0s}";
  for (int i = 0; i < 18; ++i) steps = "{repeat: {times: 2, steps: [" + steps + "]}}";
  EXPECT_THAT(timeline("  - " + steps + "\n"), IsOk());
}

TEST(Timeline, AMistakeInARepetitionIsToldOnce) {
  const auto scenario = timeline("  - repeat: {times: 2, steps: [{kill: other}, {start: other}]}\n");
  ASSERT_FALSE(scenario);
  EXPECT_THAT(scenario.error().detail(), Not(HasSubstr("\n")));
}

}  // namespace
}  // namespace checkride::harness

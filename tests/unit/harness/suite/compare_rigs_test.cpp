// Goal: each run is compared with its like on the reference rig, and what differs makes it fail. Method: records and
// events by hand.
#include "suite/compare_rigs.hpp"

#include <gmock/gmock.h>

#include <deque>
#include <map>

#include "checkride/test/result_matchers.hpp"

namespace checkride::harness {
namespace {

using reports::Verdict;
using testing::HasSubstr;
using testing::IsEmpty;

// Runs of one scenario, and their events by name.
struct Runs {
  Scenario scenario;
  std::deque<reports::ScenarioRecord> records;
  std::map<std::string, std::vector<reports::Event>> events;
  std::vector<RunOnRig> runs;

  Runs() { scenario.name = "low"; }

  reports::ScenarioRecord& add(RigKind rig, std::uint64_t seed, int mails, unsigned repeat = 1) {
    reports::ScenarioRecord& record = records.emplace_back();
    record.rig = to_string(rig);
    record.seed = seed;
    record.name = "low+" + record.rig + "+s" + std::to_string(seed) + "+r" + std::to_string(repeat);
    record.verdict = Verdict::passed;
    for (int i = 0; i < mails; ++i) {
      reports::Event mail;
      mail.at_seconds = i;
      mail.host = "mail";
      mail.kind = "mail";
      mail.text = "[FIRING]";
      events[record.name].push_back(mail);
    }
    runs.push_back({&scenario, rig, repeat, &record});
    return record;
  }

  Result<std::vector<reports::Comparison>> compared() {
    return compare_rigs(runs, RigKind::virtual_rig, [this](const std::string& run) -> Result<reports::ScenarioEvents> {
      return reports::ScenarioEvents{run, events[run]};
    });
  }
};

TEST(CompareRigs, EqualRunsPassWithAnExpectation) {
  Runs runs;
  const auto& left = runs.add(RigKind::virtual_rig, 1, 2);
  const auto& right = runs.add(RigKind::process_rig, 1, 2);
  const auto comparisons = runs.compared();
  ASSERT_THAT(comparisons, test::IsOk());
  ASSERT_EQ(comparisons->size(), 1U);
  EXPECT_EQ(comparisons->at(0).left, "virtual");
  EXPECT_EQ(comparisons->at(0).right, "process");
  EXPECT_THAT(left.expectations, IsEmpty());
  ASSERT_EQ(right.expectations.size(), 1U);
  EXPECT_EQ(right.expectations[0].name, "compare-1");
  EXPECT_EQ(right.verdict, Verdict::passed);
}

TEST(CompareRigs, ADifferenceFailsTheOtherRun) {
  Runs runs;
  const auto& left = runs.add(RigKind::virtual_rig, 1, 2);
  const auto& right = runs.add(RigKind::process_rig, 1, 1);
  ASSERT_THAT(runs.compared(), test::IsOk());
  EXPECT_EQ(left.verdict, Verdict::passed);
  EXPECT_EQ(right.verdict, Verdict::failed);
  EXPECT_EQ(right.reason, "compare-1: 1 missing difference where 0 are allowed");
}

TEST(CompareRigs, AReasonThatIsThereStays) {
  Runs runs;
  runs.add(RigKind::virtual_rig, 1, 2);
  auto& right = runs.add(RigKind::process_rig, 1, 1);
  right.verdict = Verdict::failed;
  right.reason = "expect-1: no mail";
  ASSERT_THAT(runs.compared(), test::IsOk());
  EXPECT_EQ(right.reason, "expect-1: no mail");
  EXPECT_EQ(right.expectations.at(0).verdict, Verdict::failed);
}

TEST(CompareRigs, SeedsAndRepeatsAreKeptApart) {
  Runs runs;
  for (const std::uint64_t seed : {1U, 2U}) {
    for (const unsigned repeat : {1U, 2U})
      runs.add(RigKind::virtual_rig, seed, static_cast<int>(seed + 10 * repeat), repeat);
    for (const unsigned repeat : {1U, 2U})
      runs.add(RigKind::process_rig, seed, static_cast<int>(seed + 10 * repeat), repeat);
  }
  const auto comparisons = runs.compared();
  ASSERT_THAT(comparisons, test::IsOk());
  EXPECT_EQ(comparisons->size(), 4U);
  for (const auto& comparison : *comparisons) EXPECT_THAT(comparison.differences, IsEmpty());
}

TEST(CompareRigs, ARunWithoutItsLikeIsNotCompared) {
  Runs runs;
  runs.add(RigKind::virtual_rig, 1, 2);
  runs.add(RigKind::process_rig, 2, 2);
  const auto comparisons = runs.compared();
  ASSERT_THAT(comparisons, test::IsOk());
  EXPECT_THAT(*comparisons, IsEmpty());
}

TEST(CompareRigs, ThreeRigsAreTwoComparisonsWithTheFirst) {
  Runs runs;
  runs.add(RigKind::virtual_rig, 1, 2);
  runs.add(RigKind::process_rig, 1, 2);
  auto& live = runs.add(RigKind::live_rig, 1, 0);
  live.verdict = Verdict::skipped;
  live.reason = "no simulator was named";
  const auto comparisons = runs.compared();
  ASSERT_THAT(comparisons, test::IsOk());
  ASSERT_EQ(comparisons->size(), 2U);
  EXPECT_EQ(comparisons->at(1).verdict, Verdict::skipped);
  EXPECT_THAT(comparisons->at(1).reason, HasSubstr("the run on the live rig was skipped"));
  EXPECT_EQ(live.verdict, Verdict::skipped);
}

}  // namespace
}  // namespace checkride::harness

// Goal: `sometimes` is judged over all runs of a case, and too few seeds are no verdict.
#include "suite/sometimes.hpp"

#include <gmock/gmock.h>

#include "record_rows.hpp"

namespace checkride::harness {
namespace {

using reports::Verdict;
using testing::HasSubstr;

SometimesWanted wanted(std::uint64_t of_seeds) {
  SometimesWanted one;
  one.scenario = "a";
  one.name = "sometimes-1";
  one.text = "the queue is full";
  one.of_seeds = of_seeds;
  return one;
}

reports::ScenarioRecord run(std::string name, std::uint64_t seed, Verdict seen, std::uint64_t looks = 5) {
  reports::ScenarioRecord record = row(std::move(name), Verdict::passed);
  record.seed = seed;
  reports::Expectation expectation;
  expectation.kind = "sometimes";
  expectation.name = "sometimes-1";
  expectation.verdict = seen;
  expectation.looks = looks;
  record.expectations.push_back(std::move(expectation));
  return record;
}

reports::Sometimes judged(std::uint64_t of_seeds, const std::vector<reports::ScenarioRecord>& records) {
  const auto rows = judge_sometimes({wanted(of_seeds)}, records);
  EXPECT_EQ(rows.size(), 1U);
  return rows.front();
}

TEST(Sometimes, OnceIsEnough) {
  const auto row = judged(3, {run("a+s1", 1, Verdict::skipped), run("a+s2", 2, Verdict::passed)});
  EXPECT_EQ(row.verdict, Verdict::passed);
  EXPECT_EQ(row.held_in, 1U);
  EXPECT_EQ(row.runs, 2U);
  EXPECT_EQ(row.reason, "");
}

TEST(Sometimes, NeverFailsOnceEnoughSeedsWereLookedAt) {
  const auto row = judged(2, {run("a+s1", 1, Verdict::skipped), run("a+s2", 2, Verdict::skipped)});
  EXPECT_EQ(row.verdict, Verdict::failed);
  EXPECT_EQ(row.reason, "never held in 2 runs");
}

TEST(Sometimes, FewerSeedsThanWantedAreNoVerdictAndRepeatsAreNoSeeds) {
  const auto row = judged(2, {run("a+r1", 1, Verdict::skipped), run("a+r2", 1, Verdict::skipped)});
  EXPECT_EQ(row.verdict, Verdict::skipped);
  EXPECT_THAT(row.reason, HasSubstr("1 of 2 seeds: run with --seeds 2"));
}

TEST(Sometimes, RunsOfOthersInErrorOrWithoutALookSayNothing) {
  reports::ScenarioRecord broken = run("a+s2", 2, Verdict::passed);
  broken.verdict = Verdict::error;
  const auto row = judged(1, {run("b+s1", 1, Verdict::passed), broken, run("a+s3", 3, Verdict::skipped, 0)});
  EXPECT_EQ(row.verdict, Verdict::skipped);
  EXPECT_EQ(row.runs, 0U);
}

}  // namespace
}  // namespace checkride::harness

// Goal: what is planned has one name for each run, in file order, and no name is there twice.
#include "suite/plan.hpp"

#include <gmock/gmock.h>

#include <set>

#include "checkride/test/property.hpp"
#include "checkride/test/result_matchers.hpp"

namespace checkride::harness {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Scenario named(std::string name) {
  Scenario scenario;
  scenario.name = std::move(name);
  return scenario;
}

std::vector<PlannedCase> on_virtual(const std::vector<Scenario>& scenarios) {
  std::vector<PlannedCase> cases;
  for (const Scenario& scenario : scenarios) cases.push_back({&scenario, RigKind::virtual_rig});
  return cases;
}

std::vector<std::string> runs(const std::vector<PlannedCase>& cases, const SuiteOptions& options) {
  const auto jobs = plan_jobs(cases, options);
  EXPECT_THAT(jobs, test::IsOk());
  std::vector<std::string> names;
  for (const Job& job : *jobs) names.push_back(job.run);
  return names;
}

TEST(Plan, ARunOfACaseHasItsName) {
  const std::vector<Scenario> scenarios{named("b"), named("a.fsx")};
  SuiteOptions options;
  options.seed = 7;
  EXPECT_THAT(runs(on_virtual(scenarios), options), ElementsAre("b", "a.fsx"));
  EXPECT_EQ(plan_jobs(on_virtual(scenarios), options)->at(1).seed, 7U);
  EXPECT_EQ(plan_jobs(on_virtual(scenarios), options)->at(1).index, 1U);
}

TEST(Plan, WhatThereAreSeveralOfStandsInTheName) {
  const std::vector<Scenario> scenarios{named("a")};
  SuiteOptions options;
  options.seed = 7;
  options.seeds = 2;
  EXPECT_THAT(runs(on_virtual(scenarios), options), ElementsAre("a+s7", "a+s8"));
  options.repeats = 2;
  EXPECT_THAT(runs(on_virtual(scenarios), options), ElementsAre("a+s7+r1", "a+s7+r2", "a+s8+r1", "a+s8+r2"));
  options.seeds = 1;
  EXPECT_THAT(runs(on_virtual(scenarios), options), ElementsAre("a+r1", "a+r2"));
  options.repeats = 1;
  const std::vector<PlannedCase> cases{{&scenarios[0], RigKind::virtual_rig}, {&scenarios[0], RigKind::process_rig}};
  EXPECT_THAT(runs(cases, options), ElementsAre("a+virtual", "a+process"));
}

TEST(Plan, TooManyRunsAreAMistakeAndSoIsAnOverflow) {
  const std::vector<Scenario> scenarios{named("a"), named("b")};
  SuiteOptions options;
  options.seeds = kJobsPlannedMax;
  EXPECT_THAT(plan_jobs(on_virtual(scenarios), options), test::FailsWith(HasSubstr("more than 100000 runs")));
  options.seeds = ~std::uint64_t{0};
  options.repeats = 1000;
  EXPECT_THAT(plan_jobs(on_virtual(scenarios), options), test::FailsWith(HasSubstr("ask for fewer")));
}

TEST(Plan, SeedsGoOnAtZeroBehindTheGreatest) {
  const std::vector<Scenario> scenarios{named("a")};
  SuiteOptions options;
  options.seed = ~std::uint64_t{0};
  options.seeds = 2;
  EXPECT_THAT(runs(on_virtual(scenarios), options), ElementsAre("a+s18446744073709551615", "a+s0"));
}

TEST(Plan, TheCaseOfARunIsFoundAgain) {
  EXPECT_EQ(case_of("low-altitude"), "low-altitude");
  EXPECT_EQ(case_of("low-altitude.fsx_sp2+process+s7+r2+a3"), "low-altitude.fsx_sp2");
  EXPECT_EQ(run_of_attempt("a+s7", 1), "a+s7");
  EXPECT_EQ(run_of_attempt("a+s7", 2), "a+s7+a2");
}

RC_GTEST_PROP(Plan, NamesAreUniqueAndCasesInOrder, ()) {
  const auto count = *rc::gen::inRange<std::size_t>(1, 6);
  std::vector<Scenario> scenarios;
  for (std::size_t i = 0; i < count; ++i) scenarios.push_back(named("case" + std::to_string(i)));
  SuiteOptions options;
  options.seed = *rc::gen::arbitrary<std::uint64_t>();
  options.seeds = *rc::gen::inRange<std::uint64_t>(1, 8);
  options.repeats = *rc::gen::inRange(1U, 4U);
  const auto jobs = plan_jobs(on_virtual(scenarios), options);
  RC_ASSERT(jobs.has_value());
  RC_ASSERT(jobs->size() == count * options.seeds * options.repeats);
  std::set<std::string> names;
  for (std::size_t i = 0; i < jobs->size(); ++i) {
    const Job& job = (*jobs)[i];
    RC_ASSERT(job.index == i);
    RC_ASSERT(names.insert(job.run).second);
    RC_ASSERT(case_of(job.run) == job.scenario->name);
    if (i > 0) RC_ASSERT((*jobs)[i - 1].scenario <= job.scenario);  // its || does not stop at the left side
  }
}

}  // namespace
}  // namespace checkride::harness

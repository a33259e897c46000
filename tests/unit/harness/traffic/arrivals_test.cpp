// Goal: requests are due exactly when the plan says. Method: tables of plans with the times worked out by hand, and
// RapidCheck against the area below the rate.
#include "traffic/arrivals.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "checkride/test/property.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using world::Duration;

std::vector<Duration> all_of(const ArrivalPlan& plan, std::uint64_t seed = 1) {
  world::Random random(seed, "traffic/users");
  Arrivals arrivals(plan, random);
  std::vector<Duration> times;
  while (const auto due = arrivals.next()) times.push_back(*due);
  return times;
}

ArrivalPlan plan_of(std::vector<RateStage> stages, ArrivalKind kind = ArrivalKind::even) {
  ArrivalPlan plan;
  plan.stages = std::move(stages);
  plan.kind = kind;
  return plan;
}

TEST(Arrivals, ASteadyRateIsEven) {
  EXPECT_THAT(all_of(plan_of({{4, 4, 1s}})), ElementsAre(0ms, 250ms, 500ms, 750ms));
  const auto minute = all_of(plan_of({{50, 50, 60s}}));
  ASSERT_EQ(minute.size(), 3000U);
  for (std::size_t i = 0; i < minute.size(); ++i) EXPECT_EQ(minute[i], 20ms * i);
}

TEST(Arrivals, LessThanOneInTheWholeTimeIsOneAtItsBegin) {
  EXPECT_THAT(all_of(plan_of({{0.1, 0.1, 5s}})), ElementsAre(0s));
  EXPECT_THAT(all_of(plan_of({{0, 0, 5s}})), IsEmpty());
}

TEST(Arrivals, ARampIsDueWhereItsAreaIsWhole) {
  // From nothing to 2/s in 2 s: the area after t seconds is t^2 / 2.
  EXPECT_THAT(all_of(plan_of({{0, 2, 2s}})), ElementsAre(0s, Duration(1'414'213'562)));
  // And down again: the same from its end.
  EXPECT_THAT(all_of(plan_of({{2, 0, 2s}})), ElementsAre(0s, 2s - Duration(1'414'213'562)));
}

TEST(Arrivals, StagesFollowEachOtherWithoutAGapOrADouble) {
  EXPECT_THAT(all_of(plan_of({{1, 1, 2s}, {2, 2, 1s}, {0, 0, 5s}, {1, 1, 1s}})), ElementsAre(0s, 1s, 2s, 2500ms, 8s));
  // Half a request at the end of the first is carried over.
  EXPECT_THAT(all_of(plan_of({{1, 1, 1500ms}, {2, 2, 1s}})), ElementsAre(0s, 1s, 1750ms, 2250ms));
}

TEST(Arrivals, PoissonIsDrawnAndRepeatable) {
  const ArrivalPlan plan = plan_of({{100, 100, 100s}}, ArrivalKind::poisson);
  const auto first = all_of(plan, 7);
  EXPECT_EQ(first, all_of(plan, 7));
  EXPECT_NE(first, all_of(plan, 8));
  // 10,000 are expected; five standard deviations are 500.
  EXPECT_NEAR(static_cast<double>(first.size()), 10'000, 500);
  // Of exponential distances the share below the mean is 1 - 1/e.
  std::size_t below = 0;
  for (std::size_t i = 1; i < first.size(); ++i) below += first[i] - first[i - 1] < 10ms ? 1 : 0;
  EXPECT_NEAR(static_cast<double>(below) / static_cast<double>(first.size() - 1), 1 - std::exp(-1.0), 0.02);
}

rc::Gen<RateStage> any_stage() {
  return rc::gen::map(rc::gen::tuple(rc::gen::inRange(0, 500), rc::gen::inRange(0, 500), rc::gen::inRange(1, 5000)),
                      [](const std::tuple<int, int, int>& drawn) {
                        RateStage stage;
                        stage.from_per_s = std::get<0>(drawn);
                        stage.to_per_s = std::get<1>(drawn);
                        stage.duration = std::chrono::milliseconds(std::get<2>(drawn));
                        return stage;
                      });
}

RC_GTEST_PROP(ArrivalsLaws, AsManyAsTheAreaBelowTheRateAndNeverBack, ()) {
  const ArrivalPlan plan = plan_of(*rc::gen::container<std::vector<RateStage>>(any_stage()));
  double area = 0;
  for (const RateStage& stage : plan.stages) {
    area += (stage.from_per_s + stage.to_per_s) / 2 * world::to_seconds(stage.duration);
  }
  const auto times = all_of(plan);
  const double wanted = std::ceil(area);
  // On a whole area rounding decides of one.
  const double slack = std::abs(area - std::round(area)) < 1e-6 ? 1 : 0;
  RC_ASSERT(std::abs(static_cast<double>(times.size()) - wanted) <= slack);
  RC_ASSERT(std::is_sorted(times.begin(), times.end()));
  if (times.empty()) return;
  RC_ASSERT(times.front() >= Duration::zero());
  RC_ASSERT(times.back() <= duration_of(plan));
}

}  // namespace
}  // namespace checkride::harness

// Goal: requests are spread by weight, by work or by order, only over those that can be used; and a backend is used or
// not as HAProxy would count its checks. Method: the pure parts alone, and laws over drawn weights and checks.
#include "services/balancer/choice.hpp"

#include <gmock/gmock.h>

#include <map>

#include "checkride/test/property.hpp"
#include "services/balancer/health_gate.hpp"

namespace checkride::harness::balancer {
namespace {

using testing::ElementsAre;

Candidate usable(std::uint64_t weight = 1, bool backup = false) {
  Candidate candidate;
  candidate.usable = true;
  candidate.weight = weight;
  candidate.backup = backup;
  return candidate;
}

std::vector<std::size_t> draw(Choice& choice, const std::vector<Candidate>& candidates, std::size_t times) {
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < times; ++i) chosen.push_back(choice.next(candidates).value_or(99));
  return chosen;
}

TEST(Choice, TakesTurns) {
  Choice choice(BalancerAlgorithm::round_robin, 3);
  EXPECT_THAT(draw(choice, {usable(), usable(), usable()}, 6), ElementsAre(0, 1, 2, 0, 1, 2));
}

TEST(Choice, WeightsAreMixedSmoothly) {
  Choice choice(BalancerAlgorithm::round_robin, 3);
  EXPECT_THAT(draw(choice, {usable(5), usable(1), usable(1)}, 7), ElementsAre(0, 0, 1, 0, 2, 0, 0));
}

TEST(Choice, WhoCannotBeUsedIsLeftOut) {
  Choice choice(BalancerAlgorithm::round_robin, 3);
  std::vector<Candidate> candidates{usable(), usable(0), usable()};
  candidates[2].usable = false;
  EXPECT_THAT(draw(choice, candidates, 3), ElementsAre(0, 0, 0));
  candidates[0].usable = false;
  EXPECT_FALSE(choice.next(candidates).has_value());
}

TEST(Choice, OneBackupStandsInForAll) {
  Choice choice(BalancerAlgorithm::round_robin, 3);
  std::vector<Candidate> candidates{usable(), usable(1, true), usable(1, true)};
  EXPECT_THAT(draw(choice, candidates, 2), ElementsAre(0, 0));
  candidates[0].usable = false;
  EXPECT_THAT(draw(choice, candidates, 3), ElementsAre(1, 1, 1));
}

TEST(Choice, TheLeastBusyForItsWeight) {
  Choice choice(BalancerAlgorithm::least_connections, 3);
  std::vector<Candidate> candidates{usable(2), usable(), usable()};
  candidates[0].at_work = 3;
  candidates[1].at_work = 2;
  candidates[2].at_work = 2;
  EXPECT_EQ(choice.next(candidates), 0U) << "3 of weight 2 are fewer than 2 of weight 1";
  candidates[0].at_work = 4;
  EXPECT_THAT(draw(choice, candidates, 3), ElementsAre(1, 2, 0)) << "equals take turns";
}

TEST(Choice, TheFirstInOrder) {
  Choice choice(BalancerAlgorithm::first, 2);
  std::vector<Candidate> candidates{usable(), usable()};
  EXPECT_THAT(draw(choice, candidates, 3), ElementsAre(0, 0, 0));
  candidates[0].usable = false;
  EXPECT_THAT(draw(choice, candidates, 1), ElementsAre(1));
}

// In as many turns as there is weight, each has exactly its own.
RC_GTEST_PROP(ChoiceLaws, EveryRoundGivesEachItsWeight, ()) {
  const auto weights = *rc::gen::resize(6, rc::gen::nonEmpty<std::vector<std::uint8_t>>());
  std::vector<Candidate> candidates;
  std::size_t all = 0;
  for (const std::uint8_t weight : weights) {
    candidates.push_back(usable(weight % 17U));
    all += weight % 17U;
  }
  Choice choice(BalancerAlgorithm::round_robin, candidates.size());
  for (int round = 0; round < 3; ++round) {
    std::map<std::size_t, std::uint64_t> got;
    for (const std::size_t one : draw(choice, candidates, all)) ++got[one];
    for (std::size_t i = 0; i < candidates.size(); ++i) RC_ASSERT(got[i] == candidates[i].weight);
  }
}

TEST(HealthGate, TheFirstFailureCountsForAll) {
  HealthGate gate(3, 2);
  EXPECT_TRUE(gate.is_up());
  gate.failed();
  EXPECT_FALSE(gate.is_up());
}

TEST(HealthGate, FallAndRiseAreInARow) {
  HealthGate gate(3, 2);
  gate.passed();
  for (int round = 0; round < 4; ++round) {
    gate.failed();
    gate.failed();
    EXPECT_TRUE(gate.is_up()) << "two failures of three";
    gate.passed();
  }
  for (int i = 0; i < 3; ++i) gate.failed();
  EXPECT_FALSE(gate.is_up());
  gate.passed();
  EXPECT_FALSE(gate.is_up()) << "one success of two";
  gate.failed();
  gate.passed();
  EXPECT_FALSE(gate.is_up()) << "a failure between them";
  gate.passed();
  EXPECT_TRUE(gate.is_up());
}

// After the first good check the gate is what its name says, whatever came before.
RC_GTEST_PROP(HealthGateLaws, ItTurnsAfterSoManyInARow, ()) {
  const auto fall = *rc::gen::inRange<std::uint64_t>(1, 6);
  const auto rise = *rc::gen::inRange<std::uint64_t>(1, 6);
  const auto checks = *rc::gen::arbitrary<std::vector<bool>>();
  HealthGate gate(fall, rise);
  for (std::uint64_t i = 0; i < rise; ++i) gate.passed();
  bool up = true;
  std::uint64_t against = 0;  // in a row, of what would turn it
  for (const bool good : checks) {
    good ? gate.passed() : gate.failed();
    against = good == up ? 0 : against + 1;
    if (against == (up ? fall : rise)) {
      up = !up;
      against = 0;
    }
    RC_ASSERT(gate.is_up() == up);
  }
}

}  // namespace
}  // namespace checkride::harness::balancer

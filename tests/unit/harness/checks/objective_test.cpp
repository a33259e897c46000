// Goal: objectives and conservation hold exactly where their wording says, with what is left of the budget. Method:
// examples, and RapidCheck against the plain wording over all windows.
#include "checks/objective.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "checkride/test/property.hpp"
#include "checkride/test/world_test.hpp"
#include "checks/fake_sight.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using test::FailsWith;
using testing::HasSubstr;

// One look a second.
std::vector<ObjectiveLook> looks(const std::string& goods) {
  std::vector<ObjectiveLook> list;
  for (const char good : goods) list.push_back({std::chrono::seconds(list.size()), good == '+', std::nullopt});
  return list;
}

const reports::Deciding& value(const Seen& seen, std::string_view name) {
  for (const auto& one : seen.values) {
    if (one.name == name) return one;
  }
  throw std::runtime_error("no value " + std::string(name));
}

TEST(Slo, AvailabilityHasABudget) {
  Slo slo;
  slo.availability = 0.9;
  const Seen half = judge_slo(slo, looks("+++++++++++++++++++-"));
  EXPECT_TRUE(half.holds);
  EXPECT_NEAR(value(half, "error budget left").margin.value_or(-1), 50, 1e-6);
  EXPECT_NEAR(value(half, "availability").margin.value_or(-1), 5, 1e-6);
  EXPECT_EQ(value(half, "availability").seen, "95 %");
  const Seen used = judge_slo(slo, looks("+++++++++-"));
  EXPECT_TRUE(used.holds) << "exactly what is allowed";
  EXPECT_EQ(value(used, "error budget left").margin, 0);
  const Seen over = judge_slo(slo, looks("++++++++--"));
  EXPECT_FALSE(over.holds);
  EXPECT_NEAR(value(over, "error budget left").margin.value_or(0), -100, 1e-6);
}

TEST(Slo, WithoutABudgetEveryBadLookIsOneTooMany) {
  Slo slo;
  slo.availability = 1;
  EXPECT_TRUE(judge_slo(slo, looks("+++")).holds);
  EXPECT_FALSE(judge_slo(slo, looks("+-+")).holds);
}

TEST(Slo, TheWorstWindowCounts) {
  Slo slo;
  slo.availability = 0.7;
  const auto run = looks("++++++++++--++++++++");
  EXPECT_TRUE(judge_slo(slo, run).holds) << "18 of 20";
  slo.window = 3s;
  const Seen seen = judge_slo(slo, run);
  EXPECT_FALSE(seen.holds) << "2 of 4";
  EXPECT_THAT(seen.text, HasSubstr("available 50 % (2 of 4)"));
}

TEST(Slo, BurnRateIsInMultiplesOfWhatIsAllowed) {
  Slo slo;
  slo.availability = 0.9;
  slo.burn_rate_at_most = 2;
  const Seen seen = judge_slo(slo, looks("++++++++--"));
  EXPECT_EQ(value(seen, "burn rate").margin, 0) << "a fifth where a tenth is allowed";
  slo.burn_rate_at_most = 1.9;
  EXPECT_NEAR(value(judge_slo(slo, looks("++++++++--")), "burn rate").margin.value_or(0), -0.1, 1e-6);
}

TEST(Slo, LatencyIsThatOfTheLooksThatHaveOne) {
  Slo slo;
  slo.latency = {{0.5, 20ms}, {0.9, 80ms}, {1, 95ms}};
  std::vector<ObjectiveLook> list = looks("-");
  for (int i = 1; i <= 10; ++i) list.push_back({std::chrono::seconds(i), true, i * 10ms});
  const Seen seen = judge_slo(slo, list);
  EXPECT_FALSE(seen.holds);
  EXPECT_EQ(value(seen, "latency p50").seen, "50ms");
  EXPECT_NEAR(value(seen, "latency p50").margin.value_or(0), -0.03, 1e-9);
  EXPECT_EQ(value(seen, "latency p90").seen, "90ms");
  EXPECT_EQ(value(seen, "latency max").seen, "100ms");
  slo.latency = {{1, 100ms}};
  EXPECT_TRUE(judge_slo(slo, list).holds);
  EXPECT_FALSE(judge_slo(slo, looks("++")).holds) << "nothing had a latency";
}

TEST(Slo, NoLookIsNoProof) {
  Slo slo;
  slo.availability = 0;
  const Seen seen = judge_slo(slo, {});
  EXPECT_FALSE(seen.holds);
  EXPECT_FALSE(seen.known);
}

// The wording, over every window that is whole.
bool means(double allowed_share, std::optional<int> window, const std::string& goods) {
  const int last = static_cast<int>(goods.size()) - 1;
  const int length = window && *window < last ? *window : last;
  for (int end = length; end <= last; ++end) {
    const auto begin = goods.begin() + (end - length);
    const auto bad = std::count(begin, goods.begin() + end + 1, '-');
    if (static_cast<double>(bad) > allowed_share * (length + 1) + 1e-6) return false;
  }
  return true;
}

RC_GTEST_PROP(SloLaws, ItHoldsWhereEveryWindowKeepsItsShare, ()) {
  const auto goods = *rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::element('+', '+', '+', '-')));
  const int percent = *rc::gen::element(0, 10, 25, 50, 100);
  Slo slo;
  slo.availability = 1 - percent / 100.0;
  std::optional<int> window;
  if (*rc::gen::arbitrary<bool>()) window = *rc::gen::inRange(1, 8);
  if (window) slo.window = std::chrono::seconds(*window);
  const Seen seen = judge_slo(slo, looks(goods));
  RC_ASSERT(seen.holds == means(percent / 100.0, window, goods));
  for (const auto& one : seen.values) RC_ASSERT((one.margin.value() >= 0) == seen.holds);
}

TEST(Conservation, InIsOutAndDropped) {
  Conservation law;
  EXPECT_TRUE(judge_conservation(law, {10, 7, 3}).holds);
  const Seen lost = judge_conservation(law, {10, 7, 1});
  EXPECT_FALSE(lost.holds);
  EXPECT_EQ(lost.text, "10 in, 7 out, 1 dropped: 2 lost");
  EXPECT_EQ(lost.values.at(0).seen, "2");
  EXPECT_EQ(lost.values.at(0).margin, std::nullopt) << "without a tolerance there is no limit to be near to";
  EXPECT_EQ(judge_conservation(law, {10, 8, 3}).text, "10 in, 8 out, 3 dropped: 1 too many");
  law.tolerance = 2;
  EXPECT_TRUE(judge_conservation(law, {10, 7, 1}).holds);
  EXPECT_EQ(judge_conservation(law, {10, 7, 2}).values.at(0).margin, 1);
  EXPECT_EQ(judge_conservation(law, {10, 7, 0}).values.at(0).margin, -1);
}

WORLD_TEST(Conservation, SumsWhatTheChecksCount) {
  FakeSight sight(host);
  sight.answer("/metrics", 200, "samples_total 9\n");
  sight.mails.add({"a@x", {"b@x"}, "Low", ""});
  sight.webhooks.add({"POST", "/", "", {}});
  Conservation law;
  law.in = {check_of("{metric: {of: monitor, name: samples_total, value: {at_least: 0}}}")};
  law.out = {check_of("{mail: {in: mail}}"), check_of("{webhook: {in: chat}}")};
  const auto sums = co_await sums_of(law, sight);
  CO_ASSERT_OK(sums);
  EXPECT_EQ(sums->in, 9);
  EXPECT_EQ(sums->out, 2);
  EXPECT_EQ(sums->dropped, 0);
  law.dropped = {check_of("{http: {of: monitor, get: /gone, status: 200}}")};
  EXPECT_THAT(co_await sums_of(law, sight), FailsWith(HasSubstr("refused")));
}

}  // namespace
}  // namespace checkride::harness

// Goal: a balancer sends this monitor its share according to what its links deliver. Method: boards made by hand.
#include "health/agent.hpp"

#include <gtest/gtest.h>

#include "checkride/test/property.hpp"

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;

const world::Instant kNow(1h);

LinkStatus good_link(const std::string& name) {
  LinkStatus link;
  link.simulator = name;
  link.state = LinkState::streaming;
  link.last_data = kNow - 1s;
  link.variables = {{"A", true, kNow - 1s, 1.0, ""}, {"B", true, kNow - 1s, 1.0, ""}, {"C", false, {}, {}, "NAME"}};
  return link;
}

HealthReport running() {
  HealthReport report;
  report.phase = Phase::running;
  return report;
}

std::map<std::string, LinkStatus> links(std::initializer_list<LinkStatus> all) {
  std::map<std::string, LinkStatus> out;
  for (const LinkStatus& link : all) out[link.simulator] = link;
  return out;
}

TEST(AgentAnswer, FollowsThePhaseAndTheLinks) {
  HealthReport report = running();
  EXPECT_EQ(agent_answer(report, links({good_link("a")}), kNow), "ready up 100%");
  EXPECT_EQ(agent_answer(report, {}, kNow), "maint");
  report.phase = Phase::starting;
  EXPECT_EQ(agent_answer(report, links({good_link("a")}), kNow), "maint");
  report.phase = Phase::stopping;
  EXPECT_EQ(agent_answer(report, links({good_link("a")}), kNow), "drain");
}

TEST(AgentAnswer, TheWeightIsTheMeanQuality) {
  LinkStatus half = good_link("half");
  half.variables[1].last_data = kNow - 31s;
  EXPECT_EQ(agent_answer(running(), links({good_link("a"), half}), kNow), "ready up 75%");
  LinkStatus gone = good_link("gone");
  gone.state = LinkState::waiting;
  EXPECT_EQ(agent_answer(running(), links({gone}), kNow), "drain");
  EXPECT_EQ(agent_answer(running(), links({good_link("a"), gone}), kNow), "ready up 50%");
}

TEST(AgentAnswer, ASimulatorThatIsIgnoredTakesNoShare) {
  LinkStatus ignored = good_link("absent");
  ignored.state = LinkState::stopped;
  ignored.ignored = true;
  EXPECT_EQ(agent_answer(running(), links({good_link("a"), ignored}), kNow), "ready up 100%");
  EXPECT_EQ(agent_answer(running(), links({ignored}), kNow), "maint") << "nothing is watched";
}

TEST(AgentAnswer, ALostLinkAloneDoesNotDrainTheOthersButALostServiceDoes) {
  LinkStatus gone = good_link("gone");
  gone.last_data = kNow - 31s;
  HealthReport report = running();
  ServiceHealth bad;
  bad.status = Status::unhealthy;
  report.services.push_back({"flight-monitor", bad, {}});
  EXPECT_EQ(agent_answer(report, links({good_link("a"), gone}), kNow), "ready up 50%");
  report.services.push_back({"data-collector", bad, {}});
  EXPECT_EQ(agent_answer(report, links({good_link("a")}), kNow), "drain");
}

TEST(LinkQuality, ErrorsTakeTheirShare) {
  LinkStatus link = good_link("a");
  for (int i = 0; i < 15; ++i) link.errors.add_sample(kNow - 1s);
  for (int i = 0; i < 5; ++i) link.errors.add_error(kNow - 1s);
  EXPECT_DOUBLE_EQ(link_quality(link, kNow), 0.75);
}

TEST(LinkQuality, WithoutCriticalVariablesAllCount) {
  LinkStatus link = good_link("a");
  for (VariableStatus& variable : link.variables) variable.critical = false;
  EXPECT_DOUBLE_EQ(link_quality(link, kNow), 2.0 / 3);
  link.variables.clear();
  EXPECT_DOUBLE_EQ(link_quality(link, kNow), 1);
}

RC_GTEST_PROP(AgentAnswer, AWeightIsNeverZeroNorAboveAHundred, (std::vector<std::uint8_t> draws)) {
  std::map<std::string, LinkStatus> all;
  for (std::size_t i = 0; i < draws.size(); ++i) {
    LinkStatus link = good_link(std::to_string(i));
    if (draws[i] & 1U) link.state = LinkState::waiting;
    if (draws[i] & 2U) link.variables[0].error = "NAME_UNRECOGNIZED";
    for (int n = 0; n < (draws[i] >> 2U); ++n) link.errors.add_error(kNow);
    all[link.simulator] = link;
  }
  const std::string answer = agent_answer(running(), all, kNow);
  RC_ASSERT(answer == "maint" || answer == "drain" || (answer.starts_with("ready up ") && answer.ends_with("%")));
  if (answer.size() < 9) return;
  const int percent = std::stoi(answer.substr(9));
  RC_ASSERT(percent >= 1 && percent <= 100);
}

}  // namespace
}  // namespace checkride::runtime

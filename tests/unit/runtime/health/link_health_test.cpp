// Goal: the health rules of the flight monitor hold at their edges. Method: a board built by hand, the moment moved.
#include "health/link_health.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr world::Instant at(world::Duration since_start) {
  return world::Instant(1us + since_start);
}

class LinkHealth : public testing::Test {
 protected:
  LinkStatus& link(const std::string& name = "sim") {
    LinkStatus& status = links_[name];
    status.simulator = name;
    return status;
  }
  // A link that streams and had its last data at that time.
  LinkStatus& streaming(world::Duration last_data, const std::string& name = "sim") {
    LinkStatus& status = link(name);
    status.state = LinkState::streaming;
    status.last_data = at(last_data);
    status.last_data_utc = world::UtcTime(1767600000s + last_data);
    return status;
  }
  ServiceHealth assess(world::Duration now) { return assess_links(links_, {at(now), at(0s)}); }

  std::map<std::string, LinkStatus> links_;
};

TEST_F(LinkHealth, NoSimulatorIsDegradedAndNotReady) {
  const ServiceHealth health = assess(1s);
  EXPECT_EQ(health.status, Status::degraded);
  EXPECT_FALSE(health.ready);
  EXPECT_THAT(health.errors, Contains(HasSubstr("no simulators")));
}

TEST_F(LinkHealth, FreshDataIsHealthyAndReady) {
  streaming(60s);
  const ServiceHealth health = assess(61s);
  EXPECT_EQ(health.status, Status::healthy);
  EXPECT_TRUE(health.ready);
  EXPECT_THAT(health.errors, IsEmpty());
}

TEST_F(LinkHealth, BeforeTheFirstDataItIsStartingUntilTheGraceIsOver) {
  link();
  EXPECT_EQ(assess(0s).status, Status::starting);
  EXPECT_EQ(assess(30s).status, Status::starting);
  EXPECT_EQ(assess(30s + 1ns).status, Status::unhealthy);
}

TEST_F(LinkHealth, DataAgeFlipsAfterThirtySecondsAndStatesIt) {
  streaming(100s);
  EXPECT_EQ(assess(129s).status, Status::healthy);
  EXPECT_EQ(assess(130s).status, Status::healthy);
  const ServiceHealth stale = assess(131s);
  EXPECT_EQ(stale.status, Status::unhealthy);
  EXPECT_THAT(stale.errors, Contains("sim: no data received for 31.0 s"));
  streaming(131s);
  EXPECT_EQ(assess(131s).status, Status::healthy);
}

TEST_F(LinkHealth, DataThatStayAwayAreToldWithTheirReason) {
  LinkStatus& status = streaming(100s);
  const auto error = [&](LinkState state) {
    status.state = state;
    return assess(131s).errors.at(0);
  };
  const std::string head = "sim: no data received for 31.0 s";
  EXPECT_EQ(error(LinkState::registering), head + ": the session is open, but brought no data");
  EXPECT_EQ(error(LinkState::opening), head + ": connected, but the simulator has not answered Open");
  EXPECT_EQ(error(LinkState::waiting), head + ": not connected");
  status.last_loss = "quit";
  EXPECT_EQ(error(LinkState::connecting), head + ": not connected since the last session ended: quit");
  status.paused = true;
  EXPECT_EQ(error(LinkState::streaming), head + ": the simulator is paused");
}

TEST_F(LinkHealth, ASimulatorThatIsIgnoredDoesNotCountButOneHasToBeWatched) {
  link("absent").ignored = true;
  streaming(100s);
  EXPECT_EQ(assess(101s).status, Status::healthy);
  links_.erase("sim");
  const ServiceHealth alone = assess(101s);
  EXPECT_EQ(alone.status, Status::degraded);
  EXPECT_FALSE(alone.ready);
  EXPECT_THAT(alone.errors, Contains(HasSubstr("on_startup_failure is ignore")));
}

TEST_F(LinkHealth, ALostLinkWithFreshDataIsDegradedAndNotReady) {
  streaming(100s).state = LinkState::waiting;
  const ServiceHealth health = assess(101s);
  EXPECT_EQ(health.status, Status::degraded);
  EXPECT_FALSE(health.ready);
  EXPECT_THAT(health.errors, Contains("sim: not connected (waiting)"));
}

TEST_F(LinkHealth, ErrorRateAboveTenPercentIsUnhealthyWithTwoDecimals) {
  LinkStatus& status = streaming(10s);
  for (int i = 0; i < 90; ++i) status.errors.add_sample(at(10s));
  for (int i = 0; i < 10; ++i) status.errors.add_error(at(10s));
  EXPECT_EQ(assess(10s).status, Status::healthy);  // exactly 10 %
  status.errors.add_error(at(10s));
  const ServiceHealth health = assess(10s);
  EXPECT_EQ(health.status, Status::unhealthy);
  EXPECT_THAT(health.errors, Contains("sim: high error rate: 10.89%"));
}

TEST_F(LinkHealth, TheErrorRateForgetsWhatIsOlderThanAMinute) {
  LinkStatus& status = streaming(10s);
  for (int i = 0; i < 20; ++i) status.errors.add_error(at(10s));
  EXPECT_EQ(assess(11s).status, Status::unhealthy);
  streaming(72s);
  EXPECT_EQ(assess(72s).status, Status::healthy);
}

TEST_F(LinkHealth, ACriticalVariableWithoutDataIsUnhealthyAnotherOnlyDegrades) {
  LinkStatus& status = streaming(100s);
  status.variables = {{"PLANE ALTITUDE", true, at(100s), 1.0, ""}, {"FUEL TOTAL QUANTITY", false, at(60s), 1.0, ""}};
  const ServiceHealth fuel_lost = assess(100s);
  EXPECT_EQ(fuel_lost.status, Status::degraded);
  EXPECT_TRUE(fuel_lost.ready);
  status.variables[0].last_data = at(60s);
  const ServiceHealth altitude_lost = assess(100s);
  EXPECT_EQ(altitude_lost.status, Status::unhealthy);
  EXPECT_FALSE(altitude_lost.ready);
  EXPECT_THAT(altitude_lost.errors, Contains("sim: critical variable PLANE ALTITUDE: no data"));
}

TEST_F(LinkHealth, ARefusedVariableIsNamedWithItsReason) {
  LinkStatus& status = streaming(100s);
  status.variables = {{"PLANE ALTITUD", true, std::nullopt, std::nullopt, "name_unrecognized"}};
  EXPECT_THAT(assess(100s).errors, Contains("sim: critical variable PLANE ALTITUD: name_unrecognized"));
}

TEST_F(LinkHealth, TheWorstOfSeveralLinksDecides) {
  streaming(100s, "a");
  link("b");
  EXPECT_EQ(assess_links(links_, {at(101s), at(100s)}).status, Status::starting);
  streaming(40s, "c");
  const ServiceHealth health = assess_links(links_, {at(101s), at(100s)});
  EXPECT_EQ(health.status, Status::unhealthy);
  EXPECT_THAT(health.errors, testing::ElementsAre(HasSubstr("c: no data")));
}

TEST_F(LinkHealth, DetailsAddUpAndUptimeIsNotTheAgeOfTheData) {
  streaming(40s, "a").samples = 5;
  streaming(50s, "b").samples = 7;
  links_["a"].exceptions = 1;
  links_["b"].undecodable = 2;
  links_["b"].link_losses = 3;
  const ServiceHealth health = assess(60s);
  std::map<std::string, Detail::Value> details;
  for (const Detail& detail : health.details) details[detail.name] = detail.value;
  EXPECT_EQ(std::get<std::int64_t>(details.at("data_count")), 12);
  EXPECT_EQ(std::get<std::int64_t>(details.at("error_count")), 6);
  EXPECT_EQ(std::get<std::string>(details.at("last_data_time")), "2026-01-05T08:00:50.000000Z");
  EXPECT_EQ(std::get<double>(details.at("data_age_seconds")), 10);
  EXPECT_EQ(std::get<double>(details.at("uptime")), 60);
}

}  // namespace
}  // namespace checkride::runtime

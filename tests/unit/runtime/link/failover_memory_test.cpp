// Goal: a restart of the monitor moves no flight from the standby that has it. Method: the file alone; then a second
// monitor on the host and the disk of the first.
#include "link/failover_memory.hpp"

#include <gmock/gmock.h>

#include "flight_rig.hpp"

namespace checkride::runtime::link {
namespace {

using namespace std::chrono_literals;
using checkride::test::IsOkWith;
using runtime::test::ServiceBench;
using test::FlightRig;
using testing::HasSubstr;

WORLD_TEST(FailoverMemory, KeepsTheLastChoice) {
  const FailoverMemory memory(host.files(), "/state", "flight");
  EXPECT_THAT(memory.recall(), IsOkWith(std::optional<FailoverChoice>()));
  FailoverChoice choice;
  choice.simulator = "two";
  CO_ASSERT_OK(memory.keep(choice));
  choice.simulator = "three";
  choice.asked_for = true;
  CO_ASSERT_OK(memory.keep(choice));
  EXPECT_THAT(memory.recall(), IsOkWith(std::optional(choice)));
  EXPECT_EQ(memory.path(), "/state/failover/flight.json");
  co_return;
}

WORLD_TEST(FailoverMemory, WhatIsNoChoiceIsToldWithItsFile) {
  const FailoverMemory memory(host.files(), "/state", "flight");
  CO_ASSERT_OK(host.files().make_directories("/state/failover"));
  for (const char* text : {"", "{", "[]", "{\"simulator\":2,\"asked_for\":true}", "{\"simulator\":\"two\"}"}) {
    CO_ASSERT_OK(host.files().write(memory.path(), text));
    const auto recalled = memory.recall();
    CO_ASSERT_TRUE(!recalled.has_value());
    EXPECT_THAT(recalled.error().message(), HasSubstr(memory.path())) << text;
  }
  co_return;
}

// The next process of the monitor.
class Restarted {
 public:
  Restarted(FlightRig& rig, Config config)
      : bench(rig.monitor_host, std::move(config)), monitor_(bench.context), rig_(rig) {
    rig.monitor_host.start("again", FlightRig::start(monitor_));
    rig.run(10s);
  }
  ~Restarted() {
    rig_.monitor_host.start("end", FlightRig::stop_monitor(monitor_, rig_.now() + 30s));
    rig_.run(2s);
  }
  Restarted(const Restarted&) = delete;
  Restarted& operator=(const Restarted&) = delete;

  ServiceBench bench;
  std::string source() const { return bench.board.links.at("flight").source; }
  LinkState state() const { return bench.board.links.at("flight").state; }

 private:
  FlightMonitor monitor_;
  FlightRig& rig_;
};

Config config_with(FailBack fail_back) {
  Config config = test::failover_config();
  config.failover.fail_back = fail_back;
  return config;
}

// "one" fails, "two" takes over, "one" is well again, and the monitor ends.
void fail_over_and_stop(FlightRig& rig) {
  rig.run(20s);
  rig.crash(0);
  rig.run(40s);
  ASSERT_EQ(rig.received.back()->source, "two");
  rig.restart(0);
  rig.stop();
}

TEST(FlightFailoverRestart, WithFailBackNeverTheStandbyKeepsTheFlight) {
  FlightRig rig(config_with(FailBack::never));
  fail_over_and_stop(rig);
  const Restarted again(rig, config_with(FailBack::never));
  EXPECT_EQ(again.source(), "two");
  EXPECT_EQ(again.state(), LinkState::streaming);
  EXPECT_TRUE(again.bench.board.failovers.at("flight").instances.at(1).active);
  EXPECT_EQ(again.bench.logged("failover_resumed"), 1U);
  EXPECT_EQ(again.bench.logged("failover_begun"), 0U);
}

TEST(FlightFailoverRestart, WithFailBackAutomaticThePrimaryHasToBeHealthyForAWhile) {
  FlightRig rig(config_with(FailBack::automatic));
  fail_over_and_stop(rig);
  const Restarted again(rig, config_with(FailBack::automatic));
  EXPECT_EQ(again.source(), "two");
  EXPECT_EQ(again.bench.logged("failover_resumed"), 1U);
  rig.run(40s);
  EXPECT_EQ(again.source(), "two") << "fail_back_after is 60s";
  rig.run(25s);
  EXPECT_EQ(again.source(), "one");
  EXPECT_EQ(again.bench.board.failovers.at("flight").last_reason, "fail_back");
}

TEST(FlightFailoverRestart, WithFailBackAutomaticADeadPrimaryCostsNothing) {
  FlightRig rig(config_with(FailBack::automatic));
  rig.run(20s);
  rig.crash(0);
  rig.run(40s);
  rig.stop();
  const Restarted again(rig, config_with(FailBack::automatic));
  EXPECT_EQ(again.source(), "two");
  EXPECT_EQ(again.state(), LinkState::streaming);
  EXPECT_EQ(again.bench.logged("failover_begun"), 0U);
}

TEST(FlightFailoverRestart, WhatAPersonAskedForHoldsUnderBothPolicies) {
  for (const FailBack policy : {FailBack::never, FailBack::automatic}) {
    FlightRig rig(config_with(policy));
    rig.run(20s);
    http::Request request;
    request.method = "POST";
    request.target = "/api/v1/simulators/flight/switch?to=three";
    request.remote.host = "127.0.0.1";
    ASSERT_EQ(rig.bench.api.route(request).status, 202);
    rig.run(5s);
    rig.stop();
    const Restarted again(rig, config_with(policy));
    EXPECT_EQ(again.source(), "three");
    rig.run(120s);
    EXPECT_EQ(again.source(), "three") << "no fail-back either";
  }
}

TEST(FlightFailoverRestart, AStandbyThatDiedMeanwhileIsReplaced) {
  FlightRig rig(config_with(FailBack::never));
  fail_over_and_stop(rig);
  rig.crash(1);
  const Restarted again(rig, config_with(FailBack::never));
  rig.run(20s);
  EXPECT_EQ(again.source(), "one");
}

TEST(FlightFailoverRestart, AStandbyThatIsNotConfiguredAnyMoreAndADamagedFileLeaveThePrimary) {
  FlightRig rig(config_with(FailBack::never));
  fail_over_and_stop(rig);
  {
    Config config = config_with(FailBack::never);
    config.failover.flights.front().standbys = {"three"};
    const Restarted again(rig, config);
    EXPECT_EQ(again.source(), "one");
  }
  EXPECT_TRUE(rig.monitor_host.files().write("state/failover/flight.json", "?"));
  const Restarted again(rig, config_with(FailBack::never));
  EXPECT_EQ(again.source(), "one");
  EXPECT_EQ(again.bench.logged("failover_choice_unknown"), 1U);
}

}  // namespace
}  // namespace checkride::runtime::link

// Goal: SIGUSR2 hands the monitor over to a new binary, only to one that is fit, and no client is refused. Method: the
// whole program on a virtual host that has a successor to offer, and the same program again as that successor.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkride/http/http.hpp"
#include "checkride/runtime/runtime.hpp"
#include "checkride/test/result_matchers.hpp"
#include "checkride/world/virtual_world.hpp"

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view kAlerts =
    "flight_monitor: {variables: [{name: PLANE ALTITUDE, units: feet}]}\n"
    "alert_manager:\n  slack: {webhook_url: \"http://127.0.0.1:1/hush\"}\n"
    "  rules: [{name: low, metric: PLANE ALTITUDE, condition: less_than, threshold: 1, actions: [slack]}]\n";

world::Task<int> fetch(world::World& world, http::Url url, int& status) {
  http::Request request;
  request.target = url.target;
  auto response = co_await http::fetch(world, std::move(url), std::move(request), 20s);
  status = response ? static_cast<int>(response->status) : -1;
  co_return 0;
}

class SuccessionTest : public testing::Test {
 protected:
  SuccessionTest() { host_.supervise({}); }
  void offer(world::SuccessorOptions successor = {}) { host_.offer_successor(std::move(successor)); }
  void start(std::string_view config = "") {
    ASSERT_THAT(host_.files().write("/c.yaml", "app: {name: test, drain_delay: 60s}\n" + std::string(config)),
                test::IsOk());
    run_monitor();
    pass(1s);
  }
  void run_monitor() {
    auto options = parse_options({"--config", "/c.yaml", "--set", "logging.level=debug"});
    ASSERT_THAT(options, test::IsOk());
    host_.start("monitor", run(host_, std::move(*options)));
  }
  void pass(world::Duration time) { (void)world_.run_until(world_.now() + time); }
  void send(world::Signal signal) { host_.send_signal(signal); }
  // A client that comes now; its answer is in the place given.
  void ask(int& status, const std::string& name, std::uint16_t port = 8080) {
    http::Url url;
    url.host = host_.address();
    url.port = port;
    url.target = port == 8080 ? "/health/live" : "/metrics";
    world::VirtualHost& client = world_.add_host(name);
    client.start(name, fetch(client, url, status));
  }
  bool said(const std::string& part) const {
    for (const std::string& line : host_.printed()) {
      if (line.find(part) != std::string::npos) return true;
    }
    return false;
  }
  const world::HandoverRecord& record() const { return host_.handover_record(); }

  world::VirtualWorld world_;
  world::VirtualHost& host_ = world_.add_host("host");
};

TEST_F(SuccessionTest, TheSuccessorTakesTheListenersAndWhoWaitsThere) {
  offer();
  start();
  send(world::Signal::user2);
  pass(100ms);  // it is asked, and nothing is accepted any more
  int health = 0;
  int metrics = 0;
  ask(health, "client");
  ask(metrics, "scraper", 9090);
  (void)world_.run_until(world_.now() + 10s, [&] { return host_.exit_code().has_value(); });
  EXPECT_EQ(host_.exit_code(), kExitStopped);
  EXPECT_TRUE(record().replaced);
  EXPECT_THAT(record().held, ElementsAre("0.0.0.0:8080", "0.0.0.0:9090"));
  EXPECT_EQ(health, 0);
  EXPECT_EQ(metrics, 0);
  run_monitor();
  pass(2s);
  EXPECT_EQ(health, 200);
  EXPECT_EQ(metrics, 200);
  EXPECT_FALSE(said("inherited_socket_not_used"));
  EXPECT_THAT(host_.notified(), Contains(AllOf(StartsWith("RELOADING=1\n"), HasSubstr("\nMONOTONIC_USEC="),
                                               HasSubstr("\nEXTEND_TIMEOUT_USEC="))));
  EXPECT_THAT(host_.notified(), Not(Contains(HasSubstr("STOPPING=1"))));
  EXPECT_THAT(host_.notified().back(), StartsWith("READY=1\n"));
}

TEST_F(SuccessionTest, ItIsAskedWhetherItAcceptsTheSameConfiguration) {
  offer();
  start();
  send(world::Signal::user2);
  pass(10s);
  EXPECT_THAT(record().tried,
              ElementsAre(ElementsAre("check-config", "--config", "/c.yaml", "--set", "logging.level=debug")));
}

TEST_F(SuccessionTest, OneThatIsNotFitChangesNothing) {
  struct Case {
    world::SuccessorOptions successor;
    std::string reason;
  };
  std::vector<Case> cases(3);
  cases[0].successor.exit_code = kExitConfig;
  cases[0].successor.says = "c.yaml:1:1: unknown key";
  cases[0].reason = "unknown key";
  cases[1].successor.takes = 1h;
  cases[1].reason = "timed out";
  cases[2].successor.unusable = make_error_code(boost::system::errc::no_such_file_or_directory);
  cases[2].reason = "No such file";
  start();
  for (const Case& one : cases) {
    offer(one.successor);
    send(world::Signal::user2);
    pass(2min);
    EXPECT_EQ(host_.exit_code(), std::nullopt);
    EXPECT_TRUE(said("handover_refused") && said(one.reason)) << one.reason;
    EXPECT_THAT(record().held, IsEmpty());
  }
  int health = 0;
  ask(health, "client");
  pass(1s);
  EXPECT_EQ(health, 200);
  EXPECT_THAT(host_.notified(), ElementsAre(StartsWith("READY=1\n")));
}

TEST_F(SuccessionTest, AProgramWithoutASuccessorGoesOn) {
  start();
  send(world::Signal::user2);
  pass(10s);
  EXPECT_EQ(host_.exit_code(), std::nullopt);
  EXPECT_TRUE(said("handover_refused"));
}

TEST_F(SuccessionTest, AStopMeanwhileIsAStop) {
  world::SuccessorOptions slow;
  slow.takes = 5s;
  offer(slow);
  start();
  send(world::Signal::user2);
  pass(1s);
  send(world::Signal::interrupt);  // while it is asked
  pass(20s);
  EXPECT_EQ(host_.exit_code(), kExitStopped);
  EXPECT_FALSE(record().replaced);
  EXPECT_THAT(record().held, IsEmpty());
}

TEST_F(SuccessionTest, AStopAfterItWasFoundFitIsAStopToo) {
  offer();
  start();
  send(world::Signal::user2);
  pass(100ms);
  EXPECT_THAT(record().held, Not(IsEmpty()));
  send(world::Signal::terminate);
  pass(20s);
  EXPECT_EQ(host_.exit_code(), kExitStopped);
  EXPECT_FALSE(record().replaced);
  EXPECT_TRUE(said("handover_given_up"));
  EXPECT_THAT(host_.notified().back(), StartsWith("STOPPING=1\n"));
  run_monitor();  // its ports are free
  pass(1s);
  EXPECT_EQ(host_.exit_code(), std::nullopt);
  EXPECT_THAT(host_.notified().back(), StartsWith("READY=1\n"));
}

TEST_F(SuccessionTest, AFreePortIsKeptByItsName) {
  offer();
  start(
      "monitoring: {address: 127.0.0.1, health_check_port: 0, agent_port: 0}\n"
      "metrics_exporter: {address: 127.0.0.1, port: 0}\n");
  send(world::Signal::user2);
  pass(10s);
  EXPECT_THAT(record().held, ElementsAre(StartsWith("health ("), StartsWith("agent ("), StartsWith("metrics (")));
  run_monitor();
  pass(1s);
  EXPECT_THAT(host_.manager().listeners_left(), IsEmpty());
  EXPECT_FALSE(said("inherited_socket_not_used"));
}

TEST_F(SuccessionTest, APortThatTheNewConfigurationDoesNotNameIsClosed) {
  offer();
  start();
  send(world::Signal::user2);
  pass(10s);
  start("metrics_exporter: {port: 9191}\n");
  EXPECT_TRUE(said("inherited_socket_not_used"));
  EXPECT_THAT(host_.network().listen({"0.0.0.0", 9090}), test::IsOk());
}

TEST_F(SuccessionTest, AHangupBeforeItRunsIsAReloadThen) {
  ASSERT_THAT(host_.files().write("/c.yaml", "app: {name: test}\n"), test::IsOk());
  send(world::Signal::hangup);
  send(world::Signal::user2);
  run_monitor();
  pass(1s);
  EXPECT_THAT(host_.notified(),
              ElementsAre(StartsWith("READY=1\n"), StartsWith("RELOADING=1\n"), StartsWith("READY=1\n")));
  EXPECT_EQ(host_.exit_code(), std::nullopt);
}

TEST_F(SuccessionTest, AHangupWhileItStopsDoesNotSayThatItIsReady) {
  start();
  send(world::Signal::terminate);
  pass(1s);
  send(world::Signal::hangup);
  pass(1s);
  EXPECT_THAT(host_.notified().back(), StartsWith("STOPPING=1\n"));
}

// ---- app.state_dir

class StateFolderTest : public SuccessionTest {
 protected:
  void start_with(const std::string& app, std::string_view rest = "") {
    ASSERT_THAT(host_.files().write("/c.yaml", "app:\n  name: test\n" + app + std::string(rest)), test::IsOk());
    run_monitor();
    pass(1s);
  }
};

TEST_F(StateFolderTest, WhatCannotBeOneIsToldWithItsPlace) {
  ASSERT_THAT(host_.files().write("/a-file", "x"), test::IsOk());
  start_with("  state_dir: /a-file\n");
  EXPECT_EQ(host_.exit_code(), kExitCannotCreate);
  EXPECT_THAT(host_.printed(),
              ElementsAre(AllOf(StartsWith("checkride-monitor: /c.yaml:3:14: app.state_dir: \"/a-file\""),
                                HasSubstr("name a folder"))));
}

// It may have room again, and somebody has to watch meanwhile.
TEST_F(StateFolderTest, AFullDiskIsToldAndEndsNothing) {
  start_with("  state_dir: /state\n", kAlerts);
  host_.send_signal(world::Signal::interrupt);
  pass(10s);
  world::DiskOptions full;
  full.capacity_bytes = 1;
  host_.set_disk(full);
  run_monitor();
  pass(1s);
  EXPECT_EQ(host_.exit_code(), std::nullopt);
  EXPECT_TRUE(said("state_dir_full"));
  EXPECT_TRUE(said("/c.yaml:3:14: app.state_dir: the disk of"));
}

TEST_F(StateFolderTest, TheDefaultIsLookedAtWhereAlertsNeedIt) {
  ASSERT_THAT(host_.files().write("/state", "x"), test::IsOk());
  start_with("", kAlerts);
  EXPECT_EQ(host_.exit_code(), kExitCannotCreate);
  EXPECT_TRUE(said("app.state_dir (the default): \"state\" cannot be used"));
}

TEST_F(StateFolderTest, WhereNothingNeedsItNobodyLooks) {
  ASSERT_THAT(host_.files().write("/state", "x"), test::IsOk());
  start_with("");
  EXPECT_EQ(host_.exit_code(), std::nullopt);
}

TEST_F(StateFolderTest, NothingIsLeftBehind) {
  start_with("  state_dir: /deep/state\n");
  EXPECT_EQ(host_.exit_code(), std::nullopt);
  EXPECT_THAT(host_.files().list("/deep/state"), test::IsOkWith(IsEmpty()));
}

}  // namespace
}  // namespace checkride::runtime

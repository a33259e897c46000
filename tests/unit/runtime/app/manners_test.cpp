// Goal: the monitor behaves as those who start, stop and watch it expect: signals, drain, service manager, health
// check, log level. Method: the whole program on a virtual host, with a manager that remembers what it is told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "app/manager_link.hpp"
#include "checkride/http/http.hpp"
#include "checkride/runtime/runtime.hpp"
#include "checkride/test/result_matchers.hpp"
#include "checkride/world/virtual_world.hpp"

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

world::Task<int> fetch(world::World& world, http::Url url, http::Request request, std::optional<http::Response>& into) {
  auto response = co_await http::fetch(world, std::move(url), std::move(request), 5s);
  if (!response) co_return 1;
  into = std::move(*response);
  co_return 0;
}

class MannersTest : public testing::Test {
 protected:
  void start(const std::string& config, const std::string& app = "") {
    ASSERT_THAT(host_.files().write("/c.yaml", "app: {name: test" + app + "}\n" + config), test::IsOk());
    host_.start("monitor", run(host_, options({})));
    pass(1s);
  }
  static Options options(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--config", "/c.yaml"});
    auto parsed = parse_options(std::move(arguments));
    EXPECT_THAT(parsed, test::IsOk());
    return *parsed;
  }
  void pass(world::Duration time) { (void)world_.run_until(world_.now() + time); }
  // From a host of its own, or from the monitor's.
  std::optional<http::Response> try_ask(http::Request request, world::VirtualHost* from = nullptr) {
    std::optional<http::Response> response;
    http::Url url;
    url.host = from == nullptr ? host_.address() : "127.0.0.1";
    url.port = 8080;
    url.target = request.target;
    asker_ += "x";
    world::VirtualHost& asking = from == nullptr ? world_.add_host(asker_) : *from;
    asking.start(asker_, fetch(asking, url, std::move(request), response));
    (void)world_.run_until(world_.now() + 6s, [&] { return response || asking.exit_code(); });
    return response;
  }
  http::Response ask(const std::string& path) {
    http::Request request;
    request.target = path;
    const auto response = try_ask(std::move(request));
    EXPECT_TRUE(response) << path << " was not answered";
    return response.value_or(http::Response{});
  }
  std::vector<std::string> printed(std::string_view part) const {
    std::vector<std::string> out;
    for (const std::string& line : host_.printed()) {
      if (line.find(part) != std::string::npos) out.push_back(line);
    }
    return out;
  }
  // Runs the command on the monitor's host; the monitor goes on.
  int command(std::vector<std::string> arguments) {
    Options parsed = options(std::move(arguments));
    host_.start("command", run(host_, std::move(parsed)));
    (void)world_.run_until(world_.now() + 20s, [&] { return host_.exit_code().has_value(); });
    return host_.exit_code().value_or(-1);
  }

  world::VirtualWorld world_;
  world::VirtualHost& host_ = world_.add_host("host");
  std::string asker_ = "ask";
};

TEST_F(MannersTest, AfterSigtermItIsNotReadyButServesForTheDrainDelay) {
  start("");
  const world::Instant asked = world_.now();
  host_.send_signal(world::Signal::terminate);
  pass(1s);
  const http::Response ready = ask("/health/ready");
  EXPECT_EQ(ready.status, 503);
  EXPECT_THAT(ready.body, HasSubstr("the monitor is stopping"));
  EXPECT_EQ(ready.headers.find("Retry-After"), "5");
  EXPECT_EQ(ready.headers.find("Connection"), "close") << "a client that keeps it would lose a request at the end";
  EXPECT_EQ(ask("/health/live").status, 200);
  (void)world_.run_until(asked + 60s, [&] { return host_.exit_code().has_value(); });
  EXPECT_EQ(host_.exit_code(), kExitStopped);
  EXPECT_GE(world_.now() - asked, 5s);
  EXPECT_LT(world_.now() - asked, 6s);
}

TEST_F(MannersTest, APersonAtATerminalDoesNotWait) {
  start("");
  const world::Instant asked = world_.now();
  host_.send_signal(world::Signal::interrupt);
  (void)world_.run_until(asked + 60s, [&] { return host_.exit_code().has_value(); });
  EXPECT_EQ(host_.exit_code(), kExitStopped);
  EXPECT_LT(world_.now() - asked, 1s);
}

TEST_F(MannersTest, ASecondSignalWhileDrainingEndsItAtOnce) {
  start("", ", drain_delay: 60s");
  host_.send_signal(world::Signal::terminate);
  pass(1s);
  EXPECT_EQ(host_.exit_code(), std::nullopt);
  host_.send_signal(world::Signal::interrupt);
  pass(10ms);
  EXPECT_EQ(host_.exit_code(), kExitInterruptedTwice);
}

TEST_F(MannersTest, ARequestThatHasBegunIsAnsweredAtTheEnd) {
  start("", ", drain_delay: 0s");
  world::VirtualHost& client = world_.add_host("client");
  struct Slow {
    static world::Task<int> run(world::World& world, std::string host, std::string& answer) {
      world::Endpoint to;
      to.host = host;
      to.port = 8080;
      auto stream = co_await world.network().connect(to);
      if (!stream) co_return 1;
      const std::string half = "GET /health/live HTTP/1.1\r\n";
      (void)co_await world::write_all(*stream, half);
      co_await world.clock().sleep_for(2s);
      const std::string rest = "Host: x\r\n\r\n";
      (void)co_await world::write_all(*stream, rest);
      std::array<std::byte, 2048> part;
      const auto count = co_await world::read_some(*stream, part);
      if (!count) co_return 2;
      answer.assign(reinterpret_cast<const char*>(part.data()), *count);
      co_return 0;
    }
  };
  std::string answer;
  client.start("slow", Slow::run(client, host_.address(), answer));
  pass(1s);
  host_.send_signal(world::Signal::terminate);
  pass(10s);
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
  EXPECT_EQ(host_.exit_code(), kExitStopped);
}

TEST_F(MannersTest, SigquitPrintsTheStateAndEndsAtOnce) {
  start(
      "flight_monitor: {variables: [{name: PLANE ALTITUDE, units: feet}]}\n"
      "alert_manager:\n  slack: {webhook_url: \"http://127.0.0.1:1/hush\"}\n"
      "  rules: [{name: low, metric: PLANE ALTITUDE, condition: less_than, threshold: 1, actions: [slack]}]\n");
  host_.send_signal(world::Signal::quit);
  pass(10ms);
  EXPECT_EQ(host_.exit_code(), kExitQuit);
  for (const char* what : {"health", "simulators", "alerts", "process"}) {
    const auto lines = printed("state: " + std::string(what) + " {");
    ASSERT_THAT(lines, SizeIs(1)) << what;
    EXPECT_NO_THROW((void)boost::json::parse(lines.front().substr(lines.front().find('{'))));
  }
  EXPECT_THAT(host_.printed(), Each(Not(HasSubstr("hush"))));
}

TEST_F(MannersTest, Sigusr1AndSighupOpenTheLogAnew) {
  start("logging: {output: file, file_path: /log/app.log}\n");
  for (const world::Signal signal : {world::Signal::user1, world::Signal::hangup}) {
    ASSERT_THAT(host_.files().rename("/log/app.log", "/log/old.log"), test::IsOk());
    host_.send_signal(signal);
    pass(1s);
    EXPECT_THAT(host_.files().read("/log/app.log"), test::IsOkWith(HasSubstr("log_reopened")));
  }
  EXPECT_EQ(host_.exit_code(), std::nullopt);
}

TEST_F(MannersTest, TheManagerHearsOfEveryPhase) {
  host_.supervise({});
  start("");
  EXPECT_THAT(host_.notified(), ElementsAre("READY=1\nSTATUS=running, no simulators are configured"));
  host_.send_signal(world::Signal::hangup);
  pass(1s);
  ASSERT_THAT(host_.notified(), SizeIs(3));
  EXPECT_THAT(host_.notified()[1], StartsWith("RELOADING=1\nSTATUS=reloading\nMONOTONIC_USEC="));
  EXPECT_THAT(host_.notified()[2], StartsWith("READY=1\n"));
  host_.send_signal(world::Signal::terminate);
  pass(20s);
  EXPECT_EQ(host_.notified().back(), "STOPPING=1\nSTATUS=stopping\nEXTEND_TIMEOUT_USEC=40000000");
  EXPECT_EQ(host_.exit_code(), kExitStopped);
}

TEST_F(MannersTest, AStartThatFailsIsNeverReady) {
  host_.supervise({});
  auto taken = host_.network().listen({"0.0.0.0", 9090});
  start("");
  EXPECT_EQ(host_.exit_code(), kExitUnavailable);
  EXPECT_THAT(host_.notified(), Each(Not(HasSubstr("READY=1"))));
}

TEST_F(MannersTest, TheWatchdogHearsTheEventLoopAndNothingOfAFrozenOne) {
  world::ManagerOptions options;
  options.watchdog = 4s;
  host_.supervise(options);
  start("");
  const auto beats = [this] {
    return std::count(host_.notified().begin(), host_.notified().end(), std::string("WATCHDOG=1"));
  };
  pass(20s);
  EXPECT_EQ(beats(), 11);
  host_.freeze();
  pass(60s);
  EXPECT_EQ(beats(), 11);
}

TEST_F(MannersTest, WithoutAManagerNobodyIsTold) {
  start("");
  pass(60s);
  EXPECT_THAT(host_.notified(), SizeIs(0));
}

TEST_F(MannersTest, SocketsOfTheManagerAreServedByNameThenByPortAndTheRestIsTold) {
  world::ManagerOptions options;
  options.listeners = {{"other", {"0.0.0.0", 7777}}, {"health", {"127.0.0.1", 6001}}, {"unnamed", {"0.0.0.0", 9090}}};
  host_.supervise(options);
  start("");
  EXPECT_THAT(host_.printed(), Contains("listening on 127.0.0.1:6001 (health)"));
  EXPECT_THAT(host_.printed(), Contains("listening on 0.0.0.0:9090 (metrics)"));
  EXPECT_THAT(printed("inherited_socket_not_used"), ElementsAre(HasSubstr("other (0.0.0.0:7777)")));
}

TEST(ManagerStatus, CountsWhatAnOperatorAsksFirst) {
  Board board;
  board.links["a"].state = LinkState::streaming;
  board.links["b"].state = LinkState::waiting;
  EXPECT_EQ(manager_status(board, 2), "running, 1 of 2 simulators connected");
  board.alerts[{"low", "a"}].state = alerts::AlertState::firing;
  EXPECT_EQ(manager_status(board, 2), "running, 1 of 2 simulators connected, 1 alert fires");
}

TEST_F(MannersTest, HealthcheckFollowsTheConfigurationAndExitsZeroOrOne) {
  const std::string config = "monitoring: {health_check_port: 7001}\n";
  start(config);
  EXPECT_EQ(command({"healthcheck", "--live"}), 0);
  EXPECT_EQ(command({"healthcheck"}), 0);
  EXPECT_EQ(command({"healthcheck", "--ready"}), kExitUnhealthy);  // no simulators
  EXPECT_EQ(command({"healthcheck", "--live", "--ready"}), kExitUsage);
  EXPECT_THAT(printed("/health/ready: 503"), SizeIs(1));
}

TEST_F(MannersTest, HealthcheckOfNobodyIsUnhealthyAndSaysWhy) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", "127.0.0.1:8080"},
      {"monitoring: {enabled: false}\n", "monitoring.enabled is false"},
      {"monitoring: {health_check_port: 0}\n", "monitoring.health_check_port is 0"},
      {"nonsense: 1\n", "unknown key \"nonsense\""}};
  for (const auto& [config, reason] : cases) {
    ASSERT_THAT(host_.files().write("/c.yaml", "app: {name: test}\n" + config), test::IsOk());
    EXPECT_EQ(command({"healthcheck"}), kExitUnhealthy) << config;
    EXPECT_THAT(printed(reason), SizeIs(1)) << config;
  }
}

TEST_F(MannersTest, TheLogLevelIsChangedFromThisMachineOnly) {
  start("");
  http::Request put;
  put.method = "PUT";
  put.target = "/api/v1/log-level";
  put.body = R"({"level":"error"})";
  put.headers.set("Content-Type", "application/json");
  const auto refused = try_ask(put);
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 403);
  EXPECT_THAT(refused->body, HasSubstr("\"request_id\":\""));
  EXPECT_EQ(ask("/api/v1/log-level").body, R"({"level":"info"})");
  // A proxy on this machine speaks for somebody who may be anywhere, and so does a page in a browser.
  for (const char* relayed : {"X-Forwarded-For", "Forwarded", "Via", "Origin"}) {
    http::Request other = put;
    other.headers.set(relayed, "x");
    const auto answer = try_ask(std::move(other), &host_);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 403) << relayed;
  }
  const auto own = try_ask(put, &host_);
  ASSERT_TRUE(own);
  EXPECT_EQ(own->status, 200);
  EXPECT_EQ(own->body, R"({"level":"error"})");
  EXPECT_THAT(printed("log_level_changed"), ElementsAre(HasSubstr(R"("from":"info","to":"error")")));
}

TEST_F(MannersTest, EveryAnswerHasARequestIdAndEveryErrorDocumentNamesIt) {
  start("");
  http::Request request;
  request.target = "/nowhere";
  request.headers.set("X-Request-Id", "mine-1");
  const auto answer = try_ask(request);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 404);
  EXPECT_EQ(answer->headers.find("X-Request-Id"), "mine-1");
  EXPECT_EQ(boost::json::parse(answer->body).at("error").at("request_id").as_string(), "mine-1");
  EXPECT_EQ(ask("/health/live").headers.find("X-Request-Id")->size(), 32U);
}

TEST_F(MannersTest, TheAccessLogIsOffUnlessAskedForAndThenHoldsEveryRequest) {
  start("");
  (void)ask("/health/live");
  EXPECT_THAT(printed("http_request"), SizeIs(0));
}

TEST_F(MannersTest, TheAccessLogMayHaveAFileOfItsOwn) {
  start("logging: {access_log: {enabled: true, file_path: /log/access.log}}\n");
  for (int i = 0; i < 5; ++i) (void)ask("/health/live");
  (void)ask("/nowhere");
  EXPECT_THAT(printed("http_request"), SizeIs(0));
  const std::string text = host_.files().read("/log/access.log").value();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 6);
  EXPECT_THAT(text, AllOf(HasSubstr(R"("route":"/health/live")"), HasSubstr(R"("status_code":404)")));
}

TEST_F(MannersTest, LogLinesOnStandardOutputAreAllOfTheLogsFormat) {
  start("logging: {format: json}\n");
  std::vector<std::string> others;
  for (const std::string& line : host_.printed()) {
    if (!line.starts_with("{")) others.push_back(line);
  }
  // Those went to standard error; the real program's test looks at the two streams.
  EXPECT_THAT(others, Each(StartsWith("listening on ")));
}

TEST_F(MannersTest, TheAccessLogHoldsEveryRequestThoughTheyAreAlike) {
  start("logging: {access_log: {enabled: true}}\n");
  for (int i = 0; i < 6; ++i) {
    http::Request request;
    request.target = "/health/live";
    request.headers.set("X-Request-Id", "same");
    (void)try_ask(std::move(request), &host_);
  }
  EXPECT_THAT(printed("http_request"), SizeIs(6));
}

TEST_F(MannersTest, WhatTheLogSuppressesIsToldWhenItsWindowEndsThoughNothingElseHappens) {
  start("");
  for (int i = 0; i < 7; ++i) host_.send_signal(world::Signal::user1);
  pass(1s);
  EXPECT_THAT(printed("log_reopened"), SizeIs(3));
  pass(10s);
  EXPECT_THAT(printed("log_reopened"), Contains(HasSubstr(R"("suppressed":4,"within":10)")));
}

}  // namespace
}  // namespace checkride::runtime

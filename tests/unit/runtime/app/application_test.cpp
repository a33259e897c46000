// Goal: the whole program, from its command line to its exit code, as an operator meets it. Method: a host of a virtual
// world runs it; a second program on that host asks over HTTP.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <boost/json.hpp>

#include "checkride/http/http.hpp"
#include "checkride/program/build_facts.hpp"
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
using testing::Not;

constexpr const char* kFlightMonitor =
    "flight_monitor:\n  variables: [{name: PLANE ALTITUDE, units: feet, critical: true}]\n";

// One request from the host to itself; its outcome is kept for the test.
world::Task<int> fetch(world::World& world, http::Url url, http::Request request, std::optional<http::Response>& into) {
  request.target = url.target;
  auto response = co_await http::fetch(world, std::move(url), std::move(request), 5s);
  if (!response) co_return 1;
  into = std::move(*response);
  co_return 0;
}

class ApplicationTest : public testing::Test {
 protected:
  void start(const std::string& config, std::vector<std::string> arguments = {}) {
    ASSERT_FALSE(
        host_.files().write("/c.yaml", "app: {name: test, version: 9.9.9, environment: lab}\n" + config).has_error());
    arguments.insert(arguments.end(), {"--config", "/c.yaml"});
    auto options = parse_options(std::move(arguments));
    ASSERT_THAT(options, test::IsOk());
    host_.start("monitor", run(host_, std::move(*options)));
    pass(1s);
  }
  void pass(world::Duration time) { (void)world_.run_until(world_.now() + time); }

  http::Response ask(std::uint16_t port, const std::string& path, const std::string& method = "GET",
                     const std::string& accept = "") {
    std::optional<http::Response> response;
    http::Request request;
    request.method = method;
    if (!accept.empty()) request.headers.set("Accept", accept);
    http::Url url;
    url.host = "127.0.0.1";
    url.port = port;
    url.target = path;
    asker_ += "x";
    host_.start(asker_, fetch(host_, url, std::move(request), response));
    (void)world_.run_until(world_.now() + 10s, [&] { return response.has_value(); });
    EXPECT_TRUE(response) << path << " was not answered";
    return response.value_or(http::Response{0, {}, ""});
  }
  boost::json::value ask_json(std::uint16_t port, const std::string& path) {
    const http::Response response = ask(port, path);
    EXPECT_EQ(response.headers.find("Content-Type").value_or("").substr(0, 16), "application/json");
    return boost::json::parse(response.body);
  }
  // Sends the signal and waits for the end.
  std::optional<int> stop(world::Signal signal = world::Signal::terminate) {
    host_.send_signal(signal);
    pass(60s);
    return host_.exit_code();
  }
  // The services of the printed events of that name, in order.
  std::vector<std::string> services_of(const std::string& event) const {
    std::vector<std::string> out;
    for (const std::string& line : host_.printed()) {
      if (line.find("\"msg\":\"" + event + "\"") == std::string::npos) continue;
      const boost::json::value parsed = boost::json::parse(line);
      out.emplace_back(parsed.at("service").as_string());
    }
    return out;
  }

  world::VirtualWorld world_;
  world::VirtualHost& host_ = world_.add_host("host");
  std::string asker_ = "ask";
};

TEST_F(ApplicationTest, SaysWhereItListens) {
  start("");
  EXPECT_THAT(host_.printed(), Contains("listening on 0.0.0.0:8080 (health)"));
  EXPECT_THAT(host_.printed(), Contains("listening on 0.0.0.0:9090 (metrics)"));
}

TEST_F(ApplicationTest, OnePortForBothIsOneLine) {
  start("monitoring: {health_check_port: 7000}\nmetrics_exporter: {port: 7000}\n");
  EXPECT_THAT(host_.printed(), Contains("listening on 0.0.0.0:7000 (health, metrics)"));
  EXPECT_EQ(ask(7000, "/health/live").status, 200);
  EXPECT_EQ(ask(7000, "/metrics").status, 200);
}

TEST_F(ApplicationTest, AskedForProtectionItListensOnLoopbackOnly) {
  start("security: {rate_limiting: {enabled: true}}\n");
  EXPECT_THAT(host_.printed(), Contains("listening on 127.0.0.1:8080 (health)"));
  EXPECT_THAT(host_.printed(), Contains("listening on 127.0.0.1:9090 (metrics)"));
  EXPECT_THAT(host_.printed(),
              Contains(AllOf(HasSubstr("\"level\":\"warn\""), HasSubstr("security.rate_limiting.enabled"))));
}

TEST_F(ApplicationTest, WithoutSimulatorsItLivesAndIsNotReady) {
  start(kFlightMonitor);
  EXPECT_EQ(ask(8080, "/health/live").status, 200);
  EXPECT_EQ(ask(8080, "/health").status, 200);
  EXPECT_EQ(ask_json(8080, "/health").at("status").as_string(), "degraded");
  const http::Response ready = ask(8080, "/health/ready");
  EXPECT_EQ(ready.status, 503);
  EXPECT_THAT(ready.body, AllOf(HasSubstr("\"not_ready\""), HasSubstr("no simulators are configured")));
  EXPECT_THAT(host_.printed(),
              Contains(AllOf(HasSubstr("\"msg\":\"no_simulators\""), HasSubstr("\"level\":\"warn\""))));
  EXPECT_EQ(std::count_if(host_.printed().begin(), host_.printed().end(),
                          [](const std::string& line) { return line.find("\"warn\"") != std::string::npos; }),
            1);
}

// As an operator meets it who starts with the least that is valid: only the application's name.
TEST_F(ApplicationTest, WithoutSimulatorsAndFlightMonitorItWarnsOnceAndIsNotReady) {
  start("");
  EXPECT_EQ(ask(8080, "/health/live").status, 200);
  EXPECT_EQ(ask_json(8080, "/health").at("status").as_string(), "degraded");
  const http::Response ready = ask(8080, "/health/ready");
  EXPECT_EQ(ready.status, 503);
  EXPECT_THAT(ready.body, AllOf(HasSubstr("\"not_ready\""), HasSubstr("no simulators are configured")));
  pass(5min);
  EXPECT_EQ(std::count_if(host_.printed().begin(), host_.printed().end(),
                          [](const std::string& line) { return line.find("\"warn\"") != std::string::npos; }),
            1);
  EXPECT_THAT(host_.printed(), Contains(AllOf(HasSubstr("\"msg\":\"no_simulators\""), HasSubstr("flight_monitor"))));
}

TEST_F(ApplicationTest, AnAbsentSimulatorIsStartingThenUnhealthyAndNeverKillsIt) {
  start(std::string(kFlightMonitor) + "simulators: [{name: sim, address: \"127.0.0.1:5111\"}]\n");
  EXPECT_EQ(ask(8080, "/health").status, 503);
  EXPECT_EQ(ask_json(8080, "/health").at("status").as_string(), "starting");
  pass(60s);
  EXPECT_EQ(ask_json(8080, "/health").at("status").as_string(), "unhealthy");
  EXPECT_EQ(ask(8080, "/health/live").status, 200);
  EXPECT_EQ(ask_json(8080, "/api/v1/simulators").at("simulators").at(0).at("name").as_string(), "sim");
  EXPECT_EQ(stop(), kExitStopped);
}

TEST_F(ApplicationTest, HealthDocumentHoldsVersionTimestampAndUptime) {
  start("");
  const auto before = world_.utc_now();
  const boost::json::value health = ask_json(8080, "/health");
  EXPECT_EQ(health.at("version").as_string(), program::kBuildFacts.version);
  const auto timestamp = world::parse_rfc3339(std::string(health.at("timestamp").as_string()));
  ASSERT_TRUE(timestamp);
  EXPECT_GE(*timestamp, before - 1us);
  EXPECT_LT(*timestamp, before + 1s);
  EXPECT_NEAR(health.at("uptime_seconds").to_number<double>(), 1.0, 0.1);
}

TEST_F(ApplicationTest, DetailNamesTheDeploymentAndTheEnabledServicesOnly) {
  start(kFlightMonitor);
  const boost::json::value detail = ask_json(8080, "/health/detail");
  EXPECT_EQ(detail.at("app").at("name").as_string(), "test");
  EXPECT_EQ(detail.at("app").at("version").as_string(), "9.9.9");
  std::vector<std::string> names;
  for (const auto& service : detail.at("services").as_object()) names.emplace_back(service.key());
  EXPECT_THAT(names, ElementsAre("flight-monitor", "metrics-exporter"));
  const auto& monitor = detail.at("services").at("flight-monitor");
  EXPECT_TRUE(monitor.at("details").as_object().contains("data_count"));
  EXPECT_NEAR(monitor.at("details").at("uptime").to_number<double>(), 1.0, 0.1);
}

TEST_F(ApplicationTest, RoutesAnswerAsHttpSays) {
  start("");
  EXPECT_EQ(ask(8080, "/healthX").status, 404);
  EXPECT_EQ(ask(8080, "/metrics").status, 404);
  EXPECT_EQ(ask(9090, "/health").status, 404);
  const http::Response post = ask(8080, "/health", "POST");
  EXPECT_EQ(post.status, 405);
  EXPECT_THAT(std::string(post.headers.find("Allow").value_or("")), HasSubstr("GET"));
  const http::Response head = ask(9090, "/metrics", "HEAD");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.body, "");
  EXPECT_EQ(ask(8080, "/readyz").status, ask(8080, "/health/ready").status);
}

TEST_F(ApplicationTest, MetricsPageHoldsProgramAndServiceSeries) {
  start(std::string(kFlightMonitor) + "simulators: [{name: sim, address: \"127.0.0.1:5111\"}]\n");
  pass(9s);
  const http::Response page = ask(9090, "/metrics");
  EXPECT_EQ(page.headers.find("Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
  for (const char* part :
       {"checkride_build_info{version=", "checkride_app_info{app=\"test\",version=\"9.9.9\",environment=\"lab\"} 1\n",
        "process_cpu_seconds_total ", "process_resident_memory_bytes ", "process_start_time_seconds ",
        "simconnect_active_connections 0\n", "simconnect_simulator_up{simulator=\"sim\"} 0\n",
        "simconnect_flight_data_received_total{simulator=\"sim\"} 0\n", "simconnect_messages_per_second 0\n",
        "simconnect_memory_usage_bytes ", "simconnect_cpu_usage_percent ",
        "simconnect_message_processing_duration_seconds_bucket{le=\"0.005\"} 0\n",
        "simconnect_message_processing_duration_seconds_bucket{le=\"10\"} 0\n",
        "simconnect_service_uptime_seconds{service=\"flight-monitor\"} 10", "simconnect_errors_total"}) {
    EXPECT_THAT(page.body, HasSubstr(part));
  }
}

TEST_F(ApplicationTest, EveryPathOfOtherProductsHasItsDocument) {
  start("");
  for (const char* path : {"/health/live", "/livez", "/-/healthy"}) {
    EXPECT_EQ(ask_json(8080, path).at("status").as_string(), "alive") << path;
  }
  for (const char* path : {"/health/ready", "/readyz", "/-/ready"}) {
    EXPECT_EQ(ask_json(8080, path).at("status").as_string(), "not_ready") << path;
  }
  for (const char* path : {"/health", "/healthz", "/api/health"}) {
    EXPECT_TRUE(ask_json(8080, path).at("checks").is_array()) << path;
  }
  for (const char* path : {"/health/detail", "/health/detailed"}) {
    EXPECT_EQ(ask_json(8080, path).at("system").at("memory_percent").to_number<double>(), 25) << path;
  }
}

TEST_F(ApplicationTest, TheRootOfEachListenerLinksWhatItServes) {
  start("");
  const http::Response health = ask(8080, "/");
  EXPECT_EQ(health.headers.find("Content-Type"), "text/html; charset=utf-8");
  EXPECT_THAT(health.body, AllOf(HasSubstr("href=\"/health/detail\""), HasSubstr("href=\"/api/metrics\"")));
  EXPECT_THAT(ask(9090, "/").body, HasSubstr("href=\"/metrics\""));
}

TEST_F(ApplicationTest, RequestsAreCountedByRouteAndNeverByPath) {
  start("");
  (void)ask(8080, "/health");
  (void)ask(8080, "/made/up/by/anybody");
  (void)ask(8080, "/health", "DELETE");
  const std::string page = ask(9090, "/metrics").body;
  EXPECT_THAT(page, HasSubstr("http_requests_total{method=\"GET\",route=\"/health\",status=\"200\"} 1\n"));
  EXPECT_THAT(page, HasSubstr("http_requests_total{method=\"GET\",route=\"none\",status=\"404\"} 1\n"));
  EXPECT_THAT(page, HasSubstr("http_requests_total{method=\"DELETE\",route=\"none\",status=\"405\"} 1\n"));
  EXPECT_THAT(page, Not(HasSubstr("made")));
}

TEST_F(ApplicationTest, TheAliasOfTheMetricsIsTheSamePageInTheSameForms) {
  start("");
  (void)ask(8080, "/health");
  for (const auto& [port, path] : {std::pair<std::uint16_t, const char*>(8080, "/api/metrics"),
                                   std::pair<std::uint16_t, const char*>(9090, "/metrics")}) {
    const http::Response text = ask(port, path);
    EXPECT_EQ(text.headers.find("Content-Type"), "text/plain; version=0.0.4; charset=utf-8") << path;
    EXPECT_THAT(text.body, HasSubstr("# TYPE http_requests_total counter\n")) << path;
    const http::Response open = ask(port, path, "GET", "application/openmetrics-text");
    EXPECT_EQ(open.headers.find("Content-Type"), "application/openmetrics-text; version=1.0.0; charset=utf-8") << path;
    const http::Response json = ask(port, path, "GET", "application/json");
    EXPECT_EQ(json.headers.find("Content-Type"), "application/json; charset=utf-8") << path;
    const auto document = boost::json::parse(json.body);
    EXPECT_EQ(document.at("metrics").at("http_requests_total").at("type").as_string(), "counter") << path;
    for (const char* key : {"loadLatency", "cacheHitRate", "cacheMemoryUsage", "circuitBreakers"}) {
      EXPECT_TRUE(document.as_object().contains(key)) << path << " " << key;
    }
    EXPECT_GE(document.at("loadLatency").at("count").to_number<int>(), 2) << path;
  }
}

TEST_F(ApplicationTest, TheSeriesOfASimulatorThatWentGoAndItsDownStays) {
  start(std::string(kFlightMonitor) +
        "metrics_exporter: {stale_after: 60s}\nsimulators: [{name: sim, address: \"127.0.0.1:5111\"}]\n");
  EXPECT_THAT(ask(9090, "/metrics").body, HasSubstr("simconnect_messages_total{simulator=\"sim\"} 0\n"));
  pass(60s);
  const std::string page = ask(9090, "/metrics").body;
  EXPECT_THAT(page, Not(HasSubstr("simconnect_messages_total{")));
  EXPECT_THAT(page, HasSubstr("simconnect_simulator_up{simulator=\"sim\"} 0\n"));
  EXPECT_THAT(page, HasSubstr("simconnect_errors_total"));
}

world::Task<int> ask_agent(world::World& world, std::string& into) {
  const world::Endpoint agent{"127.0.0.1", 7777};
  auto stream = co_await world.network().connect(agent);
  if (!stream) co_return 1;
  std::array<std::byte, 64> bytes{};
  for (;;) {
    const auto count = co_await world::read_some(*stream, bytes);
    if (!count) co_return 0;
    into.append(reinterpret_cast<const char*>(bytes.data()), *count);
  }
}

TEST_F(ApplicationTest, TheAgentPortAnswersABalancerInOneLine) {
  start(std::string(kFlightMonitor) +
        "monitoring: {agent_port: 7777}\nsimulators: [{name: sim, address: \"127.0.0.1:5111\"}]\n");
  EXPECT_THAT(host_.printed(), Contains("listening on 0.0.0.0:7777 (agent)"));
  std::string answer;
  host_.start("balancer", ask_agent(host_, answer));
  pass(1s);
  EXPECT_EQ(answer, "drain\n");  // its only simulator is not there
  EXPECT_EQ(stop(), kExitStopped);
}

TEST_F(ApplicationTest, ABusyAgentPortIsToldByItsKey) {
  auto taken = host_.network().listen({"0.0.0.0", 7777});
  ASSERT_THAT(taken, test::IsOk());
  start("monitoring: {agent_port: 7777}\n");
  EXPECT_EQ(host_.exit_code(), kExitUnavailable);
  EXPECT_THAT(host_.printed(), Contains(HasSubstr("monitoring.agent_port: 0.0.0.0:7777 is in use")));
  EXPECT_THAT(host_.network().listen({"0.0.0.0", 8080}), test::IsOk());
}

// A program that was stopped for long and goes on is alive, whatever its clock says it has missed.
TEST_F(ApplicationTest, AFrozenMonitorIsAliveAgainWhenItThaws) {
  start("");
  host_.freeze();
  pass(10min);
  host_.thaw();
  EXPECT_EQ(ask(8080, "/health/live").status, 200);
  pass(5s);
  EXPECT_EQ(ask(8080, "/health/live").status, 200);
}

TEST_F(ApplicationTest, TheServicesStartInTheGuidesOrderAndStopInReverse) {
  start(std::string(kFlightMonitor) +
        "data_collector: {output_path: /data}\n"
        "alert_manager:\n  slack: {webhook_url: \"http://127.0.0.1:1/\"}\n"
        "  rules: [{name: low, metric: altitude, condition: less_than, threshold: 1, actions: [slack]}]\n");
  EXPECT_EQ(stop(), kExitStopped);
  const std::vector<std::string> order = {"monitoring",     "health-check",  "flight-monitor",
                                          "data-collector", "alert-manager", "metrics-exporter"};
  EXPECT_EQ(services_of("service_started"), order);
  EXPECT_EQ(services_of("service_stopped"), std::vector<std::string>(order.rbegin(), order.rend()));
}

TEST_F(ApplicationTest, EitherSignalStopsInOrderAndIsLogged) {
  start("");
  EXPECT_EQ(stop(world::Signal::interrupt), kExitStopped);
  EXPECT_THAT(host_.printed(), Contains(AllOf(HasSubstr("\"signal_received\""), HasSubstr("SIGINT"))));
  EXPECT_THAT(host_.printed(), Contains(HasSubstr("\"msg\":\"stopped\"")));
}

TEST_F(ApplicationTest, ASecondSignalEndsItAtOnce) {
  start("");
  host_.send_signal(world::Signal::terminate);
  EXPECT_EQ(stop(world::Signal::terminate), kExitTerminatedTwice);
}

TEST_F(ApplicationTest, ABusyMetricsPortEndsTheStartAndNamesTheService) {
  auto taken = host_.network().listen({"0.0.0.0", 9090});
  ASSERT_THAT(taken, test::IsOk());
  start("");
  EXPECT_EQ(host_.exit_code(), kExitUnavailable);
  EXPECT_THAT(host_.printed(), Contains("checkride-monitor: starting metrics-exporter: metrics_exporter.port: "
                                        "0.0.0.0:9090 is in use: choose another port, or 0 for any free one"));
  EXPECT_THAT(services_of("service_stopped"), ElementsAre("health-check", "monitoring"));
  EXPECT_THAT(host_.network().listen({"0.0.0.0", 8080}), test::IsOk());
}

TEST_F(ApplicationTest, ABusyHealthPortIsToldByItsKey) {
  auto taken = host_.network().listen({"0.0.0.0", 8081});
  ASSERT_THAT(taken, test::IsOk());
  start("monitoring: {health_check_port: 8081}\n");
  EXPECT_EQ(host_.exit_code(), kExitUnavailable);
  EXPECT_THAT(host_.printed(), Contains("checkride-monitor: starting health-check: monitoring.health_check_port: "
                                        "0.0.0.0:8081 is in use: choose another port, or 0 for any free one"));
}

TEST_F(ApplicationTest, AnAddressThatCannotBeResolvedIsToldByItsKey) {
  start("monitoring: {address: example.invalid}\n");
  EXPECT_EQ(host_.exit_code(), kExitUnavailable);
  EXPECT_THAT(host_.printed(), Contains(HasSubstr("monitoring.address: cannot resolve \"example.invalid\"")));
}

TEST_F(ApplicationTest, AnInvalidConfigurationExitsWithItsCodeBeforeAnythingListens) {
  start("loging: {}\nmonitoring: {check_interval: 3}\n");
  EXPECT_EQ(host_.exit_code(), kExitConfig);
  EXPECT_THAT(host_.printed(), Contains(HasSubstr("/c.yaml:2:1: unknown key \"loging\"")));
  EXPECT_THAT(host_.printed(), Contains(HasSubstr("/c.yaml:3:")));
  EXPECT_THAT(host_.printed(), Not(Contains(HasSubstr("listening"))));
}

TEST_F(ApplicationTest, CheckConfigTellsNoticesAndRunsNothing) {
  start("security: {tls_enabled: true}\n", {"check-config"});
  EXPECT_EQ(host_.exit_code(), 0);
  EXPECT_THAT(host_.printed(), Contains(HasSubstr("security.tls_enabled")));
  EXPECT_THAT(host_.printed(), Contains("the configuration is valid"));
  EXPECT_THAT(host_.printed(), Not(Contains(HasSubstr("listening"))));
}

TEST_F(ApplicationTest, HelpAndVersionNeedNoConfiguration) {
  for (const char* argument : {"--help", "--version"}) {
    auto options = parse_options({argument});
    ASSERT_THAT(options, test::IsOk());
    world::VirtualHost& host = world_.add_host(argument);
    host.start("monitor", run(host, std::move(*options)));
    pass(1s);
    EXPECT_EQ(host.exit_code(), 0);
    EXPECT_THAT(host.printed(), Contains(HasSubstr("checkride-monitor")));
  }
}

TEST_F(ApplicationTest, TheLevelOnTheCommandLineIsStrongest) {
  start("logging: {level: info}\n", {"--log-level", "error"});
  EXPECT_THAT(host_.printed(), Not(Contains(HasSubstr("\"level\":\"info\""))));
}

TEST_F(ApplicationTest, LoggingToAFileLeavesStandardOutputToTheListeners) {
  start("logging: {output: file, file_path: /var/log/x/app.log}\n");
  EXPECT_THAT(host_.printed(),
              ElementsAre("listening on 0.0.0.0:8080 (health)", "listening on 0.0.0.0:9090 (metrics)"));
  EXPECT_THAT(host_.files().read("/var/log/x/app.log"), test::IsOkWith(HasSubstr("\"msg\":\"started\"")));
}

TEST_F(ApplicationTest, APartThatIsOffOpensNoPort) {
  start("monitoring: {enabled: false}\n");
  EXPECT_THAT(host_.printed(), Not(Contains(HasSubstr("(health)"))));
  EXPECT_EQ(ask(9090, "/metrics").status, 200);
}

}  // namespace
}  // namespace checkride::runtime

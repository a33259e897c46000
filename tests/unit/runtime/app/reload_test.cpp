// Goal: a running monitor takes another configuration over as a whole or not at all, says what needs a restart, and
// lets nobody far away change it. Method: the whole program on a virtual host; a second program asks over HTTP.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "checkride/http/http.hpp"
#include "checkride/runtime/runtime.hpp"
#include "checkride/test/result_matchers.hpp"
#include "checkride/world/virtual_world.hpp"

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kApp = "app: {name: test}\n";

world::Task<int> fetch(world::World& world, http::Url url, http::Request request, std::optional<http::Response>& into) {
  auto response = co_await http::fetch(world, std::move(url), std::move(request), 5s);
  if (!response) co_return 1;
  into = std::move(*response);
  co_return 0;
}

class ReloadTest : public testing::Test {
 protected:
  void write(const std::string& config) { ASSERT_FALSE(host_.files().write("/c.yaml", kApp + config).has_error()); }
  void start(const std::string& config, std::vector<std::string> arguments = {}) {
    write(config);
    arguments.insert(arguments.end(), {"--config", "/c.yaml"});
    auto options = parse_options(std::move(arguments));
    ASSERT_THAT(options, test::IsOk());
    host_.start("monitor", run(host_, std::move(*options)));
    pass(1s);
  }
  void pass(world::Duration time) { (void)world_.run_until(world_.now() + time); }
  void hang_up() {
    host_.send_signal(world::Signal::hangup);
    pass(1s);
  }

  http::Response ask(const std::string& method, const std::string& path, const std::string& body = {},
                     const std::vector<std::pair<std::string, std::string>>& fields = {}) {
    http::Url url;
    url.host = asks_from_ == &host_ ? "127.0.0.1" : "host";
    url.port = 8080;
    url.target = path;
    http::Request request;
    request.method = method;
    request.body = body;
    if (!body.empty()) request.headers.set("Content-Type", "application/merge-patch+json");
    for (const auto& [name, value] : fields) request.headers.set(name, value);
    std::optional<http::Response> response;
    asker_ += "x";
    asks_from_->start(asker_, fetch(*asks_from_, url, std::move(request), response));
    (void)world_.run_until(world_.now() + 10s, [&] { return response.has_value(); });
    EXPECT_TRUE(response) << path << " was not answered";
    return response.value_or(http::Response{0, {}, ""});
  }
  boost::json::value config() { return boost::json::parse(ask("GET", "/api/v1/config").body); }
  std::string metric(const std::string& name) {
    http::Url url;
    url.host = "127.0.0.1";
    url.port = 9090;
    url.target = "/metrics";
    std::optional<http::Response> response;
    asker_ += "x";
    host_.start(asker_, fetch(host_, url, http::Request{}, response));
    (void)world_.run_until(world_.now() + 10s, [&] { return response.has_value(); });
    const std::string page = "\n" + response.value_or(http::Response{0, {}, ""}).body;
    const auto at = page.find("\n" + name + " ");
    if (at == std::string::npos) return "absent";
    const auto begin = at + name.size() + 2;
    return page.substr(begin, page.find('\n', begin) - begin);
  }
  auto printed(const std::string& event, const std::string& more) const {
    return Contains(AllOf(HasSubstr("\"msg\":\"" + event + "\""), HasSubstr(more)));
  }

  world::VirtualWorld world_;
  world::VirtualHost& host_ = world_.add_host("host");
  world::VirtualHost& far_ = world_.add_host("far");
  world::VirtualHost* asks_from_ = &host_;
  std::string asker_ = "ask";
};

TEST_F(ReloadTest, SighupChangesTheLevelAtOnce) {
  start("logging: {level: warn}\n");
  EXPECT_THAT(host_.printed(), Not(Contains(HasSubstr("\"msg\":\"started\""))));
  write("logging: {level: debug}\n");
  hang_up();
  EXPECT_THAT(host_.printed(), printed("config_reloaded", "\"changed\":\"logging.level\""));
  EXPECT_EQ(config().at("config").at("logging").at("level").as_string(), "debug");
  EXPECT_EQ(metric("checkride_config_last_reload_successful"), "1");
}

TEST_F(ReloadTest, AWrongConfigurationChangesNothing) {
  start("logging: {level: info}\n");
  const std::string hash = metric("checkride_config_hash");
  write("logging: {level: debug}\nmonitoring: {check_interval: soon}\n");
  hang_up();
  EXPECT_THAT(host_.printed(), printed("config_reload_failed", "/c.yaml:3:30"));
  EXPECT_EQ(metric("checkride_config_last_reload_successful"), "0");
  EXPECT_EQ(metric("checkride_config_hash"), hash);
  EXPECT_EQ(config().at("config").at("logging").at("level").as_string(), "info");
  write("logging: {level: error}\n");
  hang_up();
  EXPECT_EQ(metric("checkride_config_last_reload_successful"), "1");
  EXPECT_EQ(metric("checkride_config_reloads_total{result=\"failure\"}"), "1");
}

TEST_F(ReloadTest, SaysWhatNeedsARestart) {
  start("");
  write("monitoring: {health_check_port: 7000, check_interval: 5s}\n");
  const http::Response response = ask("POST", "/-/reload");
  EXPECT_EQ(response.status, 200);
  const boost::json::value told = boost::json::parse(response.body);
  EXPECT_EQ(told.at("changed").at(0).as_string(), "monitoring.check_interval");
  EXPECT_EQ(told.at("needs_restart").at(0).as_string(), "monitoring.health_check_port");
  EXPECT_THAT(host_.printed(), printed("config_restart_required", "monitoring.health_check_port"));
  EXPECT_EQ(metric("checkride_config_restart_required_keys"), "1");
  const boost::json::value shown = config();  // still on the old port
  EXPECT_EQ(shown.at("config").at("monitoring").at("health_check_port").as_int64(), 8080);
  EXPECT_EQ(shown.at("needs_restart").at(0).as_string(), "monitoring.health_check_port");
}

TEST_F(ReloadTest, TheApiTellsEveryMistake) {
  start("");
  write("loging: {}\nmonitoring: {check_interval: soon}\n");
  for (const char* path : {"/-/reload", "/api/v1/reload"}) {
    const http::Response response = ask("POST", path);
    EXPECT_EQ(response.status, 400);
    EXPECT_THAT(response.body, AllOf(HasSubstr("/c.yaml:2:1"), HasSubstr("/c.yaml:3:30")));
  }
  EXPECT_EQ(ask("GET", "/-/reload").status, 405);
}

TEST_F(ReloadTest, ALevelChangedAtRunTimeOutlivesARestart) {
  start("", {"--log-level", "error"});
  const http::Response response = ask("PATCH", "/api/v1/config", R"({"logging": {"level": "debug"}})");
  EXPECT_EQ(response.status, 200) << response.body;
  EXPECT_THAT(host_.printed(), printed("config_reloaded", "logging.level"));
  host_.send_signal(world::Signal::terminate);
  pass(60s);
  start("", {"--log-level", "error"});
  EXPECT_EQ(config().at("origins").at("logging.level").as_string(), "state/config/overlay.json:1:21");
  // Null takes it out again.
  EXPECT_EQ(ask("PATCH", "/api/v1/config", R"({"logging": {"level": null}})").status, 200);
  EXPECT_EQ(config().at("origins").at("logging.level").as_string(), "--log-level");
}

TEST_F(ReloadTest, ADryRunChangesNothing) {
  start("");
  const http::Response response =
      ask("PATCH", "/api/v1/config?dry_run=true", R"({"logging": {"level": "debug"}, "app": {"version": "2"}})");
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(response.body, AllOf(HasSubstr("\"checked\""), HasSubstr("logging.level"), HasSubstr("app.version")));
  EXPECT_FALSE(config().at("config").at("logging").as_object().contains("level"));
  EXPECT_FALSE(host_.files().exists("state/config/overlay.json"));
}

TEST_F(ReloadTest, AChangeOfAnotherConfigurationIsRefused) {
  start("");
  const http::Response shown = ask("GET", "/api/v1/config");
  const std::string tag(shown.headers.find("ETag").value_or(""));
  const std::string body = R"({"logging": {"level": "debug"}})";
  EXPECT_EQ(ask("PATCH", "/api/v1/config", body, {{"If-Match", "\"0\""}}).status, 412);
  EXPECT_EQ(ask("PATCH", "/api/v1/config", body, {{"If-Match", tag}}).status, 200);
  EXPECT_EQ(ask("PATCH", "/api/v1/config", body, {{"If-Match", tag}}).status, 412);
}

TEST_F(ReloadTest, WrongChangesAreToldAndNotKept) {
  start("");
  struct Row {
    const char* body;
    int status;
    const char* told;
  };
  for (const Row& row : {Row{R"({"loging": {}})", 400, "unknown key"}, Row{"[1]", 400, "expected an object"},
                         Row{"{\"a\":", 400, "body:1"}, Row{R"({"app": {"state_dir": "/x"}})", 400, "app.state_dir"},
                         Row{R"({"security": {"api_key": "hunter2"}})", 400, "api_key_file"},
                         Row{R"({"app": {"name": null}, "logging": {"level": "loud"}})", 400, "loud"}}) {
    const http::Response response = ask("PATCH", "/api/v1/config", row.body);
    EXPECT_EQ(response.status, row.status) << row.body;
    EXPECT_THAT(response.body, AllOf(HasSubstr(row.told), Not(HasSubstr("hunter2"))));
  }
  EXPECT_EQ(ask("PATCH", "/api/v1/config", "{}", {{"Content-Type", "text/plain"}}).status, 415);
  EXPECT_FALSE(host_.files().exists("state/config/overlay.json"));
}

TEST_F(ReloadTest, OnlyThisMachineChangesSomething) {
  start("");
  EXPECT_EQ(ask("POST", "/-/reload", "", {{"Origin", "http://evil.example"}}).status, 403);
  EXPECT_EQ(ask("POST", "/-/reload", "", {{"X-Forwarded-For", "10.0.0.9"}}).status, 403);
  asks_from_ = &far_;
  EXPECT_EQ(ask("POST", "/-/reload").status, 403);
  EXPECT_EQ(ask("PATCH", "/api/v1/config", "{}").status, 403);
  EXPECT_EQ(ask("GET", "/api/v1/config").status, 200);
}

TEST_F(ReloadTest, ASecretThatChangesIsNotShown) {
  host_.set_environment("SMTP_PASSWORD", "hunter2");
  const std::string smtp =
      "alert_manager: {enabled: false, smtp: {server: m, from: a@b.c, to: [d@e.f], password: \"${SMTP_PASSWORD}\"}}\n";
  start(smtp);
  host_.set_environment("SMTP_PASSWORD", "hunter3");
  EXPECT_THAT(ask("POST", "/-/reload").body, AllOf(HasSubstr("alert_manager.smtp.password"), Not(HasSubstr("hunter"))));
  EXPECT_THAT(ask("GET", "/api/v1/config").body, Not(HasSubstr("hunter")));
  EXPECT_THAT(host_.printed(), Not(Contains(HasSubstr("hunter"))));
}

// What belongs together waits together.
TEST_F(ReloadTest, KeysThatBelongTogetherWaitTogether) {
  start("metrics_exporter: {bare_flight_gauges: true}\nsimulators: [{name: a, address: \"h:1\"}]\n");
  write("simulators: [{name: a, address: \"h:1\"}, {name: b, address: \"h:2\"}]\nlogging: {level: debug}\n");
  const http::Response response = ask("POST", "/-/reload");
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(response.body, AllOf(HasSubstr("simulators"), HasSubstr("metrics_exporter.bare_flight_gauges")));
}

// The rule is about the monitor itself, which has no simulator: its value is 0.
std::string alerts(const std::string& threshold, const std::string& more = {}) {
  return "alert_manager: {slack: {webhook_url: \"http://127.0.0.1:9/hook\"}, " + more +
         "rules: [{name: Errors, metric: checkride_config_restart_required_keys, condition: less_than, threshold: " +
         threshold + ", actions: [slack]}]}\n";
}

constexpr const char* kErrorsFire = "checkride_alert_firing{rule=\"Errors\",severity=\"warning\"}";

TEST_F(ReloadTest, AThresholdChangesAtOnceAndTheNextReloadSeesIt) {
  start(alerts("-1"));
  EXPECT_EQ(metric(kErrorsFire), "0");
  write(alerts("1"));
  const boost::json::value told = boost::json::parse(ask("POST", "/-/reload").body);
  EXPECT_EQ(told.at("changed").as_array(), boost::json::array({"alert_manager.rules"}));
  EXPECT_TRUE(told.at("needs_restart").as_array().empty());
  pass(2s);
  EXPECT_EQ(metric(kErrorsFire), "1");
  EXPECT_THAT(host_.printed(), printed("alert_firing", "\"threshold\":1"));
  // Back again, while it fires: the alert ends with the rule that is in force.
  write(alerts("-1"));
  hang_up();
  pass(2s);
  EXPECT_EQ(metric(kErrorsFire), "0");
  EXPECT_EQ(metric("checkride_config_last_reload_successful"), "1");
}

TEST_F(ReloadTest, APolicyChangesAtOnce) {
  start(alerts("-1"));
  write(alerts("-1",
               "group_wait: 5s, repeat_interval: 1h, inhibit_rules: [{source_match: {rule: A}, target_match: "
               "{rule: B}}], escalation: {management: [slack]}, group_by: [rule], "));
  const boost::json::value told = boost::json::parse(ask("POST", "/-/reload").body);
  const std::string changed = boost::json::serialize(told.at("changed"));
  for (const char* key : {"group_by", "group_wait", "repeat_interval", "inhibit_rules", "escalation"}) {
    EXPECT_THAT(changed, HasSubstr(std::string("alert_manager.") + key));
  }
  EXPECT_TRUE(told.at("needs_restart").as_array().empty());
  EXPECT_EQ(config().at("config").at("alert_manager").at("group_wait").as_string(), "5s");
}

// What stands in a section that comes or goes does not come or go without it.
TEST_F(ReloadTest, ASectionThatIsNewWaitsAsAWhole) {
  const std::string before = alerts("-1");
  start(before);
  write(before + "data_collector: {output_path: /telemetry, flush_interval: 7s}\n");
  const boost::json::value told = boost::json::parse(ask("POST", "/-/reload").body);
  EXPECT_TRUE(told.at("changed").as_array().empty());
  EXPECT_THAT(boost::json::serialize(told.at("needs_restart")), HasSubstr("data_collector"));
  EXPECT_EQ(config().at("config").as_object().if_contains("data_collector"), nullptr);
}

}  // namespace
}  // namespace checkride::runtime

// Goal: a running monitor takes another configuration over as a whole or not at all, says what needs a restart, and
// lets nobody far away change it. Method: the whole program on a virtual host; a second program asks over HTTP.
#include "reload_fixture.hpp"

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;
using support::ReloadTest;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

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
  EXPECT_EQ(config().at("origins").at("logging.level").as_string(), "state/config/overlay.json:1:21");
  host_.send_signal(world::Signal::terminate);
  pass(60s);
  start("", {"--log-level", "error"});
  EXPECT_EQ(config().at("origins").at("logging.level").as_string(), "state/config/overlay.json:1:21");
  // Null takes it out again, and nothing of it is left.
  EXPECT_EQ(ask("PATCH", "/api/v1/config", R"({"logging": {"level": null}})").status, 200);
  EXPECT_EQ(config().at("origins").at("logging.level").as_string(), "--log-level");
  const auto kept = host_.files().read("state/config/overlay.json");
  ASSERT_THAT(kept, test::IsOk());
  EXPECT_EQ(*kept, "{}\n");
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

TEST_F(ReloadTest, TheGuidesPathShowsAndChangesTheSame) {
  start("");
  const std::string body = R"({"logging": {"level": "debug"}})";
  EXPECT_EQ(ask("POST", "/config?dry_run=true", body).status, 200);
  for (const char* type : {"application/jsonx", "text/plain", "application/x-www-form-urlencoded"}) {
    EXPECT_EQ(ask("POST", "/config", body, {{"Content-Type", type}}).status, 415) << type;
  }
  EXPECT_EQ(ask("POST", "/config", body, {{"Content-Type", "application/json; charset=utf-8"}}).status, 200);
  EXPECT_EQ(config().at("config").at("logging").at("level").as_string(), "debug");
  EXPECT_EQ(boost::json::parse(ask("GET", "/config").body).at("config"), config().at("config"));
  EXPECT_EQ(ask("PUT", "/config", body).status, 405);
  asks_from_ = &far_;
  EXPECT_EQ(ask("POST", "/config", body).status, 403);
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

TEST_F(ReloadTest, AChangeThatWaitsIsAnotherConfigurationToo) {
  start("");
  const std::string tag(ask("GET", "/api/v1/config").headers.find("ETag").value_or(""));
  EXPECT_EQ(ask("PATCH", "/api/v1/config", R"({"app": {"version": "2"}})", {{"If-Match", tag}}).status, 200);
  EXPECT_EQ(ask("PATCH", "/api/v1/config", R"({"app": {"version": "3"}})", {{"If-Match", tag}}).status, 412);
}

TEST_F(ReloadTest, AnEditedFileOfWhichAKeyWaitsIsAnotherConfigurationToo) {
  const auto tag = [&] { return std::string(ask("GET", "/api/v1/config").headers.find("ETag").value_or("")); };
  const std::string body = R"({"logging": {"level": "debug"}})";
  start("");
  const std::string before = tag();
  ASSERT_FALSE(host_.files().write("/c.yaml", "app: {name: test, version: \"2\"}\n").has_error());
  hang_up();
  EXPECT_EQ(config().at("needs_restart").as_array(), boost::json::array({"app.version"}));
  EXPECT_EQ(ask("PATCH", "/api/v1/config", body, {{"If-Match", before}}).status, 412);
  const std::string after = tag();
  // Read once more it is the same one; with another value that waits it is not.
  hang_up();
  EXPECT_EQ(tag(), after);
  ASSERT_FALSE(host_.files().write("/c.yaml", "app: {name: test, version: \"3\"}\n").has_error());
  hang_up();
  EXPECT_EQ(ask("PATCH", "/api/v1/config", body, {{"If-Match", after}}).status, 412);
  EXPECT_EQ(ask("PATCH", "/api/v1/config", body, {{"If-Match", tag()}}).status, 200);
}

TEST_F(ReloadTest, AStateFolderThatWaitsLeavesTheKeptChangesWhereTheyAre) {
  const auto level = [&] { return config().at("config").at("logging").at("level").as_string(); };
  start("");
  EXPECT_EQ(ask("PATCH", "/api/v1/config", R"({"logging": {"level": "debug"}})").status, 200);
  ASSERT_FALSE(host_.files().write("/c.yaml", "app: {name: test, state_dir: /other}\n").has_error());
  hang_up();
  EXPECT_EQ(config().at("needs_restart").as_array(), boost::json::array({"app.state_dir"}));
  EXPECT_EQ(level(), "debug");
  EXPECT_EQ(ask("PATCH", "/api/v1/config", R"({"logging": {"level": "error"}})").status, 200);
  EXPECT_EQ(level(), "error");
  EXPECT_EQ(config().at("origins").at("logging.level").as_string(), "state/config/overlay.json:1:21");
}

TEST_F(ReloadTest, WrongChangesAreToldAndNotKept) {
  start("");
  struct Row {
    const char* body;
    int status;
    const char* told;
  };
  for (const Row& row :
       {Row{R"({"loging": {}})", 400, "unknown key"}, Row{"[1]", 400, "expected an object"},
        Row{"{\"a\":", 400, "body:1"}, Row{R"({"app": {"state_dir": "/x"}})", 400, "app.state_dir"},
        Row{R"({"security": {"api_key": "hunter2"}})", 400, "api_key_file"},
        Row{R"({"metrics_exporter": {"otlp": {"headers": {"Authorization": "hunter2"}}}})", 400,
            "metrics_exporter.otlp.headers.Authorization is a secret"},
        Row{R"({"alert_manager": {"webhook": {"headers": {"X-Api-Key": "hunter2"}}}})", 400, "write X-Api-Key_file"},
        Row{R"({"app": {"name": null}, "logging": {"level": "loud"}})", 400, "loud"}}) {
    const http::Response response = ask("PATCH", "/api/v1/config", row.body);
    EXPECT_EQ(response.status, row.status) << row.body;
    EXPECT_THAT(response.body, AllOf(HasSubstr(row.told), Not(HasSubstr("hunter2"))));
  }
  EXPECT_EQ(ask("PATCH", "/api/v1/config", "{}", {{"Content-Type", "text/plain"}}).status, 415);
  EXPECT_FALSE(host_.files().exists("state/config/overlay.json"));
}

TEST_F(ReloadTest, TheFileOfASecretMayTakeThePlaceOfTheSecret) {
  start("metrics_exporter: {otlp: {endpoint: \"http://127.0.0.1:4318\", interval: 1h, headers: {X-Key: hunter1}}}\n");
  ASSERT_FALSE(host_.files().write("token", "hunter2").has_error());
  const http::Response taken =
      ask("PATCH", "/api/v1/config", R"({"metrics_exporter": {"otlp": {"headers": {"X-Key_file": "token"}}}})");
  EXPECT_EQ(taken.status, 200) << taken.body;
  // Taking it out again needs no secret.
  const http::Response back = ask(
      "PATCH", "/api/v1/config", R"({"metrics_exporter": {"otlp": {"headers": {"X-Key": null, "X-Key_file": null}}}})");
  EXPECT_EQ(back.status, 200) << back.body;
  EXPECT_THAT(host_.printed(), Not(Contains(HasSubstr("hunter"))));
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

// Flight variables need a restart; a rule on one that is new waits with it, the others do not.
TEST_F(ReloadTest, ARuleOnANewVariableWaitsWithItAndTheOthersAreTakenOver) {
  const auto with = [](const std::string& variables, const std::string& rules) {
    return "flight_monitor: {variables: [{id: 1, name: PLANE ALTITUDE, units: feet}" + variables +
           "]}\nalert_manager: {slack: {webhook_url: \"http://127.0.0.1:9/hook\"}, rules: [" + rules + "]}\n";
  };
  const auto errors = [](const std::string& threshold) {
    return "{name: Errors, metric: checkride_config_restart_required_keys, condition: less_than, threshold: " +
           threshold + ", actions: [slack]}";
  };
  const std::string low = "{name: Low, metric: altitude, condition: less_than, threshold: 100, actions: [slack]}";
  const std::string fast = "{name: Low, metric: airspeed, condition: less_than, threshold: 9, actions: [slack]}";
  start(with("", errors("-1") + ", " + low));
  write(with(", {id: 2, name: AIRSPEED INDICATED, units: knots}", errors("5") + ", " + fast));
  const http::Response response = ask("POST", "/-/reload");
  ASSERT_EQ(response.status, 200) << response.body;
  const boost::json::value told = boost::json::parse(response.body);
  EXPECT_EQ(told.at("changed").as_array(), boost::json::array({"alert_manager.rules"}));
  EXPECT_EQ(told.at("needs_restart").as_array(),
            boost::json::array({"alert_manager.rules.1", "flight_monitor.variables"}));
  pass(2s);
  EXPECT_EQ(metric(kErrorsFire), "1");
  const boost::json::value shown = config();
  const boost::json::array rules = shown.at("config").at("alert_manager").at("rules").as_array();
  ASSERT_EQ(rules.size(), 2U);
  EXPECT_EQ(rules[1].at("metric").as_string(), "altitude") << "the rule of that name that runs stays";
  const boost::json::value again = boost::json::parse(ask("POST", "/-/reload").body);
  EXPECT_TRUE(again.at("changed").as_array().empty());
  EXPECT_EQ(again.at("needs_restart").as_array(), told.at("needs_restart").as_array());
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

// Goal: a secret that is replaced in its file is taken over while the monitor runs, and nothing else is with it.
// Method: the whole program on a virtual host; files change, time passes, and what it says of its configuration is
// compared.
#include "app/reload.hpp"
#include "reload_fixture.hpp"

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

class SecretRotation : public support::ReloadTest {
 protected:
  void put(const std::string& path, const std::string& text) {
    ASSERT_FALSE(host_.files().write(path, text).has_error());
  }
  void start_with_password() {
    put("/pw", "hunter1\n");
    start("alert_manager: {enabled: false, smtp: {server: m, from: a@b.c, to: [d@e.f], password_file: /pw}}\n");
  }
  std::string reloads() { return metric("checkride_config_reloads_total{result=\"success\"}"); }
  boost::json::value last_reload() { return config().at("last_reload"); }
  static auto said(const char* event) { return Contains(HasSubstr("\"msg\":\"" + std::string(event) + "\"")); }
};

TEST_F(SecretRotation, AFileWithAnotherContentIsTakenOver) {
  start_with_password();
  put("/pw", "hunter2\n");
  pass(Reloader::kSecretLook);
  const boost::json::value last = last_reload();
  EXPECT_EQ(last.at("trigger").as_string(), "secret file");
  EXPECT_TRUE(last.at("successful").as_bool());
  EXPECT_EQ(last.at("changed").as_array(), boost::json::array({"alert_manager.smtp.password"}));
  EXPECT_TRUE(last.at("needs_restart").as_array().empty());
  EXPECT_EQ(reloads(), "1");
  EXPECT_THAT(host_.printed(), Not(Contains(HasSubstr("hunter"))));
  pass(10 * Reloader::kSecretLook);
  EXPECT_EQ(reloads(), "1") << "told once";
}

TEST_F(SecretRotation, NothingElseOfTheConfigurationIsReadAgain) {
  start_with_password();
  write("logging: {level: debug}\nno such key: 1\n");
  put("/pw", "hunter2\n");
  pass(Reloader::kSecretLook);
  EXPECT_TRUE(last_reload().at("successful").as_bool());
  EXPECT_FALSE(config().at("config").at("logging").as_object().contains("level"));
}

TEST_F(SecretRotation, AFileThatStaysOrIsBeingReplacedChangesNothing) {
  start_with_password();
  put("/pw", "hunter1");  // the same, less its line break
  pass(2 * Reloader::kSecretLook);
  ASSERT_FALSE(host_.files().remove("/pw").has_error());
  pass(2 * Reloader::kSecretLook);
  put("/pw", "");
  pass(2 * Reloader::kSecretLook);
  EXPECT_EQ(last_reload().at("trigger").as_string(), "start");
  put("/pw", "hunter2");
  pass(2 * Reloader::kSecretLook);
  EXPECT_EQ(last_reload().at("trigger").as_string(), "secret file");
  EXPECT_THAT(host_.printed(), Not(said("config_reload_failed")));
}

TEST_F(SecretRotation, AReloadHasSeenTheFile) {
  start_with_password();
  put("/pw", "hunter2\n");
  hang_up();
  pass(3 * Reloader::kSecretLook);
  EXPECT_EQ(last_reload().at("trigger").as_string(), "SIGHUP");
  EXPECT_EQ(reloads(), "1");
}

TEST_F(SecretRotation, ASecretThatCannotBeUsedIsToldOnceAndChangesNothing) {
  put("/token", "Bearer hunter1");
  start(
      "metrics_exporter: {otlp: {endpoint: \"http://127.0.0.1:4318\", interval: 1h, headers: {X-Key_file: /token}}}\n");
  put("/token", "hunter2\nEvil: 1");
  pass(5 * Reloader::kSecretLook);
  EXPECT_FALSE(last_reload().at("successful").as_bool());
  EXPECT_EQ(metric("checkride_config_reloads_total{result=\"failure\"}"), "1");
  EXPECT_THAT(host_.printed(), AllOf(said("config_reload_failed"), Not(Contains(HasSubstr("hunter")))));
  put("/token", "Bearer hunter3");
  pass(Reloader::kSecretLook);
  EXPECT_TRUE(last_reload().at("successful").as_bool());
}

TEST_F(SecretRotation, ASecretThatChangesBackWaitsNoMore) {
  put("/key", "hunter1-hunter1-hunter1-hunter1\n");
  start("security: {api_key_enabled: false, api_key_file: /key}\n");
  put("/key", "hunter2-hunter2-hunter2-hunter2\n");
  pass(Reloader::kSecretLook);
  EXPECT_EQ(config().at("needs_restart").as_array(), boost::json::array({"security.api_key"}));
  put("/key", "hunter1-hunter1-hunter1-hunter1\n");
  pass(Reloader::kSecretLook);
  EXPECT_TRUE(config().at("needs_restart").as_array().empty());
  EXPECT_EQ(metric("checkride_config_restart_required_keys"), "0");
}

TEST_F(SecretRotation, AFileThatComesWithAReloadIsWatchedToo) {
  const auto smtp = [](const std::string& more) {
    return "alert_manager: {enabled: false, smtp: {server: m, from: a@b.c, to: [d@e.f], " + more + "}}\n";
  };
  start(smtp("password: hunter1"));
  put("/pw", "hunter2\n");
  write(smtp("password_file: /pw"));
  hang_up();
  put("/pw", "hunter3\n");
  pass(2 * Reloader::kSecretLook);
  EXPECT_EQ(last_reload().at("trigger").as_string(), "secret file");
}

}  // namespace
}  // namespace checkride::runtime

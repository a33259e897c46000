// Goal: secrets come from where operators keep them, are never shown, and files that everybody may read are told.
// Method: a host with files and an environment; what was loaded, the notices and the prints are compared.
#include "config/secrets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkride/test/result_matchers.hpp"
#include "config/print.hpp"
#include "config_fixture.hpp"

namespace checkride::runtime {
namespace {

using support::ConfigHost;
using support::kMinimal;
using test::FailsWith;
using test::IsOk;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string smtp(const std::string& more) {
  return kMinimal + "alert_manager:\n  enabled: false\n  smtp:\n    server: mail\n    from: a@b.c\n    to: [d@e.f]\n" +
         more;
}

class Secrets : public testing::Test {
 protected:
  std::string password(const std::string& text) {
    host_.write("/c.yaml", text);
    loaded_ = host_.load({"/c.yaml"});
    EXPECT_THAT(loaded_, IsOk());
    return loaded_ ? loaded_->config.alert_manager.channels.smtp->password.reveal() : "";
  }
  std::string notices() const {
    std::string out;
    for (const Notice& notice : loaded_->notices) out += notice.event + " " + notice.key + ": " + notice.text + "\n";
    return out;
  }

  ConfigHost host_;
  Result<LoadedConfig> loaded_;
};

TEST_F(Secrets, AFileHoldsOneLessItsLineBreak) {
  host_.write("/etc/pw", "hunter2\r\n");
  host_.set_permissions("/etc/pw", 0640);
  EXPECT_EQ(password(smtp("    password_file: /etc/pw\n")), "hunter2");
  EXPECT_THAT(notices(), Not(HasSubstr("secret_readable")));
}

TEST_F(Secrets, CredentialsOfSystemdAreFoundByTheirKey) {
  host_.set("CREDENTIALS_DIRECTORY", "/run/credentials/monitor");
  host_.write("/run/credentials/monitor/alert_manager.smtp.password", "from systemd");
  EXPECT_EQ(password(smtp("")), "from systemd");
}

TEST_F(Secrets, SecretsOfContainersAreFoundByTheGuidesName) {
  host_.write("/run/secrets/smtp_password", "from docker\n");
  EXPECT_EQ(password(smtp("")), "from docker");
  EXPECT_THAT(notices(), Not(HasSubstr("secret_readable")));
}

TEST_F(Secrets, WhatIsWrittenIsStrongerThanWhatIsFound) {
  host_.write("/run/secrets/smtp_password", "from docker");
  EXPECT_EQ(password(smtp("    password: written\n")), "written");
}

TEST_F(Secrets, AVariableMayNameTheFile) {
  host_.write("/etc/pw", "from a file");
  host_.set("SMTP_PASSWORD_FILE", "/etc/pw");
  EXPECT_EQ(password(smtp("    password: written\n")), "from a file");
}

TEST_F(Secrets, AVariableTakesThePlaceOfTheFile) {
  host_.write("/etc/pw", "from a file");
  host_.set("CHECKRIDE_ALERT_MANAGER__SMTP__PASSWORD", "from a variable");
  EXPECT_EQ(password(smtp("    password_file: /etc/pw\n")), "from a variable");
}

TEST_F(Secrets, FilesThatEverybodyMayReadAreTold) {
  host_.write("/etc/pw", "hunter2");
  (void)password(smtp("    password_file: /etc/pw\n"));
  EXPECT_THAT(notices(), AllOf(HasSubstr("secret_readable_by_everybody"), HasSubstr("chmod o-r /etc/pw")));
  (void)password(smtp("    password: hunter2\n"));
  EXPECT_THAT(notices(), AllOf(HasSubstr("alert_manager.smtp.password"), HasSubstr("chmod o-r /c.yaml")));
}

TEST_F(Secrets, ARequiredOneMayStandInAFile) {
  host_.write("/etc/hook", "https://hook/x\n");
  host_.write("/c.yaml", kMinimal + "alert_manager: {enabled: false, slack: {webhook_url_file: /etc/hook}}\n");
  const auto loaded = host_.load({"/c.yaml"});
  ASSERT_THAT(loaded, IsOk());
  EXPECT_EQ(loaded->config.alert_manager.channels.slack->webhook_url.reveal(), "https://hook/x");
}

// They may come from the service manager of the other machine.
TEST_F(Secrets, WithoutTheEnvironmentNoneIsMissed) {
  host_.write("/c.yaml",
              kMinimal +
                  "alert_manager: {enabled: false, slack: {}, webhook: {}, pagerduty: {}, alertmanager: "
                  "{urls: [\"http://h:1\"], basic_auth: {username: u}}}\nsecurity: {api_key_enabled: true}\n");
  ConfigRequest request;
  request.files = {"/c.yaml"};
  EXPECT_THAT(host_.load(request), FailsWith(HasSubstr("\"webhook_url\" is missing")));
  request.environment = false;
  const auto loaded = host_.load(request);
  ASSERT_THAT(loaded, IsOk());
  EXPECT_TRUE(loaded->config.alert_manager.channels.slack->webhook_url.empty());
  EXPECT_THAT(printed_config(*loaded), Not(HasSubstr("webhook_url")));
  // What was not looked for stands in the print as in the file, so that it loads there as it would have here.
  host_.write("/c.yaml", kMinimal +
                             "monitoring: {health_check_port: \"${PORT_X}\"}\nmetrics_exporter: {otlp: {endpoint: "
                             "\"http://h:1\", headers: {X-Key_file: /k}}}\nalert_manager: {enabled: false, slack: "
                             "{webhook_url_file: \"${DIR_X}/hook\"}}\n");
  const auto other = host_.load(request);
  ASSERT_THAT(other, IsOk());
  EXPECT_THAT(printed_config(*other),
              AllOf(HasSubstr("health_check_port: \"${PORT_X}\""), HasSubstr("X-Key_file: \"/k\""),
                    HasSubstr("webhook_url_file: \"${DIR_X}/hook\"")));
}

// A reader that takes a password as text would have it printed: Secret is a type that MapReader reads.
void check_names(const values::Schema& schema, const std::string& above) {
  for (const values::Schema::Key& key : schema.keys) {
    const auto ends = [&](const char* word) { return key.key.ends_with(word); };
    const bool sounds = ends("password") || ends("secret") || ends("token") || ends("api_key") || ends("routing_key");
    if (sounds) {
      EXPECT_EQ(key.schema->type, values::SchemaType::secret) << above + key.key;
    }
    check_names(*key.schema, above + key.key + ".");
  }
  if (schema.item) check_names(*schema.item, above + "[].");
}

TEST(SecretKeys, WhatSoundsLikeASecretIsOne) {
  check_names(*config_schema(), "");
}

TEST_F(Secrets, NeitherPrintNorMistakeShowsOne) {
  host_.write("/etc/pw", "hunter-file");
  host_.set("API_KEY", "hunter-variable");
  (void)password(smtp("    password_file: /etc/pw\n  slack: {webhook_url: \"https://hunter-written/\"}\n"));
  std::string json;
  values::json::Writer writer(json);
  writer.begin_object();
  add_config_members(writer, *loaded_);
  writer.end_object();
  EXPECT_THAT(printed_config(*loaded_) + json + notices(), Not(HasSubstr("hunter")));
  host_.write("/c.yaml", smtp("  slack: {webhook_url: hunter-wrong}\n"));
  EXPECT_THAT(host_.load({"/c.yaml"}), FailsWith(Not(HasSubstr("hunter"))));
}

}  // namespace
}  // namespace checkride::runtime

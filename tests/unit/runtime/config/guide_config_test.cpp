// Goal: the guide's sample configuration is valid as it is printed there. Method: the copy in tests/data/guides, byte
// for byte, with the four variables a user has to set; every value is looked up again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "checkride/test/result_matchers.hpp"
#include "config_fixture.hpp"

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;
using support::ConfigHost;
using testing::ElementsAre;
using testing::HasSubstr;

std::string guide_text() {
  std::ifstream file(CHECKRIDE_SOURCE_DIR "/tests/data/guides/config.yaml");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

class GuideConfig : public testing::Test {
 protected:
  void set_variables() {
    host_.set("SMTP_USERNAME", "user");
    host_.set("SMTP_PASSWORD", "pa$$word: \"x\"\n#y");
    host_.set("SLACK_WEBHOOK_URL", "http://hooks.slack.test/T0/B0/x");
    host_.set("API_KEY", "key");
  }
  LoadedConfig load() {
    set_variables();
    auto loaded = host_.load_text(guide_text());
    EXPECT_THAT(loaded, test::IsOk());
    return loaded ? std::move(*loaded) : LoadedConfig();
  }
  ConfigHost host_;
};

TEST_F(GuideConfig, AppAndFlightMonitorAreRead) {
  const Config config = load().config;
  EXPECT_EQ(config.app.name, "simconnect-production");
  EXPECT_EQ(config.app.version, "1.0.0");
  EXPECT_EQ(config.app.environment, "production");
  EXPECT_EQ(config.app.log_level, Level::info);
  EXPECT_EQ(config.app.shutdown_timeout, 30s);
  EXPECT_TRUE(config.flight_monitor.enabled);
  EXPECT_EQ(config.flight_monitor.update_interval, 1s);
  EXPECT_EQ(config.flight_monitor.retry_attempts, 5);
  EXPECT_THAT(config.flight_monitor.variables,
              ElementsAre(VariableConfig{1, "PLANE ALTITUDE", "feet", true, "altitude"},
                          VariableConfig{2, "AIRSPEED INDICATED", "knots", true, "airspeed"},
                          VariableConfig{3, "FUEL TOTAL QUANTITY", "gallons", false, "fuel"}));
}

TEST_F(GuideConfig, TheLibraryPathIsKeptAsWrittenAndNeedsNoVariable) {
  const LoadedConfig loaded = load();
  EXPECT_EQ(loaded.config.flight_monitor.simconnect_dll, "${SIMCONNECT_DLL_PATH}");
  int told = 0;
  for (const Notice& notice : loaded.notices) {
    if (notice.event != "simconnect_dll_not_used") continue;
    ++told;
    EXPECT_EQ(notice.level, Level::info);
  }
  EXPECT_EQ(told, 1);
}

TEST_F(GuideConfig, CollectorIsRead) {
  const DataCollectorConfig collector = load().config.data_collector;
  EXPECT_TRUE(collector.enabled);
  EXPECT_EQ(collector.output_path, "/var/log/simconnect/data");
  EXPECT_EQ(collector.buffer_size, 10000U);
  EXPECT_EQ(collector.flush_interval, 30s);
  EXPECT_EQ(collector.compression, Packing::gzip);
}

TEST_F(GuideConfig, ChannelsAreReadWithTheirSecretsUnchanged) {
  const AlertManagerConfig alerts = load().config.alert_manager;
  ASSERT_TRUE(alerts.channels.smtp);
  EXPECT_EQ(alerts.channels.smtp->server, "smtp.company.com");
  EXPECT_EQ(alerts.channels.smtp->port, 587);
  EXPECT_EQ(alerts.channels.smtp->username, "user");
  EXPECT_EQ(alerts.channels.smtp->password.reveal(), "pa$$word: \"x\"\n#y");
  EXPECT_EQ(alerts.channels.smtp->from, "simconnect@company.com");
  EXPECT_THAT(alerts.channels.smtp->to, ElementsAre("ops-team@company.com", "flight-ops@company.com"));
  EXPECT_EQ(alerts.channels.smtp->starttls, StartTls::required);
  ASSERT_TRUE(alerts.channels.slack);
  EXPECT_EQ(alerts.channels.slack->webhook_url.reveal(), "http://hooks.slack.test/T0/B0/x");
  EXPECT_EQ(alerts.channels.slack->channel, "#flight-alerts");
  EXPECT_EQ(alerts.channels.slack->username, "SimConnect Bot");
}

TEST_F(GuideConfig, RulesAreReadAndTheirMetricsResolved) {
  const std::vector<RuleConfig> rules = load().config.alert_manager.rules;
  ASSERT_EQ(rules.size(), 2U);
  EXPECT_EQ(rules[0].name, "Low Altitude Warning");
  EXPECT_EQ(rules[0].variable, 0U);
  EXPECT_EQ(rules[0].condition, alerts::Condition::less_than);
  EXPECT_EQ(rules[0].threshold, 100);
  EXPECT_EQ(rules[0].duration, 10s);
  EXPECT_EQ(rules[0].severity, Severity::critical);
  EXPECT_THAT(rules[0].actions, ElementsAre(Action::email, Action::slack));
  EXPECT_EQ(rules[1].metric, "error_rate");
  EXPECT_EQ(rules[1].variable, std::nullopt);
  EXPECT_EQ(rules[1].threshold, 0.1);
  EXPECT_THAT(rules[1].actions, ElementsAre(Action::slack));
}

TEST_F(GuideConfig, ExporterMonitoringAndLoggingAreRead) {
  const Config config = load().config;
  EXPECT_EQ(config.metrics_exporter.address, "0.0.0.0");
  EXPECT_EQ(config.metrics_exporter.port, 9090);
  EXPECT_EQ(config.metrics_exporter.path, "/metrics");
  EXPECT_EQ(config.metrics_exporter.interval, 15s);
  EXPECT_EQ(config.monitoring.health_check_port, 8080);
  EXPECT_EQ(config.monitoring.metrics_port, 9090);
  EXPECT_EQ(config.monitoring.profiling_port, 6060);
  EXPECT_EQ(config.monitoring.check_interval, 30s);
  EXPECT_EQ(config.logging.level, Level::info);
  EXPECT_EQ(config.logging.format, LogFormat::json);
  EXPECT_EQ(config.logging.output, LogOutput::file);
  EXPECT_EQ(config.logging.file_path, "/var/log/simconnect/app.log");
  EXPECT_EQ(config.logging.max_bytes, 100'000'000U);
  EXPECT_EQ(config.logging.max_backups, 10);
  EXPECT_EQ(config.logging.max_age_days, 30);
  EXPECT_TRUE(config.logging.compress);
}

TEST_F(GuideConfig, ProtectionThisBuildLacksIsToldKeyByKeyAndKeepsListenersOnLoopback) {
  const LoadedConfig loaded = load();
  std::vector<std::string> keys;
  for (const Notice& notice : loaded.notices) {
    if (notice.event == "security_key_not_honoured") keys.push_back(notice.key);
  }
  EXPECT_THAT(keys, ElementsAre("security.tls_enabled", "security.api_key_enabled", "security.rate_limiting.enabled"));
  EXPECT_TRUE(loaded.config.loopback_only());
  EXPECT_EQ(loaded.config.security.api_key.reveal(), "key");
  EXPECT_EQ(loaded.config.security.requests_per_second, 100);
  EXPECT_EQ(loaded.config.security.burst_size, 50);
  EXPECT_EQ(loaded.config.security.window_size, 1min);
}

TEST_F(GuideConfig, NoSimulatorIsOneWarning) {
  const LoadedConfig loaded = load();
  int told = 0;
  for (const Notice& notice : loaded.notices) told += notice.event == "no_simulators" ? 1 : 0;
  EXPECT_EQ(told, 1);
}

TEST_F(GuideConfig, UnsetVariableIsAnErrorThatNamesIt) {
  host_.set("SMTP_USERNAME", "user");
  host_.set("SLACK_WEBHOOK_URL", "http://hooks.slack.test/x");
  host_.set("API_KEY", "key");
  EXPECT_THAT(host_.load_text(guide_text()),
              test::FailsWith(testing::AllOf(HasSubstr("c.yaml:42:15"), HasSubstr("SMTP_PASSWORD"))));
}

TEST_F(GuideConfig, NoNoticeTellsASecret) {
  set_variables();
  for (const Notice& notice : load().notices) {
    EXPECT_THAT(notice.text, testing::Not(HasSubstr("hooks.slack.test")));
    EXPECT_THAT(notice.text, testing::Not(HasSubstr("pa$$word")));
  }
}

}  // namespace
}  // namespace checkride::runtime

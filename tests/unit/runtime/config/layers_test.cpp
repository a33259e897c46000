// Goal: each layer of the configuration is stronger than the one below it, and every value is told by the place it came
// from. Method: one host with files and an environment; the value that wins, and the mistakes, are compared.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkride/test/result_matchers.hpp"
#include "config/environment.hpp"
#include "config_fixture.hpp"

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;
using support::ConfigHost;
using support::kMinimal;
using test::FailsWith;
using test::IsOk;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kSmtp = "alert_manager: {enabled: false, smtp: {server: mail, from: a@b.c, to: [d@e.f]}}\n";

class Layers : public testing::Test {
 protected:
  void SetUp() override { host_.write("/c.yaml", kMinimal); }
  ConfigRequest request() const {
    ConfigRequest request;
    request.files = {"/c.yaml"};
    return request;
  }
  ConfigRequest with_set(const std::string& set) const {
    ConfigRequest out = request();
    out.sets = {set};
    return out;
  }
  std::uint16_t port(const ConfigRequest& of) {
    const auto loaded = host_.load(of);
    EXPECT_THAT(loaded, IsOk());
    return loaded ? loaded->config.monitoring.health_check_port : std::uint16_t{0};
  }

  ConfigHost host_;
};

TEST_F(Layers, EachIsStrongerThanTheOneBelow) {
  ConfigRequest asked = request();
  EXPECT_EQ(port(asked), 8080);
  host_.write("/c.yaml", kMinimal + "monitoring: {health_check_port: 7001}\n");
  EXPECT_EQ(port(asked), 7001);
  host_.write("/conf.d/b.yaml", "monitoring: {health_check_port: 7003}\n");
  host_.write("/conf.d/a.json", "{\"monitoring\": {\"health_check_port\": 7002}}");
  asked.folder = "/conf.d";
  EXPECT_EQ(port(asked), 7003);
  host_.set("PORT", "7004");
  EXPECT_EQ(port(asked), 7004);
  host_.set("CHECKRIDE_MONITORING__HEALTH_CHECK_PORT", "7005");
  EXPECT_EQ(port(asked), 7005);
  asked.sets = {"monitoring.health_check_port=7006"};
  EXPECT_EQ(port(asked), 7006);
  host_.write("/state/config/overlay.json", "{\"monitoring\":{\"health_check_port\":7007}}\n");
  EXPECT_EQ(port(asked), 7007);
  asked.environment = false;
  EXPECT_EQ(port(asked), 7006);
}

TEST_F(Layers, TheFolderLeavesOtherFilesAlone) {
  for (const char* name : {"/conf.d/.hidden.yaml", "/conf.d/a.yaml~", "/conf.d/a.yaml.bak", "/conf.d/README"}) {
    host_.write(name, "not: [a configuration");
  }
  ConfigRequest asked = request();
  asked.folder = "/conf.d";
  EXPECT_EQ(port(asked), 8080);
}

TEST_F(Layers, AFolderThatIsNotThereIsAMistake) {
  ConfigRequest asked = request();
  asked.folder = "/nowhere";
  EXPECT_THAT(host_.load(asked), FailsWith(AllOf(HasSubstr("--config-dir"), HasSubstr("/nowhere"))));
}

TEST_F(Layers, VariablesReachListsAndMakeSections) {
  host_.set("CHECKRIDE_SIMULATORS__0__NAME", "a");
  host_.set("CHECKRIDE_SIMULATORS__0__ADDRESS", "one:5111");
  host_.set("CHECKRIDE_SIMULATORS__1__NAME", "b");
  host_.set("CHECKRIDE_SIMULATORS__1__ADDRESS", "two:5111");
  host_.set("CHECKRIDE_DATA_COLLECTOR__OUTPUT_PATH", "/x: [y] # ${Z}");
  const auto loaded = host_.load(request());
  ASSERT_THAT(loaded, IsOk());
  ASSERT_EQ(loaded->config.simulators.size(), 2U);
  EXPECT_EQ(loaded->config.simulators[1].address.host, "two");
  EXPECT_TRUE(loaded->config.data_collector.enabled);
  EXPECT_EQ(loaded->config.data_collector.output_path, "/x: [y] # ${Z}");
}

TEST_F(Layers, ElevenItemsKeepTheirOrder) {
  for (int i = 0; i < 11; ++i) {
    const std::string head = "CHECKRIDE_SIMULATORS__" + std::to_string(i) + "__";
    host_.set(head + "NAME", "s" + std::to_string(i));
    host_.set(head + "ADDRESS", "h:" + std::to_string(5000 + i));
  }
  const auto loaded = host_.load(request());
  ASSERT_THAT(loaded, IsOk());
  ASSERT_EQ(loaded->config.simulators.size(), 11U);
  EXPECT_EQ(loaded->config.simulators[10].name, "s10");
}

TEST_F(Layers, AWholeListMayBeGivenAsYaml) {
  host_.set("CHECKRIDE_SIMULATORS", "[{name: a, address: \"one:5111\"}]");
  host_.set("CHECKRIDE_SIMULATORS__0__PROTOCOL", "5");
  const auto loaded = host_.load(request());
  ASSERT_THAT(loaded, IsOk());
  EXPECT_EQ(loaded->config.simulators.at(0).protocol, 5);
}

TEST_F(Layers, SetIsTypedAsTheKeyIs) {
  host_.write("/c.yaml", kMinimal + std::string(kSmtp));
  ConfigRequest asked = request();
  asked.sets = {"app.version=1.0",
                "app.environment=true",
                "alert_manager.smtp.to=x@y.z, v@w.x",
                "alert_manager.smtp.to[0]=first@y.z",
                "monitoring.check_interval=1m30s",
                "metrics_exporter.enabled=false"};
  const auto loaded = host_.load(asked);
  ASSERT_THAT(loaded, IsOk());
  EXPECT_EQ(loaded->config.app.version, "1.0");
  EXPECT_EQ(loaded->config.app.environment, "true");
  EXPECT_THAT(loaded->config.alert_manager.channels.smtp->to, ElementsAre("first@y.z", "v@w.x"));
  EXPECT_EQ(loaded->config.monitoring.check_interval, 90s);
  EXPECT_FALSE(loaded->config.metrics_exporter.enabled);
}

TEST_F(Layers, TheOptionForTheLevelIsStrongerThanSet) {
  ConfigRequest asked = with_set("logging.level=error");
  asked.log_level = "debug";
  const auto loaded = host_.load(asked);
  ASSERT_THAT(loaded, IsOk());
  EXPECT_EQ(loaded->config.log_level(), Level::debug);
}

TEST_F(Layers, AnEmptyVariableCountsAsNotSet) {
  host_.set("CHECKRIDE_MONITORING__HEALTH_CHECK_PORT", "");
  host_.set("PORT", "");
  EXPECT_EQ(port(request()), 8080);
}

TEST_F(Layers, AnAliasMakesNoSection) {
  host_.set("SMTP_PASSWORD", "hunter2");
  const auto loaded = host_.load(request());
  ASSERT_THAT(loaded, IsOk());
  EXPECT_FALSE(loaded->config.alert_manager.channels.smtp);
}

TEST_F(Layers, AliasesAreTheGuidesNames) {
  host_.write("/c.yaml", kMinimal + std::string(kSmtp));
  host_.set("SMTP_PASSWORD", "hunter2");
  host_.set("LOG_LEVEL", "DEBUG");
  host_.set("METRICS_ENABLED", "False");
  host_.set("HOST", "127.0.0.2");
  host_.set("RATE_LIMIT_BURST", "7");
  const auto loaded = host_.load(request());
  ASSERT_THAT(loaded, IsOk());
  EXPECT_EQ(loaded->config.alert_manager.channels.smtp->password.reveal(), "hunter2");
  EXPECT_EQ(loaded->config.log_level(), Level::debug);
  EXPECT_FALSE(loaded->config.metrics_exporter.enabled);
  EXPECT_EQ(loaded->config.monitoring.address, "127.0.0.2");
  EXPECT_EQ(loaded->config.security.burst_size, 7);
}

TEST_F(Layers, EveryAliasNamesAKey) {
  const auto schema = config_schema();
  for (const VariableAlias& alias : variable_aliases()) {
    const values::Schema* at = schema.get();
    for (const std::string& key : split_path(alias.key)) {
      at = at->find(key);
      ASSERT_NE(at, nullptr) << alias.key;
    }
  }
}

TEST_F(Layers, AMachinesNameInHostIsNoAddress) {
  host_.set("HOST", "build-machine");
  const auto loaded = host_.load(request());
  ASSERT_THAT(loaded, IsOk());
  EXPECT_EQ(loaded->config.monitoring.address, "0.0.0.0");
}

TEST_F(Layers, ANameThatLooksMeantIsTold) {
  host_.set("CHECKRIDE_LOGGING_LEVEL", "debug");
  const auto loaded = host_.load(request());
  ASSERT_THAT(loaded, IsOk());
  EXPECT_THAT(loaded->notices, Contains(Field(&Notice::key, "CHECKRIDE_LOGGING_LEVEL")));
}

TEST_F(Layers, WithoutTheEnvironmentVariablesNeedNotBeSet) {
  host_.write("/c.yaml", kMinimal + "security: {api_key_enabled: true, api_key: \"${NOT_SET_HERE}\"}\n" +
                             "monitoring: {health_check_port: \"${PORT_X}\", check_interval: 1x}\n");
  host_.set("CHECKRIDE_APP__NAM", "x");
  ConfigRequest asked = request();
  asked.environment = false;
  EXPECT_THAT(host_.load(asked), FailsWith(AllOf(HasSubstr("/c.yaml:4:62"), Not(HasSubstr("NOT_SET_HERE")),
                                                 Not(HasSubstr("PORT_X")), Not(HasSubstr("NAM")))))
      << "only the duration is wrong";
}

TEST_F(Layers, TheOverlayLiesInTheFolderOfTheState) {
  host_.write("/c.yaml", "app: {name: test, state_dir: /var/lib/x/}\n");
  host_.write("/var/lib/x/config/overlay.json", "{\"monitoring\":{\"health_check_port\":7007}}\n");
  EXPECT_EQ(port(request()), 7007);
  host_.write("/run/config/overlay.json", "{\"monitoring\":{\"health_check_port\":7008}}\n");
  ConfigRequest asked = request();
  asked.state_dir = "/run";
  EXPECT_EQ(port(asked), 7008) << "of the monitor that runs";
}

TEST_F(Layers, AnOverlayThatChangesNothingIsNotTold) {
  const auto in_force = Contains(Field(&Notice::event, "runtime_changes_in_force"));
  host_.write("/state/config/overlay.json", "{\"app\":{},\"logging\":{},\"security\":{\"rate_limiting\":{}}}\n");
  const auto idle = host_.load(request());
  ASSERT_THAT(idle, IsOk());
  EXPECT_THAT(idle->notices, Not(in_force));
  EXPECT_TRUE(idle->overlay.root().entries().empty());
  // A section that is off while it is absent is switched on by nothing more than its name.
  host_.write("/state/config/overlay.json", "{\"logging\":{},\"data_collector\":{}}\n");
  const auto on = host_.load(request());
  ASSERT_THAT(on, IsOk());
  EXPECT_TRUE(on->config.data_collector.enabled);
  EXPECT_THAT(on->notices, Contains(Field(&Notice::key, "data_collector")));
}

// A map that a change left empty switches nothing on or off where the files have the section.
TEST_F(Layers, AnEmptyMapOverASectionThatIsThereIsNotKept) {
  host_.write("/c.yaml", kMinimal +
                             "alert_manager: {enabled: false, calendars: {}, smtp: {server: mail, from: a@b.c, "
                             "to: [d@e.f]}}\n");
  host_.write("/state/config/overlay.json", "{\"alert_manager\":{\"smtp\":{},\"calendars\":{}}}\n");
  const auto loaded = host_.load(request());
  ASSERT_THAT(loaded, IsOk());
  EXPECT_TRUE(loaded->overlay.root().entries().empty());
  EXPECT_THAT(loaded->notices, Not(Contains(Field(&Notice::event, "runtime_changes_in_force"))));
}

TEST_F(Layers, ASecretOfALaterFileTakesThePlaceOfItsOtherForm) {
  const auto smtp = [](const std::string& more) {
    return "alert_manager: {enabled: false, smtp: {server: mail, from: a@b.c, to: [d@e.f], " + more + "}}\n";
  };
  host_.write("/pw", "from a file");
  host_.write("/c.yaml", kMinimal + smtp("password: written"));
  host_.write("/over.yaml", "alert_manager: {smtp: {password_file: /pw}}\n");
  ConfigRequest asked = request();
  asked.files = {"/c.yaml", "/over.yaml"};
  auto loaded = host_.load(asked);
  ASSERT_THAT(loaded, IsOk());
  EXPECT_EQ(loaded->config.alert_manager.channels.smtp->password.reveal(), "from a file");
  host_.write("/over.yaml", "alert_manager: {smtp: {password: later}}\n");
  host_.write("/c.yaml", kMinimal + smtp("password_file: /pw"));
  loaded = host_.load(asked);
  ASSERT_THAT(loaded, IsOk());
  EXPECT_EQ(loaded->config.alert_manager.channels.smtp->password.reveal(), "later");
  // In one file they contradict each other.
  host_.write("/c.yaml", kMinimal + smtp("password: a, password_file: /pw"));
  EXPECT_THAT(host_.load(request()), FailsWith(HasSubstr("the same secret")));
}

TEST_F(Layers, ABrokenOverlayNamesItsFileAndTheCure) {
  host_.write("/state/config/overlay.json", "{\"monitoring\":");
  EXPECT_THAT(host_.load(request()),
              FailsWith(AllOf(HasSubstr("state/config/overlay.json"), HasSubstr("to forget it"))));
}

}  // namespace
}  // namespace checkride::runtime

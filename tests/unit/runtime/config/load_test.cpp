// Goal: every mistake is told with its place and what would have been right; files merge as documented. Method: one
// small file per mistake; the message is compared in its telling parts.
#include "config/load.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "checkride/test/result_matchers.hpp"
#include "config_fixture.hpp"

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;
using support::ConfigHost;
using support::kMinimal;
using test::FailsWith;
using test::IsOk;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* kVariables = "  variables: [{name: PLANE ALTITUDE, units: feet}]\n";
constexpr const char* kChannels =
    "  smtp: {server: mail, from: a@b.c, to: [d@e.f]}\n"
    "  slack: {webhook_url: \"http://hook/\"}\n";

struct Mistake {
  std::string name;
  std::string text;      // follows kMinimal, so that its first line is line 3
  std::string place;     // "3:12"
  std::string expected;  // part of the message
};

void PrintTo(const Mistake& mistake, std::ostream* out) {
  *out << mistake.name;
}

class ConfigMistake : public testing::TestWithParam<Mistake> {};

TEST_P(ConfigMistake, IsToldWithItsPlace) {
  ConfigHost host;
  const auto loaded = host.load_text(kMinimal + GetParam().text);
  EXPECT_THAT(loaded, FailsWith(AllOf(HasSubstr("invalid configuration"),
                                      HasSubstr("/c.yaml:" + GetParam().place + ":"), HasSubstr(GetParam().expected))));
}

std::string rule(const std::string& fields) {
  return std::string("flight_monitor:\n") + kVariables + "alert_manager:\n" + kChannels + "  rules:\n    - " + fields +
         "\n";
}

INSTANTIATE_TEST_SUITE_P(
    Config, ConfigMistake,
    testing::Values(
        Mistake{"UnknownSection", "loging: {}\n", "3:1", "unknown key \"loging\", did you mean \"logging\"?"},
        Mistake{"UnknownKey", "logging: {levle: info}\n", "3:11", "did you mean \"level\"?"},
        Mistake{"UnknownKeyInRule",
                rule("{name: a, metric: altitude, condition: less_than, treshold: 1, actions: [email]}"), "9:57",
                "did you mean \"threshold\"?"},
        Mistake{"WrongWord", "logging: {level: loud}\n", "3:18", "loud"},
        Mistake{"WrongType", "monitoring: {health_check_port: many}\n", "3:33", "whole number"},
        Mistake{"PortOutOfRange", "monitoring: {health_check_port: 65536}\n", "3:33", "65535"},
        Mistake{"BareDuration", "monitoring: {check_interval: 30}\n", "3:30", "duration"},
        Mistake{"PartOfASecond", "flight_monitor: {update_interval: 1500ms, variables: [{name: A, units: feet}]}\n",
                "3:35", "whole seconds"},
        Mistake{"NoVariables", "flight_monitor: {enabled: true}\n", "3:17",
                "flight_monitor.variables is required when enabled"},
        Mistake{"NoRules", "alert_manager: {enabled: true}\n", "3:16", "alert_manager.rules is required when enabled"},
        Mistake{
            "VariableIdTwice",
            "flight_monitor:\n  variables:\n    - {id: 7, name: A, units: feet}\n    - {id: 7, name: B, units: feet}\n",
            "6:7", "id 7 is used twice"},
        Mistake{"AliasTwice",
                "flight_monitor:\n  variables:\n    - {name: A, units: feet, alias: x}\n    - {name: B, units: feet, "
                "alias: x}\n",
                "6:7", "alias \"x\" is used twice"},
        Mistake{"AliasIsAName",
                "flight_monitor:\n  variables:\n    - {name: A, units: feet}\n    - {name: B, units: feet, alias: A}\n",
                "6:7", "\"A\" is the name of one variable and the alias of another"},
        Mistake{"NameIsAnAlias",
                "flight_monitor:\n  variables:\n    - {name: A, units: feet, alias: B}\n    - {name: B, units: feet}\n",
                "6:7", "\"B\" is the name of one variable and the alias of another"},
        Mistake{
            "AliasIsAnotherSpellingOfAName",
            "flight_monitor:\n  variables:\n    - {name: AN ENGINE, units: rpm}\n    - {name: B, units: feet, alias: "
            "an_engine}\n",
            "6:7", "\"an_engine\" is the name of one variable and the alias of another"},
        Mistake{"AliasTwiceInTwoSpellings",
                "flight_monitor:\n  variables:\n    - {name: A, units: feet, alias: x y}\n    - {name: B, units: feet, "
                "alias: X_Y}\n",
                "6:7", "alias \"X_Y\" is used twice"},
        Mistake{"AliasOfTheLink", "flight_monitor:\n  variables:\n    - {name: A, units: feet, alias: Error_Rate}\n",
                "5:37", "error_rate is the error rate of the link and cannot be an alias"},
        Mistake{"UnknownMetric",
                rule("{name: a, metric: altitud, condition: less_than, threshold: 1, actions: [email]}"), "9:25",
                "unknown metric \"altitud\", did you mean \"altitude\"? (known here: altitude, PLANE ALTITUDE, "
                "error_rate)"},
        Mistake{"AliasWithoutVariable",
                rule("{name: a, metric: fuel, condition: less_than, threshold: 1, actions: [email]}"), "9:25",
                "needs the variable FUEL TOTAL QUANTITY"},
        Mistake{"UnknownCondition",
                rule("{name: a, metric: altitude, condition: below, threshold: 1, actions: [email]}"), "9:46",
                "less_than"},
        Mistake{"UnknownAction",
                rule("{name: a, metric: altitude, condition: less_than, threshold: 1, actions: [pager]}"), "9:81",
                "pager"},
        Mistake{"ActionWithoutChannel",
                std::string("flight_monitor:\n") + kVariables +
                    "alert_manager:\n  rules:\n    - {name: a, metric: altitude, condition: less_than, threshold: 1, "
                    "actions: [email]}\n",
                "7:81", "email needs alert_manager.smtp"},
        Mistake{"NoMailAddress",
                "alert_manager:\n  enabled: false\n  smtp: {server: s, from: \"a@b\\nBcc: c@d\", to: [d@e.f]}\n",
                "5:27", "mail address"},
        Mistake{"WebhookWithoutScheme", "alert_manager:\n  enabled: false\n  slack: {webhook_url: hooks.test/SECRET}\n",
                "5:24", "https://"},
        Mistake{"ExporterType", "metrics_exporter: {type: statsd}\n", "3:26", "prometheus"},
        Mistake{"ExporterTypeWithoutItsSection", "metrics_exporter: {type: influxdb}\n", "3:26", "add influx: {url:"},
        Mistake{"ExporterInfluxWithoutUrl", "metrics_exporter: {type: influxdb, influx: {}}\n", "3:44", "url"},
        Mistake{"ExporterPathOfHealth", "metrics_exporter: {path: /health}\n", "3:26", "health listener"},
        Mistake{"ApiKeyMissing", "security: {api_key_enabled: true}\n", "3:11", "security.api_key is required"},
        Mistake{"FileWithoutPath", "logging: {output: file}\n", "3:10", "logging.file_path"},
        Mistake{"SimulatorTwice", "simulators:\n  - {name: a, address: \"h:1\"}\n  - {name: a, address: \"h:2\"}\n",
                "5:12", "listed twice"},
        Mistake{"SimulatorAddress", "simulators: [{name: a, address: nowhere}]\n", "3:33", "HOST:PORT"},
        Mistake{"SimulatorName", "simulators: [{name: \"../a\", address: \"h:1\"}]\n", "3:21", "letters"},
        Mistake{"BareGaugesWithTwo",
                "metrics_exporter: {bare_flight_gauges: true}\nsimulators: [{name: a, address: \"h:1\"}, {name: b, "
                "address: \"h:2\"}]\n",
                "3:19", "single simulator"}),
    [](const auto& one) { return one.param.name; });

TEST(LoadConfig, AllMistakesOfAllSectionsAreToldAtOnce) {
  ConfigHost host;
  const auto loaded = host.load_text("app: {nam: x}\nlogging: {level: loud}\nmonitoring: {check_interval: 5}\n");
  EXPECT_THAT(loaded, FailsWith(AllOf(HasSubstr("/c.yaml:1:"), HasSubstr("app.name is required"),
                                      HasSubstr("/c.yaml:2:"), HasSubstr("/c.yaml:3:"))));
}

// The lines of the error after its first one, which names the step.
std::vector<std::string> mistakes_of(const std::string& text) {
  ConfigHost host;
  const auto loaded = host.load_text(text);
  std::vector<std::string> lines;
  if (loaded) return lines;
  std::istringstream all(loaded.error().message());
  std::string line;
  std::getline(all, line);
  while (std::getline(all, line)) lines.push_back(line);
  return lines;
}

TEST(LoadConfig, AVariableThatIsNotSetIsOneMistake) {
  EXPECT_THAT(
      mistakes_of(kMinimal + "alert_manager:\n  enabled: false\n  slack: {webhook_url: \"${SLACK_WEBHOOK_URL}\"}\n"),
      ElementsAre("/c.yaml:5:24: the environment variable SLACK_WEBHOOK_URL is not set (set it, or write "
                  "${SLACK_WEBHOOK_URL:-default})"));
  for (const std::string section :
       {"alert_manager: {enabled: false, smtp: {server: m, from: \"${X}\", to: [a@b.c]}}\n",
        "alert_manager: {enabled: false, smtp: {server: m, from: a@b.c, to: [\"${X}\"]}}\n",
        "alert_manager: {enabled: false, smtp: {server: m, port: \"${X}\", from: a@b.c, to: [a@b.c]}}\n",
        "logging: {output: file, file_path: \"${X}\"}\n", "logging: {output: \"${X}\"}\n",
        "security: {api_key_enabled: true, api_key: \"${X}\"}\n", "monitoring: {check_interval: \"${X}\"}\n",
        "metrics_exporter: {path: \"${X}\"}\n", "data_collector: {output_path: \"${X}\"}\n",
        "simulators: [{name: \"${X}\", address: \"h:1\"}]\n", "simulators: [{name: a, address: \"${X}\"}]\n",
        "flight_monitor: {variables: \"${X}\"}\n"}) {
    EXPECT_THAT(mistakes_of(kMinimal + section), ElementsAre(HasSubstr("variable X is not set"))) << section;
  }
  EXPECT_THAT(mistakes_of("app: {name: \"${X}\"}\n"), ElementsAre(HasSubstr("variable X is not set")));
}

TEST(LoadConfig, AWrongWordIsOneMistake) {
  const auto rule_with = [](const std::string& fields) {
    return rule("{name: a, metric: altitude, threshold: 1, " + fields + "}");
  };
  for (const std::string& section :
       {std::string("logging: {output: fil}\n"), std::string("logging: {format: jason}\n"),
        std::string("data_collector: {output_format: xml}\n"), std::string("metrics_exporter: {type: statsd}\n"),
        std::string("alert_manager: {enabled: false, smtp: {server: m, from: a@b.c, to: [a@b.c], starttls: yes}}\n"),
        rule_with("condition: lesser, actions: [email]"), rule_with("condition: less_than, actions: [slak]"),
        rule_with("condition: less_than, actions: [email], severity: crit")}) {
    EXPECT_EQ(mistakes_of(kMinimal + section).size(), 1U)
        << section << testing::PrintToString(mistakes_of(kMinimal + section));
  }
}

TEST(LoadConfig, AMistakeInAListBringsNoSecondOneElsewhere) {
  EXPECT_THAT(mistakes_of(kMinimal + "flight_monitor: {variables: 5}\n"), ElementsAre(HasSubstr("expected a list")));
  const std::string nameless =
      "flight_monitor: {variables: [{units: feet}]}\nalert_manager:\n" + std::string(kChannels) +
      "  rules: [{name: a, metric: altitude, condition: less_than, threshold: 1, actions: [email]}]\n";
  EXPECT_THAT(mistakes_of(kMinimal + nameless), ElementsAre(HasSubstr("the key \"name\" is missing")));
}

std::vector<std::string> notices_for(const std::string& text) {
  ConfigHost host;
  const auto loaded = host.load_text(kMinimal + text);
  EXPECT_THAT(loaded, IsOk());
  std::vector<std::string> events;
  if (!loaded) return events;
  for (const Notice& notice : loaded->notices) events.push_back(notice.event + " " + notice.key);
  return events;
}

constexpr const char* kSimulator = "simulators: [{name: a, address: \"h:1\"}]\n";

TEST(Notices, ThePrometheusPortIsToldOnlyWhenSomethingListensThere) {
  const std::string one = std::string(kSimulator) + "flight_monitor:\n" + kVariables;
  EXPECT_THAT(notices_for(one), ElementsAre("prometheus_default_port metrics_exporter.port"));
  EXPECT_THAT(notices_for(one + "monitoring: {metrics_port: 0}\n"), IsEmpty());
  EXPECT_THAT(notices_for(one + "monitoring: {metrics_port: 9191}\n"), IsEmpty());
  EXPECT_THAT(notices_for(one + "metrics_exporter: {port: 0}\n"), IsEmpty());
  EXPECT_THAT(notices_for(one + "metrics_exporter: {enabled: false}\n"), IsEmpty());
  EXPECT_THAT(notices_for(one + "metrics_exporter: {port: 0}\nmonitoring: {metrics_port: 9090}\n"),
              ElementsAre("prometheus_default_port monitoring.metrics_port"));
}

TEST(Notices, NoSimulatorIsOneWarningWithOrWithoutAFlightMonitor) {
  const std::string quiet = "metrics_exporter: {port: 0}\n";
  EXPECT_THAT(notices_for(quiet), ElementsAre("no_simulators simulators"));
  EXPECT_THAT(notices_for(quiet + "simulators: []\n"), ElementsAre("no_simulators simulators"));
  EXPECT_THAT(notices_for(quiet + "flight_monitor:\n" + kVariables), ElementsAre("no_simulators simulators"));
  EXPECT_THAT(notices_for(quiet + kSimulator), ElementsAre("simulators_not_watched simulators"));
  EXPECT_THAT(notices_for(quiet + kSimulator + "flight_monitor:\n" + kVariables), IsEmpty());
}

TEST(Notices, AnInfluxThatTheTypeOfTheExporterDoesNotUseIsTold) {
  const std::string quiet = std::string(kSimulator) + "flight_monitor:\n" + kVariables;
  const std::string rest = "influx: {url: \"http://db:8086\"}}\n";
  EXPECT_THAT(notices_for(quiet + "metrics_exporter: {port: 0, " + rest),
              ElementsAre("metrics_influx_not_used metrics_exporter.influx"));
  EXPECT_THAT(notices_for(quiet + "metrics_exporter: {port: 0, type: influxdb, " + rest), IsEmpty());
}

TEST(Notices, ASecretThatTravelsInClearToASinkIsTold) {
  const std::string quiet = std::string(kSimulator) + "flight_monitor:\n" + kVariables;
  const auto influx = [&](const std::string& url, const std::string& more) {
    return notices_for(quiet + "metrics_exporter: {port: 0}\ndata_collector: {influx: {url: \"" + url + "\"" + more +
                       "}}\n");
  };
  const std::string token = ", version: 2, organization: o, bucket: b, token: \"${T:-hunter2}\"";
  const std::string password = ", username: u, password: \"${T:-hunter2}\"";
  EXPECT_THAT(influx("http://db:8086", token), ElementsAre("sink_unencrypted data_collector.influx.url"));
  EXPECT_THAT(influx("http://10.0.0.1:8086", password), ElementsAre("sink_unencrypted data_collector.influx.url"));
  EXPECT_THAT(influx("http://127.0.0.1.example.com:8086", token), testing::SizeIs(1)) << "a name of another machine";
  EXPECT_THAT(influx("http://db:8086", ""), IsEmpty()) << "no secret";
  for (const char* url : {"https://db:8086", "http://127.0.0.1:8086", "http://LOCALHOST:8086", "http://[::1]:8086"}) {
    EXPECT_THAT(influx(url, token), IsEmpty()) << url;
  }
  const auto metrics = [&](const std::string& more) {
    return notices_for(quiet + "metrics_exporter: {port: 0, type: influxdb, influx: {url: \"http://db:8086\"" + more +
                       "}}\n");
  };
  EXPECT_THAT(metrics(token), ElementsAre("sink_unencrypted metrics_exporter.influx.url"));
  EXPECT_THAT(metrics(password), ElementsAre("sink_unencrypted metrics_exporter.influx.url"));
  EXPECT_THAT(metrics(""), IsEmpty()) << "no secret";
  const auto otlp = [&](const std::string& url, const std::string& header) {
    return notices_for(quiet + "metrics_exporter: {port: 0, otlp: {endpoint: \"" + url + "\", headers: {" + header +
                       ": \"${T:-hunter2}\"}}}\n");
  };
  EXPECT_THAT(otlp("http://collector:4318", "Authorization"),
              ElementsAre("sink_unencrypted metrics_exporter.otlp.endpoint"));
  EXPECT_THAT(otlp("http://collector:4318", "X-Tenant"), IsEmpty()) << "its name says no credential";
  EXPECT_THAT(otlp("https://collector:4318", "Authorization"), IsEmpty());
  EXPECT_THAT(otlp("http://127.0.0.1:4318", "Authorization"), IsEmpty());
}

TEST(Notices, ALoginThatCannotWorkIsTold) {
  const auto smtp = [](const std::string& more) {
    return std::string(kSimulator) + "flight_monitor:\n" + kVariables + "metrics_exporter: {port: 0}\n" +
           "alert_manager: {enabled: false, smtp: {server: m, from: a@b.c, to: [d@e.f]" + more + "}}\n";
  };
  EXPECT_THAT(notices_for(smtp("")), IsEmpty());
  EXPECT_THAT(notices_for(smtp(", username: u, password: \"${P:-p}\"")), IsEmpty());
  EXPECT_THAT(notices_for(smtp(", starttls: never")), IsEmpty());
  EXPECT_THAT(notices_for(smtp(", username: u")),
              ElementsAre("smtp_login_without_password alert_manager.smtp.password"));
  EXPECT_THAT(notices_for(smtp(", username: u, password: \"${P:-p}\", starttls: never")),
              ElementsAre("smtp_login_never alert_manager.smtp.starttls"));
  // Where there are no secrets, none is missed.
  ConfigHost host;
  host.write("/c.yaml", kMinimal + smtp(", username: u, password_file: /nowhere"));
  ConfigRequest request;
  request.files = {"/c.yaml"};
  request.environment = false;
  const auto loaded = host.load(request);
  ASSERT_THAT(loaded, IsOk());
  EXPECT_THAT(loaded->notices, IsEmpty());
}

TEST(LoadConfig, MetricsPortAloneIsTheExportersPort) {
  ConfigHost host;
  const auto port_of = [&](const std::string& text) {
    const auto loaded = host.load_text(kMinimal + text);
    return loaded ? static_cast<int>(loaded->config.metrics_exporter.port) : -1;
  };
  EXPECT_EQ(port_of("monitoring: {metrics_port: 0}\n"), 0);
  EXPECT_EQ(port_of("monitoring: {metrics_port: 9191}\n"), 9191);
  EXPECT_EQ(port_of("monitoring: {metrics_port: 9191}\nmetrics_exporter: {port: 9292}\n"), 9292);
  EXPECT_EQ(port_of(""), 9090);
}

TEST(LoadConfig, UnreadableUnparsableAndInvalidAreToldApart) {
  ConfigHost host;
  EXPECT_THAT(host.load({"/absent.yaml"}), FailsWith(AllOf(HasSubstr("cannot read"), HasSubstr("/absent.yaml"))));
  EXPECT_THAT(host.load_text("app: [\n"), FailsWith(AllOf(HasSubstr("cannot parse"), HasSubstr("/c.yaml:"))));
  EXPECT_THAT(host.load_text("app: {}\n"),
              FailsWith(AllOf(HasSubstr("invalid configuration"), HasSubstr("app.name is required"))));
}

TEST(LoadConfig, EveryFileThatCannotBeUsedIsToldAtOnce) {
  ConfigHost host;
  host.write("/open.yaml", "app: [\n");
  host.write("/twice.yaml", "app: {name: x, name: y}\n");
  ConfigRequest request;
  request.files = {"/open.yaml", "/twice.yaml", "/absent.yaml", "/gone.yaml"};
  request.folder = "/nowhere";
  request.sets = {"x"};
  EXPECT_THAT(host.load(request),
              FailsWith(AllOf(HasSubstr("/open.yaml:"), HasSubstr("/twice.yaml:1:16: duplicate key"),
                              HasSubstr("\n/absent.yaml: "), HasSubstr("\n/gone.yaml: "), HasSubstr("/nowhere"),
                              HasSubstr("--set x: expected KEY=VALUE"))));
}

TEST(LoadConfig, ASecretIsNotRepeatedInAMessage) {
  ConfigHost host;
  host.set("HOOK", "SECRET");
  const auto loaded =
      host.load_text(kMinimal + "alert_manager:\n  enabled: false\n  slack: {webhook_url: \"${HOOK}\"}\n");
  EXPECT_THAT(loaded, FailsWith(Not(HasSubstr("SECRET"))));
}

TEST(LoadConfig, LaterFilesMergeMapsByKeyAndReplaceLists) {
  ConfigHost host;
  host.write("/base.yaml", kMinimal +
                               "logging: {level: info, format: text}\n"
                               "simulators: [{name: a, address: \"h:1\"}, {name: b, address: \"h:2\"}]\n");
  host.write("/over.yaml", "logging: {level: debug}\nsimulators: [{name: c, address: \"h:3\", protocol: 3}]\n");
  const auto loaded = host.load({"/base.yaml", "/over.yaml"});
  ASSERT_THAT(loaded, IsOk());
  EXPECT_EQ(loaded->config.logging.level, Level::debug);
  EXPECT_EQ(loaded->config.logging.format, LogFormat::text);
  ASSERT_EQ(loaded->config.simulators.size(), 1U);
  EXPECT_EQ(loaded->config.simulators[0].name, "c");
  EXPECT_EQ(loaded->config.simulators[0].address.text(), "h:3");
  EXPECT_EQ(loaded->config.simulators[0].protocol, 3);
}

TEST(LoadConfig, AMistakeInALaterFileNamesThatFile) {
  ConfigHost host;
  host.write("/base.yaml", kMinimal);
  host.write("/over.yaml", "logging: {level: loud}\n");
  EXPECT_THAT(host.load({"/base.yaml", "/over.yaml"}), FailsWith(HasSubstr("/over.yaml:1:18")));
}

TEST(LoadConfig, AVariableThatALaterFileReplacesNeedNotBeSet) {
  ConfigHost host;
  host.write("/base.yaml", "app: {name: \"${UNSET}\"}\n");
  host.write("/over.yaml", "app: {name: plain}\n");
  const auto loaded = host.load({"/base.yaml", "/over.yaml"});
  ASSERT_THAT(loaded, IsOk());
  EXPECT_EQ(loaded->config.app.name, "plain");
}

TEST(LoadConfig, VariablesHaveDefaultsAndMessages) {
  ConfigHost host;
  host.set("ZONE", "north");
  const auto loaded = host.load_text("app: {name: \"${NAME:-fallback}\", environment: \"$$${ZONE}\"}\n");
  ASSERT_THAT(loaded, IsOk());
  EXPECT_EQ(loaded->config.app.name, "fallback");
  EXPECT_EQ(loaded->config.app.environment, "$north");
  EXPECT_THAT(host.load_text("app: {name: \"${NAME:?set NAME to the site}\"}\n"),
              FailsWith(HasSubstr("set NAME to the site")));
}

TEST(LoadConfig, AnAbsentSectionIsOff) {
  ConfigHost host;
  const auto loaded = host.load_text(kMinimal);
  ASSERT_THAT(loaded, IsOk());
  EXPECT_FALSE(loaded->config.flight_monitor.enabled);
  EXPECT_FALSE(loaded->config.data_collector.enabled);
  EXPECT_FALSE(loaded->config.alert_manager.enabled);
  EXPECT_TRUE(loaded->config.monitoring.enabled);
  EXPECT_TRUE(loaded->config.metrics_exporter.enabled);
  EXPECT_FALSE(loaded->config.loopback_only());
}

TEST(LoadConfig, EmptyListsAreFineInASectionThatIsOff) {
  ConfigHost host;
  EXPECT_THAT(
      host.load_text(kMinimal +
                     "flight_monitor: {enabled: false, variables: []}\nalert_manager: {enabled: false, rules: []}\n"),
      IsOk());
}

}  // namespace
}  // namespace checkride::runtime

// Goal: what is printed of a configuration loads again to the same one; the sample and the table of keys are true.
// Method: the guide's configuration, the sample, and RapidCheck's texts in every place a text may stand.
#include "config/print.hpp"

#include "checkride/test/property.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <functional>
#include <set>
#include <sstream>

#include <boost/json.hpp>

#include "checkride/test/result_matchers.hpp"
#include "config/compare.hpp"
#include "config/key_table.hpp"
#include "config_fixture.hpp"

namespace checkride::runtime {
namespace {

using support::ConfigHost;
using support::kMinimal;
using test::IsOk;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

std::string guide() {
  std::ifstream file(std::string(CHECKRIDE_SOURCE_DIR) + "/tests/data/guides/config.yaml");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(PrintConfig, TheGuidesLoadsAgainToTheSame) {
  ConfigHost host;
  for (const char* name : {"SMTP_USERNAME", "SMTP_PASSWORD", "API_KEY"}) host.set(name, "secret-value");
  host.set("SLACK_WEBHOOK_URL", "https://hook/secret-value");
  const auto loaded = host.load_text(guide());
  ASSERT_THAT(loaded, IsOk());
  const std::string printed = printed_config(*loaded);
  const auto again = host.load_text(printed);
  ASSERT_THAT(again, IsOk()) << printed;
  EXPECT_EQ(config_hash(*loaded), config_hash(*again));
}

// Keys that are there only with a value of their own must not be printed with one.
TEST(PrintConfig, CalendarsMaintenanceAndEscalationLoadAgain) {
  ConfigHost host;
  const auto loaded = host.load_text(kMinimal + R"(flight_monitor:
  variables: [{name: PLANE ALTITUDE, units: feet}]
alert_manager:
  slack: {webhook_url: "https://hook/x"}
  calendars: {office: {days: [monday]}}
  maintenance: [{name: m, calendar: office}]
  escalation: {tiers: {1: [slack]}, severities: {2: {tier: 2}}}
  rules: [{name: A, metric: altitude, condition: less_than, threshold: 1, severity: critical, actions: [slack]}]
)");
  ASSERT_THAT(loaded, IsOk());
  const std::string printed = printed_config(*loaded);
  const auto again = host.load_text(printed);
  ASSERT_THAT(again, IsOk()) << printed;
  EXPECT_EQ(config_hash(*loaded), config_hash(*again));
  EXPECT_EQ(loaded->config.alert_manager.rules, again->config.alert_manager.rules);
  EXPECT_EQ(again->config.alert_manager.rules[0].level, 1);
}

// Keys whose default depends on others, and secrets that are checked: each was refused, or meant something else, when
// it was read again.
constexpr const char* kDelicate[] = {
    "flight_monitor: {variables: [{name: A, units: feet}, {name: B, units: feet}, {id: 9, name: C, units: feet}]}\n",
    "data_collector: {}\n",
    "data_collector: {compression: true}\n",
    "data_collector: {influx: {url: \"http://h:1\", username: u, password: p}}\n",
    "data_collector: {influx: {url: \"http://h:1\", version: 2, organization: o, bucket: b, token: t}}\n",
    "metrics_exporter: {type: influxdb, influx: {url: \"http://h:1\", username: u, password: p}}\n",
    "metrics_exporter: {influx: {url: \"http://h:1\", version: 2, organization: o, bucket: b, token: t}}\n",
    "simulators: [{name: a, address: \"h:1\"}, {name: b, address: \"h:2\"}, {name: c, address: \"h:3\"}, "
    "{name: d, address: \"h:4\"}]\n"
    "failover: {flights: [{primary: a, standbys: [b]}, {primary: c, standbys: [d]}]}\n",
    "logging: {access_log: {enabled: true}}\n",
    "flight_monitor: {variables: [{name: PLANE ALTITUDE, units: feet}]}\n"
    "alert_manager:\n"
    "  webhook: {url: \"http://127.0.0.1/x\"}\n"
    "  pagerduty: {routing_key: 00000000000000000000000000000000}\n"
    "  rules:\n"
    "    - {name: a, metric: altitude, condition: absent, duration: 1s, actions: [webhook]}\n"
    "    - {name: b, metric: altitude, condition: stale, duration: 1s, actions: [pagerduty]}\n",
    "alert_manager: {enabled: false, smtp: {server: m, port: 465, from: a@b.c, to: [d@e.f]}}\n",
    "alert_manager: {enabled: false, smtp: {server: m, tls: true, from: a@b.c, to: [d@e.f]}}\n",
    "monitoring: {metrics_port: 9191}\n",
};

TEST(PrintConfig, WhatDependsOnOtherKeysLoadsAgainToTheSame) {
  for (const char* section : kDelicate) {
    ConfigHost host;
    const auto loaded = host.load_text(kMinimal + section);
    ASSERT_THAT(loaded, IsOk()) << section;
    const std::string printed = printed_config(*loaded);
    const auto again = host.load_text(printed);
    ASSERT_THAT(again, IsOk()) << printed;
    EXPECT_EQ(config_hash(*loaded), config_hash(*again)) << printed;
    EXPECT_EQ(loaded->config.flight_monitor.variables, again->config.flight_monitor.variables) << printed;
    EXPECT_EQ(loaded->config.alert_manager.rules, again->config.alert_manager.rules) << printed;
    EXPECT_EQ(loaded->config.metrics_exporter.port, again->config.metrics_exporter.port) << printed;
    EXPECT_EQ(loaded->config.watched_names(), again->config.watched_names()) << printed;
    const auto& smtp = loaded->config.alert_manager.channels.smtp;
    if (smtp) {
      EXPECT_EQ(smtp->tls, again->config.alert_manager.channels.smtp->tls) << printed;
    }
  }
}

// Every section of the sample switched on: the "#" at the left edge taken away, as its first lines say.
std::string sample_with_every_section() {
  std::istringstream lines(sample_config());
  std::string out;
  for (std::string line; std::getline(lines, line);) {
    const bool explains = line.starts_with("# ") && !line.starts_with("#  ");
    out += (line.starts_with('#') && !explains ? line.substr(1) : line) + "\n";
  }
  return out;
}

TEST(PrintConfig, TheWholeSampleLoadsAgainToTheSame) {
  ConfigHost host;
  ConfigRequest request;
  request.files = {"/c.yaml"};
  // What only its owner can choose.
  request.sets = {"alert_manager.maintenance.0.starts_at=2026-01-05T08:00:00Z",
                  "alert_manager.maintenance.0.ends_at=2026-01-05T09:00:00Z",
                  "alert_manager.inhibit_rules.0.target_match={severity: warning}", "simulators.1.name=sim2",
                  "simulators.1.address=127.0.0.1:5112"};
  host.write("/c.yaml", sample_with_every_section());
  const auto loaded = host.load(request);
  ASSERT_THAT(loaded, IsOk());
  EXPECT_TRUE(loaded->config.data_collector.influx && loaded->config.alert_manager.channels.pagerduty);
  const std::string printed = printed_config(*loaded);
  const auto again = host.load_text(printed);
  ASSERT_THAT(again, IsOk()) << printed;
  EXPECT_EQ(config_hash(*loaded), config_hash(*again));
}

TEST(PrintConfig, EachSecretThatIsStillMaskedIsTold) {
  ConfigHost host;
  const auto loaded = host.load_text(
      kMinimal + "alert_manager: {enabled: false, webhook: {url: \"https://h/x\", headers: {X-Team: a}}}\n");
  ASSERT_THAT(loaded, IsOk());
  const auto masked_keys = [](const LoadedConfig& config) {
    std::vector<std::string> keys;
    for (const Notice& notice : config.notices) {
      if (notice.event == "secret_is_masked") keys.push_back(notice.key);
    }
    return keys;
  };
  EXPECT_THAT(masked_keys(*loaded), ElementsAre());
  const auto again = host.load_text(printed_config(*loaded));
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(masked_keys(*again), ElementsAre("alert_manager.webhook.url", "alert_manager.webhook.headers.X-Team"));
}

TEST(PrintConfig, SaysWhereEachValueComesFrom) {
  ConfigHost host;
  host.write("/c.yaml", kMinimal + "simulators:\n  - {name: a, address: \"h:1\"}\n");
  host.set("CHECKRIDE_MONITORING__ADDRESS", "127.0.0.1");
  ConfigRequest request;
  request.files = {"/c.yaml"};
  request.sets = {"logging.format=text"};
  const auto loaded = host.load(request);
  ASSERT_THAT(loaded, IsOk());
  const std::string printed = printed_config(*loaded);
  EXPECT_THAT(printed,
              AllOf(HasSubstr("  name: \"test\"  # /c.yaml:2:9\n"),
                    HasSubstr("  address: \"127.0.0.1\"  # environment variable CHECKRIDE_MONITORING__ADDRESS\n"),
                    HasSubstr("  format: text  # --set logging.format\n"), HasSubstr("  port: 9090  # default\n"),
                    HasSubstr("simulators:\n  - name: \"a\"  # /c.yaml:4:12\n    address: \"h:1\"  # /c.yaml:4:24\n")));
}

TEST(PrintConfig, JsonHasValuesAndOrigins) {
  ConfigHost host;
  const auto loaded = host.load_text(kMinimal + "security: {api_key: hunter2}\n");
  ASSERT_THAT(loaded, IsOk());
  std::string text;
  values::json::Writer json(text);
  json.begin_object();
  add_config_members(json, *loaded);
  json.end_object();
  const boost::json::value parsed = boost::json::parse(text);
  EXPECT_EQ(parsed.at("config").at("app").at("name").as_string(), "test");
  EXPECT_EQ(parsed.at("config").at("monitoring").at("health_check_port").as_int64(), 8080);
  EXPECT_EQ(parsed.at("config").at("security").at("api_key").as_string(), "<masked>");
  EXPECT_EQ(parsed.at("origins").at("app.name").as_string(), "/c.yaml:2:9");
  EXPECT_EQ(parsed.at("origins").at("logging.format").as_string(), "default");
}

RC_GTEST_PROP(PrintConfigLaws, AnyTextLoadsAgain, ()) {
  // Texts as JSON can hold them: the printer must cope with quotes, '$', '#', line breaks and what else there is.
  const std::string text = *rc::gen::container<std::string>(rc::gen::oneOf(
      rc::gen::element('$', '{', '}', '"', '\\', '#', ':', '\n', '\t', '\'', ' ', '-', '&', '*', '%', '@'),
      rc::gen::inRange<char>(1, 127)));
  std::string json = "{\"app\":{\"name\":\"x\",\"version\":";
  values::json::append_json_string(json, text);
  json += "},\"simulators\":[]}";
  ConfigHost host;
  const auto first = host.load_text(kMinimal);
  RC_ASSERT(first.has_value());
  ConfigRequest request;
  request.files = {"/c.yaml"};
  request.sets = {"app.version=" + text};
  const auto loaded = host.load(request);
  RC_ASSERT(loaded.has_value());
  RC_ASSERT(loaded->config.app.version == text);
  const auto again = host.load_text(printed_config(*loaded));
  RC_ASSERT(again.has_value());
  RC_ASSERT(again->config.app.version == text);
}

TEST(SampleConfig, LoadsAndSaysNothingButTheDefaults) {
  ConfigHost host;
  const std::string sample = sample_config();
  const auto loaded = host.load_text(sample);
  ASSERT_THAT(loaded, IsOk()) << sample;
  const auto minimal = host.load_text("app: {name: checkride}\n");
  ASSERT_THAT(minimal, IsOk());
  EXPECT_TRUE(compare(loaded->document, minimal->document).empty());
  EXPECT_THAT(sample, AllOf(HasSubstr("#simulators:\n"), HasSubstr("  max_size_mb: 100\n"),
                            HasSubstr("Whole number, 1 to 65535"), HasSubstr("One of json, logfmt, text.")));
}

TEST(JsonSchema, IsJsonWithEverySection) {
  const boost::json::value printed = boost::json::parse(json_schema());
  const auto schema = config_schema();
  for (const values::Schema::Key& key : schema->keys) {
    EXPECT_TRUE(printed.at("properties").as_object().contains(key.key)) << key.key;
  }
  EXPECT_FALSE(printed.at("additionalProperties").as_bool());
}

// Every key of the schema with its path; an item of a list is "0", one of a map with free keys "NAME", as the printers
// of the schema have it.
void each_key(const values::Schema& schema, KeyPath& path, const std::function<void(const KeyPath&)>& each) {
  const auto below = [&](const std::string& key, const values::Schema& child, bool named) {
    path.push_back(key);
    if (named) each(path);
    each_key(child, path, each);
    path.pop_back();
  };
  for (const values::Schema::Key& key : schema.keys) below(key.key, *key.schema, true);
  if (schema.item) below(schema.type == values::SchemaType::list ? "0" : "NAME", *schema.item, false);
}

// What the table does not explain, sample-config and print-schema do not either.
TEST(KeyTable, EveryKeyHasARow) {
  const auto schema = config_schema();
  KeyPath path;
  each_key(*schema, path, [](const KeyPath& key) {
    const KeyRow* row = find_key_row(key);
    ASSERT_NE(row, nullptr) << joined(key);
    EXPECT_TRUE(row->text.ends_with('.') || row->text.ends_with('?')) << joined(key);
  });
}

// A row of a key that is gone explains nothing to anybody.
TEST(KeyTable, EveryRowNamesAKeyAndNoneStandsTwice) {
  const auto schema = config_schema();
  std::set<std::string_view> named;
  KeyPath path;
  each_key(*schema, path, [&named](const KeyPath& key) {
    if (const KeyRow* row = find_key_row(key)) named.insert(row->key);
  });
  std::set<std::string_view> seen;
  for (const KeyRow& row : key_table()) {
    EXPECT_TRUE(named.contains(row.key)) << row.key;
    EXPECT_TRUE(seen.insert(row.key).second) << row.key << " stands twice";
  }
}

// A list is compared as a whole, so what its keys say has to be what it says.
TEST(KeyTable, TheKeysOfAListChangeAsTheListDoes) {
  for (const KeyRow& row : key_table()) {
    const auto list = row.key.find("[].");
    if (list == std::string_view::npos) continue;
    EXPECT_EQ(row.change, change_of(split_path(row.key.substr(0, list)))) << row.key;
  }
}

TEST(CompareConfig, TellsWhatWaitsForARestart) {
  ConfigHost host;
  const auto before = host.load_text(kMinimal + "logging: {level: info}\n");
  const auto after = host.load_text(kMinimal + "logging: {level: debug}\nmonitoring: {health_check_port: 1}\n" +
                                    "simulators: [{name: a, address: \"h:1\"}]\n");
  ASSERT_THAT(before, IsOk());
  ASSERT_THAT(after, IsOk());
  const ConfigChange change = compare(before->document, after->document);
  EXPECT_THAT(change.at_once, ElementsAre("logging.level"));
  EXPECT_THAT(change.after_restart, ElementsAre("monitoring.health_check_port", "simulators"));
  const auto mixed = taken_over(before->document, after->document, change.at_once);
  EXPECT_THAT(compare(mixed, after->document).at_once, ElementsAre());
}

}  // namespace
}  // namespace checkride::runtime

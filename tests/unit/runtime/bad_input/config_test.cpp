// Goal: every wrong or hostile input of the configuration gets its stated error, with the place it stands in, and shows
// no secret. Method: one row each: files, variables and options in, a part of the error out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "../config/config_fixture.hpp"
#include "checkride/test/result_matchers.hpp"

namespace checkride::runtime {
namespace {

using support::ConfigHost;
using support::kMinimal;
using test::FailsWith;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// The secret that no message may hold.
constexpr const char* kSecret = "hunter2";

struct Row {
  std::string name;
  std::string text;  // of /c.yaml
  std::string told;
  std::map<std::string, std::string> environment{};
  std::vector<std::string> sets{};
  std::map<std::string, std::string> files{};
};

void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

std::string minimal(const std::string& more) {
  return kMinimal + more;
}

std::string smtp(const std::string& more) {
  return minimal("alert_manager: {enabled: false, smtp: {server: m, from: a@b.c, to: [d@e.f]" + more + "}}\n");
}

class BadConfig : public testing::TestWithParam<Row> {};

TEST_P(BadConfig, GetsItsStatedError) {
  ConfigHost host;
  host.write("/c.yaml", GetParam().text);
  for (const auto& [path, content] : GetParam().files) host.write(path, content);
  for (const auto& [name, value] : GetParam().environment) host.set(name, value);
  ConfigRequest request;
  request.files = {"/c.yaml"};
  request.sets = GetParam().sets;
  EXPECT_THAT(host.load(request), FailsWith(AllOf(HasSubstr(GetParam().told), Not(HasSubstr(kSecret)))));
}

INSTANTIATE_TEST_SUITE_P(
    Files, BadConfig,
    testing::Values(Row{"Nothing", "", "/c.yaml:1:1: expected a map"},
                    Row{"OnlyAComment", "# nothing\n", "expected a map"},
                    Row{"AList", "- a\n", "/c.yaml:1:1: expected a map"}, Row{"AText", "hello\n", "expected a map"},
                    Row{"Zeros", std::string("app: \0x", 7), "/c.yaml:1:6: a control character"},
                    Row{"NotUtf8", "app: {name: \"\xff\"}\n", "/c.yaml:1:14: not valid UTF-8"},
                    Row{"Deep", repeated("[", 100), "nested deeper than 64 levels"},
                    Row{"DeepMaps", repeated("{a: ", 100), "nested deeper than 64 levels"},
                    Row{"TooLong", "a: " + std::string(5 * 1024 * 1024, 'x'), "more than the allowed"},
                    Row{"TooMany", "a: [" + repeated("1,", 60'000) + "1]\n", "more than 50000 values"},
                    Row{"ManyUnknownKeys",
                        [] {
                          std::string text = kMinimal;
                          for (int i = 0; i < 20'000; ++i) text += "k" + std::to_string(i) + ": 1\n";
                          return text;
                        }(),
                        "and 19900 more mistakes"},
                    Row{"Bomb", "a: &a [x, x]\nb: &b [*a, *a]\napp: {name: *b}\n", "aliases (*name) are not supported"},
                    Row{"Tag", "app: !!python/object:os.system {name: x}\n", "tags are not supported"},
                    Row{"Merge", "app: {<<: {name: x}}\n", "merge keys"},
                    Row{"TwoDocuments", "app: {name: x}\n---\napp: {name: y}\n", "a second document"},
                    Row{"TwoKeys", "app: {name: x, name: y}\n", "duplicate key \"name\""},
                    Row{"NorwayIsText", minimal("metrics_exporter: {enabled: no}\n"), "expected true or false"},
                    Row{"Octal", minimal("monitoring: {health_check_port: 0777}\n"), "without the leading zero"},
                    Row{"Exponent", minimal("monitoring: {health_check_port: 1e3}\n"), "whole number"},
                    Row{"EmptyKey", minimal("logging:\n"), "\"logging\" has no value"},
                    Row{"JsonWithComma", "{\"app\": {\"name\": \"x\",}, \"loging\": {}}", "did you mean \"logging\"?"},
                    Row{"JsonCut", "{\"app\": {\"name\": \"x\"", "\"{\" without \"}\""},
                    Row{"AllAtOnce", minimal("loging: {}\nmonitoring: {check_interval: 3}\nlogging: {level: x}\n"),
                        "/c.yaml:3:1: unknown key \"loging\""},
                    Row{"LastOfAll", minimal("loging: {}\nmonitoring: {check_interval: 3}\nlogging: {level: x}\n"),
                        "/c.yaml:5:18"}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(
    TwoKeys, BadConfig,
    testing::Values(
        Row{"UserInTheAddressOfInflux", minimal("data_collector: {influx: {url: \"http://u:hunter2@h:1/\"}}\n"),
            "/c.yaml:3:32: expected an address such as http://127.0.0.1:8086, without a user in it"},
        Row{"OtlpIntervalBelowTheDefaultOfTimeout",
            minimal("metrics_exporter: {otlp: {endpoint: \"http://c/\", interval: 1s}}\n"),
            "/c.yaml:3:60: timeout 10s is longer than interval 1s"},
        Row{"OtlpTimeoutAboveInterval",
            minimal("metrics_exporter: {otlp: {endpoint: \"http://c/\", interval: 1s, timeout: 2s}}\n"),
            "/c.yaml:3:73: timeout 2s is longer than interval 1s"},
        Row{"AccessLogIsTheLogInAnotherSpelling",
            minimal("logging: {output: file, file_path: logs/a.log, access_log: {file_path: ./x/../logs//a.log}}\n"),
            "logging.access_log.file_path is the log itself"},
        Row{"AccessLogIsTheLogAboveTheRoot",
            minimal("logging: {output: file, file_path: /var/a.log, access_log: {file_path: /../var/./a.log}}\n"),
            "logging.access_log.file_path is the log itself"}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Variables, BadConfig,
    testing::Values(
        Row{"NotSet", "app: {name: \"${NOT_SET}\"}\n", "/c.yaml:1:13: the environment variable NOT_SET is not set"},
        Row{"WithMessage", "app: {name: \"${NOT_SET:?ask the team}\"}\n", "NOT_SET is missing: ask the team"},
        Row{"NotClosed", "app: {name: \"${NOT_SET\"}\n", "\"${\" without \"}\""},
        Row{"NoStructure",
            minimal("simulators: ${LIST}\n"),
            "/c.yaml:3:13: expected a list",
            {{"LIST", "[{name: a, address: \"h:1\"}]"}}},
        Row{"NoNewKeys",
            minimal("monitoring: {address: x, check_interval: \"${V}\"}\n"),
            "expected a duration",
            {{"V", "1s, health_check_port: 1"}}},
        Row{"Bomb",
            "app: {name: \"" + repeated("${BIG}", 200) + "\"}\n",
            "more than 1048576 bytes",
            {{"BIG", std::string(64 * 1024, 'x')}}},
        Row{"UnknownKey",
            kMinimal,
            "environment variable CHECKRIDE_LOGGING__LEVLE: unknown key \"logging.levle\", did you "
            "mean \"level\"?",
            {{"CHECKRIDE_LOGGING__LEVLE", "info"}}},
        Row{"UnknownSection",
            kMinimal,
            "unknown key \"loging\", did you mean \"logging\"?",
            {{"CHECKRIDE_LOGING__LEVEL", "info"}}},
        Row{"BadValue",
            kMinimal,
            "environment variable CHECKRIDE_MONITORING__HEALTH_CHECK_PORT: expected a whole number",
            {{"CHECKRIDE_MONITORING__HEALTH_CHECK_PORT", "many"}}},
        Row{"BadAlias", kMinimal, "environment variable PORT: 99999 is out of range", {{"PORT", "99999"}}},
        Row{"BadWord", kMinimal, "environment variable LOG_LEVEL: expected debug", {{"LOG_LEVEL", "verbose"}}},
        Row{"IndexTooFar",
            kMinimal,
            "\"7\" is no index of simulators: expected 0 to 0",
            {{"CHECKRIDE_SIMULATORS__7__NAME", "a"}}},
        Row{"NoIndex", kMinimal, "\"first\" is no index of simulators", {{"CHECKRIDE_SIMULATORS__FIRST__NAME", "a"}}},
        Row{"HugeIndex",
            kMinimal,
            "is no index of simulators",
            {{"CHECKRIDE_SIMULATORS__99999999999999999999__NAME", "a"}}},
        Row{"BelowAValue",
            kMinimal,
            "\"app.name\" is a single value and has no keys",
            {{"CHECKRIDE_APP__NAME__FIRST", "a"}}},
        Row{"NoName", kMinimal, "unknown key \"app.\"", {{"CHECKRIDE_APP__", "a"}}},
        Row{"YamlThatIsNone",
            kMinimal,
            "environment variable CHECKRIDE_SIMULATORS:1:",
            {{"CHECKRIDE_SIMULATORS", "[{"}}},
        Row{"SecretAsAMap", smtp(", password: {a: hunter2}"), "expected text, not a map"}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Options, BadConfig,
    testing::Values(Row{"NoEquals", kMinimal, "--set logging.level: expected KEY=VALUE", {}, {"logging.level"}},
                    Row{"NoKey", kMinimal, "expected KEY=VALUE", {}, {"=x"}},
                    Row{"TwoDots", kMinimal, "expected KEY=VALUE", {}, {"app..name=x"}},
                    Row{"UnknownKey",
                        kMinimal,
                        "--set app.nam: unknown key \"app.nam\", did you mean \"name\"?",
                        {},
                        {"app.nam=x"}},
                    Row{"BadValue",
                        kMinimal,
                        "--set monitoring.check_interval: expected a duration",
                        {},
                        {"monitoring.check_interval=5"}},
                    Row{"SecretIsNotRepeated", kMinimal, "--set security.api_kye", {}, {"security.api_kye=hunter2"}},
                    Row{"WholeSection", kMinimal, "expected a map", {}, {"logging=debug"}},
                    Row{"EmptyMap", kMinimal, "--set app:1:8: \"name\" has no value", {}, {"app={name: }"}}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(
    SecretFiles, BadConfig,
    testing::Values(
        Row{"NotThere", smtp(", password_file: /nowhere"), "/c.yaml:3:92: cannot read the secret: /nowhere"},
        Row{"Empty", smtp(", password_file: /empty"), "the file /empty is empty", {}, {}, {{"/empty", "\n"}}},
        Row{"TooLong",
            smtp(", password_file: /long"),
            "longer than 65536 bytes",
            {},
            {},
            {{"/long", "hunter2" + std::string(70'000, 'x')}}},
        Row{"TwoOfThem",
            smtp(", password: hunter2, password_file: /p"),
            "take one of the two out",
            {},
            {},
            {{"/p", "hunter2"}}},
        Row{"AList", smtp(", password_file: [a]"), "expected text, not a list"},
        Row{"AFolderAsCredential",
            smtp(""),
            "/run/secrets/smtp_password: cannot be used as the secret",
            {},
            {},
            {{"/run/secrets/smtp_password/x", "hunter2"}}},
        Row{"WrongAddressInAFile",
            minimal("alert_manager: {enabled: false, slack: {webhook_url_file: /hook}}\n"),
            "/hook: expected an address that begins with https://",
            {},
            {},
            {{"/hook", "hunter2"}}},
        Row{"OverlayOfAnotherKind",
            kMinimal,
            "state/config/overlay.json",
            {},
            {},
            {{"/state/config/overlay.json", "{\"app\": {\"nam\": 1}}"}}},
        Row{"OverlayThatIsBroken",
            kMinimal,
            "remove the file state/config/overlay.json to forget it",
            {},
            {},
            {{"/state/config/overlay.json", "\xff"}}}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace checkride::runtime

// Goal: variables are replaced in values, after parsing, and a missing one is an error at its place. Method: examples.
#include "checkride/values/interpolate.hpp"

#include <gmock/gmock.h>

#include <map>

#include "checkride/values/map_reader.hpp"

namespace checkride::values {
namespace {

using testing::HasSubstr;

std::optional<std::string> lookup(const std::string& name) {
  static const std::map<std::string, std::string> kVariables = {
      {"USER", "ops"}, {"EMPTY", ""}, {"PORT", "8080"}, {"EVIL", "x: [1]\ny: ${USER}"}};
  const auto found = kVariables.find(name);
  return found == kVariables.end() ? std::nullopt : std::optional<std::string>(found->second);
}

struct Outcome {
  Node root;
  std::string errors;
};

Outcome run(std::string_view text, const std::vector<std::string>& untouched = {}) {
  Diagnostics errors;
  const Document document = interpolate(load(text, "t.yaml").value(), lookup, errors, untouched);
  return {document.root(), errors.text()};
}

std::string value_of(std::string_view scalar) {
  Outcome outcome = run("a: '" + std::string(scalar) + "'");
  return outcome.errors.empty() ? outcome.root.find("a")->text() : outcome.errors;
}

TEST(Interpolate, ReplacesVariables) {
  EXPECT_EQ(value_of("${USER}"), "ops");
  EXPECT_EQ(value_of("<${USER}@${USER}>"), "<ops@ops>");
  EXPECT_EQ(value_of("${EMPTY}"), "");
}

TEST(Interpolate, DefaultsStandInForMissingAndEmptyOnes) {
  EXPECT_EQ(value_of("${NONE:-none}"), "none");
  EXPECT_EQ(value_of("${EMPTY:-none}"), "none");
  EXPECT_EQ(value_of("${USER:-none}"), "ops");
  EXPECT_EQ(value_of("${NONE:-}"), "");
  EXPECT_EQ(value_of("${NONE:-a:-b ?c}"), "a:-b ?c");
}

TEST(Interpolate, AMissingOneIsAnErrorAtItsPlace) {
  EXPECT_EQ(value_of("${NONE}"),
            "t.yaml:1:4: the environment variable NONE is not set (set it, or write ${NONE:-default})");
  EXPECT_EQ(value_of("${EMPTY:?the mail user}"),
            "t.yaml:1:4: the environment variable EMPTY is missing: the mail user");
  EXPECT_EQ(value_of("${USER:?the mail user}"), "ops");
}

TEST(Interpolate, OfAMissingOneNoReaderTellsASecondMistake) {
  Diagnostics errors;
  const auto text =
      "flag: '${NONE}'\nport: '${NONE}'\nratio: '${NONE}'\nname: '${NONE}'\nwait: '${NONE}'\nsize: '${NONE}'\n"
      "names: ['${NONE}']\nmany: '${NONE}'\nword: '${NONE}'\nsection: '${NONE}'\nlist: '${NONE}'\nbroken: '${'\n";
  const Document document = interpolate(load(text, "t.yaml").value(), lookup, errors);
  EXPECT_EQ(errors.size(), 12U);
  MapReader map = document.root_map(errors);
  bool flag{};
  int port{};
  double ratio{};
  std::string name;
  std::string broken;
  Duration wait{};
  Bytes size{};
  std::vector<std::string> names, many;
  int word{};
  EXPECT_FALSE(map.required("flag", &flag));
  EXPECT_FALSE(map.required("port", &port, {1, 10}));
  EXPECT_FALSE(map.required("ratio", &ratio));
  EXPECT_FALSE(map.required("name", &name));
  EXPECT_FALSE(map.required("broken", &broken));
  EXPECT_FALSE(map.required("wait", &wait));
  EXPECT_FALSE(map.required("size", &size));
  EXPECT_FALSE(map.required("names", &names));
  EXPECT_FALSE(map.required("many", &many));
  EXPECT_FALSE(map.required_choice<int>("word", &word, {{"one", 1}}));
  EXPECT_FALSE(map.required_map("section", [](MapReader&) {}));
  EXPECT_FALSE(map.required_list("list", [](const Node&) {}));
  map.finish();
  EXPECT_EQ(errors.size(), 12U) << errors.text();
}

TEST(Interpolate, DollarsStayUnlessABraceFollows) {
  EXPECT_EQ(value_of("pa$$word"), "pa$word");
  EXPECT_EQ(value_of("$USER costs 5$"), "$USER costs 5$");
  EXPECT_EQ(value_of("$${USER}"), "${USER}");
  EXPECT_EQ(value_of("$$$$"), "$$");
}

TEST(Interpolate, RefusesWhatIsNoVariable) {
  for (const char* text : {"${}", "${1A}", "${A-b}", "${A:b}", "${A B}", "${USER", "${NONE:-${USER}}"}) {
    EXPECT_THAT(value_of(text), HasSubstr("t.yaml:1:4: ")) << text;
  }
}

TEST(Interpolate, LeavesTheKeysOfTheCallerAlone) {
  const Outcome outcome = run("a:\n  simconnect_dll: ${NONE}\n  user: ${USER}\n", {"simconnect_dll"});
  EXPECT_EQ(outcome.errors, "");
  EXPECT_EQ(outcome.root.find("a")->find("simconnect_dll")->text(), "${NONE}");
  EXPECT_EQ(outcome.root.find("a")->find("user")->text(), "ops");
}

TEST(Interpolate, ReachesListsAndReportsAllMistakes) {
  const Outcome outcome = run("- ${USER}\n- ['${NONE}']\n- {a: \"${GONE}\"}\n");
  EXPECT_EQ(outcome.root.items()[0].text(), "ops");
  EXPECT_THAT(outcome.errors, HasSubstr("t.yaml:2:4: the environment variable NONE"));
  EXPECT_THAT(outcome.errors, HasSubstr("t.yaml:3:7: the environment variable GONE"));
}

TEST(Interpolate, AValueNeverBecomesStructureOrAnotherVariable) {
  const Outcome outcome = run("a: ${EVIL}");
  EXPECT_EQ(outcome.root.entries().size(), 1u);
  EXPECT_EQ(outcome.root.find("a")->text(), "x: [1]\ny: ${USER}");
}

TEST(Interpolate, APlainScalarMayBecomeANumber) {
  const Outcome outcome = run("port: ${PORT}");
  EXPECT_EQ(outcome.root.find("port")->as_integer().value(), 8080);
  EXPECT_EQ(outcome.root.find("port")->position().text(), "t.yaml:1:7");
}

// JSON has no other way to write it.
TEST(Interpolate, AQuotedVariableAloneMayBecomeANumber) {
  EXPECT_EQ(run(R"({"port": "${PORT}"})").root.find("port")->as_integer().value(), 8080);
  EXPECT_EQ(run("{port: \"${NONE:-7}\"}").root.find("port")->as_integer().value(), 7);
  EXPECT_EQ(run("{user: \"${USER}\"}").root.find("user")->as_text().value(), "ops");
  for (const char* text : {"a: \"${PORT}${PORT}\"", "a: \"1${PORT}\"", "a: \"${PORT}1\"", "a: \"8080\""}) {
    EXPECT_TRUE(run(text).root.find("a")->as_integer().has_error()) << text;
  }
}

TEST(Interpolate, WithoutALookupScalarsWithVariablesAreUnreadable) {
  Diagnostics errors;
  const Document document = load("a: ${A}\nb: ${B:-x}\nc: $$\n", "t.yaml").value();
  const Document filled = interpolate(document, {}, errors);
  EXPECT_EQ(errors.text(), "");
  EXPECT_TRUE(filled.root().find("a")->is_unreadable());
  EXPECT_EQ(filled.root().find("b")->text(), "x");
  EXPECT_EQ(filled.root().find("c")->text(), "$");
}

TEST(Interpolate, AFewBytesDoNotBecomeManyMegabytes) {
  Diagnostics errors;
  std::string text = "a: \"";
  for (int i = 0; i < 100; ++i) text += "${LONG}";
  const Document document = load(text + "\"\n", "t.yaml").value();
  const auto lookup = [](const std::string&) { return std::optional(std::string(100'000, 'x')); };
  const Document filled = interpolate(document, lookup, errors);
  EXPECT_EQ(errors.text(), "t.yaml:1:4: the variables make more than 1048576 bytes of it");
  EXPECT_TRUE(filled.root().find("a")->is_unreadable());
}

}  // namespace
}  // namespace checkride::values

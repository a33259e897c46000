// Goal: filters keep exactly what was asked for, and say which of them left nothing.
#include "suite/filters.hpp"

#include <gmock/gmock.h>

#include "checkride/test/property.hpp"
#include "checkride/test/result_matchers.hpp"

namespace checkride::harness {
namespace {

using testing::ElementsAre;

std::vector<Scenario> three() {
  std::vector<Scenario> scenarios(3);
  scenarios[0].name = "low-altitude";
  scenarios[0].tags = {"alerting", "smoke"};
  scenarios[1].name = "low-fuel";
  scenarios[1].tags = {"alerting", "slow"};
  scenarios[2].name = "dead-simulator";
  return scenarios;
}

std::vector<std::string> chosen(const SuiteOptions& options, const std::set<std::string, std::less<>>& failed = {}) {
  std::vector<Scenario> scenarios = three();
  const auto done = choose(options, failed, &scenarios);
  if (!done) return {"error: " + done.error().detail()};
  std::vector<std::string> names;
  for (const Scenario& scenario : scenarios) names.push_back(scenario.name);
  return names;
}

TEST(Filters, WithoutAnyAllAreWanted) {
  EXPECT_THAT(chosen({}), ElementsAre("low-altitude", "low-fuel", "dead-simulator"));
}

TEST(Filters, OneOfTheTagsIsEnoughAndOneOfTheOthersIsTooMuch) {
  SuiteOptions options;
  options.tags = {"slow", "smoke"};
  EXPECT_THAT(chosen(options), ElementsAre("low-altitude", "low-fuel"));
  options.not_tags = {"slow"};
  EXPECT_THAT(chosen(options), ElementsAre("low-altitude"));
}

TEST(Filters, NamesArePatternsOfTheWholeName) {
  SuiteOptions options;
  options.names = {"low-*"};
  EXPECT_THAT(chosen(options), ElementsAre("low-altitude", "low-fuel"));
  options.names = {"low", "dead-simulato?"};
  EXPECT_THAT(chosen(options), ElementsAre("dead-simulator"));
}

TEST(Filters, OfThoseThatFailed) {
  SuiteOptions options;
  options.only_failed = true;
  EXPECT_THAT(chosen(options, {"low-fuel", "gone"}), ElementsAre("low-fuel"));
}

TEST(Filters, TheOneThatLeavesNothingIsNamed) {
  SuiteOptions options;
  options.tags = {"x", "y"};
  EXPECT_THAT(chosen(options), ElementsAre("error: --tag: no scenario under these paths is tagged x or y"));
  options.tags = {"slow"};
  options.not_tags = {"alerting"};
  EXPECT_THAT(chosen(options), ElementsAre(testing::HasSubstr("--not-tag: no scenario")));
  options.not_tags.clear();
  options.names = {"low-altitude"};
  EXPECT_THAT(chosen(options), ElementsAre(testing::HasSubstr("--name: no scenario")));
  options.names.clear();
  options.only_failed = true;
  EXPECT_THAT(chosen(options), ElementsAre(testing::HasSubstr("--failed: no scenario")));
}

TEST(Pattern, StarsAndQuestionMarks) {
  EXPECT_TRUE(fits("", ""));
  EXPECT_TRUE(fits("*", ""));
  EXPECT_TRUE(fits("**", "a"));
  EXPECT_TRUE(fits("a*b*c", "a-b-b-c"));
  EXPECT_TRUE(fits("*bc", "abcbc"));
  EXPECT_FALSE(fits("", "a"));
  EXPECT_FALSE(fits("?", ""));
  EXPECT_FALSE(fits("a?c", "ac"));
  EXPECT_FALSE(fits("*b", "abc"));
  EXPECT_FALSE(fits("abc", "ab"));
}

// The definition, slow but plain.
bool fits_by_definition(std::string_view pattern, std::string_view name) {
  if (pattern.empty()) return name.empty();
  if (pattern[0] == '*') {
    return fits_by_definition(pattern.substr(1), name) ||
           (!name.empty() && fits_by_definition(pattern, name.substr(1)));
  }
  return !name.empty() && (pattern[0] == '?' || pattern[0] == name[0]) &&
         fits_by_definition(pattern.substr(1), name.substr(1));
}

RC_GTEST_PROP(Pattern, IsWhatItsDefinitionSays, ()) {
  const auto pattern = *rc::gen::resize(8, rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab*?"))));
  const auto name = *rc::gen::resize(8, rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab"))));
  RC_ASSERT(fits(pattern, name) == fits_by_definition(pattern, name));
}

}  // namespace
}  // namespace checkride::harness

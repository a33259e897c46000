// Goal: a matcher takes what it says and nothing else. Method: examples of every form, and laws over numbers.
#include "control/matcher.hpp"

#include <gmock/gmock.h>

#include "checkride/test/property.hpp"
#include "checkride/values/diagnostic.hpp"
#include "control/body.hpp"

namespace checkride::emulator {
namespace {

bool takes(const std::string& matcher, const std::string& value) {
  values::Diagnostics errors;
  const Matcher read = Matcher::read(parse_json(matcher).value(), errors);
  EXPECT_TRUE(errors.empty()) << matcher;
  return read.takes(parse_json(value).value());
}

bool is_wrong(const std::string& matcher) {
  values::Diagnostics errors;
  (void)Matcher::read(parse_json(matcher).value(), errors);
  return !errors.empty();
}

TEST(Matcher, ValuesAreThemselves) {
  EXPECT_TRUE(takes("7", "7"));
  EXPECT_TRUE(takes("7", "7.0"));
  EXPECT_FALSE(takes("7", "\"7\""));
  EXPECT_TRUE(takes("\"Second\"", "\"second\"")) << "words of enumerations";
  EXPECT_TRUE(takes("true", "true"));
  EXPECT_FALSE(takes("true", "false"));
  EXPECT_TRUE(takes("[1, 2]", "[1, 2.0]"));
  EXPECT_FALSE(takes("[1, 2]", "[1]"));
}

TEST(Matcher, FormsTakeWhatTheySay) {
  EXPECT_TRUE(takes(R"({"near": 80, "within": 0.5})", "80.5"));
  EXPECT_FALSE(takes(R"({"near": 80, "within": 0.5})", "80.6"));
  EXPECT_FALSE(takes(R"({"near": 80})", "\"80\""));
  EXPECT_TRUE(takes(R"({"contains": "SEA"})", "\"KSEA\""));
  EXPECT_FALSE(takes(R"({"contains": "5"})", "5"));
  EXPECT_TRUE(takes(R"({"one_of": [1, "x"]})", "\"X\""));
  EXPECT_FALSE(takes(R"({"one_of": []})", "1"));
  EXPECT_TRUE(takes(R"({"any": true})", "null"));
}

TEST(Matcher, WrongFormsAreTold) {
  EXPECT_TRUE(is_wrong("{}"));
  EXPECT_TRUE(is_wrong(R"({"near": 1, "at_least": 0})"));
  EXPECT_TRUE(is_wrong(R"({"near": "x"})"));
  EXPECT_TRUE(is_wrong(R"({"one_of": 1})"));
  EXPECT_TRUE(is_wrong(R"({"within": 1})"));
}

RC_GTEST_PROP(Matcher, BoundsAreInclusive, (int bound, int value)) {
  const std::string text = std::to_string(value);
  RC_ASSERT(takes(R"({"at_least": )" + std::to_string(bound) + "}", text) == (value >= bound));
  RC_ASSERT(takes(R"({"at_most": )" + std::to_string(bound) + "}", text) == (value <= bound));
  RC_ASSERT(takes(std::to_string(bound), text) == (value == bound));
}

}  // namespace
}  // namespace checkride::emulator

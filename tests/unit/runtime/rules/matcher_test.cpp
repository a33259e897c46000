// Goal: a matcher fits what Alertmanager's would. Method: cases, and laws over RapidCheck's texts.
#include "rules/matcher.hpp"

#include "checkride/test/property.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace checkride::runtime {
namespace {

Matcher expression(const std::string& text, bool is_equal = true) {
  return {"rule", text, is_equal, *Regex::compile(text)};
}

TEST(Matcher, AnExpressionIsForTheWholeLabel) {
  EXPECT_TRUE(expression("low|high").fits("low"));
  EXPECT_FALSE(expression("low|high").fits("lower"));
  EXPECT_TRUE(expression("(?i)LOW.*").fits("lower"));
  EXPECT_FALSE(expression("low.*", false).fits("lower"));
  EXPECT_TRUE(expression("low.*", false).fits("high"));
}

TEST(Matcher, WithoutAnExpressionAStarStandsForAnyCharacters) {
  EXPECT_TRUE((Matcher{"rule", "low*"}).fits("lower"));
  EXPECT_FALSE((Matcher{"rule", "low.*"}).fits("lower"));
  EXPECT_FALSE((Matcher{"rule", "low*", false}).fits("lower"));
  EXPECT_TRUE((Matcher{"simulator", ""}).fits("")) << "of a rule about the monitor itself";
}

RC_GTEST_PROP(MatcherLaws, OneThatIsTurnedRoundFitsWhatTheOtherDoesNot, (const std::string& label)) {
  const std::string value = *rc::gen::element<std::string>("", "*", "a*", "*a", label, label + "*");
  RC_ASSERT((Matcher{"rule", value, true}).fits(label) != (Matcher{"rule", value, false}).fits(label));
}

// Letters and stars only: as an expression a star is ".*", and all else is itself.
RC_GTEST_PROP(MatcherLaws, AStarIsTheExpressionOfAnyCharacters, ()) {
  const auto texts = [](auto letters) { return rc::gen::container<std::string>(std::move(letters)); };
  const std::string pattern = *texts(rc::gen::element('a', 'b', '*'));
  const std::string label = *texts(rc::gen::element('a', 'b'));
  std::string text;
  for (const char c : pattern) text += c == '*' ? std::string(".*") : std::string(1, c);
  RC_ASSERT((Matcher{"rule", pattern}).fits(label) == expression(text).fits(label));
}

}  // namespace
}  // namespace checkride::runtime

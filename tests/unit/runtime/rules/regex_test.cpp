// Goal: a regular expression means what Alertmanager's mean, and none of them can stop the monitor. Method: fixed
// cases; the expressions that other engines die of.
#include "rules/regex.hpp"

#include <gmock/gmock.h>

namespace checkride::runtime {
namespace {

TEST(Regex, IsAboutTheWholeText) {
  const Regex regex = *Regex::compile("low|high");
  EXPECT_TRUE(regex.matches("low"));
  EXPECT_TRUE(regex.matches("high"));
  EXPECT_FALSE(regex.matches("lower"));
  EXPECT_FALSE(regex.matches("a high"));
  EXPECT_EQ(regex.text(), "low|high");
  EXPECT_EQ(regex, *Regex::compile("low|high"));
}

TEST(Regex, KnowsLettersBeyondAscii) {
  EXPECT_TRUE(Regex::compile("Höhe.+")->matches("Höhe zu niedrig"));
  EXPECT_TRUE(Regex::compile("(?i)sim-\\d{1,3}")->matches("SIM-12"));
}

TEST(Regex, SaysWhatIsWrong) {
  EXPECT_THAT(Regex::compile("a(b").error().detail(), testing::HasSubstr("missing )"));
  EXPECT_FALSE(Regex::compile("(a)\\1").has_value()) << "back references take more than linear time";
  EXPECT_FALSE(Regex::compile("((a{1000}){1000}){1000}").has_value());
}

TEST(Regex, WhatOtherEnginesDieOfIsOneLookAtTheText) {
  const std::string text(4096, 'a');
  for (const char* pattern : {"(a+)+b", "(a|a)*b", "(a|aa)+b", "(.*.*.*)*b"}) {
    EXPECT_FALSE(Regex::compile(pattern)->matches(text)) << pattern;
  }
}

}  // namespace
}  // namespace checkride::runtime

// Goal: CI systems see every expectation, with counts that add up and markup that cannot break. Method: examples.
#include <gmock/gmock.h>

#include "markup.hpp"
#include "sample_record.hpp"

namespace checkride::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(JUnit, CountsScenariosAndExpectations) {
  const std::string xml = to_junit_xml(sample_record(), sample_environment());
  // Three scenarios and five expectations; the failing scenario and two of it fail; a scenario and an expectation are
  // skipped.
  EXPECT_THAT(
      xml, HasSubstr("<testsuites name=\"checkride virtual\" tests=\"8\" failures=\"3\" errors=\"0\" skipped=\"2\""));
  EXPECT_THAT(xml, HasSubstr("<testsuite name=\"virtual.must-fail\" tests=\"5\" failures=\"3\""));
}

TEST(JUnit, FailureSaysLineExpectedAndSeen) {
  const std::string xml = to_junit_xml(sample_record(), sample_environment());
  EXPECT_THAT(
      xml,
      HasSubstr("line 21: webhook &lt;chat&gt; &amp; &quot;count&quot; 1\nexpected: 1 call within 5 s\nseen: 2 calls"));
  EXPECT_THAT(xml, Not(HasSubstr("</script>")));
}

TEST(JUnit, CarriesReplayAndHash) {
  const std::string xml = to_junit_xml(sample_record(), sample_environment());
  EXPECT_THAT(xml, HasSubstr("<property name=\"trace_hash\" value=\"00c0ffee00c0ffee\"/>"));
  EXPECT_THAT(xml, HasSubstr("--rig virtual --seed 7\"/>"));
}

TEST(JUnit, EarlierAttemptsAreFlakyFailuresOfTheLast) {
  Record record;
  ScenarioRecord first = sample_record().scenarios[1];
  first.attempt = 1;
  first.attempts = 2;
  ScenarioRecord second = sample_record().scenarios[0];
  second.attempt = 2;
  second.attempts = 2;
  second.flaky = true;
  record.scenarios = {first, second};
  const std::string xml = to_junit_xml(record, sample_environment());
  EXPECT_THAT(xml, HasSubstr("tests=\"2\" failures=\"0\""));
  EXPECT_THAT(xml, HasSubstr("<flakyFailure message=\"attempt 1: expect-2: 2 calls where 1 was expected\""));
  record.scenarios[1].verdict = Verdict::failed;
  EXPECT_THAT(to_junit_xml(record, sample_environment()), HasSubstr("<rerunFailure message=\"attempt 1: expect-2"));
}

TEST(JUnit, WhatMustBeSeenInSomeRunIsASuite) {
  Record record;
  Sometimes seen{.scenario = "low-altitude",
                 .name = "sometimes-1",
                 .text = "a reconnect",
                 .held_in = 2,
                 .runs = 5,
                 .wanted = 1,
                 .verdict = Verdict::passed,
                 .reason = ""};
  Sometimes never = seen;
  never.held_in = 0;
  never.verdict = Verdict::failed;
  record.sometimes = {seen, never};
  const std::string xml = to_junit_xml(record, sample_environment());
  EXPECT_THAT(xml, HasSubstr("tests=\"2\" failures=\"1\""));
  EXPECT_THAT(xml, HasSubstr("<testsuite name=\"sometimes\" tests=\"2\" failures=\"1\""));
  EXPECT_THAT(xml, HasSubstr("expected: in at least 1 of 5 runs\nseen: in 0</failure>"));
}

TEST(JUnit, SkippedSaysWhy) {
  Record record = sample_record();
  record.scenarios[1].expectations[3].reason = "the live rig cannot crash a simulator";
  EXPECT_THAT(to_junit_xml(record, sample_environment()),
              HasSubstr("<skipped message=\"the live rig cannot crash a simulator\"/>"));
}

TEST(Markup, EscapesWhatWouldBreakAPage) {
  EXPECT_EQ(escape_markup("<a href=\"x\">&"), "&lt;a href=&quot;x&quot;&gt;&amp;");
  EXPECT_EQ(escape_markup(std::string_view("\x01", 1)), "\xEF\xBF\xBD");
}

TEST(Markup, ShortensLongDecimalsOnly) {
  EXPECT_EQ(shorten_numbers("value 80.00000000003"), "value 80");
  EXPECT_EQ(shorten_numbers("value 2499.9999974438974."), "value 2500.");
  EXPECT_EQ(shorten_numbers("-0.12345, 102.27516553334203 ft"), "-0.123, 102.275 ft");
  EXPECT_EQ(shorten_numbers("{\"value\":1.23456789}"), "{\"value\":1.235}");
  EXPECT_EQ(shorten_numbers("0.00001234"), "1.23e-05") << "rounded away it would say that nothing was there";
  EXPECT_EQ(shorten_numbers("0.0000"), "0");
}

TEST(Markup, LeavesTimesVersionsAndAddressesAlone) {
  for (const char* text : {"", "12", "12.", "1.234", "2026-01-05T08:00:11.066767Z", "08:00:11.066767+00:00",
                           "1.6.31234", "10.0.12.12345", "v1.23456", "0.12345s", "1.23456e-7", ".12345", "a_1.23456"}) {
    EXPECT_EQ(shorten_numbers(text), text);
  }
}

}  // namespace
}  // namespace checkride::reports

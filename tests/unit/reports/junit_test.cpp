// Goal: CI systems count what the summary of a run counts, see the text of every check, and markup cannot break.
// Method: examples, of which the cases and their outcomes are counted too, for a CI system may count either.
#include <gmock/gmock.h>

#include "markup.hpp"
#include "sample_record.hpp"

namespace checkride::reports {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::size_t occurrences(const std::string& text, const std::string& word) {
  std::size_t count = 0;
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + word.size())) ++count;
  return count;
}

// Of an attribute of all elements with that name.
std::size_t sum_of(const std::string& xml, const std::string& element, const std::string& attribute) {
  std::size_t sum = 0;
  const std::string head = "<" + element + " ";
  for (std::size_t at = xml.find(head); at != std::string::npos; at = xml.find(head, at + 1)) {
    const std::size_t value = xml.find(" " + attribute + "=\"", at) + attribute.size() + 3;
    sum += std::stoul(xml.substr(value));
  }
  return sum;
}

// What the head says is what the suites say, and what the cases are.
void expect_counts_agree(const std::string& xml) {
  const std::pair<std::string, std::string> counted[] = {
      {"tests", "<testcase "}, {"failures", "<failure "}, {"errors", "<error "}, {"skipped", "<skipped "}};
  for (const auto& [attribute, element] : counted) {
    EXPECT_EQ(sum_of(xml, "testsuites", attribute), occurrences(xml, element)) << attribute;
    EXPECT_EQ(sum_of(xml, "testsuite", attribute), occurrences(xml, element)) << attribute;
  }
}

TEST(JUnit, ARunIsOneCase) {
  const std::string xml = to_junit_xml(sample_record(), sample_environment());
  // One passed, one failed with two of its four expectations, one was skipped.
  EXPECT_THAT(
      xml, HasSubstr("<testsuites name=\"checkride virtual\" tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"1\""));
  EXPECT_THAT(xml, HasSubstr("<testsuite name=\"virtual.must-fail\" tests=\"1\" failures=\"1\""));
  EXPECT_THAT(xml, HasSubstr("<testcase classname=\"virtual.must-fail\" name=\"must-fail\""));
  expect_counts_agree(xml);
}

TEST(JUnit, EveryVerdictCountsOnce) {
  Record record = sample_record();
  for (const Verdict verdict : {Verdict::error, Verdict::expected_failure}) {
    record.scenarios.push_back(record.scenarios[1]);
    record.scenarios.back().verdict = verdict;
  }
  const std::string xml = to_junit_xml(record, sample_environment());
  EXPECT_THAT(xml, HasSubstr("tests=\"5\" failures=\"1\" errors=\"1\" skipped=\"1\""));
  expect_counts_agree(xml);
}

TEST(JUnit, AFailureSaysOfEachFailedCheckLineExpectedAndSeen) {
  const std::string xml = to_junit_xml(sample_record(), sample_environment());
  EXPECT_THAT(xml, HasSubstr("<failure type=\"expectation\" message=\"expect-2: 2 calls where 1 was expected\">"
                             "expect-2 (line 21): webhook &lt;chat&gt; &amp; &quot;count&quot; 1&#10;"
                             "expected: 1 call within 5 s&#10;seen: 2 calls &lt;/script&gt;&#10;&#10;"
                             "expect-3 (line 24): exactly 1 mail in mail&#10;"
                             "expected: within 30s&#10;seen: 2 mails, altitude 80.00000000003&#10;&#10;"
                             "again: checkride run scenarios/alerting/low_altitude.yaml"));
  EXPECT_THAT(xml, Not(HasSubstr("</script>")));
}

TEST(JUnit, TextOfEveryCheckIsInTheCase) {
  const std::string xml = to_junit_xml(sample_record(), sample_environment());
  EXPECT_THAT(xml, AllOf(HasSubstr("<system-out>passed: expect-1 (line 18): mail to ops-team@company.com, 1&#10;"
                                   "expected: 1 mail within 15 s&#10;seen: 1 mail</system-out>"),
                         HasSubstr("failed: expect-2 (line 21): webhook"),
                         HasSubstr("skipped: never-1 (line 30): at least 1 log line of level error&#10;"
                                   "expected: never</system-out>")));
}

TEST(JUnit, AFailureWithoutAFailedCheckGivesTheReason) {
  Record record;
  record.scenarios = {sample_record().scenarios[0]};
  record.scenarios[0].verdict = Verdict::error;
  record.scenarios[0].reason = "monitor did not start";
  record.scenarios[0].replay = "";
  EXPECT_THAT(to_junit_xml(record, sample_environment()),
              HasSubstr("<error type=\"run\" message=\"monitor did not start\">monitor did not start</error>"));
}

TEST(JUnit, AnExpectedFailureIsGreenAndSaysWhy) {
  Record record;
  record.scenarios = {sample_record().scenarios[1]};
  record.scenarios[0].verdict = Verdict::expected_failure;
  const std::string xml = to_junit_xml(record, sample_environment());
  EXPECT_THAT(xml, HasSubstr("<system-out>failed as expected: expect-2: 2 calls where 1 was expected&#10;"));
  EXPECT_THAT(xml, Not(HasSubstr("<failure")));
}

TEST(JUnit, ACheckThatStandsInNoFileHasNoLine) {
  Record record;
  record.scenarios = {sample_record().scenarios[0]};
  record.scenarios[0].expectations[0].name = "compare-1";
  record.scenarios[0].expectations[0].line = 0;
  EXPECT_THAT(to_junit_xml(record, sample_environment()), HasSubstr("passed: compare-1: mail to"));
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
  EXPECT_THAT(xml, HasSubstr("tests=\"1\" failures=\"0\""));
  EXPECT_THAT(xml, HasSubstr("<flakyFailure message=\"attempt 1: expect-2: 2 calls where 1 was expected\""));
  expect_counts_agree(xml);
  record.scenarios[1].verdict = Verdict::failed;
  EXPECT_THAT(to_junit_xml(record, sample_environment()), HasSubstr("<rerunFailure message=\"attempt 1: expect-2"));
}

// Under the name of its last attempt a CI system would take it for a new test.
TEST(JUnit, ARunKeepsItsNameWhenItIsTriedAgain) {
  Record record;
  record.scenarios = {sample_record().scenarios[1], sample_record().scenarios[0]};
  const char* names[] = {"low-altitude+s7", "low-altitude+s7+a2"};
  for (std::size_t i = 0; i < 2; ++i) {
    record.scenarios[i].name = names[i];
    record.scenarios[i].scenario = "low-altitude";
    record.scenarios[i].attempt = i + 1;
    record.scenarios[i].attempts = 2;
  }
  EXPECT_THAT(to_junit_xml(record, sample_environment()),
              HasSubstr("<testcase classname=\"virtual.low-altitude\" name=\"low-altitude+s7\""));
}

// The summary counts runs, and of these only what failed.
TEST(JUnit, WhatMustBeSeenInSomeRunCountsWhereItNeverHeld) {
  Record record;
  Sometimes seen{.scenario = "low-altitude",
                 .name = "sometimes-1",
                 .text = "a reconnect",
                 .held_in = 2,
                 .runs = 5,
                 .wanted = 5,
                 .verdict = Verdict::passed,
                 .reason = "",
                 .file = "scenarios/a.yaml",
                 .line = 12};
  Sometimes never = seen;
  never.name = "sometimes-2";
  never.held_in = 0;
  never.verdict = Verdict::failed;
  never.reason = "never held in 5 runs";
  Sometimes skipped = seen;
  skipped.name = "sometimes-3";
  skipped.verdict = Verdict::skipped;
  record.sometimes = {seen, never, skipped};
  const std::string xml = to_junit_xml(record, sample_environment());
  EXPECT_THAT(xml, HasSubstr("<testsuite name=\"sometimes\" tests=\"1\" failures=\"1\""));
  expect_counts_agree(xml);
  EXPECT_THAT(xml,
              HasSubstr("message=\"never held in 5 runs\">low-altitude: sometimes-2 (line 12 of scenarios/a.yaml): "
                        "a reconnect&#10;expected: in at least one run, looked at with 5 seeds or more&#10;"
                        "seen: in 0 of 5 runs; never held in 5 runs</failure>"));
  EXPECT_THAT(xml, AllOf(HasSubstr("<system-out>passed: low-altitude: sometimes-1"),
                         HasSubstr("skipped: low-altitude: sometimes-3")));
}

TEST(JUnit, SkippedSaysWhy) {
  Record record = sample_record();
  record.scenarios[1].expectations[3].reason = "the live rig cannot crash a simulator";
  EXPECT_THAT(to_junit_xml(record, sample_environment()),
              AllOf(HasSubstr("expected: never&#10;why: the live rig cannot crash a simulator</system-out>"),
                    HasSubstr("<skipped message=\"the virtual rig is not in the scenario's rigs\"/>")));
}

TEST(Markup, EscapesWhatWouldBreakAPage) {
  EXPECT_EQ(escape_markup("<a href=\"x\">&"), "&lt;a href=&quot;x&quot;&gt;&amp;");
  EXPECT_EQ(escape_markup(std::string_view("\x01", 1)), "\xEF\xBF\xBD");
}

// One such byte, and a CI system refuses the whole file. Answers are cut in the middle of a character, or are no text.
TEST(Markup, WhatIsNoTextIsReplaced) {
  EXPECT_EQ(escape_markup("12 \xC2\xB0"
                          "C \xF0\x9F\x9B\xA9"),
            "12 \xC2\xB0"
            "C \xF0\x9F\x9B\xA9");
  EXPECT_EQ(escape_markup("12 \xC2"), "12 \xEF\xBF\xBD");
  EXPECT_EQ(escape_markup("\xFF<\xB0"), "\xEF\xBF\xBD&lt;\xEF\xBF\xBD");
  EXPECT_EQ(escape_markup("\xEF\xBF\xBF"), "\xEF\xBF\xBD") << "a code point that XML has not";
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

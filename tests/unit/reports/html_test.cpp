// Goal: the page is readable without script, stands alone, and hostile text in a record stays text.
// Method: examples over the sample record; what script adds is tested in a browser (tests/conformance/report.test.js).
#include <gmock/gmock.h>

#include "sample_record.hpp"

namespace checkride::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string page() {
  return to_html(sample_record(), sample_environment(), sample_events());
}

TEST(Html, FirstScreenHasVerdictSeedAndReplay) {
  EXPECT_THAT(page(), HasSubstr("1 of 3 scenarios passed, 1 failed, 1 skipped"));
  EXPECT_THAT(page(), HasSubstr("seed <b>7</b>"));
  EXPECT_THAT(page(), HasSubstr("checkride run scenarios/alerting/low_altitude.yaml --rig virtual --seed 7"));
}

TEST(Html, ExpectationsShowMarginsInWords) {
  EXPECT_THAT(page(), HasSubstr("4.750 s to spare"));
  EXPECT_THAT(page(), HasSubstr("missed by 0.500 s"));
}

TEST(Html, WhatFailedHasNothingToSpare) {
  EXPECT_THAT(page(), Not(HasSubstr("28.250 s to spare")));
  EXPECT_THAT(page(), HasSubstr("data-label=\"Margin\">missed</td>"));
  EXPECT_THAT(page(), HasSubstr("data-label=\"Margin\">not reached</td>"));
}

TEST(Html, TheOverviewSaysWhatFailedInsteadOfAMargin) {
  EXPECT_THAT(page(), HasSubstr("data-label=\"Least margin\">4.750 s to spare <span class=\"soft\">(<b>expect-1</b>, "
                                "line 18)</span>"));
  EXPECT_THAT(page(), HasSubstr("data-label=\"What failed\"><div class=\"brief\"><b>expect-2</b>, line 21: 2 calls "
                                "where 1 was expected</div>"));
  EXPECT_THAT(page(), HasSubstr("data-label=\"Why\">the virtual rig is not in the scenario's rigs"));
}

TEST(Html, WithoutAFailedExpectationTheReasonStandsAlone) {
  Record record = sample_record();
  record.scenarios[0].verdict = Verdict::error;
  record.scenarios[0].reason = "sim ended by itself with exit code 70";
  EXPECT_THAT(to_html(record, sample_environment(), {}),
              HasSubstr("data-label=\"What failed\">sim ended by itself with exit code 70</td>"));
}

TEST(Html, LongDecimalsAreShortenedWithTheFullTextBehind) {
  EXPECT_THAT(page(), HasSubstr("<span title=\"2 mails, altitude 80.00000000003\">2 mails, altitude 80</span>"));
}

TEST(Html, ValuesThatDecidedStandBelowWhatWasSeen) {
  Record record = sample_record();
  Expectation& expectation = record.scenarios[0].expectations[0];
  expectation.values = {
      {.name = "value", .seen = "82 feet", .expected = "below 100 feet", .unit = "feet", .margin = 18},
      {.name = "", .seen = "0", .expected = "at least 1 <mail>", .unit = "", .margin = -1}};
  const std::string html = to_html(record, sample_environment(), {});
  EXPECT_THAT(html, HasSubstr("<div class=\"deciding\">value 82 feet, below 100 feet: 18 feet to spare</div>"));
  EXPECT_THAT(html, HasSubstr("<div class=\"deciding\">0, at least 1 &lt;mail&gt;: missed by 1</div>"));
}

// "status 200, 200" would leave open which is which.
TEST(Html, AValueWithoutALimitSaysWhatWasWantedAndWhatCame) {
  Record record = sample_record();
  Expectation& expectation = record.scenarios[0].expectations[0];
  expectation.values = {{.name = "status", .seen = "503", .expected = "200", .unit = "", .margin = std::nullopt},
                        {.name = "altitude", .seen = "", .expected = "80 feet", .unit = "feet", .margin = std::nullopt},
                        {.name = "version", .seen = "1.2", .expected = "", .unit = "", .margin = std::nullopt}};
  const std::string html = to_html(record, sample_environment(), {});
  EXPECT_THAT(html, HasSubstr("<div class=\"deciding\">status 503, wanted: 200</div>"));
  EXPECT_THAT(html, HasSubstr("<div class=\"deciding\">altitude nothing, wanted: 80 feet</div>"));
  EXPECT_THAT(html, HasSubstr("<div class=\"deciding\">version 1.2</div>"));
}

TEST(Html, WhatWasSkippedForAReasonSaysIt) {
  Record record = sample_record();
  record.scenarios[1].expectations[3].reason = "the live rig cannot crash a simulator";
  const std::string html = to_html(record, sample_environment(), {});
  EXPECT_THAT(html, HasSubstr("data-label=\"Seen\">the live rig cannot crash a simulator</td>"));
  EXPECT_THAT(html, HasSubstr("data-label=\"Margin\">skipped</td>"));
}

TEST(Html, ALineOfAnotherFileNamesIt) {
  Record record = sample_record();
  record.scenarios[0].expectations[0].file = "common/guided.yaml";
  record.scenarios[0].expectations[0].step = "7.b.2";
  EXPECT_THAT(to_html(record, sample_environment(), {}),
              HasSubstr("<span title=\"step 7.b.2\">common/guided.yaml:18</span>"));
}

TEST(Html, AFailureInSetupIsToldOnce) {
  Record record = sample_record();
  ScenarioRecord& run = record.scenarios[0];
  run.expectations.resize(1);
  run.expectations[0].verdict = Verdict::failed;
  run.expectations[0].file = "parts/low.yaml";
  run.verdict = Verdict::error;
  run.reason = "setup, expect-1 (line 18 of parts/low.yaml): not seen";
  EXPECT_THAT(to_html(record, sample_environment(), {}),
              HasSubstr("<b>expect-1</b>, line 18 of parts/low.yaml: in setup: not seen</div>"));
}

TEST(Html, StepsThatWereLeftOutAreNamed) {
  Record record = sample_record();
  EXPECT_THAT(to_html(record, sample_environment(), {}), testing::Not(HasSubstr("Steps left out")));
  record.scenarios[0].skipped_steps.push_back({"3", 18, "", "kill <sim>", "it is real"});
  record.scenarios[0].skipped_steps.push_back({"4", 20, "common/guided.yaml", "start sim", "it was not killed"});
  const std::string html = to_html(record, sample_environment(), {});
  EXPECT_THAT(html, HasSubstr("<li>line 18: kill &lt;sim&gt;: it is real</li>"));
  EXPECT_THAT(html, HasSubstr("<li>line 20 of common/guided.yaml: start sim: it was not killed</li>"));
}

// An attempt that was made again counts once, by what it came to in the end.
TEST(Html, AttemptsCountOnce) {
  Record record;
  ScenarioRecord first = sample_record().scenarios[1];
  first.attempt = 1;
  first.attempts = 2;
  ScenarioRecord second = sample_record().scenarios[0];
  second.attempt = 2;
  second.attempts = 2;
  second.flaky = true;
  record.scenarios = {first, second};
  const std::string html = to_html(record, sample_environment(), {});
  EXPECT_THAT(html,
              HasSubstr("class=\"banner passed\" role=\"status\">1 of 1 scenario passed, 1 only when tried again<"));
  EXPECT_THAT(html, HasSubstr("attempt 2 of 2"));
}

TEST(Html, WhatNoRunHasSeenIsRed) {
  Record record;
  record.scenarios = {sample_record().scenarios[0]};
  record.sometimes = {{.scenario = "low-altitude",
                       .name = "sometimes-1",
                       .text = "a reconnect",
                       .held_in = 0,
                       .runs = 5,
                       .wanted = 3,
                       .verdict = Verdict::failed,
                       .reason = "in none of 5 runs"}};
  const std::string html = to_html(record, sample_environment(), {});
  EXPECT_THAT(html, HasSubstr("class=\"banner failed\" role=\"status\">1 of 1 scenario passed, 1 never seen that"));
  EXPECT_THAT(html, HasSubstr("data-label=\"Seen in\">0 of 5 runs</td>"));
  EXPECT_THAT(html, HasSubstr("data-label=\"Seeds needed\">3</td>")) << "it need not have held in all of them";
}

TEST(Html, TheLicenceOfUPlotIsInThePage) {
  EXPECT_THAT(page(), HasSubstr("The MIT License (MIT)\n\nCopyright (c) 2022 Leon Sorokin"));
  EXPECT_THAT(page(), HasSubstr("The above copyright notice and this permission notice shall be included in"));
}

TEST(Html, HostileTextStaysText) {
  EXPECT_THAT(page(), Not(HasSubstr("2 calls </script>")));
  EXPECT_THAT(page(), HasSubstr("2 calls <\\/script>"));
  EXPECT_THAT(page(), HasSubstr("webhook &lt;chat&gt; &amp;"));
}

TEST(Html, StandsAlone) {
  EXPECT_THAT(page(), Not(HasSubstr("src=\"http")));
  EXPECT_THAT(page(), Not(HasSubstr("<link")));
}

TEST(Html, SameRecordSameBytes) {
  EXPECT_EQ(page(), page());
}

TEST(Html, LongRunsOpenOnlyWhatFailed) {
  Record record = sample_record();
  for (int i = 0; i < 5; ++i) {
    record.scenarios.push_back(record.scenarios[0]);
    record.scenarios.back().name += std::to_string(i);
  }
  const std::string html = to_html(record, sample_environment(), {});
  EXPECT_THAT(html, HasSubstr("id=\"must-fail\" data-index=\"1\" open"));
  EXPECT_THAT(html, HasSubstr("id=\"low-altitude\" data-index=\"0\">"));
}

}  // namespace
}  // namespace checkride::reports

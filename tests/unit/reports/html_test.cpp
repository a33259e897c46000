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
  EXPECT_THAT(page(),
              HasSubstr("data-label=\"Smallest margin\">4.750 s to spare <span class=\"soft\">(<b>expect-1</b>, "
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

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

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
  // Three scenarios and three expectations; the failing scenario and its expectation fail; one is skipped.
  EXPECT_THAT(
      xml, HasSubstr("<testsuites name=\"checkride virtual\" tests=\"6\" failures=\"2\" errors=\"0\" skipped=\"1\""));
  EXPECT_THAT(xml, HasSubstr("<testsuite name=\"virtual.must-fail\" tests=\"3\" failures=\"2\""));
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

TEST(Markup, EscapesWhatWouldBreakAPage) {
  EXPECT_EQ(escape_markup("<a href=\"x\">&"), "&lt;a href=&quot;x&quot;&gt;&amp;");
  EXPECT_EQ(escape_markup(std::string_view("\x01", 1)), "\xEF\xBF\xBD");
}

TEST(Markup, Base64MatchesRfc4648) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
}

}  // namespace
}  // namespace checkride::reports

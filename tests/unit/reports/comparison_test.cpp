// Goal: what two rigs made of a scenario survives JSON and is readable on the page. Method: one difference of each
// class, and a comparison too long to be shown whole.
#include "checkride/reports/comparison.hpp"

#include <gmock/gmock.h>

#include "checkride/test/result_matchers.hpp"
#include "sample_record.hpp"

namespace checkride::reports {
namespace {

using test::FailsWith;
using testing::HasSubstr;
using testing::Not;

std::string page_of(const Comparison& comparison) {
  Record record;
  record.comparisons = {comparison};
  return to_html(record, sample_environment(), {});
}

std::size_t occurrences(const std::string& text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(Comparison, ReadsBackFromTheRecord) {
  const std::string json = to_json(sample_record());
  const auto record = record_from_json(json);
  ASSERT_THAT(record, test::IsOk());
  EXPECT_EQ(to_json(*record), json);
  ASSERT_EQ(record->comparisons.size(), 1U);
  const Comparison& read = record->comparisons[0];
  EXPECT_EQ(read.aligned, 12U);
  EXPECT_EQ(read.verdict, Verdict::failed);
  ASSERT_EQ(read.differences.size(), 5U);
  EXPECT_EQ(read.differences[0].kind, DifferenceClass::timing);
  EXPECT_EQ(read.differences[0].off, 1.25);
  EXPECT_EQ(read.differences[3].at_left, 71.6);
  EXPECT_FALSE(read.differences[3].at_right.has_value());
}

TEST(Comparison, ARecordWithoutAnyHasNoKeyForThem) {
  Record record = sample_record();
  record.comparisons.clear();
  EXPECT_THAT(to_json(record), Not(HasSubstr("comparisons")));
}

TEST(Comparison, AnUnknownClassIsNamedByItsPath) {
  std::string json = to_json(sample_record());
  json.replace(json.find("\"class\":\"value\""), 15, "\"class\":\"colour\"");
  EXPECT_THAT(record_from_json(json), FailsWith(HasSubstr("comparisons[0].differences[1].class: expected order")));
}

TEST(Comparison, CountsByClass) {
  const Comparison comparison = sample_comparison();
  EXPECT_EQ(comparison.count(DifferenceClass::timing), 1U);
  EXPECT_EQ(Comparison().count(DifferenceClass::timing), 0U);
}

TEST(ComparisonPage, ShowsEachDifferenceInWordsAndOnItsLane) {
  const std::string page = page_of(sample_comparison());
  EXPECT_THAT(page, HasSubstr("<h2>low-altitude: process against virtual</h2>"));
  EXPECT_THAT(page, HasSubstr("1 order, 1 timing, 1 value, 1 missing, 1 extra"));
  EXPECT_THAT(page, HasSubstr("1 timing difference where 0 are allowed"));
  EXPECT_THAT(page, HasSubstr("data-label=\"Off by\">+1.250 s</td>"));
  EXPECT_THAT(page, HasSubstr("data-label=\"Off by\">-4.5 feet</td>"));
  EXPECT_THAT(page, HasSubstr("<th>virtual</th><th>process</th>"));
  EXPECT_EQ(occurrences(page, "<circle "), 8U) << "three in both runs, one in each alone";
  EXPECT_EQ(occurrences(page, "class=\"lane\""), 4U) << "two lanes for each of two hosts";
}

TEST(ComparisonPage, HostileTextStaysText) {
  EXPECT_THAT(page_of(sample_comparison()), HasSubstr("[FIRING] &lt;Low&gt; Altitude"));
}

TEST(ComparisonPage, EqualRunsSaySo) {
  Comparison equal = sample_comparison();
  equal.differences.clear();
  equal.verdict = Verdict::passed;
  equal.reason.clear();
  const std::string page = page_of(equal);
  EXPECT_THAT(page, HasSubstr("12 events aligned · no difference"));
  EXPECT_THAT(page, Not(HasSubstr("<svg class=\"timeline lanes\"")));
  EXPECT_THAT(page, HasSubstr("class=\"banner skipped\""));
}

TEST(ComparisonPage, AFailedOneMakesThePageRed) {
  EXPECT_THAT(page_of(sample_comparison()), HasSubstr("class=\"banner failed\""));
}

TEST(ComparisonPage, ALongOneIsCutAndSaysHowMuch) {
  Comparison comparison = sample_comparison();
  comparison.differences.assign(250, comparison.differences[0]);
  const std::string page = page_of(comparison);
  EXPECT_EQ(occurrences(page, "<tr class=\"difference "), 200U);
  EXPECT_THAT(page, HasSubstr("50 more in record.json"));
}

}  // namespace
}  // namespace checkride::reports

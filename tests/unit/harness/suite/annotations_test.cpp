// Goal: what GitHub and GitLab are given stays within what they show, and what matters most is in it.
#include "suite/progress/annotations.hpp"

#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "record_rows.hpp"
#include "suite/progress/summary.hpp"

namespace checkride::harness {
namespace {

using reports::Verdict;
using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

reports::Record record_of(std::vector<reports::ScenarioRecord> rows) {
  reports::Record record;
  record.rig = "virtual";
  record.scenarios = std::move(rows);
  return record;
}

std::vector<std::string> titles(const std::vector<Annotation>& annotations) {
  std::vector<std::string> titles;
  for (const Annotation& one : annotations) titles.push_back(one.title);
  return titles;
}

TEST(Annotations, StandAtTheLineThatFailed) {
  const auto all = annotations_of(record_of({row("a", Verdict::failed), row("b", Verdict::passed)}), std::nullopt);
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_EQ(all[0].file, "scenarios/a.yaml");
  EXPECT_EQ(all[0].line, 12);
  EXPECT_EQ(all[0].title, "a: expect-1");
  EXPECT_FALSE(all[0].is_new);
  EXPECT_EQ(all[0].text,
            "alert Low of monitor is firing\nexpected: within 5.000 s\nseen: not seen; last: pending\n"
            "again: checkride run scenarios/a.yaml --rig virtual --seed 7");
}

TEST(Annotations, NewFailuresComeFirstFlakyOnesLast) {
  const Previous before = failures_of(record_of({row("known", Verdict::failed)}));
  const auto all = annotations_of(
      record_of({attempt(row("shaky", Verdict::failed), 1, 2), attempt(row("shaky+a2", Verdict::passed), 2, 2),
                 row("known", Verdict::failed), row("fresh", Verdict::error)}),
      before);
  EXPECT_THAT(titles(all), ElementsAre("fresh", "known: expect-1", "shaky is flaky"));
  EXPECT_TRUE(all[0].is_new);
  EXPECT_FALSE(all[1].is_new);
}

TEST(Annotations, TheSamePlaceInManySeedsIsOne) {
  const auto all = annotations_of(
      record_of({row("a+s1", Verdict::failed), row("a+s2", Verdict::failed), row("a+s3", Verdict::failed)}),
      std::nullopt);
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_THAT(all[0].text, HasSubstr("and so in 2 more runs"));
}

TEST(Annotations, WhatWasNeverSeenStandsAtItsLine) {
  reports::Record record = record_of({row("a", Verdict::passed)});
  reports::Sometimes never;
  never.scenario = "a";
  never.name = "sometimes-1";
  never.text = "1 mail in mail";
  never.verdict = Verdict::failed;
  never.reason = "never held in 2 runs";
  never.file = "scenarios/parts/mails.yaml";
  never.line = 6;
  record.sometimes.push_back(never);
  never.name = "sometimes-2";
  never.verdict = Verdict::skipped;
  record.sometimes.push_back(never);
  const auto all = annotations_of(record, Previous{});
  ASSERT_THAT(titles(all), ElementsAre("a: sometimes-1"));
  EXPECT_EQ(all[0].file, "scenarios/parts/mails.yaml");
  EXPECT_EQ(all[0].line, 6);
  EXPECT_EQ(all[0].text, "1 mail in mail\nnever held in 2 runs");
  EXPECT_TRUE(all[0].is_new);
  const Previous before = failures_of(record);
  EXPECT_THAT(before.cases, ElementsAre("a")) << "--failed plays it again";
  EXPECT_FALSE(annotations_of(record, before)[0].is_new);
}

TEST(GitHub, CommandsAreEscapedAndOnOneLine) {
  reports::ScenarioRecord failed = row("a", Verdict::failed);
  failed.file = "dir,1/a:b.yaml";
  failed.expectations[0].seen = "100 %\r\n::error::x";
  failed.expectations[0].column = 5;
  failed.replay.clear();
  const auto lines = github_commands(annotations_of(record_of({failed}), std::nullopt));
  EXPECT_THAT(lines, ElementsAre("::error file=dir%2C1/a%3Ab.yaml,line=12,col=5,title=a%3A expect-1::alert Low of "
                                 "monitor is firing%0Aexpected: within 5.000 s%0Aseen: 100 %25%0D%0A::error::x"));
}

TEST(GitHub, TenOfAKindAndTheLastSaysWhatIsLeftOut) {
  std::vector<reports::ScenarioRecord> rows;
  for (int i = 0; i < 25; ++i) rows.push_back(row("known" + std::to_string(i), Verdict::failed));
  const Previous before = failures_of(record_of(rows));
  rows.push_back(row("fresh", Verdict::failed));
  for (int i = 0; i < 10; ++i) {
    rows.push_back(attempt(row("shaky" + std::to_string(i) + "+a2", Verdict::passed), 2, 2));
  }
  const auto lines = github_commands(annotations_of(record_of(rows), before));
  ASSERT_THAT(lines, SizeIs(20));
  EXPECT_THAT(lines[0], HasSubstr("title=new%3A fresh"));
  EXPECT_THAT(std::vector(lines.begin(), lines.begin() + 10), Each(StartsWith("::error ")));
  EXPECT_THAT(lines[9], HasSubstr("and 17 more"));
  EXPECT_THAT(std::vector(lines.begin() + 10, lines.end()), Each(StartsWith("::warning ")));
  EXPECT_THAT(lines[19], Not(HasSubstr("more")));  // ten are just enough
}

TEST(GitHub, NothingFailedNothingSaid) {
  EXPECT_THAT(github_commands(annotations_of(record_of({row("a", Verdict::passed)}), std::nullopt)), IsEmpty());
}

TEST(GitHub, ALongTextIsCutAtACharacter) {
  reports::ScenarioRecord failed = row("a", Verdict::error);
  failed.reason = "x";
  for (int i = 0; i < 5000; ++i) failed.reason += "\xC3\xA9";
  const auto lines = github_commands(annotations_of(record_of({failed}), std::nullopt));
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_LT(lines[0].size(), 4200U);
  EXPECT_THAT(lines[0], testing::EndsWith("\xC3\xA9..."));
}

TEST(GitLab, IsAReportOfCodeQuality) {
  const auto text = gitlab_code_quality(annotations_of(record_of({row("a", Verdict::failed)}), std::nullopt));
  const auto issues = boost::json::parse(text).as_array();
  ASSERT_EQ(issues.size(), 1U);
  const auto& issue = issues[0].as_object();
  EXPECT_THAT(std::string(issue.at("description").as_string()), HasSubstr("a: expect-1"));
  EXPECT_EQ(issue.at("check_name").as_string(), "checkride");
  EXPECT_EQ(issue.at("fingerprint").as_string(), "scenarios/a.yaml:a:expect-1");
  EXPECT_EQ(issue.at("severity").as_string(), "major");
  EXPECT_EQ(issue.at("location").at("path").as_string(), "scenarios/a.yaml");
  EXPECT_EQ(issue.at("location").at("lines").at("begin").as_int64(), 12);
  EXPECT_EQ(gitlab_code_quality({}), "[]\n");
}

TEST(Summary, HasCountsAndFailuresWithTheirPlaceAndCommand) {
  SuiteOutcome outcome;
  outcome.record = record_of({row("a", Verdict::failed), row("b", Verdict::passed), row("c", Verdict::skipped),
                              attempt(row("d+a2", Verdict::passed), 2, 2)});
  outcome.record.scenarios[0].reason = "x | y\n<b>&_z_";
  const std::string page = markdown_summary(outcome);
  EXPECT_THAT(page, StartsWith("### Checkride: 2 passed, 1 failed, 0 in error, 1 skipped, 1 flaky\n"));
  EXPECT_THAT(page, AllOf(HasSubstr("| a | scenarios/a.yaml:12 | x \\| y<br>&lt;b>&amp;\\_z\\_ | checkride run "),
                          HasSubstr("| d+a2 | passed at attempt 2 of 2 |"), HasSubstr("| c | ")));
}

TEST(Summary, StaysWithinItsLimitAndSaysWhatFoundNoRoom) {
  SuiteOutcome outcome;
  outcome.record = record_of({});
  for (int i = 0; i < 2000; ++i) {
    outcome.record.scenarios.push_back(row("a" + std::to_string(i), Verdict::error));
    outcome.record.scenarios.back().reason = std::string(1000, 'x');
  }
  const std::string page = markdown_summary(outcome);
  EXPECT_LE(page.size(), kSummaryBytesMax);
  EXPECT_THAT(page, HasSubstr("more rows found no room here"));
}

}  // namespace
}  // namespace checkride::harness

// Goal: each place is told in its own way, chosen by the options or by the environment, and nobody else anything.
#include "suite/progress/announce.hpp"

#include <gmock/gmock.h>

#include "checkride/test/result_matchers.hpp"
#include "checkride/world/virtual_world.hpp"
#include "record_rows.hpp"

namespace checkride::harness {
namespace {

using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

struct Announced : testing::Test {
  world::VirtualWorld virtual_world;
  world::VirtualHost& host = virtual_world.add_host("runner");
  SuiteOptions options;
  SuiteOutcome outcome;

  Announced() {
    options.report_folder = "/report";
    EXPECT_THAT(host.files().make_directories("/report"), test::IsOk());
    outcome.record.scenarios.push_back(row("a", reports::Verdict::failed));
  }
  std::vector<std::string> tell() {
    announce(host, options, outcome, std::nullopt);
    return host.printed();
  }
};

TEST_F(Announced, WhereNobodyLooksNothingIsSaid) {
  EXPECT_THAT(tell(), IsEmpty());
  EXPECT_FALSE(host.files().exists("/report/gl-code-quality-report.json"));
}

TEST_F(Announced, GitHubIsKnownByItsEnvironmentAndGetsASummary) {
  host.set_environment("GITHUB_ACTIONS", "true");
  host.set_environment("GITHUB_STEP_SUMMARY", "/summary.md");
  ASSERT_THAT(host.files().write("/summary.md", "of another step\n"), test::IsOk());
  const auto lines = tell();
  EXPECT_THAT(lines, SizeIs(1));
  EXPECT_THAT(lines, Each(StartsWith("::error file=scenarios/a.yaml,line=12,")));
  EXPECT_THAT(host.files().read("/summary.md"), test::IsOkWith(StartsWith("of another step\n### Checkride: ")));
}

TEST_F(Announced, GitLabGetsAFile) {
  host.set_environment("GITLAB_CI", "true");
  EXPECT_THAT(tell(), IsEmpty());
  EXPECT_THAT(host.files().read("/report/gl-code-quality-report.json"), test::IsOkWith(HasSubstr("scenarios/a.yaml")));
}

TEST_F(Announced, OptionsAreStrongerThanTheEnvironment) {
  host.set_environment("GITHUB_ACTIONS", "true");
  options.annotations = Annotations::none;
  EXPECT_THAT(tell(), IsEmpty());
}

TEST_F(Announced, WhatCannotBeWrittenIsSaid) {
  options.annotations = Annotations::gitlab;
  options.report_folder = "/nowhere";
  announce(host, options, outcome, std::nullopt);
  EXPECT_THAT(host.printed(), SizeIs(1));
  EXPECT_THAT(host.printed(), Each(HasSubstr("the report of code quality: ")));
}

}  // namespace
}  // namespace checkride::harness

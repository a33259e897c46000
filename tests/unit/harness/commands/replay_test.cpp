// Goal: `replay` takes what a report names, and finds the case again in the files of its capsule. Method: examples.
#include "commands/replay.hpp"

#include <gmock/gmock.h>

#include "checkride/test/result_matchers.hpp"
#include "replay/capsule_files.hpp"

namespace checkride::harness {
namespace {

using test::FailsWith;
using test::IsOk;
using testing::HasSubstr;

TEST(ReplayOptions, AreAPageARunAndAFolder) {
  const auto options = parse_replay({"report/index.html#low+s7", "--report", "again/"});
  ASSERT_THAT(options, IsOk());
  EXPECT_EQ(options->target.page, "report/index.html");
  EXPECT_EQ(options->target.run, "low+s7");
  EXPECT_EQ(options->report_folder, "again");
  EXPECT_FALSE(options->all_failed);
  EXPECT_TRUE(parse_replay({"report", "--all-failed"})->all_failed);
  EXPECT_EQ(parse_replay({"report#low"})->report_folder, "checkride-replay");
}

TEST(ReplayOptions, MistakesNameTheArgument) {
  EXPECT_THAT(parse_replay({}), FailsWith(HasSubstr("DIR/index.html#RUN")));
  EXPECT_THAT(parse_replay({"a", "b"}), FailsWith(HasSubstr("DIR/index.html#RUN")));
  EXPECT_THAT(parse_replay({"a#b", "--all-failed"}), FailsWith(HasSubstr("leave out #b")));
  EXPECT_THAT(parse_replay({"a#b", "--report", ""}), FailsWith(HasSubstr("--report")));
  EXPECT_THAT(parse_replay({"a", "--all-faled"}), FailsWith(HasSubstr("did you mean \"--all-failed\"?")));
}

const std::map<std::string, std::string>& content() {
  static const std::map<std::string, std::string> kContent{
      {"somewhere/low.yaml",
       "scenario: low\nservices:\n  mail: {kind: smtp}\ntimeline:\n  - start: [mail]\n"
       "  - expect: {mail: {in: mail, count: 0}}\n"},
      {"somewhere/broken.yaml", "scenario: low\ntimelin: []\n"}};
  return kContent;
}

reports::CapsuleRun run(const std::string& file) {
  reports::CapsuleRun made;
  made.name = "low";
  made.file = file;
  made.rig = "virtual";
  return made;
}

TEST(ScenarioOfARun, IsReadFromTheCapsule) {
  CapsuleFiles files(content());
  const auto scenario = scenario_of(run("somewhere/low.yaml"), files);
  ASSERT_THAT(scenario, IsOk());
  EXPECT_EQ(scenario->name, "low");
  EXPECT_EQ(scenario->file, "somewhere/low.yaml");
}

TEST(ScenarioOfARun, SaysWhyThereIsNone) {
  CapsuleFiles files(content());
  EXPECT_THAT(scenario_of(run("somewhere/broken.yaml"), files), FailsWith(HasSubstr("timelin")));
  EXPECT_THAT(scenario_of(run("somewhere/gone.yaml"), files), FailsWith(HasSubstr("somewhere/gone.yaml")));
  reports::CapsuleRun other_case = run("somewhere/low.yaml");
  other_case.case_name = "fsx_sp2";
  EXPECT_THAT(scenario_of(other_case, files), FailsWith(HasSubstr("no case \"fsx_sp2\"")));
  reports::CapsuleRun other_rig = run("somewhere/low.yaml");
  other_rig.rig = "moon";
  EXPECT_THAT(scenario_of(other_rig, files), FailsWith(HasSubstr("a rig \"moon\"")));
}

}  // namespace
}  // namespace checkride::harness

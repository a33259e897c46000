// Playing runs again, from outside: from the page alone, whatever has become of the files.
#include <gmock/gmock.h>

#include "programs.hpp"

namespace checkride::e2e {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Finished checkride(std::vector<std::string> arguments) {
  return run_program("checkride", std::move(arguments));
}

std::string tiny(const std::string& name, int count) {
  return "scenario: " + name +
         "\nservices:\n  mail: {kind: smtp}\ntimeline:\n  - start: [mail]\n"
         "  - expect: {mail: {in: mail, count: " +
         std::to_string(count) + "}}\n    within: 5s\n";
}

// One scenario that passes and one that fails, and their report. The files are changed afterwards.
std::string a_report(const std::string& name) {
  const std::string folder = fresh_folder(name);
  write_file(folder + "/good.yaml", tiny("good", 0));
  write_file(folder + "/bad.yaml", tiny("bad", 1));
  const auto run =
      checkride({"run", folder + "/good.yaml", folder + "/bad.yaml", "--seed", "7", "--report", folder + "/report"});
  EXPECT_EQ(run.code, 1) << run.output;
  write_file(folder + "/bad.yaml", tiny("bad", 0));
  write_file(folder + "/good.yaml", "no scenario any more");
  return folder;
}

TEST(Replay, PlaysFromThePageWhateverBecameOfTheFiles) {
  const std::string folder = a_report("replay");
  const auto bad = checkride({"replay", folder + "/report/index.html#bad", "--report", folder + "/again"});
  EXPECT_EQ(bad.code, 0) << bad.output;
  EXPECT_THAT(bad.output, AllOf(HasSubstr("bad: failed, as then"), HasSubstr("trace hash "), HasSubstr(", as then\n"),
                                Not(HasSubstr("note: played by"))));
  const auto good = checkride({"replay", folder + "/report#good", "--report", folder + "/again"});
  EXPECT_EQ(good.code, 0) << good.output;
  EXPECT_THAT(good.output, HasSubstr("good: passed, as then"));
  // The report of a replay carries what it was played from.
  const auto again = checkride({"replay", folder + "/again#good", "--report", folder + "/third"});
  EXPECT_EQ(again.code, 0) << again.output;
  EXPECT_THAT(again.output, HasSubstr("good: passed, as then"));
}

TEST(Replay, PlaysAllThatFailed) {
  const std::string folder = a_report("replay-failed");
  const auto failed = checkride({"replay", folder + "/report", "--all-failed", "--report", folder + "/again"});
  EXPECT_EQ(failed.code, 0) << failed.output;
  EXPECT_THAT(failed.output, AllOf(HasSubstr("bad: failed, as then"), Not(HasSubstr("good"))));
  EXPECT_THAT(read_file(folder + "/again/record.json"), HasSubstr("checkride replay "));
}

TEST(Replay, WhatIsNotThereIsTwo) {
  const std::string folder = a_report("replay-nothing");
  const auto unknown = checkride({"replay", folder + "/report#goood"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.output, HasSubstr("the report has no run \"goood\", did you mean \"good\"?"));
  const auto unnamed = checkride({"replay", folder + "/report"});
  EXPECT_EQ(unnamed.code, 2);
  EXPECT_THAT(unnamed.output, HasSubstr("the report has 2 runs"));
  write_file(folder + "/page.html", "<html></html>");
  const auto page = checkride({"replay", folder + "/page.html#good"});
  EXPECT_EQ(page.code, 2);
  EXPECT_THAT(page.output, HasSubstr("no replay capsule"));
  EXPECT_EQ(checkride({"replay", folder + "/nowhere#good"}).code, 2);
}

TEST(VerifyDeterminism, ScenariosRepeatAndAreAsIfPlayedOnce) {
  const std::string folder = fresh_folder("verified");
  const std::vector<std::string> run{"run", "scenarios/alerting/low_altitude.yaml", "--seed", "7"};
  std::vector<std::string> once = run;
  once.insert(once.end(), {"--report", folder + "/once"});
  std::vector<std::string> twice = run;
  twice.insert(twice.end(), {"--verify-determinism", "--report", folder + "/twice"});
  EXPECT_EQ(checkride(once).code, 0);
  const auto verified = checkride(twice);
  EXPECT_EQ(verified.code, 0) << verified.output;
  const auto events = [&](const std::string& report) {
    return read_file(folder + report + "/events/low-altitude.jsonl.gz");
  };
  EXPECT_EQ(events("/once"), events("/twice"));
}

TEST(VerifyDeterminism, IsForTheVirtualRig) {
  const auto run = checkride({"run", "scenarios", "--rig", "process", "--verify-determinism"});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.output, HasSubstr("--verify-determinism"));
}

}  // namespace
}  // namespace checkride::e2e

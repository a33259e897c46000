// Applications that are not ours, on the process rig as a user has them: the example in Node, and commands that go
// wrong.
#include <gmock/gmock.h>

#include <fstream>

#include "checkride/reports/record.hpp"
#include "programs.hpp"

namespace checkride::e2e {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::SizeIs;

const std::string kExample = "scenarios/subject/node_monitor.yaml";

struct Ran {
  Finished finished;
  reports::ScenarioRecord record;
};

Ran run(const std::string& file, const std::string& folder, const std::string& rig) {
  Ran ran;
  ran.finished = run_program("checkride", {"run", file, "--rig", rig, "--seed", "7", "--report", folder});
  auto record = reports::record_from_json(read_file(folder + "/record.json"));
  EXPECT_TRUE(record.has_value()) << ran.finished.output;
  if (!record) return ran;
  EXPECT_THAT(record->scenarios, SizeIs(1));
  if (record->scenarios.size() == 1) ran.record = std::move(record->scenarios.front());
  return ran;
}

// A subject that is a shell script, started and stopped.
Ran run_script(const std::string& name, const std::string& script, const std::string& more) {
  const std::string folder = fresh_folder("subject-" + name);
  const std::string file = folder + "/a.yaml";
  write_file(file, "scenario: " + name +
                       "\nrigs: [process]\nmonitors:\n  app:\n    subject:\n      command: [sh, -c, \"" + script +
                       "\"]\n" + more +
                       "timeline:\n  - start: app\n  - expect: {log: {of: app, contains: here}}\n    within: 5s\n"
                       "  - stop: app\n");
  return run(file, folder + "/report", "process");
}

TEST(Subject, TheExampleInNodePasses) {
  const Ran ran = run(kExample, fresh_folder("subject-node"), "process");
  EXPECT_EQ(ran.finished.code, 0) << ran.finished.output;
  EXPECT_EQ(ran.record.verdict, reports::Verdict::passed) << ran.record.reason;
}

TEST(Subject, ACommandIsNoThingOfAVirtualWorld) {
  const Ran ran = run(kExample, fresh_folder("subject-virtual"), "virtual");
  EXPECT_EQ(ran.record.verdict, reports::Verdict::skipped);
  EXPECT_EQ(ran.record.reason, "a command is a real process");
}

TEST(Subject, ItRunsInItsFolderAndEndsByTheSignalOfItsStop) {
  const Ran ran = run_script("in-place", "test $PWD = $0 && echo here; exec sleep 60", "");
  EXPECT_EQ(ran.record.verdict, reports::Verdict::failed) << "$0 is sh: nothing was printed";
  const Ran placed = run_script("placed", "test $PWD = $FOLDER && echo here; exec sleep 60",
                                "      env: {FOLDER: $folder}\n      stop: kill\n");
  EXPECT_EQ(placed.record.verdict, reports::Verdict::passed) << placed.record.reason;
}

TEST(Subject, WhatItStartedEndsWithIt) {
  const std::string pid_file = fresh_folder("subject-child") + "/pid";
  const Ran ran = run_script("parent", "sleep 1000 & echo $$! > " + pid_file + "; echo here; wait", "");
  EXPECT_EQ(ran.record.verdict, reports::Verdict::passed) << ran.record.reason;
  std::string pid = read_file(pid_file);
  ASSERT_FALSE(pid.empty());
  pid.pop_back();
  // There is nothing, or an end that nobody has buried.
  std::ifstream file("/proc/" + pid + "/stat");
  std::string stat;
  std::getline(file, stat);
  EXPECT_TRUE(stat.empty() || stat.find(") Z ") != std::string::npos) << stat;
}

TEST(Subject, OneThatEndsAtOnceIsToldWithWhatItPrinted) {
  const Ran ran = run_script("ends", "echo no such module; exit 3", "      ready: {log: up}\n");
  EXPECT_NE(ran.finished.code, 0);
  EXPECT_THAT(ran.record.reason, AllOf(HasSubstr("exit code 3"), HasSubstr("no such module")));
}

TEST(Subject, OneThatNeverListensIsNotReady) {
  const Ran ran =
      run_script("deaf", "exec sleep 60", "      ports: [health]\n      ready: {http: /health, within: 500ms}\n");
  EXPECT_NE(ran.finished.code, 0);
  EXPECT_THAT(ran.record.reason, AllOf(HasSubstr("not ready"), HasSubstr("200 from /health")));
}

}  // namespace
}  // namespace checkride::e2e

// Goal: a record says which run it is of, and its command repeats exactly that run.
#include "suite/run_record.hpp"

#include <gmock/gmock.h>

namespace checkride::harness {
namespace {

struct Named : testing::Test {
  Scenario scenario;
  Job job;
  SuiteOptions options;

  Named() {
    scenario.name = "low-altitude";
    scenario.file = "my scenarios/low.yaml";
    job.scenario = &scenario;
    job.seed = 7;
    job.run = "low-altitude";
  }
};

TEST_F(Named, TheOnlyRunHasTheScenariosName) {
  const auto record = record_without_run(job, reports::Verdict::error, "worker ended by signal 6");
  EXPECT_EQ(record.name, "low-altitude");
  EXPECT_EQ(record.scenario, "");
  EXPECT_EQ(record.rig, "virtual");
  EXPECT_EQ(record.seed, 7U);
  EXPECT_EQ(record.verdict, reports::Verdict::error);
  EXPECT_EQ(record.reason, "worker ended by signal 6");
}

TEST_F(Named, OneOfSeveralKnowsItsScenarioAndItsCase) {
  scenario.name = "low-altitude.fsx_sp2.80-feet";
  scenario.case_.name = "fsx_sp2.80-feet";
  job.run = "low-altitude.fsx_sp2.80-feet+s7";
  reports::ScenarioRecord record;
  name_run(job, record);
  EXPECT_EQ(record.name, "low-altitude.fsx_sp2.80-feet+s7");
  EXPECT_EQ(record.scenario, "low-altitude");
  EXPECT_EQ(record.case_name, "fsx_sp2.80-feet");
}

TEST_F(Named, TheCommandHasWhatTheRunDependsOn) {
  EXPECT_EQ(replay_command(job, options), "checkride run 'my scenarios/low.yaml' --rig virtual --seed 7");
  scenario.case_.name = "fsx_sp2";
  scenario.name = "low-altitude.fsx_sp2";
  job.rig = RigKind::process_rig;
  options.params = {{"altitude", "80 feet"}};
  options.shuffle = true;
  options.capture = true;
  EXPECT_EQ(
      replay_command(job, options),
      "checkride run 'my scenarios/low.yaml' --name low-altitude.fsx_sp2 --param 'altitude=80 feet' --rig process "
      "--seed 7 --shuffle --capture");
}

TEST_F(Named, TheCommandSaysWhereTheSimulatorsWere) {
  options.simulators = {{"", {"10.0.0.7", 500}}, {"standby", {"10.0.0.8", 500}}};
  EXPECT_EQ(replay_command(job, options), "checkride run 'my scenarios/low.yaml' --rig virtual --seed 7")
      << "they are of the live rig";
  job.rig = RigKind::live_rig;
  EXPECT_EQ(replay_command(job, options),
            "checkride run 'my scenarios/low.yaml' --rig live --seed 7 --simulator 10.0.0.7:500 --simulator "
            "standby=10.0.0.8:500");
  EXPECT_THAT(simulator_texts(options), testing::ElementsAre("10.0.0.7:500", "standby=10.0.0.8:500"));
}

TEST_F(Named, TheCommandHasWhatTheRunWasTriedBy) {
  options.null = NullMember::subject;
  EXPECT_EQ(replay_command(job, options),
            "checkride run 'my scenarios/low.yaml' --rig virtual --seed 7 --null subject");
  options.null.reset();
  options.mutant = "a_defect";
  EXPECT_EQ(replay_command(job, options),
            "checkride run 'my scenarios/low.yaml' --rig virtual --seed 7 --mutant a_defect");
}

}  // namespace
}  // namespace checkride::harness

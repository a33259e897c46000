// Goal: a capsule has every file that a run read, as it was before the run. Method: a scenario made by hand over the
// disk of a virtual host.
#include "replay/keep_run.hpp"

#include <gmock/gmock.h>

#include "checkride/test/world_test.hpp"
#include "replay/capsule_files.hpp"

namespace checkride::harness {
namespace {

using testing::ElementsAre;
using testing::Pair;

Scenario scenario() {
  Scenario made;
  made.name = "low.fsx_sp2";
  made.file = "scenarios/low.yaml";
  made.case_.name = "fsx_sp2";
  made.sources = {{"scenarios/low.yaml", 0}, {"common/guided.yaml", 0}};
  Monitor monitor;
  monitor.config = {"configs/a.yaml", "configs/missing.yaml"};
  made.monitors = {monitor};
  Simulator simulator;
  simulator.flight = "flights/hop.yaml";
  made.simulators = {simulator, Simulator()};
  return made;
}

void write_all(world::VirtualHost& host) {
  for (const char* folder : {"scenarios", "common", "configs", "flights"}) (void)host.files().make_directories(folder);
  (void)host.files().write("scenarios/low.yaml", "scenario: low\n");
  (void)host.files().write("common/guided.yaml", "fragment: guided\n");
  (void)host.files().write("configs/a.yaml", "app: {}\n");
  (void)host.files().write("flights/hop.kml", "<kml/>");
  (void)host.files().write("flights/hop.yaml", "name: hop\ntrack: {file: hop.kml, speed_kt: 105, end: stop}\n");
}

WORLD_TEST(KeepFiles, KeepsWhatTheScenarioIsMadeOfAndNames) {
  write_all(host);
  std::map<std::string, std::string> kept;
  EXPECT_THAT(
      keep_files(host.files(), scenario(), kept),
      ElementsAre("common/guided.yaml", "configs/a.yaml", "flights/hop.kml", "flights/hop.yaml", "scenarios/low.yaml"));
  EXPECT_EQ(kept.size(), 5U) << "what is not there is left out";
  EXPECT_EQ(kept["configs/a.yaml"], "app: {}\n");
  co_return;
}

WORLD_TEST(KeepFiles, TellsWhichApplicationItCannotKeep) {
  Scenario with_subject = scenario();
  EXPECT_TRUE(not_kept(with_subject).empty());
  EXPECT_EQ(missing_folder(host.files(), with_subject), "");
  Monitor app;
  app.name = "app";
  app.subject.emplace();
  app.subject->command = {"node", "main.js"};
  app.subject->folder = "examples/app";
  with_subject.monitors.push_back(app);
  EXPECT_THAT(not_kept(with_subject),
              ElementsAre("app is an application of this machine, which no capsule holds: node is played as it is now, "
                          "with what lies in examples/app"));
  EXPECT_EQ(missing_folder(host.files(), with_subject), "examples/app");
  (void)host.files().make_directories("examples/app");
  EXPECT_EQ(missing_folder(host.files(), with_subject), "");
  co_return;
}

// Or a scenario whose subject has a folder could be played, but never replayed.
WORLD_TEST(KeepFiles, KeepsThatTheFolderOfASubjectIsThere) {
  write_all(host);
  (void)host.files().make_directories("app");
  Scenario with_subject;
  with_subject.file = "scenarios/low.yaml";
  Monitor app;
  app.subject.emplace();
  for (const char* folder : {"app", ".", "nowhere"}) {
    app.subject->folder = folder;
    with_subject.monitors.push_back(app);
  }
  std::map<std::string, std::string> kept;
  EXPECT_THAT(keep_files(host.files(), with_subject, kept), ElementsAre("./", "app/", "scenarios/low.yaml"));
  CapsuleFiles capsule(kept);
  EXPECT_TRUE(capsule.exists("app"));
  EXPECT_TRUE(capsule.exists("."));
  EXPECT_FALSE(capsule.exists("nowhere"));
  const auto names = capsule.list("app");
  CO_ASSERT_OK(names);
  EXPECT_TRUE(names->empty());
  co_return;
}

WORLD_TEST(KeepFiles, ReadsEachFileOnce) {
  write_all(host);
  std::map<std::string, std::string> kept{{"common/guided.yaml", "as it was"}};
  EXPECT_EQ(keep_files(host.files(), scenario(), kept).size(), 5U);
  EXPECT_EQ(kept["common/guided.yaml"], "as it was");
  co_return;
}

// A flight that a step loads is as much of the run as the one that it began with.
WORLD_TEST(KeepFiles, KeepsFlightsThatStepsLoad) {
  write_all(host);
  Scenario loading;
  loading.file = "scenarios/low.yaml";
  LoadFlight load;
  load.on = "sim";
  load.file = "flights/hop.yaml";
  Step inner;
  inner.what = Action(load);
  Block block;
  block.branches = {{inner}};
  Step outer;
  outer.what = block;
  loading.teardown = {outer};
  std::map<std::string, std::string> kept;
  EXPECT_THAT(keep_files(host.files(), loading, kept),
              ElementsAre("flights/hop.kml", "flights/hop.yaml", "scenarios/low.yaml"));
  co_return;
}

TEST(CapsuleRun, SaysHowTheRunWasStarted) {
  reports::ScenarioRecord record;
  record.name = "low.fsx_sp2+s7";
  record.rig = "virtual";
  record.seed = 7;
  record.verdict = reports::Verdict::failed;
  record.reason = "expect-1: no mail";
  record.trace_hash = 12;
  const auto run = capsule_run(scenario(), record, {{{"altitude", "80 feet"}}, true, {}}, {"scenarios/low.yaml"});
  EXPECT_EQ(run.name, "low.fsx_sp2+s7");
  EXPECT_EQ(run.file, "scenarios/low.yaml");
  EXPECT_EQ(run.case_name, "fsx_sp2");
  EXPECT_EQ(run.verdict, "failed");
  EXPECT_EQ(run.trace_hash, 12U);
  EXPECT_TRUE(run.shuffle);
  EXPECT_THAT(run.params, ElementsAre(Pair("altitude", "80 feet")));
  EXPECT_THAT(run.files, ElementsAre("scenarios/low.yaml"));
}

}  // namespace
}  // namespace checkride::harness

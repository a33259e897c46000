// Loading files: cases, rigs, what a file names, names that are taken. Files are on a virtual disk.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "checkride/harness/loader.hpp"
#include "checkride/test/result_matchers.hpp"
#include "checkride/world/virtual_world.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using test::FailsWith;
using test::IsOk;
using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::Pair;

constexpr std::string_view kMail = "services: {mail: {kind: smtp}}\nnever: [{mail: {in: mail}}]\n";

struct Load : testing::Test {
  void put(const std::string& path, const std::string& text) {
    (void)files.make_directories(path.substr(0, path.rfind('/')));
    EXPECT_TRUE(files.write(path, text).has_value());
  }
  // The cases of /s/a.yaml, which holds this behind its name and a mail server.
  Result<std::vector<Scenario>> cases(const std::string& text, RigKind rig = RigKind::virtual_rig) {
    put("/s/a.yaml", fmt::format("scenario: a\n{}{}", kMail, text));
    return load_cases(files, "/s/a.yaml", {rig, {}, nullptr});
  }
  world::VirtualWorld world;
  world::Files& files = world.add_host("a").files();
};

TEST_F(Load, MembersHaveLimitsOfTheirOwn) {
  const auto read = [](const std::string& monitor) {
    return load_scenario(
        "scenario: a\nsimulators: {sim: {start_limit: 9s, stop_limit: 3s}, other: {}}\nmonitors: {monitor: " + monitor +
            "}\ntimeline: [{start: [sim, monitor]}]\nalways: [{exit: {of: sim, code: 0}}]\n",
        "a.yaml", RigKind::process_rig);
  };
  const auto scenario = read("{config: c.yaml, simulators: [sim], stop_limit: 20s}");
  ASSERT_THAT(scenario, IsOk());
  EXPECT_EQ(scenario->limits_of("sim").start, 9s);
  EXPECT_EQ(scenario->limits_of("sim").stop, 3s);
  EXPECT_EQ(scenario->limits_of("other").start, std::nullopt);
  EXPECT_EQ(scenario->limits_of("monitor").start, std::nullopt);
  EXPECT_EQ(scenario->limits_of("monitor").stop, 20s);
  EXPECT_EQ(scenario->limits_of("nobody").stop, std::nullopt);
  EXPECT_THAT(read("{subject: {command: [true]}, start_limit: 2s}").error().message(), HasSubstr("ready: within"));
}

TEST_F(Load, EachCaseIsAScenario) {
  const auto loaded = cases("matrix: {pause: [1s, 2s]}\ntimeline: [{wait: $pause}]\n");
  ASSERT_THAT(loaded, IsOk());
  ASSERT_EQ(loaded->size(), 2U);
  EXPECT_EQ(loaded->at(1).name, "a.2s");
  EXPECT_EQ(loaded->at(1).case_.name, "2s");
  EXPECT_THAT(loaded->at(1).case_.params, ElementsAre(Pair("pause", "2s")));
  EXPECT_EQ(describe(loaded->at(1).timeline.at(0)), "wait 2s");
}

TEST_F(Load, SourcesAreAllFilesThatWereReadWithTheirContent) {
  put("/s/b.yaml", "fragment: b\nsetup: [{wait: 1s}]\n");
  const auto loaded = cases("include: b.yaml\ntimeline: [{wait: 1s}]\n");
  ASSERT_THAT(loaded, IsOk());
  const auto& before = loaded->at(0).sources;
  EXPECT_THAT(before, ElementsAre(Field(&SourceFile::path, "/s/a.yaml"), Field(&SourceFile::path, "/s/b.yaml")));
  put("/s/b.yaml", "fragment: b\nsetup: [{wait: 2s}]\n");
  const auto again = load_cases(files, "/s/a.yaml", {});
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->at(0).sources[0].hash, before[0].hash);
  EXPECT_NE(again->at(0).sources[1].hash, before[1].hash);
}

TEST_F(Load, PathsCountFromTheFileThatNamesThem) {
  put("/common/members.yaml",
      "fragment: members\nsimulators: {sim: {flight: hop.yaml}}\n"
      "monitors: {monitor: {config: [base.yaml], simulators: [sim]}}\n");
  put("/common/hop.yaml", "");
  put("/common/base.yaml", "");
  const auto loaded = cases("include: ../common/members.yaml\ntimeline: [{wait: 1s}]\n");
  ASSERT_THAT(loaded, IsOk());
  EXPECT_EQ(loaded->at(0).simulators.at(0).flight, "/common/hop.yaml");
  EXPECT_THAT(loaded->at(0).monitors.at(0).config, ElementsAre("/common/base.yaml"));
}

TEST_F(Load, AFileThatIsNotThereIsToldWhereItIsNamed) {
  EXPECT_THAT(cases("simulators:\n  sim: {flight: gone.yaml}\ntimeline: [{wait: 1s}]\n"),
              FailsWith(HasSubstr("/s/a.yaml:5:17: there is no file \"/s/gone.yaml\"")));
}

TEST_F(Load, AMistakeOfAllCasesIsToldOnce) {
  const auto loaded = cases("matrix: {pause: [1s, 2s]}\ntimeline: [{wait: $pause}, {kill: mial}]\n");
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().detail(), "/s/a.yaml:5:35: there is no member \"mial\", did you mean \"mail\"?");
}

TEST_F(Load, EachRigHasItsOwn) {
  const std::string text =
      "on_rig: {process: {time_limit: 9m}}\ntimeline:\n  - wait: 1s\n  - {wait: 2s, rigs: [process]}\n";
  const auto on_virtual = cases(text);
  const auto on_process = cases(text, RigKind::process_rig);
  ASSERT_THAT(on_virtual, IsOk());
  ASSERT_THAT(on_process, IsOk());
  EXPECT_EQ(on_virtual->at(0).time_limit, 5min);
  EXPECT_EQ(on_process->at(0).time_limit, 9min);
  EXPECT_EQ(on_virtual->at(0).timeline.at(1).skipped, "for the process rig only");
  EXPECT_EQ(on_process->at(0).timeline.at(1).skipped, "");
}

TEST_F(Load, AScenarioForAnotherRigIsReadForThat) {
  const auto loaded = cases("rigs: [process]\non_rig: {process: {time_limit: 9m}}\ntimeline: [{wait: 1s}]\n");
  ASSERT_THAT(loaded, IsOk());
  EXPECT_EQ(loaded->at(0).time_limit, 9min);
}

TEST_F(Load, WhatIsWrongOnOneRigIsToldForThat) {
  const std::string text = "on_rig: {process: {time_limit: soon}}\ntimeline: [{wait: 1s}]\n";
  EXPECT_THAT(cases(text), IsOk()) << "the virtual rig has none of it";
  EXPECT_THAT(cases(text, RigKind::process_rig), FailsWith(HasSubstr("/s/a.yaml:4:32: expected a duration")));
}

TEST_F(Load, NamesAreTakenOnce) {
  (void)cases("timeline: [{wait: 1s}]\n");
  put("/s/b.yaml", fmt::format("# other\nscenario: a\n{}timeline: [{{wait: 1s}}]\n", kMail));
  EXPECT_THAT(load_scenarios(files, {"/s"}),
              FailsWith(HasSubstr("/s/b.yaml:2:11: the name \"a\" is taken by /s/a.yaml:1:11")));
}

TEST_F(Load, AFragmentIsNoScenario) {
  put("/s/b.yaml", "fragment: b\nsetup: [{wait: 1s}]\n");
  EXPECT_THAT(load_scenarios(files, {"/s/b.yaml"}), FailsWith(HasSubstr("/s/b.yaml:1:1: a fragment, which scenarios")));
  (void)cases("timeline: [{wait: 1s}]\n");
  EXPECT_THAT(load_scenarios(files, {"/s"}), IsOk()) << "folders are searched for scenarios only";
}

TEST_F(Load, ParametersCanBeGiven) {
  put("/s/a.yaml", fmt::format("scenario: a\n{}params: {{pause: 1s}}\ntimeline: [{{wait: $pause}}]\n", kMail));
  LoadRequest request;
  request.params = {{"pause", "7s"}};
  const auto loaded = load_cases(files, "/s/a.yaml", request);
  ASSERT_THAT(loaded, IsOk());
  EXPECT_EQ(describe(loaded->at(0).timeline.at(0)), "wait 7s");
  EXPECT_THAT(loaded->at(0).case_.params, ElementsAre(Pair("pause", "7s")));
}

TEST_F(Load, AFileThatCannotBeReadIsToldByItsName) {
  EXPECT_THAT(load_cases(files, "/s/gone.yaml", {}),
              FailsWith(HasSubstr("/s/gone.yaml: cannot be read: No such file")));
}

}  // namespace
}  // namespace checkride::harness

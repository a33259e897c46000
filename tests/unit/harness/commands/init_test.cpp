// Goal: what checkride init writes is a scenario that validates, and the one for our monitor passes as it is. Method:
// the files on a virtual host's disk, loaded and played as `validate` and `run` would.
#include "commands/init.hpp"

#include "checkride/harness/harness.hpp"
#include "checkride/test/result_matchers.hpp"
#include "checkride/values/values.hpp"
#include "checkride/world/virtual_world.hpp"

namespace checkride::harness {
namespace {

using test::FailsWith;
using test::IsOk;
using test::IsOkWith;
using testing::ElementsAre;
using testing::HasSubstr;

class Init : public testing::Test {
 protected:
  Result<std::vector<Scenario>> written(const std::vector<std::string>& arguments) {
    TRY(const InitOptions options, parse_init(arguments));
    const std::vector<InitFile> files = first_scenario(options);
    TRY_VOID(write_first_scenario(files_, files));
    return load_scenarios(files_, {files.front().path});
  }

  world::VirtualWorld world_;
  world::Files& files_ = world_.add_host("machine").files();
};

TEST_F(Init, TheFirstScenarioPasses) {
  const auto scenarios = written({});
  ASSERT_THAT(scenarios, IsOk());
  ASSERT_EQ(scenarios->size(), 1U);
  EXPECT_EQ(scenarios->front().name, "first");
  const VirtualRun run = run_on_virtual_rig(files_, scenarios->front(), {});
  EXPECT_EQ(run.record.verdict, reports::Verdict::passed) << run.record.reason;
}

TEST_F(Init, TheOneForAnApplicationStartsItsCommand) {
  const auto options =
      parse_init({"checks", "--name", "my-app", "--subject", "node 'my app.js' --sim=${sim.host} $sim.port null"});
  ASSERT_THAT(options, IsOk());
  const std::vector<InitFile> files = first_scenario(*options);
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(files[0].path, "checks/my-app.yaml");
  const auto document = values::load(files[0].text, files[0].path);
  ASSERT_THAT(document, IsOk());
  const auto app = document->root().find("monitors")->find("app");
  std::vector<std::string> command;
  for (const values::Node& word : app->find("subject")->find("command")->items()) command.push_back(word.text());
  EXPECT_THAT(command, ElementsAre("node", "my app.js", "--sim=${sim.host}", "$sim.port", "null"));
  EXPECT_THAT(files[0].text, HasSubstr("checkride run checks/my-app.yaml --rig process\nscenario: my-app\n"));
}

TEST_F(Init, TheOneForAnApplicationLoadsAndIsSkippedWhereNoCommandRuns) {
  const auto scenarios = written({"--subject", "node 'my app.js' --sim=${sim.host}:${sim.port} $sim.port"});
  ASSERT_THAT(scenarios, IsOk());
  ASSERT_EQ(scenarios->size(), 1U);
  const Subject* const subject = scenarios->front().subject("app");
  ASSERT_NE(subject, nullptr);
  EXPECT_THAT(subject->command, ElementsAre("node", "my app.js", "--sim=${sim.host}:${sim.port}", "$sim.port"));
  EXPECT_EQ(subject->ready.after, std::chrono::seconds(2));
  const VirtualRun run = run_on_virtual_rig(files_, scenarios->front(), {});
  EXPECT_NE(run.record.verdict, reports::Verdict::passed);
  EXPECT_THAT(run.record.reason, HasSubstr("a command is a real process"));
}

TEST_F(Init, TheApplicationIsStartedWhereInitWasCalled) {
  const auto folder_of = [](const std::string& folder) {
    InitOptions options;
    options.folder = folder;
    options.subject = {"node", "app.js"};
    options.here = "/home/me/my app";
    const auto document = values::load(first_scenario(options).front().text, "first.yaml").value();
    return document.root().find("monitors")->find("app")->find("subject")->find("folder")->text();
  };
  EXPECT_EQ(folder_of("scenarios"), "..");
  EXPECT_EQ(folder_of("./tests//flying"), "../..");
  EXPECT_EQ(folder_of("."), ".");
  EXPECT_EQ(folder_of("../beside"), "/home/me/my app");
  EXPECT_EQ(folder_of("/tmp/there"), "/home/me/my app");
  const auto scenarios = written({"--subject", "node app.js"});
  ASSERT_THAT(scenarios, IsOk());
  EXPECT_EQ(scenarios->front().subject("app")->folder, ".") << "counted from where checkride runs";
}

TEST_F(Init, NothingIsOverwritten) {
  ASSERT_THAT(written({}), IsOk());
  EXPECT_THAT(written({}), FailsWith(HasSubstr("scenarios/first.yaml is there already: give another --name")));
  ASSERT_THAT(files_.remove("scenarios/first.yaml"), IsOk());
  EXPECT_THAT(written({}), FailsWith(HasSubstr("scenarios/configs/first.yaml is there already")));
  EXPECT_FALSE(files_.exists("scenarios/first.yaml"));
}

TEST_F(Init, ArgumentsAreChecked) {
  EXPECT_THAT(parse_init({"a", "b"}), FailsWith(HasSubstr("init takes one folder")));
  EXPECT_THAT(parse_init({"--name", "My App"}), FailsWith(HasSubstr("--name: expected small letters")));
  EXPECT_THAT(parse_init({"--subject", " "}), FailsWith(HasSubstr("--subject: expected a command")));
  EXPECT_THAT(parse_init({"--subjct", "x"}), FailsWith(HasSubstr("--subject")));
  EXPECT_EQ(parse_init({"checks///"}).value().folder, "checks");
}

TEST_F(Init, ACommandIsSplitAsAShellDoesIt) {
  EXPECT_THAT(split_command("node  app.js"), IsOkWith(ElementsAre("node", "app.js")));
  EXPECT_THAT(split_command("a 'b c' \"d 'e\" f\\ g ''"), IsOkWith(ElementsAre("a", "b c", "d 'e", "f g", "")));
  EXPECT_THAT(split_command("x\"y z\"w"), IsOkWith(ElementsAre("xy zw")));
  EXPECT_THAT(split_command("'a\\b'"), IsOkWith(ElementsAre("a\\b")));
  EXPECT_THAT(split_command("a 'b"), FailsWith(HasSubstr("a second ' after the first")));
}

}  // namespace
}  // namespace checkride::harness

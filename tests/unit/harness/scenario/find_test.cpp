// Which files a run takes up.
#include <gmock/gmock.h>

#include "checkride/harness/loader.hpp"
#include "checkride/test/result_matchers.hpp"
#include "checkride/world/virtual_world.hpp"

namespace checkride::harness {
namespace {

using test::FailsWith;
using test::IsOkWith;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::string kScenario =
    "scenario: a\nservices: {mail: {kind: smtp}}\ntimeline: [{wait: 1s}]\nnever: [{mail: {in: mail}}]\n";

struct Find : testing::Test {
  void put(const std::string& path, const std::string& text) {
    (void)files.make_directories(path.substr(0, path.rfind('/')));
    EXPECT_TRUE(files.write(path, text).has_value());
  }
  world::VirtualWorld world;
  world::Files& files = world.add_host("a").files();
};

TEST_F(Find, SearchesFoldersForScenariosOutsideFlightsAndConfigs) {
  put("/s/b/x.yaml", kScenario);
  put("/s/a.yaml", kScenario);
  put("/s/flights/f.yaml", kScenario);
  put("/s/configs/c.yaml", kScenario);
  put("/s/promises.yaml", "- id: x\n");
  put("/s/notes.txt", kScenario);
  EXPECT_THAT(find_scenario_files(files, {"/s", "/s/a.yaml"}), IsOkWith(ElementsAre("/s/a.yaml", "/s/b/x.yaml")));
}

TEST_F(Find, SaysWhatIsNotThere) {
  put("/s/promises.yaml", "- id: x\n");
  EXPECT_THAT(find_scenario_files(files, {"/nowhere"}), FailsWith(HasSubstr("/nowhere: no such file or folder")));
  EXPECT_THAT(find_scenario_files(files, {"/s"}), FailsWith(HasSubstr("/s: no scenario in this folder")));
}

TEST_F(Find, MistakesOfAllFilesComeAtOnce) {
  put("/s/a.yaml", "scenario: a\ntimline: [{wait: 1s}]\n");
  put("/s/b.yaml", "scenario: b\n");
  EXPECT_THAT(load_scenarios(files, {"/s"}), FailsWith(AllOf(HasSubstr("/s/a.yaml:2:1"), HasSubstr("/s/b.yaml"))));
}

TEST_F(Find, AFileThatIsNoScenarioAtAllIsOneMistake) {
  put("/s/flight.yaml", "name: f\naircraft: C172\nphases: []\n");
  EXPECT_THAT(load_scenarios(files, {"/s/flight.yaml"}),
              FailsWith(AllOf(HasSubstr("/s/flight.yaml:1:1: no scenario"), Not(HasSubstr("\n")))));
  put("/s/README.md", "# A title\n\nText: of a page: with colons\n");
  EXPECT_THAT(load_scenarios(files, {"/s/README.md"}),
              FailsWith(HasSubstr("/s/README.md:1:1: a scenario is a YAML file")));
}

TEST_F(Find, AFileWithoutAMatrixIsOneCase) {
  put("/s/a.yaml", kScenario);
  const auto cases = load_cases(files, "/s/a.yaml", {});
  ASSERT_TRUE(cases.has_value());
  ASSERT_EQ(cases->size(), 1U);
  EXPECT_EQ(cases->front().name, "a");
  EXPECT_THAT(load_cases(files, "/s/b.yaml", {}), FailsWith(HasSubstr("/s/b.yaml")));
  LoadRequest request;
  request.params.emplace_back("altitude", "80 feet");
  EXPECT_THAT(load_cases(files, "/s/a.yaml", request), FailsWith(HasSubstr("/s/a.yaml")));
}

TEST_F(Find, NamesAreUnique) {
  put("/s/a.yaml", kScenario);
  put("/s/b.yaml", kScenario);
  EXPECT_THAT(load_scenarios(files, {"/s"}), FailsWith(HasSubstr("the name \"a\" is taken by /s/a.yaml")));
}

}  // namespace
}  // namespace checkride::harness

// Goal: every example of docs/scenarios.md and docs/services.md is one. Method: their YAML blocks, each of which begins
// with the name of its file, become files of a virtual host; all scenarios among them are read as `checkride validate`
// reads them.
#include <gmock/gmock.h>

#include <fstream>
#include <map>
#include <sstream>

#include "checkride/harness/loader.hpp"
#include "checkride/test/result_matchers.hpp"
#include "checkride/world/virtual_world.hpp"

namespace checkride::harness {
namespace {

using test::IsOk;

std::string page_of(const std::string& name) {
  std::ifstream in(CHECKRIDE_SOURCE_DIR "/docs/" + name);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string guide() {
  return page_of("scenarios.md");
}

// The blocks of one language, by the name in their first line ("# scenarios/first.yaml").
std::map<std::string, std::string> blocks_of(const std::string& page) {
  constexpr std::string_view kBegin = "\n```yaml\n";
  std::map<std::string, std::string> blocks;
  for (auto at = page.find(kBegin); at != std::string::npos; at = page.find(kBegin, at + 1)) {
    const auto begin = at + kBegin.size();
    const std::string block = page.substr(begin, page.find("\n```\n", begin) - begin) + "\n";
    EXPECT_TRUE(block.starts_with("# ")) << "a block names its file in its first line: " << block;
    blocks[block.substr(2, block.find('\n') - 2)] = block;
  }
  return blocks;
}

class Guide : public testing::Test {
 protected:
  void SetUp() override {
    for (const auto& [path, text] : blocks_of(guide() + page_of("services.md"))) {
      ASSERT_THAT(files_.make_directories(path.substr(0, path.rfind('/'))), IsOk());
      ASSERT_THAT(files_.write(path, text), IsOk());
    }
  }

  world::VirtualWorld world_;
  world::Files& files_ = world_.add_host("machine").files();
};

TEST_F(Guide, EveryExampleLoadsOnEveryRig) {
  for (const RigKind rig : {RigKind::virtual_rig, RigKind::process_rig, RigKind::live_rig}) {
    LoadRequest request;
    request.rig = rig;
    const auto scenarios = load_scenarios(files_, {"scenarios"}, request);
    ASSERT_THAT(scenarios, IsOk());
    EXPECT_GE(scenarios->size(), 10U);
  }
}

TEST_F(Guide, BothPagesHaveExamples) {
  EXPECT_GE(blocks_of(guide()).size(), 10U);
  EXPECT_GE(blocks_of(page_of("services.md")).size(), 3U);
}

TEST_F(Guide, TheMatrixHasTheCasesThatAreSaid) {
  const auto scenarios = load_scenarios(files_, {"scenarios/heights.yaml"});
  ASSERT_THAT(scenarios, IsOk());
  std::vector<std::string> names;
  for (const Scenario& scenario : *scenarios) names.push_back(scenario.name);
  EXPECT_THAT(names,
              testing::ElementsAre("heights.fsx_sp2.80-feet", "heights.msfs2024.80-feet", "heights.msfs2024.20-feet"));
  const std::string page = guide();
  for (const std::string& name : names) EXPECT_NE(page.find("`" + name + "`"), std::string::npos) << name;
}

TEST_F(Guide, ABrokenExampleWouldBeFound) {
  ASSERT_THAT(files_.write("scenarios/broken.yaml", "scenario: broken\ntimelin: []\n"), IsOk());
  EXPECT_THAT(load_scenarios(files_, {"scenarios"}), testing::Not(IsOk()));
}

}  // namespace
}  // namespace checkride::harness

// Steps in words: what the time limit, the events and the report say of them.
#include "checkride/harness/steps.hpp"

#include <gmock/gmock.h>

#include "checkride/harness/loader.hpp"

namespace checkride::harness {
namespace {

using testing::ElementsAre;

Step step_of(decltype(Step::what) what, std::string path = "1") {
  Step step;
  step.path = std::move(path);
  step.what = std::move(what);
  return step;
}

TEST(Describe, EventsAndFlights) {
  EXPECT_EQ(describe(Action(TransmitEvent{"sim", "PAUSE_SET", {1, 2}})), "event on sim: PAUSE_SET [1, 2]");
  EXPECT_EQ(describe(Action(TransmitEvent{"sim", "FLAPS_UP", {}})), "event on sim: FLAPS_UP");
  EXPECT_EQ(describe(Action(LoadFlight{"sim", LoadFlight::Kind::load, "a.yaml"})), "flight on sim: load a.yaml");
  EXPECT_EQ(describe(Action(LoadFlight{"sim", LoadFlight::Kind::unload, ""})), "flight on sim: unload");
}

TEST(Describe, Expectations) {
  const auto scenario = load_scenario(
      "scenario: a\nmonitors: {monitor: {config: c.yaml}}\ntimeline:\n  - start: monitor\n"
      "  - expect: {http: {of: monitor, get: /health, status: 200}}\n",
      "a.yaml");
  ASSERT_TRUE(scenario.has_value()) << scenario.error().message();
  EXPECT_EQ(describe(scenario->timeline.at(1)), "expect GET /health of monitor answers 200");
}

Block three_in_two() {
  Block block;
  block.branches.resize(2);
  block.branches[0].push_back(step_of(Action(Wait{}), "2.a.1"));
  block.branches[0].push_back(step_of(Action(Wait{}), "2.a.2"));
  block.branches[1].push_back(step_of(Action(Wait{}), "2.b.1"));
  return block;
}

TEST(Describe, BlocksByWhatIsInThem) {
  Block block = three_in_two();
  block.kind = Block::Kind::parallel;
  EXPECT_EQ(describe(step_of(block)), "3 steps in 2 branches");
  block.branches.pop_back();
  block.kind = Block::Kind::repeat;
  block.times = 4;
  EXPECT_EQ(describe(step_of(block)), "2 steps, 4 times");
  block.kind = Block::Kind::sequence;
  EXPECT_EQ(describe(step_of(block)), "2 steps");
}

TEST(Steps, AreVisitedInFileOrderWithThoseInThem) {
  std::vector<Step> steps;
  steps.push_back(step_of(Action(Wait{}), "1"));
  steps.push_back(step_of(three_in_two(), "2"));
  steps.push_back(step_of(Action(Wait{}), "3"));
  std::vector<std::string> paths;
  for_each_step(steps, [&](const Step& step) { paths.push_back(step.path); });
  EXPECT_THAT(paths, ElementsAre("1", "2", "2.a.1", "2.a.2", "2.b.1", "3"));
}

}  // namespace
}  // namespace checkride::harness

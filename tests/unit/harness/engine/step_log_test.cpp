// When steps began and ended.
#include "engine/step_log.hpp"

#include <gmock/gmock.h>

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;

Step step(const std::string& name, const std::string& path, Action action = Wait{}) {
  Step made;
  made.name = name;
  made.path = path;
  made.what = std::move(action);
  return made;
}

TEST(StepLog, BetweenIsFromTheBeginOfOneToTheEndOfTheOther) {
  const Step a = step("a", "1");
  const Step b = step("b", "2");
  StepLog log;
  EXPECT_TRUE(log.between("", ""));
  EXPECT_TRUE(log.between("", "a"));
  EXPECT_FALSE(log.between("a", "b"));
  log.begin(a, 1s);
  EXPECT_TRUE(log.between("a", "b"));
  log.end(a, 2s);
  EXPECT_FALSE(log.between("", "a"));
  EXPECT_FALSE(log.between("a", "a"));
  log.begin(b, 2s);
  log.end(b, 3s);
  EXPECT_FALSE(log.between("a", "b"));
  log.begin(a, 3s);
  EXPECT_TRUE(log.between("a", "b")) << "a further round";
}

TEST(StepLog, AnAnchorOfAFurtherRoundIsNotThatOfTheLast) {
  const std::vector<Step> steps{step("a", "1")};
  StepLog log;
  log.begin(steps[0], 1s);
  log.end(steps[0], 2s);
  EXPECT_EQ(log.reached({"a", false, 0s}), 1s);
  EXPECT_EQ(log.reached({"a", true, 0s}), 2s);
  log.begin_again(steps);
  EXPECT_EQ(log.reached({"a", true, 0s}), std::nullopt);
  EXPECT_EQ(log.start_of("a"), 1s) << "of the last time";
  log.skip(steps[0], 5s);
  EXPECT_EQ(log.reached({"a", true, 0s}), 5s) << "nobody waits for what is left out";
}

TEST(StepLog, AnEventBelongsToTheStepThatIsAboutItsHost) {
  const Step kill = step("", "1.a.1", Kill{{"sim"}});
  const Step wait = step("", "1.b.1");
  StepLog log;
  EXPECT_EQ(log.path_at(0s, "sim"), "");
  log.begin(kill, 1s);
  log.begin(wait, 2s);
  EXPECT_EQ(log.path_at(3s, "sim"), "1.a.1");
  EXPECT_EQ(log.path_at(3s, "monitor"), "1.b.1") << "else to the last that began";
  EXPECT_EQ(log.path_at(1500ms, "monitor"), "1.a.1") << "of those that ran then";
  log.abandon(4s);
  EXPECT_TRUE(log.running().empty());
  EXPECT_EQ(log.path_at(5s, "sim"), "");
}

}  // namespace
}  // namespace checkride::harness

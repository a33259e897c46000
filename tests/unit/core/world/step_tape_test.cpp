// Goal: two runs that should be equal and are not are told apart at the very step, and a tape changes nothing.
// Method: tapes written by hand for ring and checkpoints; pairs of worlds with a leak planted into one program.
#include "checkride/world/step_tape.hpp"

#include <map>
#include <memory>
#include <sstream>
#include <vector>

#include "checkride/test/property.hpp"
#include "checkride/test/world_test.hpp"
#include "small_programs.hpp"

namespace checkride::world {
namespace {

using namespace std::chrono_literals;
using namespace checkride::test;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

void add(StepTape& tape, std::uint64_t hash) {
  StepFact fact;
  fact.payload = tape.steps();
  fact.hash = hash;
  tape.add(std::move(fact));
}

// A tape of `steps` steps whose hashes differ from those of an untouched one from step `odd` on.
StepTape tape_of(std::uint64_t steps, std::uint64_t odd) {
  StepTape tape;
  for (std::uint64_t step = 0; step < steps; ++step) add(tape, step >= odd ? ~step : step);
  return tape;
}
constexpr std::uint64_t kNever = UINT64_MAX;

TEST(StepTape, RemembersTheLastSteps) {
  StepTape tape;
  EXPECT_EQ(tape.at(0), nullptr);
  for (std::uint64_t step = 0; step < StepTape::kKept + 10; ++step) add(tape, step);
  EXPECT_EQ(tape.steps(), StepTape::kKept + 10);
  EXPECT_EQ(tape.at(9), nullptr) << "overwritten";
  ASSERT_NE(tape.at(10), nullptr);
  EXPECT_EQ(tape.at(10)->payload, 10U);
  EXPECT_EQ(tape.at(StepTape::kKept + 9)->payload, StepTape::kKept + 9);
  EXPECT_EQ(tape.at(StepTape::kKept + 10), nullptr) << "yet to come";
}

TEST(StepTape, HasACheckpointEachKEverySteps) {
  const StepTape tape = tape_of(2 * StepTape::kEvery + 1, kNever);
  EXPECT_EQ(tape.checkpoints(), (std::vector<std::uint64_t>{StepTape::kEvery - 1, 2 * StepTape::kEvery - 1}));
}

TEST(StepTape, BytesBelongToTheLastStepAndItsCheckpoint) {
  StepTape tape;
  tape.add_bytes("of nothing", 1);
  EXPECT_EQ(tape.steps(), 0U);
  for (std::uint64_t step = 0; step < StepTape::kEvery; ++step) add(tape, step);
  tape.add_bytes("GET", 77);
  tape.add_bytes("", 78);
  tape.add_bytes(std::string(StepTape::kBytesKept, 'x'), 79);
  const StepFact& last = *tape.at(StepTape::kEvery - 1);
  EXPECT_EQ(last.bytes.substr(0, 6), "GET xx");
  EXPECT_EQ(last.bytes.size(), StepTape::kBytesKept);
  EXPECT_EQ(last.all_bytes, StepTape::kBytesKept + 3);
  EXPECT_EQ(last.hash, 79U);
  EXPECT_EQ(tape.checkpoints(), std::vector<std::uint64_t>{79});
}

RC_GTEST_PROP(FirstDifference, IsExactWithinWhatIsKept, ()) {
  const auto steps = *rc::gen::inRange<std::uint64_t>(1, 3 * StepTape::kKept);
  const std::uint64_t kept_from = steps - std::min<std::uint64_t>(steps, StepTape::kKept);
  const auto odd = *rc::gen::inRange<std::uint64_t>(0, steps);
  const auto apart = first_difference(tape_of(steps, kNever), tape_of(steps, odd));
  RC_ASSERT(apart.has_value());
  RC_ASSERT(apart->step == std::max(odd, kept_from));
  // What is at the edge of the ring can only be told apart from what lies before it if a checkpoint stands there.
  RC_ASSERT(apart->exact == (odd > kept_from || kept_from == 0 || (odd == kept_from && odd % StepTape::kEvery == 0)));
}

TEST(FirstDifference, IsNoneForEqualTapesHoweverLong) {
  for (const std::uint64_t steps : {std::uint64_t{0}, std::uint64_t{5}, std::uint64_t{3 * StepTape::kKept}}) {
    EXPECT_FALSE(first_difference(tape_of(steps, kNever), tape_of(steps, kNever)).has_value()) << steps;
  }
}

TEST(FirstDifference, IsTheEndOfTheShorterTape) {
  const auto apart = first_difference(tape_of(1500, kNever), tape_of(1501, kNever));
  ASSERT_TRUE(apart.has_value());
  EXPECT_EQ(apart->step, 1500U);
  EXPECT_TRUE(apart->exact);
  EXPECT_FALSE(first_difference(tape_of(20, kNever), tape_of(3 * StepTape::kKept, kNever))->exact)
      << "the longer one has forgotten that step";
}

// ---- in worlds

struct Recorded {
  StepTape tape;
  std::uint64_t hash = 0;
};

using Program = Task<int> (*)(World& world);

Recorded run(Program program) {
  Recorded recorded;
  VirtualWorld world;
  world.record(&recorded.tape);
  VirtualHost& echo = world.add_host("echo");
  VirtualHost& client = world.add_host("client");
  echo.start("echo", echo_once(echo));
  client.start("leaky", program(client));
  world.run_until(world.now() + 1min);
  recorded.hash = world.trace_hash();
  world.record(nullptr);
  return recorded;
}

Task<int> talk(World& world) {
  const Variation plain;
  co_return co_await vary(world, &plain);
}

TEST(StepTape, EqualRunsAreNowhereApart) {
  const Recorded first = run(talk);
  const Recorded second = run(talk);
  EXPECT_FALSE(first_difference(first.tape, second.tape).has_value());
  EXPECT_GT(first.tape.steps(), 20U);
  EXPECT_EQ(first.tape.at(first.tape.steps() - 1)->hash, first.hash) << "the last step's hash is the world's";
}

TEST(StepTape, ChangesNoHash) {
  const Variation plain;
  VirtualWorld world;
  VirtualHost& echo = world.add_host("echo");
  VirtualHost& client = world.add_host("client");
  echo.start("echo", echo_once(echo));
  client.start("leaky", vary(client, &plain));
  world.run_until(world.now() + 1min);
  EXPECT_EQ(world.trace_hash(), run(talk).hash);
  EXPECT_EQ(world.steps(), run(talk).tape.steps());
}

// Each step says who, what and with which bytes.
TEST(StepTape, StepsAreReadable) {
  const Recorded ran = run(talk);
  std::map<std::string_view, std::string> texts;
  for (std::uint64_t step = 0; step < ran.tape.steps(); ++step) {
    const StepFact& fact = *ran.tape.at(step);
    texts[fact.kind] += fact.host + "/" + fact.task + " " + fact.bytes + "\n";
  }
  EXPECT_THAT(texts["sent"], HasSubstr("client/leaky h"));
  EXPECT_THAT(texts["file"], HasSubstr("client/leaky write /log content\n"));
  EXPECT_THAT(texts["completion"], HasSubstr("client/first sleep\n"));
  EXPECT_THAT(texts["completion"], HasSubstr("echo/echo accept\n"));
  EXPECT_THAT(texts["host"], EndsWith("exit\n"));
  EXPECT_THAT(texts["draw"], HasSubstr("client/leaky"));
}

// A leak that is planted: state that outlives its world. The draws and the wait before are equal in all runs.
int calls_in_this_process = 0;

Task<int> leak_a_counter(World& world) {
  for (int i = 0; i < 3000; ++i) world.random("x").next();
  co_await world.clock().sleep_for(2s);
  (void)world.print_line("calls: " + std::to_string(++calls_in_this_process));
  co_await world.clock().sleep_for(1s);
  co_return 0;
}

TEST(StepTape, FindsALeakingCounterAtItsStep) {
  const Recorded first = run(leak_a_counter);
  const Recorded second = run(leak_a_counter);
  const auto apart = first_difference(first.tape, second.tape);
  ASSERT_TRUE(apart.has_value());
  EXPECT_TRUE(apart->exact);
  const StepFact& left = *first.tape.at(apart->step);
  const StepFact& right = *second.tape.at(apart->step);
  EXPECT_EQ(left.kind, "print");
  EXPECT_EQ(left.host, "client");
  EXPECT_EQ(left.task, "leaky");
  EXPECT_EQ(left.time, Instant(2s + 1us));
  EXPECT_THAT(left.bytes, HasSubstr("calls: "));
  EXPECT_NE(left.bytes, right.bytes);
  EXPECT_EQ(first.tape.at(apart->step - 1)->hash, second.tape.at(apart->step - 1)->hash);
}

// The other classic: an address in what is written. Nothing is given back, so that no two addresses are equal.
std::vector<std::unique_ptr<int>> kept;

Task<int> leak_an_address(World& world) {
  co_await world.clock().sleep_for(5s);
  kept.push_back(std::make_unique<int>(1));
  std::ostringstream text;
  text << "at " << static_cast<const void*>(kept.back().get());
  (void)world.files().write("/addresses", text.str());
  co_return 0;
}

TEST(StepTape, FindsAnAddressAtItsStep) {
  const Recorded first = run(leak_an_address);
  const Recorded second = run(leak_an_address);
  const auto apart = first_difference(first.tape, second.tape);
  ASSERT_TRUE(apart.has_value());
  EXPECT_EQ(first.tape.at(apart->step)->kind, "file");
  EXPECT_EQ(first.tape.at(apart->step)->time, Instant(5s + 1us));
  EXPECT_THAT(first.tape.at(apart->step)->bytes, StartsWith("write /addresses at "));
  EXPECT_NE(first.tape.at(apart->step)->bytes, second.tape.at(apart->step)->bytes);
}

}  // namespace
}  // namespace checkride::world

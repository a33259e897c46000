// Goal: tasks are owned, woken and bounded as task_group.hpp says. Method: coroutine tests on virtual time.
#include "checkride/world/task_group.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/system/system_error.hpp>
#include <memory>
#include <stdexcept>

#include "checkride/test/world_test.hpp"

namespace checkride::world {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Task<> add_after(Clock& clock, Duration delay, std::vector<int>& into, int value) {
  co_await clock.sleep_for(delay);
  into.push_back(value);
}

Task<> sleep_forever(Clock& clock) {
  co_await clock.sleep_for(Duration::max());
}

// Cancellation does not reach into it: it only sleeps through what is left of it.
Task<> ignore_cancellation(Clock& clock, Duration time) {
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  co_await clock.sleep_for(time);
}

Task<> fail(std::string text) {
  throw std::runtime_error(text);
  co_return;
}

WORLD_TEST(TaskGroup, SpawnStartsLater) {
  TaskGroup group(host.executor());
  std::vector<int> seen;
  group.spawn("now", add_after(host.clock(), 0s, seen, 1));
  EXPECT_THAT(seen, IsEmpty());
  co_await group.join();
  EXPECT_THAT(seen, ElementsAre(1));
}

WORLD_TEST(TaskGroup, JoinWaitsForAllAndCancelsNone) {
  TaskGroup group(host.executor());
  std::vector<int> seen;
  group.spawn("late", add_after(host.clock(), 5s, seen, 2));
  group.spawn("early", add_after(host.clock(), 1s, seen, 1));
  EXPECT_EQ(group.running(), 2U);
  const Instant before = host.clock().now();
  co_await group.join();
  EXPECT_EQ(host.clock().now() - before, 5s);
  EXPECT_THAT(seen, ElementsAre(1, 2));
  EXPECT_EQ(group.running(), 0U);
}

WORLD_TEST(TaskGroup, StopCancelsAndRefusesNewTasks) {
  TaskGroup group(host.executor());
  std::vector<int> seen;
  group.spawn("late", add_after(host.clock(), 5s, seen, 1));
  co_await host.clock().sleep_for(1s);
  const std::vector<std::string> left = co_await group.stop(host.clock(), 1s);
  EXPECT_THAT(left, IsEmpty());
  group.spawn("too late", add_after(host.clock(), 0s, seen, 2));
  co_await host.clock().sleep_for(10s);
  EXPECT_THAT(seen, IsEmpty());
  EXPECT_EQ(group.running(), 0U);
}

WORLD_TEST(TaskGroup, StopBeforeTheFirstTurnNeverStartsTheTask) {
  TaskGroup group(host.executor());
  std::vector<int> seen;
  group.spawn("at once", add_after(host.clock(), 0s, seen, 1));
  const std::vector<std::string> left = co_await group.stop(host.clock(), 1s);
  EXPECT_THAT(left, IsEmpty());
  EXPECT_THAT(seen, IsEmpty());
}

WORLD_TEST(TaskGroup, StopNamesWhatDidNotEnd) {
  TaskGroup group(host.executor());
  group.spawn("stubborn", ignore_cancellation(host.clock(), 1min));
  group.spawn("obedient", sleep_forever(host.clock()));
  co_await host.clock().sleep_for(1s);
  const Instant before = host.clock().now();
  const std::vector<std::string> left = co_await group.stop(host.clock(), 3s);
  EXPECT_THAT(left, ElementsAre("stubborn"));
  EXPECT_EQ(host.clock().now() - before, 3s);
  co_await group.join();
}

WORLD_TEST(TaskGroup, FailureIsReported) {
  std::vector<std::string> heard;
  TaskGroup group(host.executor(),
                  [&heard](const std::string& task, const std::string& what) { heard.push_back(task + ": " + what); });
  group.spawn("bad", fail("broken"));
  co_await group.join();
  EXPECT_THAT(heard, ElementsAre("bad: broken"));
}

Task<> wait_for_either(Clock& clock) {
  using namespace asio::experimental::awaitable_operators;
  (void)co_await (clock.sleep_for(1h) || clock.sleep_for(2h));
}

WORLD_TEST(TaskGroup, ACancelledChoiceIsNoFailure) {
  std::vector<std::string> heard;
  TaskGroup group(host.executor(),
                  [&heard](const std::string& task, const std::string& what) { heard.push_back(task + ": " + what); });
  group.spawn("either", wait_for_either(host.clock()));
  co_await host.clock().sleep_for(1s);
  EXPECT_THAT(co_await group.stop(host.clock(), 1s), IsEmpty());
  EXPECT_THAT(heard, IsEmpty());
}

Task<int> spawn_failing(VirtualHost& host) {
  TaskGroup group(host.executor());
  group.spawn("bad", fail("unheard"));
  co_await group.join();
  co_return 0;
}

TEST(TaskGroupUnheard, FailureLeavesTheEventLoop) {
  VirtualWorld world;
  VirtualHost& host = world.add_host("a");
  host.start("main", spawn_failing(host));
  EXPECT_THROW(world.run_until(world.now() + 1s), std::runtime_error);
}

WORLD_TEST(TaskGroup, DestructionCancels) {
  std::vector<int> seen;
  {
    TaskGroup group(host.executor());
    group.spawn("late", add_after(host.clock(), 5s, seen, 1));
    co_await host.clock().sleep_for(1s);
  }
  co_await host.clock().sleep_for(10s);
  EXPECT_THAT(seen, IsEmpty());
}

Task<> wait_and_count(Notifier& notifier, int& count) {
  co_await notifier.wait();
  ++count;
}

WORLD_TEST(Notifier, WakesAllThatWaitAndNoneThatComeLater) {
  Notifier notifier(host.executor());
  TaskGroup group(host.executor());
  int count = 0;
  group.spawn("a", wait_and_count(notifier, count));
  group.spawn("b", wait_and_count(notifier, count));
  co_await host.clock().sleep_for(1ms);
  notifier.notify_all();
  group.spawn("c", wait_and_count(notifier, count));
  co_await host.clock().sleep_for(1ms);
  EXPECT_EQ(count, 2);
  const std::vector<std::string> left = co_await group.stop(host.clock(), 1s);
  EXPECT_THAT(left, IsEmpty());
  EXPECT_EQ(count, 2);
}

Task<> wait_bounded(Notifier& notifier, Clock& clock, Duration limit, std::vector<std::string>& seen) {
  const bool notified = co_await notifier.wait_until(clock, clock.now() + limit);
  seen.push_back(notified ? "told" : "late");
}

WORLD_TEST(Notifier, ABoundedWaitEndsWhenToldOrAtTheDeadline) {
  Notifier notifier(host.executor());
  TaskGroup group(host.executor());
  std::vector<std::string> seen;
  const Instant before = host.clock().now();
  group.spawn("short", wait_bounded(notifier, host.clock(), 2s, seen));
  group.spawn("long", wait_bounded(notifier, host.clock(), 9s, seen));
  co_await host.clock().sleep_for(5s);
  EXPECT_THAT(seen, ElementsAre("late"));
  notifier.notify_all();
  co_await group.join();
  EXPECT_THAT(seen, ElementsAre("late", "told"));
  EXPECT_EQ(host.clock().now() - before, 5s) << "its timer does not hold the task back";
}

WORLD_TEST(Notifier, ABoundedWaitCanBeCancelled) {
  Notifier notifier(host.executor());
  TaskGroup group(host.executor());
  std::vector<std::string> seen;
  group.spawn("wait", wait_bounded(notifier, host.clock(), 9s, seen));
  co_await host.clock().sleep_for(1s);
  EXPECT_THAT(co_await group.stop(host.clock(), 1s), IsEmpty());
  notifier.notify_all();
  co_await host.clock().sleep_for(20s);
  EXPECT_THAT(seen, IsEmpty());
}

WORLD_TEST(Notifier, ABoundedWaitDiesWithItsHost) {
  VirtualHost& other = world.add_host("other");
  Notifier notifier(other.executor());
  TaskGroup group(other.executor());
  std::vector<std::string> seen;
  group.spawn("wait", wait_bounded(notifier, other.clock(), 9s, seen));
  co_await host.clock().sleep_for(1s);
  other.crash();
  notifier.notify_all();
  co_await host.clock().sleep_for(20s);
  EXPECT_THAT(seen, IsEmpty());
}

WORLD_TEST(Notifier, DestructionEndsTheWait) {
  TaskGroup group(host.executor());
  int count = 0;
  {
    Notifier notifier(host.executor());
    group.spawn("a", wait_and_count(notifier, count));
    co_await host.clock().sleep_for(1ms);
  }
  co_await group.join();
  EXPECT_EQ(count, 0);
}

// Has no default constructor and cannot be copied, as results of real work.
class Answer {
 public:
  explicit Answer(int value) : value_(std::make_unique<int>(value)) {}
  int value() const { return *value_; }

 private:
  std::unique_ptr<int> value_;
};

Task<Result<Answer>> answer_after(Clock& clock, Duration delay) {
  co_await clock.sleep_for(delay);
  co_return Answer(42);
}

Task<Result<Answer>> refuse_after(Clock& clock, Duration delay) {
  co_await clock.sleep_for(delay);
  co_return Error::invalid("no");
}

Task<Result<Answer>> throw_after(Clock& clock, Duration delay) {
  co_await clock.sleep_for(delay);
  throw std::runtime_error("broken");
}

WORLD_TEST(Within, GivesTheAnswerThatComesInTime) {
  Result<Answer> answer = co_await within(host.clock(), 2s, answer_after(host.clock(), 1s));
  CO_ASSERT_OK(answer);
  EXPECT_EQ(answer->value(), 42);
}

WORLD_TEST(Within, TimesOutAfterExactlyTheLimit) {
  const Instant before = host.clock().now();
  Result<Answer> answer = co_await within(host.clock(), 2s, answer_after(host.clock(), 3s));
  EXPECT_EQ(host.clock().now() - before, 2s);
  CO_ASSERT_TRUE(answer.has_error());
  EXPECT_EQ(answer.error().code(), asio::error::timed_out);
  EXPECT_THAT(answer.error().message(), HasSubstr("2000 ms"));
}

WORLD_TEST(Within, PassesErrorsAndExceptionsOn) {
  Result<Answer> refused = co_await within(host.clock(), 2s, refuse_after(host.clock(), 1s));
  EXPECT_THAT(refused, test::FailsWith("no"));
  bool thrown = false;
  try {
    (void)co_await within(host.clock(), 2s, throw_after(host.clock(), 1s));
  } catch (const std::runtime_error& error) {
    thrown = std::string(error.what()) == "broken";
  }
  EXPECT_TRUE(thrown);
}

WORLD_TEST(Within, HoldsWhenNested) {
  const Instant before = host.clock().now();
  Task<Result<Answer>> inner = within(host.clock(), 5s, answer_after(host.clock(), 1min));
  Result<Answer> answer = co_await within(host.clock(), 1s, std::move(inner));
  EXPECT_TRUE(answer.has_error());
  EXPECT_EQ(host.clock().now() - before, 1s);
}

Task<> outer_within(Clock& clock, bool& went_on) {
  Result<Answer> answer = co_await within(clock, 1h, answer_after(clock, 30min));
  went_on = true;
}

WORLD_TEST(Within, CancellationFromOutsideEndsTheWork) {
  TaskGroup group(host.executor());
  bool went_on = false;
  group.spawn("outer", outer_within(host.clock(), went_on));
  co_await host.clock().sleep_for(1s);
  const Instant before = host.clock().now();
  const std::vector<std::string> left = co_await group.stop(host.clock(), 1min);
  EXPECT_THAT(left, IsEmpty());
  EXPECT_EQ(host.clock().now(), before);
  EXPECT_FALSE(went_on);
}

WORLD_TEST(AwaitableOperators, EitherAndBothRunOnVirtualTime) {
  using namespace asio::experimental::awaitable_operators;
  const Instant before = host.clock().now();
  const auto first = co_await (host.clock().sleep_for(3s) || host.clock().sleep_for(1s));
  EXPECT_EQ(first.index(), 1U);
  EXPECT_EQ(host.clock().now() - before, 1s);
  co_await (host.clock().sleep_for(3s) && host.clock().sleep_for(1s));
  EXPECT_EQ(host.clock().now() - before, 4s);
}

}  // namespace
}  // namespace checkride::world

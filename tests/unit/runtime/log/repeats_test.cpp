// Goal: a flood of one event costs a few lines, nothing of another event is lost, and the count is exact. Method: a law
// over random floods; then the event log on a virtual host.
#include "log/repeats.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkride/test/property.hpp"
#include "checkride/world/virtual_world.hpp"
#include "log/event_log.hpp"

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

world::Instant at(world::Duration time) {
  return world::Instant(time);
}

TEST(Repeats, TheFirstThreeOfAWindowAreShownAndTheRestCounted) {
  Repeats repeats(10s);
  int shown = 0;
  for (int i = 0; i < 8; ++i) {
    if (repeats.admit(at(1s + i * 1s), Level::warn, "link", "frame_dropped", {{"simulator", "sim"}, {"offset", i}}))
      ++shown;
  }
  EXPECT_EQ(shown, 3);
  EXPECT_EQ(repeats.next_end(), at(11s));
  EXPECT_THAT(repeats.take_ended(at(11s - 1us)), SizeIs(0));
  const auto ended = repeats.take_ended(at(11s));
  ASSERT_THAT(ended, SizeIs(1));
  EXPECT_EQ(ended[0].suppressed, 5U);
  EXPECT_EQ(ended[0].event, "frame_dropped");
  EXPECT_THAT(ended[0].texts, ElementsAre(testing::Pair("simulator", "sim")));
  EXPECT_EQ(repeats.next_end(), std::nullopt);
}

TEST(Repeats, AnotherTextLevelOrLoggerIsAnotherEvent) {
  Repeats repeats(10s);
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(repeats.admit(at(1s), Level::warn, "link", "lost", {{"simulator", "a"}}));
    EXPECT_TRUE(repeats.admit(at(1s), Level::warn, "link", "lost", {{"simulator", "b"}}));
    EXPECT_TRUE(repeats.admit(at(1s), Level::info, "link", "lost", {{"simulator", "a"}}));
    EXPECT_TRUE(repeats.admit(at(1s), Level::warn, "other", "lost", {{"simulator", "a"}}));
  }
  EXPECT_FALSE(repeats.admit(at(1s), Level::warn, "link", "lost", {{"simulator", "a"}}));
}

TEST(Repeats, ManyDifferentEventsTakeBoundedMemoryAndLoseNoCount) {
  Repeats repeats(10s);
  std::uint64_t shown = 0;
  for (int i = 0; i < 2'000; ++i) {
    const std::string name = "sim-" + std::to_string(i);
    for (int k = 0; k < 5; ++k) {
      if (repeats.admit(at(1s), Level::warn, "link", "lost", {{"simulator", name}})) ++shown;
    }
  }
  std::uint64_t counted = 0;
  for (const auto& one : repeats.take_all()) counted += one.suppressed;
  EXPECT_EQ(shown, 6'000U);
  EXPECT_EQ(counted, 4'000U);
}

// Whatever comes in whatever order: shown and counted together are all there was.
RC_GTEST_PROP(RepeatsLaw, NothingIsLostAndNothingIsToldTwice, ()) {
  Repeats repeats(10s);
  const auto steps = *rc::gen::container<std::vector<std::pair<int, int>>>(
      rc::gen::pair(rc::gen::inRange(0, 4), rc::gen::inRange(0, 4'000)));
  world::Duration now = 1s;
  std::uint64_t told = 0;
  for (const auto& [which, wait_ms] : steps) {
    now += std::chrono::milliseconds(wait_ms);
    const std::string text(1, static_cast<char>('a' + which));
    if (repeats.admit(at(now), Level::info, "x", "y", {{"text", text}})) ++told;
    for (const auto& one : repeats.take_ended(at(now))) {
      RC_ASSERT(one.suppressed > 0U);
      told += one.suppressed;
    }
  }
  for (const auto& one : repeats.take_all()) told += one.suppressed;
  RC_ASSERT(told == steps.size());
}

// A sink that the test owns, which can fail.
class TestSink final : public LogSink {
 public:
  TestSink(std::vector<std::string>& lines, const bool& full) : lines_(lines), full_(full) {}
  void write(std::string_view line) override {
    if (full_) {
      ++lost_;
    } else {
      lines_.emplace_back(line);
    }
  }
  std::uint64_t lost() const override { return lost_; }

 private:
  std::vector<std::string>& lines_;
  const bool& full_;
  std::uint64_t lost_ = 0;
};

world::Task<int> sleep(world::World& world, world::Duration time) {
  co_await world.clock().sleep_for(time);
  co_return 0;
}

class RepeatingLog : public testing::Test {
 protected:
  // A sleeper keeps the world from standing still.
  void pass(world::Duration time) {
    host_.start("sleeper", sleep(host_, time));
    (void)world_.run_until(world_.now() + time);
  }

  world::VirtualWorld world_;
  world::VirtualHost& host_ = world_.add_host("host");
  std::vector<std::string> lines_;
  bool full_ = false;
  EventLog log_{host_.clock(), Level::info, append_text_line, std::make_unique<TestSink>(lines_, full_)};
};

TEST_F(RepeatingLog, TellsHowManyThereWereUnderTheEventsOwnName) {
  log_.suppress_repeats(10s);
  int woken = 0;
  log_.on_untold([&woken] { ++woken; });
  for (int i = 0; i < 10; ++i) log_.logger("link").warn("frame_dropped", {{"simulator", "sim"}, {"offset", i}});
  EXPECT_EQ(woken, 1);
  EXPECT_THAT(lines_, SizeIs(3));
  log_.tell_all();
  EXPECT_THAT(lines_, SizeIs(4));
  EXPECT_THAT(lines_.back(), EndsWith("WARN  link frame_dropped simulator=sim suppressed=7 within=10"));
}

TEST_F(RepeatingLog, WithoutAWindowEverythingIsWritten) {
  for (int i = 0; i < 10; ++i) log_.logger("link").warn("frame_dropped");
  EXPECT_THAT(lines_, SizeIs(10));
}

TEST_F(RepeatingLog, LinesThatWereLostAreToldOnceTheDiskTakesThemAgain) {
  Logger log = log_.logger("x");
  log.info("before");
  full_ = true;
  log.info("lost");
  log.info("lost too");
  full_ = false;
  log.info("after");
  log.info("later");
  EXPECT_THAT(lines_, ElementsAre(EndsWith("before"), EndsWith("after"), EndsWith("WARN  log log_lines_lost lines=2"),
                                  EndsWith("later")));
}

// An access log may get no further line for hours.
TEST_F(RepeatingLog, LossesAreToldByTheTimerToo) {
  int woken = 0;
  log_.on_untold([&woken] { ++woken; });
  full_ = true;
  log_.logger("access").info("http_request");
  log_.logger("access").info("http_request");
  EXPECT_EQ(woken, 1);
  ASSERT_TRUE(log_.untold_due());
  EXPECT_EQ(*log_.untold_due(), host_.clock().now() + 10s);
  pass(10s);
  log_.tell_untold();  // still full
  EXPECT_EQ(log_.lost(), 2U);
  EXPECT_EQ(*log_.untold_due(), host_.clock().now() + 10s);
  full_ = false;
  log_.tell_untold();  // not due yet
  EXPECT_THAT(lines_, IsEmpty());
  pass(10s);
  log_.tell_untold();
  EXPECT_THAT(lines_, ElementsAre(EndsWith("WARN  log log_lines_lost lines=2")));
  EXPECT_EQ(log_.untold_due(), std::nullopt);
}

TEST_F(RepeatingLog, LossesAreToldAtTheEnd) {
  full_ = true;
  log_.logger("access").info("http_request");
  full_ = false;
  log_.tell_all();
  log_.tell_all();
  EXPECT_THAT(lines_, ElementsAre(EndsWith("WARN  log log_lines_lost lines=1")));
}

}  // namespace
}  // namespace checkride::runtime

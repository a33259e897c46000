// Goal: liveness fails when the loop's timers stop, and not when the machine slept. Method: moments made by hand.
#include "health/heartbeat.hpp"

#include <gtest/gtest.h>

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;

const world::Instant kStart(1h);

TEST(Heartbeat, ALoopThatBeatsIsAliveAndSaysHowLateItIs) {
  Heartbeat heartbeat(kStart);
  EXPECT_EQ(heartbeat.beat(kStart + 1s), 0s);
  EXPECT_EQ(heartbeat.beat(kStart + 2500ms), 500ms);
  EXPECT_TRUE(heartbeat.is_alive(kStart + 32500ms));
  EXPECT_EQ(heartbeat.age(kStart + 3s), 500ms);
}

TEST(Heartbeat, ALoopWhoseTimersStoppedIsStuckAtTheSecondLook) {
  Heartbeat heartbeat(kStart);
  EXPECT_TRUE(heartbeat.is_alive(kStart + 31s));
  EXPECT_FALSE(heartbeat.is_alive(kStart + 33s));
  EXPECT_FALSE(heartbeat.is_alive(kStart + 100s));
  (void)heartbeat.beat(kStart + 101s);
  EXPECT_TRUE(heartbeat.is_alive(kStart + 102s));
}

TEST(Heartbeat, AMachineThatSleptIsAlive) {
  Heartbeat heartbeat(kStart);
  EXPECT_TRUE(heartbeat.is_alive(kStart + 10h));
  (void)heartbeat.beat(kStart + 10h);
  EXPECT_TRUE(heartbeat.is_alive(kStart + 10h + 5s));
  EXPECT_TRUE(heartbeat.is_alive(kStart + 20h));  // and once more
}

}  // namespace
}  // namespace checkride::runtime

// Goal: a signal that comes before the program is ready for it is neither lost nor its end. Method: signals to the
// test's own process, which would end it.
#include <gmock/gmock.h>

#include <csignal>

#include "both_worlds.hpp"

namespace checkride::world {
namespace {

Task<int> first_two(RealWorld& world, std::vector<Signal>& seen) {
  for (int i = 0; i < 2; ++i) {
    const Signal signal = co_await world.next_signal();
    seen.push_back(signal);
  }
  co_return 0;
}

TEST(HeldSignals, WaitForTheWorldThatTakesThemOver) {
  hold_signals();
  std::raise(SIGTERM);
  std::raise(SIGUSR2);
  RealOptions options;
  options.handover = std::vector<std::string>{"x"};
  RealWorld world(options);
  std::vector<Signal> seen;
  EXPECT_EQ(world.run(first_two(world, seen)), 0);
  EXPECT_THAT(seen, testing::UnorderedElementsAre(Signal::terminate, Signal::user2));
}

TEST(HeldSignalsDeathTest, DoWhatTheyDoByThemselvesOnceReleased) {
  const auto run = [] {
    hold_signals();
    std::raise(SIGHUP);
    RealOptions options;
    options.handle_signals = false;
    const RealWorld world(options);  // it takes none over
    release_signals();
  };
  EXPECT_EXIT(run(), testing::KilledBySignal(SIGHUP), "");
}

TEST(HeldSignals, WithoutASuccessorSigusr2IsNoHarm) {
  RealWorld world;
  std::raise(SIGUSR2);
  std::raise(SIGTERM);
  std::raise(SIGINT);
  std::vector<Signal> seen;
  EXPECT_EQ(world.run(first_two(world, seen)), 0);
  EXPECT_THAT(seen, testing::UnorderedElementsAre(Signal::terminate, Signal::interrupt));
}

}  // namespace
}  // namespace checkride::world

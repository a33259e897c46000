// Goal: the error rate is that of the last 60 s and unknown while too little happened. Method: exact instants, and a
// comparison with a list of all events.
#include "samples/error_window.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "checkride/test/property.hpp"

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;

world::Instant at(world::Duration since_start) {
  return world::Instant(since_start);
}

TEST(ErrorWindow, UnknownBelowTenMessages) {
  ErrorWindow window;
  for (int i = 0; i < 9; ++i) window.add_error(at(1s));
  EXPECT_EQ(window.rate(at(1s)), std::nullopt);
  window.add_sample(at(1s));
  EXPECT_DOUBLE_EQ(window.rate(at(1s)).value(), 0.9);
}

TEST(ErrorWindow, ElevenPercentIsElevenPercent) {
  ErrorWindow window;
  for (int i = 0; i < 89; ++i) window.add_sample(at(2s));
  for (int i = 0; i < 11; ++i) window.add_error(at(2s));
  EXPECT_DOUBLE_EQ(window.rate(at(2s)).value(), 0.11);
}

TEST(ErrorWindow, ErrorsLeaveAfterSixtySeconds) {
  ErrorWindow window;
  for (int i = 0; i < 10; ++i) window.add_error(at(10s));
  for (int i = 0; i < 10; ++i) window.add_sample(at(40s));
  EXPECT_DOUBLE_EQ(window.rate(at(69'900ms)).value(), 0.5);
  EXPECT_DOUBLE_EQ(window.rate(at(70s)).value(), 0.0);
  EXPECT_EQ(window.rate(at(100s)), std::nullopt);
}

RC_GTEST_PROP(ErrorWindow, AgreesWithTheListOfAllEvents, ()) {
  const auto steps = *rc::gen::container<std::vector<std::pair<int, bool>>>(
      rc::gen::pair(rc::gen::inRange(0, 3'000), rc::gen::arbitrary<bool>()));
  ErrorWindow window;
  std::vector<std::pair<std::int64_t, bool>> all;  // slot number, is an error
  world::Duration now = 1us;
  for (const auto& [milliseconds, error] : steps) {
    now += std::chrono::milliseconds(milliseconds);
    error ? window.add_error(at(now)) : window.add_sample(at(now));
    all.emplace_back(now / ErrorWindow::kSlot, error);
  }
  const std::int64_t oldest = now / ErrorWindow::kSlot - 600;
  std::erase_if(all, [oldest](const auto& event) { return event.first <= oldest; });
  const auto errors = std::count_if(all.begin(), all.end(), [](const auto& event) { return event.second; });
  RC_ASSERT(window.errors(at(now)) == static_cast<std::uint64_t>(errors));
  RC_ASSERT(window.samples(at(now)) == all.size() - static_cast<std::uint64_t>(errors));
}

}  // namespace
}  // namespace checkride::runtime

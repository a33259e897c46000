// Several faults of a line at once, and what they come to.
#include "link/line_faults.hpp"

#include <gmock/gmock.h>

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;

TEST(LineFaults, DelaysAddUpEachInItsWay) {
  LineFaults faults;
  world::Random draws(1, "test");
  LineFault back;
  back.delay = 300ms;
  LineFault both = back;
  both.to_server = true;
  both.delay = 20ms;
  faults.add(back);
  const auto number = faults.add(both);
  EXPECT_EQ(faults.delay(Way::to_client, draws), 320ms);
  EXPECT_EQ(faults.delay(Way::to_server, draws), 20ms);
  EXPECT_TRUE(faults.remove(number).has_value());
  EXPECT_FALSE(faults.remove(number).has_value()) << "it is gone already";
  EXPECT_EQ(faults.delay(Way::to_client, draws), 300ms);
}

TEST(LineFaults, JitterIsDrawnFromAStreamOfItsOwn) {
  world::Random own(7, "own");
  LineFault jitter;
  jitter.jitter = 80ms;
  jitter.draws = &own;
  LineFaults faults;
  faults.add(jitter);
  world::Random lines(1, "line");
  const auto first = faults.delay(Way::to_client, lines);
  EXPECT_LE(first, 80ms);
  EXPECT_EQ(lines.next(), world::Random(1, "line").next()) << "nothing was drawn from the line's";
  world::Random again(7, "own");
  EXPECT_EQ(first, world::Duration(again.between(0, world::Duration(80ms).count())));
}

TEST(LineFaults, TheNarrowerLineCounts) {
  LineFault wide;
  wide.bytes_per_second = 4000;
  LineFault narrow;
  narrow.bytes_per_second = 1000;
  LineFaults faults;
  EXPECT_TRUE(faults.pace(Way::to_client).free());
  faults.add(wide);
  faults.add(narrow);
  const Pace pace = faults.pace(Way::to_client);
  EXPECT_EQ(pace.bytes_per_second, 1000U);
  EXPECT_EQ(pace.after(500), 500ms);
  EXPECT_GT(pace.piece_bytes, 0U);
  EXPECT_TRUE(faults.pace(Way::to_server).free());
}

TEST(LineFaults, SlicesArePausedFor) {
  LineFault slices;
  slices.slice_bytes = 3;
  slices.slice_pause = 2ms;
  LineFaults faults;
  faults.add(slices);
  EXPECT_EQ(faults.pace(Way::to_client).piece_bytes, 3U);
  EXPECT_EQ(faults.pace(Way::to_client).after(3), 2ms);
}

TEST(LineFaults, HeldBothWaysItIsCut) {
  LineFault held;
  held.hold = true;
  LineFaults faults;
  faults.add(held);
  EXPECT_TRUE(faults.holds(Way::to_client));
  EXPECT_FALSE(faults.holds(Way::to_server));
  EXPECT_FALSE(faults.cut());
  held.to_server = true;
  faults.add(held);
  EXPECT_TRUE(faults.cut());
}

}  // namespace
}  // namespace checkride::harness

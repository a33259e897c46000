// Goal: who is cut off is told of on standard error, however many there are at once. Method: the log on a virtual
// host; the recorder's lines as they come.
#include "control/cut_off_log.hpp"

#include <gmock/gmock.h>

#include "checkride/test/world_test.hpp"
#include "control/recorder.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

world::Task<int> sleep(world::VirtualHost& host, world::Duration time) {
  co_await host.clock().sleep_for(time);
  co_return 0;
}

struct CutOffs : testing::Test {
  void pass(world::Duration time) {
    clock_host.start("sleep", sleep(clock_host, time));
    world.run_until(world.now() + 2 * time, [this] { return clock_host.exit_code().has_value(); });
  }

  world::VirtualWorld world;
  world::VirtualHost& host = world.add_host("emulator");
  world::VirtualHost& clock_host = world.add_host("clock");
  CutOffLog log{host, "emulator: "};
};

TEST_F(CutOffs, AFloodIsAFewLinesAndACount) {
  for (int i = 0; i < 250; ++i) log.tell("one");
  EXPECT_EQ(host.printed().size(), CutOffLog::kLinesPerSecond);
  pass(2s);
  log.tell("another");
  ASSERT_EQ(host.printed().size(), CutOffLog::kLinesPerSecond + 2);
  EXPECT_EQ(host.printed()[CutOffLog::kLinesPerSecond], "emulator: 240 more were cut off or turned away");
  EXPECT_EQ(host.printed().back(), "emulator: another");
}

TEST_F(CutOffs, TheEndTellsOfThoseThatWereOnlyCounted) {
  for (int i = 0; i < 12; ++i) log.tell("one");
  log.finish();
  log.finish();
  EXPECT_EQ(host.printed().size(), CutOffLog::kLinesPerSecond + 1);
  EXPECT_EQ(host.printed().back(), "emulator: 2 more were cut off or turned away");
}

TEST_F(CutOffs, OnlyThoseWhoWereCutOffAreTold) {
  std::vector<std::string> lines;
  Recorder recorder(host.executor(), [&lines](const std::string& line) { lines.push_back(line); });
  for (ClientId client = 1; client <= 3; ++client) recorder.connected(client, "10.0.0.2:4000");
  recorder.opened(2, "two\nlines");
  recorder.gone(1, {});
  recorder.gone(2, {Departure::By::limit, "a frame of 3 bytes"});
  recorder.gone(3, {Departure::By::simulator, "told QUIT"});
  recorder.turned_away("10.0.0.3:4000", "64 are there");
  EXPECT_THAT(lines, ElementsAre("client 2 \"two\\nlines\" from 10.0.0.2:4000 was cut off: a frame of 3 bytes",
                                 "a client from 10.0.0.3:4000 was turned away: 64 are there"));
  EXPECT_THAT(recorder.journal().after(recorder.journal().last() - 1)->data,
              testing::HasSubstr("\"state\":\"gone\",\"client\":3,"));
  EXPECT_THAT(recorder.journal().after(recorder.journal().last() - 1)->data,
              testing::HasSubstr("\"reason\":\"told QUIT\"}"));
}

}  // namespace
}  // namespace checkride::emulator

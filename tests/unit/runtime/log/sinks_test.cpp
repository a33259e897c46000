// Goal: a log file rotates without losing or cutting a line, keeps no more than it may, and a full disk is told and
// counted. Method: a virtual host's disk.
#include "log/sinks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkride/test/result_matchers.hpp"
#include "checkride/world/virtual_world.hpp"

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

world::Task<int> sleep(world::World& world, world::Duration time) {
  co_await world.clock().sleep_for(time);
  co_return 0;
}

class FileSinkTest : public testing::Test {
 protected:
  std::unique_ptr<LogSink> open() {
    auto sink = open_file_sink(host_, config_);
    EXPECT_THAT(sink, test::IsOk());
    return sink ? std::move(*sink) : nullptr;
  }
  std::vector<std::string> names() { return host_.files().list("/log").value(); }
  std::string content(const std::string& name) { return host_.files().read("/log/" + name).value(); }
  // A sleeper keeps the world from standing still.
  void pass(world::Duration time) {
    host_.start("sleeper", sleep(host_, time));
    (void)world_.run_until(world_.now() + 2 * time);
  }

  world::VirtualWorld world_;
  world::VirtualHost& host_ = world_.add_host("host");
  LoggingConfig config_ = [] {
    LoggingConfig config;
    config.output = LogOutput::file;
    config.file_path = "/log/app.log";
    config.max_bytes = 20;
    config.max_backups = 3;
    config.max_age_days = 30;
    return config;
  }();
};

TEST_F(FileSinkTest, MakesItsFolderAndAppendsLines) {
  auto sink = open();
  sink->write("one");
  sink->write("two");
  EXPECT_THAT(names(), ElementsAre("app.log"));
  EXPECT_EQ(content("app.log"), "one\ntwo\n");
}

TEST_F(FileSinkTest, AppendsToWhatAnEarlierRunLeft) {
  open()->write("one");
  open()->write("two");
  EXPECT_EQ(content("app.log"), "one\ntwo\n");
}

TEST_F(FileSinkTest, NoLineIsCutOrLostAcrossRotations) {
  config_.max_backups = 100;
  auto sink = open();
  std::string expected;
  for (int i = 0; i < 50; ++i) {
    const std::string line = "line " + std::to_string(i);
    sink->write(line);
    expected += line + "\n";
  }
  std::string found;
  for (const std::string& name : names()) {
    if (name == "app.log") continue;
    EXPECT_LE(content(name).size(), 20U);
    EXPECT_EQ(content(name).back(), '\n');
    found += content(name);
  }
  EXPECT_EQ(found + content("app.log"), expected);
}

TEST_F(FileSinkTest, ALineLongerThanTheLimitStandsAlone) {
  auto sink = open();
  sink->write("short");
  sink->write("a line that is longer than the limit");
  sink->write("short");
  EXPECT_THAT(names(), SizeIs(3));
  EXPECT_EQ(content("app.log"), "short\n");
}

TEST_F(FileSinkTest, TheOldestBackupsBeyondTheLimitGo) {
  auto sink = open();
  for (int i = 10; i < 22; ++i) sink->write("a line of 18 by " + std::to_string(i));
  EXPECT_THAT(names(), SizeIs(4));
  EXPECT_EQ(content(names()[0]), "a line of 18 by 18\n");
  EXPECT_EQ(content("app.log"), "a line of 18 by 21\n");
}

TEST_F(FileSinkTest, BackupsOlderThanTheLimitGoAndTheCurrentFileStays) {
  auto sink = open();
  sink->write("a line of 18 bytes");
  sink->write("a line of 18 bytes");
  ASSERT_THAT(names(), SizeIs(2));
  pass(31 * 24h);
  sink->write("a line of 18 bytes");
  EXPECT_THAT(names(), SizeIs(2));
  EXPECT_THAT(names()[0], testing::StartsWith("app-2026-02-05"));
}

TEST_F(FileSinkTest, BackupsOfAnEarlierRunStayOlderThanNewOnes) {
  config_.max_backups = 100;
  for (int i = 10; i < 13; ++i) open()->write("a line of 18 by " + std::to_string(i));
  auto sink = open();
  sink->write("a line of 18 by 13");
  ASSERT_THAT(names(), SizeIs(4));
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_EQ(content(names()[i]), "a line of 18 by " + std::to_string(10 + i) + "\n");
}

TEST_F(FileSinkTest, OtherFilesInTheFolderAreLeftAlone) {
  ASSERT_THAT(host_.files().make_directories("/log"), test::IsOk());
  ASSERT_THAT(host_.files().write("/log/app-notes.log", "mine"), test::IsOk());
  config_.max_backups = 0;
  auto sink = open();
  for (int i = 0; i < 5; ++i) sink->write("a line of 18 bytes");
  EXPECT_THAT(names(), ElementsAre("app-notes.log", "app.log"));
}

TEST_F(FileSinkTest, AFileInTheWayOfTheFolderIsAnErrorAtOnce) {
  ASSERT_THAT(host_.files().write("/log", "a file"), test::IsOk());
  EXPECT_THAT(open_file_sink(host_, config_), test::FailsWith(testing::HasSubstr("/log")));
}

TEST(StandardOutputSink, PrintsLines) {
  world::VirtualWorld world;
  world::VirtualHost& host = world.add_host("host");
  make_standard_output_sink(host)->write("hello");
  EXPECT_THAT(host.printed(), ElementsAre("hello"));
}

}  // namespace
}  // namespace checkride::runtime

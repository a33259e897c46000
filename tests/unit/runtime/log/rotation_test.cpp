// Goal: rotated files are packed without losing a line, whatever is cut off, and a disk that fails costs lines and
// nothing else. Method: a virtual host's disk; its folder taken away and given back; laws over random lines.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkride/compress/gzip.hpp"
#include "checkride/test/property.hpp"
#include "checkride/test/result_matchers.hpp"
#include "checkride/world/virtual_world.hpp"
#include "log/file_sink.hpp"
#include "log/sinks.hpp"

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

LoggingConfig rotating() {
  LoggingConfig config;
  config.output = LogOutput::file;
  config.file_path = "/log/app.log";
  config.max_bytes = 20;
  config.max_backups = 1000;
  config.compress = true;
  return config;
}

class Rotation : public testing::Test {
 protected:
  std::unique_ptr<LogSink> open() {
    auto sink = open_file_sink(host_, config_);
    EXPECT_THAT(sink, test::IsOk());
    return sink ? std::move(*sink) : nullptr;
  }
  void pass(world::Duration time) { (void)world_.run_until(world_.now() + time); }
  std::vector<std::string> names() { return host_.files().list("/log").value(); }
  std::string content(const std::string& name) { return host_.files().read("/log/" + name).value(); }
  // All lines that are anywhere, oldest first.
  std::string everything() {
    std::string text;
    for (const std::string& name : names()) {
      if (name != "app.log") text += name.ends_with(".gz") ? compress::gunzip(content(name)).value() : content(name);
    }
    return text + content("app.log");
  }

  world::VirtualWorld world_;
  world::VirtualHost& host_ = world_.add_host("host");
  LoggingConfig config_ = rotating();
};

TEST_F(Rotation, RotatedFilesArePackedAwayFromTheLoop) {
  auto sink = open();
  sink->write("a line of 18 by 01");
  sink->write("a line of 18 by 02");
  sink->write("a line of 18 by 03");
  EXPECT_THAT(names(), SizeIs(3));  // not in the call
  pass(1s);
  ASSERT_THAT(names(), ElementsAre(EndsWith(".log.gz"), EndsWith(".log.gz"), "app.log"));
  EXPECT_EQ(everything(), "a line of 18 by 01\na line of 18 by 02\na line of 18 by 03\n");
}

TEST_F(Rotation, PackedFilesCountAndGoLikeOthers) {
  config_.max_backups = 2;
  auto sink = open();
  for (int i = 10; i < 20; ++i) {
    sink->write("a line of 18 by " + std::to_string(i));
    pass(1s);
  }
  EXPECT_EQ(everything(), "a line of 18 by 17\na line of 18 by 18\na line of 18 by 19\n");
}

TEST_F(Rotation, WhatAnEarlierRunLeftUnpackedIsPackedAndItsRestRemoved) {
  config_.compress = false;
  {
    auto sink = open();
    sink->write("a line of 18 by 01");
    sink->write("a line of 18 by 02");
  }
  const std::string plain = names().front();
  ASSERT_THAT(host_.files().write("/log/" + plain + ".gz.part", "cut off"), test::IsOk());
  config_.compress = true;
  auto sink = open();
  pass(1s);
  EXPECT_THAT(names(), ElementsAre(plain + ".gz", "app.log"));
  EXPECT_EQ(everything(), "a line of 18 by 01\na line of 18 by 02\n");
}

TEST_F(Rotation, APackingThatFailsLeavesThePlainFileAndIsTold) {
  auto sink = open();
  sink->write("a line of 18 by 01");
  // In the way of the packed file's name stands a folder.
  const std::string rotated = RotatedFiles(host_.files(), "/log/app.log").path_of(host_.clock().utc_now());
  ASSERT_THAT(host_.files().make_directories(rotated + ".gz"), test::IsOk());
  sink->write("a line of 18 by 02");
  pass(1s);
  EXPECT_THAT(host_.files().read(rotated), test::IsOkWith("a line of 18 by 01\n"));
  EXPECT_FALSE(host_.files().exists(rotated + ".gz.part"));
  EXPECT_THAT(host_.printed(), Contains(HasSubstr("stays unpacked")));
}

// A flood of lines rotates faster than it is packed.
TEST_F(Rotation, WhatIsRemovedBeforeItIsPackedIsNoFailure) {
  config_.max_backups = 1;
  auto sink = open();
  for (int i = 10; i < 20; ++i) {
    sink->write("a line of 18 by " + std::to_string(i));
    pass(30ms);
  }
  pass(1s);
  EXPECT_THAT(names(), ElementsAre(EndsWith(".log.gz"), "app.log"));
  EXPECT_EQ(everything(), "a line of 18 by 18\na line of 18 by 19\n");
  EXPECT_THAT(host_.printed(), IsEmpty());
  EXPECT_THAT(gzip_in_place(host_.files(), "/log/gone.log"), test::IsOk());
  EXPECT_THAT(names(), SizeIs(2));
}

TEST_F(Rotation, ASinkThatIsGoneWhilePackingIsNoHarm) {
  auto sink = open();
  sink->write("a line of 18 by 01");
  sink->write("a line of 18 by 02");
  sink.reset();
  pass(1s);
  EXPECT_EQ(everything(), "a line of 18 by 01\na line of 18 by 02\n");
}

TEST_F(Rotation, AfterLogrotateTheFileIsOpenedAnewByItsName) {
  auto sink = open();
  sink->write("one");
  ASSERT_THAT(host_.files().rename("/log/app.log", "/log/app.log.1"), test::IsOk());
  sink->write("two");
  sink->reopen();
  sink->write("three");
  EXPECT_EQ(content("app.log.1"), "one\ntwo\n");
  EXPECT_EQ(content("app.log"), "three\n");
}

TEST_F(Rotation, AFolderThatIsGoneIsMadeAgain) {
  auto sink = open();
  ASSERT_THAT(host_.files().remove("/log/app.log"), test::IsOk());
  ASSERT_THAT(host_.files().remove("/log"), test::IsOk());
  sink->reopen();
  sink->write("one");
  EXPECT_EQ(content("app.log"), "one\n");
  EXPECT_THAT(host_.printed(), IsEmpty());
}

TEST_F(Rotation, WithAFileInTheFoldersPlaceLinesAreLostCountedToldOnceAndThenWrittenAgain) {
  auto sink = open();
  sink->write("one");
  ASSERT_THAT(host_.files().remove("/log/app.log"), test::IsOk());
  ASSERT_THAT(host_.files().remove("/log"), test::IsOk());
  ASSERT_THAT(host_.files().write("/log", "in the way"), test::IsOk());
  sink->reopen();
  sink->write("two");
  sink->write("three");
  EXPECT_EQ(sink->lost(), 2U);
  EXPECT_THAT(host_.printed(), SizeIs(2));  // the reopening, and the first line
  ASSERT_THAT(host_.files().remove("/log"), test::IsOk());
  sink->write("four");
  EXPECT_EQ(content("app.log"), "four\n");
  EXPECT_EQ(sink->lost(), 2U);
}

TEST_F(Rotation, StandardOutputThatNobodyReadsCostsLinesAndIsToldOnce) {
  auto sink = make_standard_output_sink(host_);
  host_.close_output(true);
  sink->write("one");
  sink->write("two");
  EXPECT_EQ(sink->lost(), 2U);
  EXPECT_THAT(host_.printed(), ElementsAre("checkride-monitor: standard output takes no log lines"));
  host_.close_output(false);
  sink->write("three");
  EXPECT_EQ(sink->lost(), 2U);
}

// Whatever lines, whatever limit: all of them are there, whole and in order.
RC_GTEST_PROP(RotationLaw, NoLineIsLostCutOrMovedByRotationAndPacking, ()) {
  world::VirtualWorld world;
  world::VirtualHost& host = world.add_host("host");
  LoggingConfig config = rotating();
  config.max_bytes = *rc::gen::inRange<std::uint64_t>(1, 60);
  const auto lines =
      *rc::gen::container<std::vector<std::string>>(rc::gen::container<std::string>(rc::gen::element('a', 'b', ' ')));
  std::string expected;
  auto sink = open_file_sink(host, config);
  RC_ASSERT(sink.has_value());
  for (const std::string& line : lines) {
    (*sink)->write(line);
    expected += line + "\n";
    if (line.size() % 2 == 0) (void)world.run_until(world.now() + 1s);
  }
  (void)world.run_until(world.now() + 60s);
  std::string found;
  const auto names = host.files().list("/log").value();
  for (const std::string& name : names) {
    if (name == "app.log") continue;
    RC_ASSERT(name.ends_with(".gz"));
    found += compress::gunzip(host.files().read("/log/" + name).value()).value();
  }
  RC_ASSERT(found + host.files().read("/log/app.log").value() == expected);
}

}  // namespace
}  // namespace checkride::runtime

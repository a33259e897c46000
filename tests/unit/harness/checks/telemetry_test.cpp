// Telemetry and logs as the harness reads them.
#include "checks/telemetry.hpp"

#include <gmock/gmock.h>

#include "checkride/compress/gzip.hpp"
#include "checkride/test/result_matchers.hpp"
#include "checkride/world/virtual_world.hpp"
#include "checks/log_lines.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using test::FailsWith;
using test::IsOk;
using testing::HasSubstr;

std::string line(int second, int session, int sequence, const std::string& simulator = "sim") {
  return "{\"ts\":\"2026-01-05T08:00:" + std::string(second < 10 ? "0" : "") + std::to_string(second) +
         ".500000Z\",\"simulator\":\"" + simulator + "\",\"session\":" + std::to_string(session) +
         ",\"sequence\":" + std::to_string(sequence) + ",\"values\":{\"altitude\":80}}\n";
}

std::vector<Sample> samples(const std::string& text) {
  return parse_telemetry(text, "t.jsonl").value();
}

TEST(Telemetry, ReadsWholeLinesOnly) {
  const auto read = parse_telemetry(line(0, 1, 1) + line(1, 1, 2) + "{\"ts\":", "t.jsonl");
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->size(), 2U);
  EXPECT_EQ((*read)[1].sequence, 2U);
}

TEST(Telemetry, NamesTheLineThatIsNone) {
  EXPECT_THAT(parse_telemetry(line(0, 1, 1) + "torn\n", "t.jsonl"),
              FailsWith(HasSubstr("t.jsonl:2: no telemetry line")));
}

TEST(Telemetry, GapsAndDoublesAreTold) {
  const auto fault = [](const std::string& text) { return sequence_fault(samples(text), {}); };
  EXPECT_EQ(fault(line(0, 1, 1) + line(1, 1, 2) + line(5, 2, 1)), std::nullopt);
  EXPECT_EQ(fault(line(0, 1, 1) + line(2, 1, 3)), "sim session 1: sequence 1 is followed by 3");
  EXPECT_EQ(fault(line(0, 1, 1) + line(2, 1, 1)), "sim session 1: sequence 1 is there twice");
  EXPECT_EQ(fault(line(0, 1, 1) + line(0, 1, 1, "b")), std::nullopt);
}

TEST(Telemetry, ALostHeadIsTold) {
  EXPECT_EQ(sequence_fault(samples(line(0, 1, 2) + line(1, 1, 3)), {}), "sim session 1: begins with sequence 2, not 1");
}

TEST(Telemetry, ALostTailIsToldByTheMonitorsOwnCount) {
  const auto ends = session_ends(
      parse_log("{\"level\":\"info\",\"msg\":\"link_closed\",\"simulator\":\"sim\",\"session\":1,\"samples\":3}\n"
                "{\"level\":\"info\",\"msg\":\"simulator_connected\",\"simulator\":\"sim\",\"session\":1}\n"
                "{\"level\":\"info\",\"msg\":\"link_lost\",\"simulator\":\"sim\",\"session\":2}\n"));
  ASSERT_EQ(ends.size(), 1U) << "an end without a count says nothing";
  EXPECT_EQ(sequence_fault(samples(line(0, 1, 1) + line(1, 1, 2) + line(2, 1, 3)), ends), std::nullopt);
  EXPECT_EQ(sequence_fault(samples(line(0, 1, 1) + line(1, 1, 2)), ends),
            "sim session 1: the monitor counted 3 samples, and 2 are in the files");
  EXPECT_EQ(sequence_fault({}, ends), "sim session 1: the monitor counted 3 samples, and 0 are in the files");
}

TEST(Telemetry, TheLongestGapSpansSessions) {
  const auto gap = longest_gap(samples(line(0, 1, 1) + line(1, 1, 2) + line(9, 2, 1) + line(30, 1, 1, "other")), "sim");
  EXPECT_EQ(gap.length, 8s);
  EXPECT_EQ(gap.sessions, 2U);
  EXPECT_EQ(gap.samples, 3U);
}

TEST(Telemetry, ReadsPlainAndCompressedFilesOfAFolder) {
  world::VirtualWorld world;
  world::Files& disk = world.add_host("a").files();
  ASSERT_THAT(disk.make_directories("/data/sub"), IsOk());
  ASSERT_THAT(
      disk.write("/data/1.jsonl.gz", compress::gzip_member(line(0, 1, 1)) + compress::gzip_member(line(1, 1, 2))),
      IsOk());
  ASSERT_THAT(disk.write("/data/sub/2.jsonl", line(2, 1, 3)), IsOk());
  ASSERT_THAT(disk.write("/data/notes.txt", "not telemetry"), IsOk());
  const auto read = read_telemetry(disk, "/data");
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->size(), 3U);
}

TEST(Telemetry, AMemberCutByAKillIsNotThereYet) {
  world::VirtualWorld world;
  world::Files& disk = world.add_host("a").files();
  const std::string second = compress::gzip_member(line(1, 1, 2));
  ASSERT_THAT(disk.make_directories("/data"), IsOk());
  ASSERT_THAT(disk.write("/data/1.jsonl.gz", compress::gzip_member(line(0, 1, 1)) + second.substr(0, 20)), IsOk());
  ASSERT_THAT(disk.write("/data/2.jsonl.gz", second), IsOk());
  const auto read = read_telemetry(disk, "/data");
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(sequence_fault(*read, {}), std::nullopt);
  EXPECT_EQ(read->size(), 2U);
  ASSERT_THAT(disk.write("/data/1.jsonl.gz", "not gzip at all"), IsOk());
  EXPECT_THAT(read_telemetry(disk, "/data"), FailsWith(HasSubstr("1.jsonl.gz: not gzip")));
}

TEST(LogLines, KnowLevelAndEvent) {
  const auto lines =
      parse_log("{\"ts\":\"x\",\"level\":\"warn\",\"msg\":\"link_lost\"}\nlistening on 1:2 (health)\n{\"half\":");
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].level, "warn");
  EXPECT_EQ(lines[0].event, "link_lost");
  EXPECT_EQ(lines[1].level, "");
  EXPECT_EQ(lines[1].text, "listening on 1:2 (health)");
}

TEST(LogLines, LevelsAreOrdered) {
  EXPECT_TRUE(as_grave("fatal", "error"));
  EXPECT_TRUE(as_grave("error", "error"));
  EXPECT_FALSE(as_grave("warn", "error"));
  EXPECT_FALSE(as_grave("", "debug"));
}

}  // namespace
}  // namespace checkride::harness

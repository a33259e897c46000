// Goal: streams of captures that began late, lack packets, or use the same ports twice.
#include "streams.hpp"

namespace checkride::capture::test {
namespace {

using testing::ElementsAre;

const Endpoint kClient = endpoint("10.0.0.2", 40'000);
const Endpoint kServer = endpoint("10.0.0.1", 500);

std::vector<std::vector<std::byte>> talk_packets() {
  PcapngWriter writer("test");
  Conversation talk(writer, writer.add_interface("link"), kClient, kServer, {0xFFFFFFF8, 1});
  talk.open(at(0));
  for (const std::string_view piece : {"one ", "two ", "three ", "four"}) {
    talk.data(Way::to_server, at(1), bytes_of(piece));
  }
  talk.finish(Way::to_server, at(2));
  return packets_of(writer.take());
}

TEST(StreamReader, ALateCaptureBeginsWhereItBegins) {
  auto packets = talk_packets();
  packets.erase(packets.begin(), packets.begin() + 4);
  const Read read = read_capture(capture_of(packets));
  EXPECT_EQ(read.said(Way::to_server), "two three four");
  EXPECT_FALSE(read.connections[0].start_seen);
  EXPECT_EQ(read.connections[0].client, kClient) << "the higher port";
}

TEST(StreamReader, AMissingSegmentIsAGapWhereItWas) {
  auto packets = talk_packets();
  packets.erase(packets.begin() + 4);
  const Read read = read_capture(capture_of(packets));
  EXPECT_EQ(read.said(Way::to_server), "one <4>three four");
  EXPECT_THAT(read.kinds(), ElementsAre(Kind::opened, Kind::data, Kind::gap, Kind::data, Kind::data, Kind::finished));
}

TEST(StreamReader, OverlapsCountOnce) {
  auto packets = talk_packets();
  auto overlapping = packets[4];  // "two ", said again with what came before it missing
  overlapping.push_back(std::byte{'X'});
  overlapping[3] = static_cast<std::byte>(overlapping.size());
  packets.insert(packets.begin() + 6, overlapping);
  EXPECT_EQ(read_capture(capture_of(packets)).said(Way::to_server), "one two three four");
}

TEST(StreamReader, ThePortsUsedAgainAreAnotherConnection) {
  PcapngWriter writer("test");
  const auto link = writer.add_interface("link");
  for (const std::uint32_t first : {100U, 7000U}) {
    Conversation talk(writer, link, kClient, kServer, {first, first});
    talk.open(at(0));
    talk.data(Way::to_server, at(1), bytes_of(std::to_string(first)));
    if (first == 100) talk.reset(Way::to_client, at(2));
  }
  const Read read = read_capture(writer.take());
  ASSERT_EQ(read.connections.size(), 2U);
  EXPECT_EQ(read.said(Way::to_server, 0), "100");
  EXPECT_EQ(read.said(Way::to_server, 1), "7000");
}

// A hole that is never filled must not hold the rest of the capture in memory.
TEST(StreamReader, WhatWaitsBehindAHoleIsBounded) {
  PcapngWriter writer("test");
  Conversation talk(writer, writer.add_interface("link"), kClient, kServer);
  talk.open(at(0));
  talk.data(Way::to_server, at(1), bytes_of("lost"));
  for (int i = 0; i < 2000; ++i) talk.data(Way::to_server, at(2 + i), bytes_of(std::string(1000, 'x')));
  auto packets = packets_of(writer.take());
  packets.erase(packets.begin() + 3);
  const Read read = read_capture(capture_of(packets));
  ASSERT_GT(read.events.size(), 2U);
  EXPECT_EQ(read.events[1].kind, Kind::gap);
  EXPECT_LT(read.events[1].packet, 1200U) << "the gap was told long before the end";
  EXPECT_EQ(read.said(Way::to_server).size(), 2'000'003U);
}

// The receiver had what the capture lacks: it does not come any more, and what followed has the times at which it came.
TEST(StreamReader, AnAcknowledgedHoleIsGivenUpAfterASecond) {
  PcapngWriter writer("test");
  const auto link = writer.add_interface("link");
  Conversation talk(writer, link, kClient, kServer);
  talk.open(at(0));
  talk.data(Way::to_server, at(1), bytes_of("lost"));
  for (int i = 2; i < 40; ++i) {
    talk.data(Way::to_server, at(100 * i), bytes_of("a"));
    talk.data(Way::to_client, at(100 * i + 1), bytes_of("b"));
  }
  const auto packets = packets_of(writer.take());
  PcapngWriter without("test");
  const auto other = without.add_interface("link");
  for (std::size_t i = 0; i < packets.size(); ++i) {
    if (i != 3) without.packet(other, at(static_cast<std::int64_t>(i) * 50), packets[i]);
  }
  const Read read = read_capture(without.take());
  EXPECT_TRUE(read.said(Way::to_server).starts_with("<4>aaa"));
  std::map<std::uint64_t, Time> times;
  for (const StreamEvent& event : read.events) {
    if (event.way != Way::to_server || event.kind != Kind::data) continue;
    const auto of_packet = at(static_cast<std::int64_t>(event.packet) * 50);  // one is gone: they moved up
    EXPECT_EQ(event.time, of_packet);
  }
  const auto gap = std::ranges::find(read.events, Kind::gap, &StreamEvent::kind);
  ASSERT_NE(gap, read.events.end());
  EXPECT_LT(gap - read.events.begin(), 40) << "long before the end";
}

}  // namespace
}  // namespace checkride::capture::test

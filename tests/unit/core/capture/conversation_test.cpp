// Goal: what is written is what a network would have carried: sequence numbers, acknowledgements, checksums, sizes.
#include "streams.hpp"

namespace checkride::capture::test {
namespace {

using testing::ElementsAre;

constexpr std::size_t kIp = 20;

std::uint32_t number(const std::vector<std::byte>& packet, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count; ++i) value = (value << 8) | std::to_integer<std::uint32_t>(packet[at + i]);
  return value;
}

// One's complement sum over 16-bit words, as a receiver adds them: 0xFFFF when the checksum in them is right.
std::uint32_t sum(const std::vector<std::byte>& bytes) {
  std::uint32_t total = 0;
  for (std::size_t i = 0; i < bytes.size(); i += 2) {
    total += number(bytes, i, 1) << 8;
    if (i + 1 < bytes.size()) total += number(bytes, i + 1, 1);
  }
  while (total > 0xFFFF) total = (total & 0xFFFF) + (total >> 16);
  return total;
}

std::vector<std::vector<std::byte>> a_short_talk() {
  PcapngWriter writer("test");
  Conversation talk(writer, writer.add_interface("link"), endpoint("10.0.0.2", 40'000), endpoint("10.0.0.1", 500),
                    {1000, 5000});
  talk.open(at(0));
  talk.data(Way::to_server, at(1), bytes_of("hello"));
  talk.data(Way::to_client, at(2), bytes_of(std::string(2000, 'x')));
  talk.finish(Way::to_server, at(3));
  return packets_of(writer.take());
}

TEST(Conversation, SequenceNumbersAndAcknowledgementsGoOn) {
  std::vector<std::array<std::uint32_t, 3>> seen;  // sequence, acknowledgement, flags
  for (const auto& packet : a_short_talk()) {
    seen.push_back({number(packet, kIp + 4, 4), number(packet, kIp + 8, 4), number(packet, kIp + 13, 1)});
  }
  using Row = std::array<std::uint32_t, 3>;
  EXPECT_THAT(seen, ElementsAre(Row{1000, 0, 0x02}, Row{5000, 1001, 0x12}, Row{1001, 5001, 0x10},
                                Row{1001, 5001, 0x18},                         // hello
                                Row{5001, 1006, 0x10}, Row{6461, 1006, 0x18},  // two segments
                                Row{1006, 7001, 0x11}, Row{7001, 1007, 0x10}));
}

TEST(Conversation, ChecksumsAddUp) {
  for (const auto& packet : a_short_talk()) {
    const std::vector<std::byte> header(packet.begin(), packet.begin() + kIp);
    EXPECT_EQ(sum(header), 0xFFFFU);
    EXPECT_EQ(number(packet, 2, 2), packet.size());
    std::vector<std::byte> covered(packet.begin() + 12, packet.end());  // both addresses and the segment
    const auto length = static_cast<std::uint32_t>(packet.size() - kIp);
    for (const std::uint32_t word : {length >> 16, length & 0xFFFF, 0U, 6U}) {
      covered.insert(covered.begin() + 8, {static_cast<std::byte>(word >> 8), static_cast<std::byte>(word & 0xFF)});
    }
    EXPECT_EQ(sum(covered), 0xFFFFU);
  }
}

TEST(Conversation, ARefusalIsReadAsAReset) {
  PcapngWriter writer("test");
  Conversation talk(writer, writer.add_interface("link"), endpoint("10.0.0.2", 40'000), endpoint("10.0.0.1", 500));
  talk.refuse(at(0), "connection refused");
  const Read read = read_capture(writer.take());
  EXPECT_THAT(read.kinds(), ElementsAre(Kind::opened, Kind::comment, Kind::reset));
  EXPECT_EQ(read.events[1].text, "connection refused");
  EXPECT_EQ(read.events[2].way, Way::to_client);
}

TEST(Conversation, CommentsAndTimesStandWithTheirPackets) {
  PcapngWriter writer("test");
  Conversation talk(writer, writer.add_interface("a > b"), endpoint("10.0.0.2", 40'000), endpoint("10.0.0.1", 500));
  talk.open(at(0));
  talk.data(Way::to_client, at(7), bytes_of("abc"), "fault: corrupt byte");
  talk.data(Way::to_client, at(8), {}, "fault: stall");
  talk.reset(Way::to_client, at(9), "fault: reset");
  const Read read = read_capture(writer.take());
  EXPECT_THAT(read.kinds(),
              ElementsAre(Kind::opened, Kind::comment, Kind::data, Kind::comment, Kind::comment, Kind::reset));
  EXPECT_EQ(read.events[1].text, "fault: corrupt byte");
  EXPECT_EQ(read.events[2].time, at(7));
  EXPECT_EQ(read.events[3].text, "fault: stall");
  EXPECT_EQ(read.connections[0].interface, "a > b");
  EXPECT_EQ(read.connections[0].server.text(), "10.0.0.1:500");
}

TEST(Conversation, AnEndpointOfIPv6MakesItIPv6) {
  PcapngWriter writer("test");
  Conversation talk(writer, writer.add_interface("link"), endpoint("127.0.0.1", 40'000), endpoint("::1", 500));
  talk.open(at(0));
  talk.data(Way::to_server, at(1), bytes_of("hello"));
  const Read read = read_capture(writer.take());
  EXPECT_EQ(read.said(Way::to_server), "hello");
  EXPECT_EQ(read.connections[0].client.text(), "[::ffff:127.0.0.1]:40000");
  EXPECT_EQ(read.connections[0].server.text(), "[::1]:500");
}

}  // namespace
}  // namespace checkride::capture::test

// Goal: captures of other programs are read: byte orders, resolutions, blocks and link types that we do not write.
#include "streams.hpp"

namespace checkride::capture::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// Numbers of a file in one byte order.
struct File {
  bool big = false;
  std::string bytes;

  File& u32(std::uint32_t number) {
    for (unsigned i = 0; i < 4; ++i) bytes += static_cast<char>((number >> (8 * (big ? 3 - i : i))) & 0xFF);
    return *this;
  }
  File& u16(std::uint32_t number) {
    for (unsigned i = 0; i < 2; ++i) bytes += static_cast<char>((number >> (8 * (big ? 1 - i : i))) & 0xFF);
    return *this;
  }
  File& raw(std::string_view text) {
    bytes += text;
    while (bytes.size() % 4 != 0) bytes += '\0';
    return *this;
  }
  File& section() { return u32(0x0A0D0D0A).u32(28).u32(0x1A2B3C4D).u16(1).u16(0).u32(~0U).u32(~0U).u32(28); }
  File& interface(std::uint32_t link, std::uint8_t resolution) {
    u32(1).u32(32).u16(link).u16(0).u32(0);
    u16(9).u16(1).raw(std::string(1, static_cast<char>(resolution))).u32(0);
    return u32(32);
  }
  File& packet(std::uint64_t stamp, std::string_view data) {
    const auto length = static_cast<std::uint32_t>(32 + (data.size() + 3) / 4 * 4);
    u32(6).u32(length).u32(0).u32(static_cast<std::uint32_t>(stamp >> 32)).u32(static_cast<std::uint32_t>(stamp));
    const auto size = static_cast<std::uint32_t>(data.size());
    return u32(size).u32(size).raw(data).u32(length);
  }
};

std::vector<Packet> read_all(const std::vector<std::byte>& bytes, std::string* error = nullptr) {
  PacketReader reader("x.pcapng", bytes);
  std::vector<Packet> packets;
  while (true) {
    const auto packet = reader.next();
    if (!packet && error != nullptr) *error = packet.error().message();
    if (!packet || !*packet) return packets;
    packets.push_back(**packet);
  }
}

std::int64_t nanoseconds(const Packet& packet) {
  return packet.time.time_since_epoch().count();
}

TEST(PacketReader, BothByteOrdersAndEveryResolution) {
  for (const bool big : {false, true}) {
    const auto time_of = [big](std::uint8_t resolution, std::uint64_t stamp) {
      File file{big, {}};
      file.section().interface(101, resolution).packet(stamp, "data");
      const auto bytes = bytes_of(file.bytes);
      const auto packets = read_all(bytes);
      return packets.size() == 1 ? nanoseconds(packets[0]) : -1;
    };
    EXPECT_EQ(time_of(6, 1'500'000), 1'500'000'000);
    EXPECT_EQ(time_of(9, 1'500'000'000), 1'500'000'000);
    EXPECT_EQ(time_of(3, 1'500), 1'500'000'000);
    EXPECT_EQ(time_of(12, 1'500'000'000'000), 1'500'000'000);
    EXPECT_EQ(time_of(0x80 | 10, 1536), 1'500'000'000);  // 1/1024 s
    EXPECT_EQ(time_of(0x80 | 40, std::uint64_t{3} << 39), 1'500'000'000);
  }
}

TEST(PacketReader, ClassicPcapOfBothOrdersAndResolutions) {
  for (const bool big : {false, true}) {
    for (const bool fine : {false, true}) {
      File file{big, {}};
      file.u32(fine ? 0xA1B23C4D : 0xA1B2C3D4).u16(2).u16(4).u32(0).u32(0).u32(65535).u32(1);
      file.u32(5).u32(fine ? 500'000'000 : 500'000).u32(4).u32(60).raw("data");
      const auto bytes = bytes_of(file.bytes);
      const auto packets = read_all(bytes);
      ASSERT_EQ(packets.size(), 1U);
      EXPECT_EQ(nanoseconds(packets[0]), 5'500'000'000);
      EXPECT_EQ(packets[0].link, LinkType::ethernet);
      EXPECT_EQ(text_of(packets[0].data), "data");
    }
  }
}

TEST(PacketReader, OtherBlocksAreSkippedAndSectionsBeginAnew) {
  File file;
  file.section().interface(101, 9).u32(0x0BAD).u32(20).u32(1).u32(2).u32(20).packet(1, "one");
  file.big = true;
  file.section().interface(1, 6).packet(1, "two");
  const auto bytes = bytes_of(file.bytes);
  const auto packets = read_all(bytes);
  ASSERT_EQ(packets.size(), 2U);
  EXPECT_EQ(packets[0].link, LinkType::raw);
  EXPECT_EQ(packets[1].link, LinkType::ethernet);
  EXPECT_EQ(packets[1].number, 2U);
}

TEST(PacketReader, ErrorsNameFileAndOffset) {
  const auto error_of = [](const std::string& content) {
    std::string error;
    const auto bytes = bytes_of(content);
    (void)read_all(bytes, &error);
    return error;
  };
  EXPECT_THAT(error_of("hello, world"), HasSubstr("x.pcapng: at byte 0: this is no capture"));
  EXPECT_THAT(error_of(""), HasSubstr("this is empty: expected a pcapng or pcap file"));
  EXPECT_THAT(error_of("\x1F\x8B\x08"), HasSubstr("this is compressed by gzip (gunzip it first): expected a pcapng"));
  EXPECT_THAT(error_of(std::string("snoop\0\0\0", 8)), HasSubstr("editcap -F pcapng"));
  EXPECT_THAT(error_of(File().section().packet(0, "x").bytes),
              HasSubstr("x.pcapng: at byte 28: a packet of interface 0, but only 0 are described"));
  EXPECT_THAT(error_of(File().section().u32(6).u32(13).u32(0).bytes), HasSubstr("at byte 28: a block whose length"));
}

TEST(PacketReader, WhatEndsInsideABlockEndsThereWithANote) {
  File file;
  file.section().interface(101, 9).packet(1, "one").packet(2, "two");
  const auto bytes = bytes_of(std::string_view(file.bytes).substr(0, file.bytes.size() - 5));
  PacketReader reader("x.pcapng", bytes);
  ASSERT_TRUE(reader.next().value().has_value());
  ASSERT_FALSE(reader.next().value().has_value());
  EXPECT_THAT(reader.notes(), ElementsAre(HasSubstr("the file ends inside a block: 31 bytes are ignored")));
}

TEST(PacketReader, PacketsCutByASnapshotLengthAreCounted) {
  PcapngWriter writer("test");
  writer.packet(writer.add_interface("link"), at(0), bytes_of("whole"));
  std::string content = writer.take();
  const std::size_t packet = content.find("whole") - 8;  // captured and original length
  content[packet + 4] = 100;
  const auto bytes = bytes_of(content);
  PacketReader reader("x.pcapng", bytes);
  ASSERT_TRUE(reader.next().value().has_value());
  ASSERT_FALSE(reader.next().value().has_value());
  EXPECT_THAT(reader.notes(), ElementsAre(HasSubstr("of 1 packet only the beginning was captured")));
}

// Every link header in front of the same IP packets: what a tool captures on Ethernet, loopback or "any".
TEST(PacketReader, EveryLinkTypeGivesTheSameStream) {
  PcapngWriter writer("test");
  Conversation talk(writer, writer.add_interface("link"), endpoint("10.0.0.2", 40'000), endpoint("10.0.0.1", 500));
  talk.open(at(0));
  talk.data(Way::to_server, at(1), bytes_of("hello"));
  const auto packets = packets_of(writer.take());
  const std::string ethernet = std::string(12, 'm') + std::string("\x08\x00", 2);
  const std::string vlan = std::string(12, 'm') + std::string("\x81\x00\x00\x05\x08\x00", 6);
  const std::string sll = std::string(14, '\0') + std::string("\x08\x00", 2);
  const std::string sll2 = std::string("\x08\x00", 2) + std::string(18, '\0');
  const std::vector<std::pair<std::uint32_t, std::string>> links{{1, ethernet},
                                                                 {1, vlan},
                                                                 {113, sll},
                                                                 {276, sll2},
                                                                 {0, std::string("\x02\0\0\0", 4)},
                                                                 {108, std::string("\0\0\0\x02", 4)},
                                                                 {101, ""},
                                                                 {228, ""}};
  for (const auto& [link, header] : links) {
    File file;
    file.section().interface(link, 9);
    for (const auto& packet : packets) file.packet(1, header + text_of(packet));
    EXPECT_EQ(read_capture(file.bytes).said(Way::to_server), "hello") << link;
  }
  File file;
  file.section().interface(147, 9).packet(1, "unknown");
  EXPECT_THAT(read_capture(file.bytes).notes, ElementsAre("1 packet of a link type that is not known was skipped"));
}

}  // namespace
}  // namespace checkride::capture::test

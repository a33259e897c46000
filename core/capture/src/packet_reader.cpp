#include "checkride/capture/packet_reader.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <limits>
#include <utility>

#include "block_reader.hpp"
#include "pcapng.hpp"

namespace checkride::capture {
namespace {

constexpr std::uint64_t kNanoseconds = 1'000'000'000;
constexpr std::uint64_t kLastSecond = std::numeric_limits<std::int64_t>::max() / kNanoseconds - 1;

Time time_of(std::uint64_t seconds, std::uint64_t nanoseconds) {
  const std::uint64_t count = std::min(seconds, kLastSecond) * kNanoseconds + std::min(nanoseconds, kNanoseconds - 1);
  return Time(std::chrono::nanoseconds(static_cast<std::int64_t>(count)));
}

// How an interface counts time: `per_second` units, or 2^`binary_digits` of them.
struct Resolution {
  std::uint64_t per_second = 1'000'000;
  unsigned binary_digits = 0;
  std::uint64_t offset_seconds = 0;

  Time operator()(std::uint64_t stamp) const {
    if (binary_digits == 0) {
      const std::uint64_t part = stamp % per_second;
      const std::uint64_t nanoseconds =
          per_second <= kNanoseconds ? part * (kNanoseconds / per_second) : part / (per_second / kNanoseconds);
      return time_of(stamp / per_second + offset_seconds, nanoseconds);
    }
    std::uint64_t part = stamp & ((std::uint64_t{1} << binary_digits) - 1);
    unsigned digits = binary_digits;
    if (digits > 30) {
      part >>= digits - 30;
      digits = 30;
    }
    return time_of((stamp >> binary_digits) + offset_seconds, (part * kNanoseconds) >> digits);
  }
};

// Nothing for a resolution that 64 bits cannot count a second in.
std::optional<Resolution> resolution_of(std::uint8_t code) {
  Resolution resolution;
  const unsigned digits = code & 0x7FU;
  if ((code & 0x80U) != 0) {
    if (digits == 0 || digits > 63) return std::nullopt;
    resolution.binary_digits = digits;
    return resolution;
  }
  if (digits > 18) return std::nullopt;
  resolution.per_second = 1;
  for (unsigned i = 0; i < digits; ++i) resolution.per_second *= 10;
  return resolution;
}

struct Interface {
  std::string name;
  LinkType link{};
  Resolution resolution;
};

enum class Format : std::uint8_t { unknown, pcap, pcapng };

// Other files that people hand in for captures, by how they begin.
std::string_view what_it_is(std::span<const std::byte> bytes) {
  struct Kind {
    std::string_view begin;
    std::string_view text;
  };
  constexpr std::array kKinds{
      Kind{"\x1F\x8B", "this is compressed by gzip (gunzip it first)"},
      Kind{"\x28\xB5\x2F\xFD", "this is compressed by zstd (unzstd it first)"},
      Kind{"\x04\x22\x4D\x18", "this is compressed by lz4 (unlz4 it first)"},
      Kind{"\x34\xCD\xB2\xA1", "this is a capture of a patched pcap (editcap -F pcapng makes it one that can be read)"},
      Kind{"snoop", "this is a capture of snoop (editcap -F pcapng makes it one that can be read)"}};
  if (bytes.empty()) return "this is empty";
  for (const Kind& kind : kKinds) {
    if (text_of(bytes).starts_with(kind.begin)) return kind.text;
  }
  return "this is no capture";
}

}  // namespace

struct PacketReader::State {
  std::string file;
  std::span<const std::byte> bytes;
  std::size_t position = 0;
  Format format = Format::unknown;
  ByteOrder order = ByteOrder::little;
  std::deque<Interface> interfaces;  // names stay where they are
  std::size_t section_begin = 0;     // the section's first interface
  std::uint64_t packets = 0;
  std::uint64_t cut_packets = 0;  // of which less was captured than there was
  std::vector<std::string> notes;

  std::span<const std::byte> rest() const { return bytes.subspan(position); }
  Error error(const std::string& what) const {
    return Error::invalid(file + ": at byte " + std::to_string(position) + ": " + what);
  }
  void end_cut(std::string_view what) {
    if (position < bytes.size()) {
      notes.push_back("at byte " + std::to_string(position) + ": the file ends inside a " + std::string(what) + ": " +
                      std::to_string(bytes.size() - position) + " bytes are ignored");
    }
    position = bytes.size();
  }
  // No packet follows.
  std::optional<Packet> end() {
    if (const std::uint64_t count = std::exchange(cut_packets, 0); count > 0) {
      notes.push_back("of " + std::to_string(count) + (count == 1 ? " packet" : " packets") +
                      " only the beginning was captured (a snapshot length): what they carried beyond is missing");
    }
    return std::nullopt;
  }
  void count(std::size_t captured, std::size_t original) {
    ++packets;
    if (captured < original) ++cut_packets;
  }

  Result<> recognise();
  Result<std::optional<Packet>> next_pcap();
  Result<std::optional<Packet>> next_pcapng();
  Result<> read_interface(std::span<const std::byte> body);
  Result<std::optional<Packet>> read_block(const Block& block);
  Result<Packet> packet_of(std::uint32_t interface, std::uint64_t stamp, std::span<const std::byte> data) const;
  Result<Packet> read_enhanced(std::span<const std::byte> body, bool obsolete) const;
  Result<Packet> read_simple(std::span<const std::byte> body) const;
};

Result<> PacketReader::State::recognise() {
  constexpr std::size_t kPcapHeader = 24;
  if (rest().size() >= 4) {
    for (const ByteOrder guess : {ByteOrder::little, ByteOrder::big}) {
      const auto magic = load<std::uint32_t>(rest(), guess);
      if (magic == pcapng::kSectionHeader) {
        format = Format::pcapng;
        return {};
      }
      if (magic != pcapng::kPcapMicroseconds && magic != pcapng::kPcapNanoseconds) continue;
      if (rest().size() < kPcapHeader) return error("the file ends inside its header of 24 bytes");
      format = Format::pcap;
      order = guess;
      Interface only;
      only.link = static_cast<LinkType>(load<std::uint32_t>(rest().subspan(20), order) & 0xFFFF);
      if (magic == pcapng::kPcapNanoseconds) only.resolution.per_second = kNanoseconds;
      interfaces.push_back(only);
      position = kPcapHeader;
      return {};
    }
  }
  return error(std::string(what_it_is(rest())) + ": expected a pcapng or pcap file");
}

Result<Packet> PacketReader::State::packet_of(std::uint32_t interface, std::uint64_t stamp,
                                              std::span<const std::byte> data) const {
  if (interface >= interfaces.size() - section_begin) {
    return error("a packet of interface " + std::to_string(interface) + ", but only " +
                 std::to_string(interfaces.size() - section_begin) + " are described");
  }
  const Interface& from = interfaces[section_begin + interface];
  Packet packet;
  packet.time = from.resolution(stamp);
  packet.link = from.link;
  packet.interface = from.name;
  packet.data = data;
  packet.number = packets + 1;
  packet.offset = position;
  return packet;
}

Result<std::optional<Packet>> PacketReader::State::next_pcap() {
  constexpr std::size_t kRecordHeader = 16;
  if (rest().size() < kRecordHeader) {
    end_cut("packet");
    return end();
  }
  const auto seconds = load<std::uint32_t>(rest(), order);
  const auto fraction = load<std::uint32_t>(rest().subspan(4), order);
  const auto length = load<std::uint32_t>(rest().subspan(8), order);
  if (length > rest().size() - kRecordHeader) {
    end_cut("packet");
    return end();
  }
  const std::uint64_t per_second = interfaces.front().resolution.per_second;
  const std::uint64_t stamp = seconds * per_second + std::min<std::uint64_t>(fraction, per_second - 1);
  TRY(Packet packet, packet_of(0, stamp, rest().subspan(kRecordHeader, length)));
  count(length, load<std::uint32_t>(rest().subspan(12), order));
  position += kRecordHeader + length;
  return std::optional<Packet>(packet);
}

Result<> PacketReader::State::read_interface(std::span<const std::byte> body) {
  if (body.size() < 8) return error("an interface description of less than 8 bytes");
  if (interfaces.size() - section_begin >= kInterfacesMax) return error("more than 65536 interfaces");
  Interface interface;
  interface.link = static_cast<LinkType>(load<std::uint16_t>(body, order));
  std::uint64_t offset_seconds = 0;
  OptionReader options(body.subspan(8), order);
  while (const auto option = options.next()) {
    if (option->code == pcapng::kInterfaceName) interface.name = text_of(option->value);
    if (option->code == pcapng::kInterfaceOffset && option->value.size() >= 8) {
      offset_seconds = load<std::uint64_t>(option->value, order);
    }
    if (option->code != pcapng::kInterfaceResolution || option->value.empty()) continue;
    const auto resolution = resolution_of(std::to_integer<std::uint8_t>(option->value[0]));
    if (!resolution) return error("an interface whose time resolution 64 bits cannot count");
    interface.resolution = *resolution;
  }
  interface.resolution.offset_seconds = offset_seconds;
  interfaces.push_back(std::move(interface));
  return {};
}

Result<Packet> PacketReader::State::read_enhanced(std::span<const std::byte> body, bool obsolete) const {
  constexpr std::size_t kFixed = 20;
  if (body.size() < kFixed) return error("a packet block of less than 32 bytes");
  const auto captured = load<std::uint32_t>(body.subspan(12), order);
  if (captured > body.size() - kFixed) return error("a packet that is longer than its block");
  const std::uint64_t high = load<std::uint32_t>(body.subspan(4), order);
  const std::uint64_t stamp = (high << 32) | load<std::uint32_t>(body.subspan(8), order);
  const std::uint32_t interface =
      obsolete ? load<std::uint16_t>(body, order) : load<std::uint32_t>(body, order);  // behind it: a drop count
  TRY(Packet packet, packet_of(interface, stamp, body.subspan(kFixed, captured)));
  const std::size_t padded = std::min<std::size_t>((std::size_t{captured} + 3) / 4 * 4, body.size() - kFixed);
  OptionReader options(body.subspan(kFixed + padded), order);
  while (const auto option = options.next()) {
    if (option->code == pcapng::kComment && packet.comment.empty()) packet.comment = text_of(option->value);
  }
  return packet;
}

Result<Packet> PacketReader::State::read_simple(std::span<const std::byte> body) const {
  if (body.size() < 4) return error("a simple packet block of less than 16 bytes");
  const std::size_t length = std::min<std::size_t>(load<std::uint32_t>(body, order), body.size() - 4);
  return packet_of(0, 0, body.subspan(4, length));
}

// A packet, or nothing for a block that holds none.
Result<std::optional<Packet>> PacketReader::State::read_block(const Block& block) {
  switch (block.type) {
    case pcapng::kSectionHeader:
      section_begin = interfaces.size();
      return std::optional<Packet>();
    case pcapng::kInterfaceDescription: {
      TRY_VOID(read_interface(block.body));
      return std::optional<Packet>();
    }
    case pcapng::kEnhancedPacket:
    case pcapng::kObsoletePacket: {
      TRY(Packet packet, read_enhanced(block.body, block.type == pcapng::kObsoletePacket));
      return std::optional<Packet>(packet);
    }
    case pcapng::kSimplePacket: {
      TRY(Packet packet, read_simple(block.body));
      return std::optional<Packet>(packet);
    }
    default:
      return std::optional<Packet>();  // statistics, names, keys ...
  }
}

Result<std::optional<Packet>> PacketReader::State::next_pcapng() {
  while (position < bytes.size()) {
    const auto block = block_at(rest(), &order);
    if (!block) {
      end_cut("block");
      break;
    }
    if (block->total == 0) return error("a block whose length or byte order cannot be");
    auto packet = read_block(*block);
    if (!packet) return packet;
    position += block->total;
    if (!*packet) continue;
    const std::size_t length_at = block->type == pcapng::kSimplePacket ? 0 : 16;
    count((*packet)->data.size(), load<std::uint32_t>(block->body.subspan(length_at), order));
    return packet;
  }
  return end();
}

PacketReader::PacketReader(std::string file, std::span<const std::byte> bytes) : state_(std::make_unique<State>()) {
  state_->file = std::move(file);
  state_->bytes = bytes;
}

PacketReader::~PacketReader() = default;

Result<std::optional<Packet>> PacketReader::next() {
  if (state_->format == Format::unknown) TRY_VOID(state_->recognise());
  return state_->format == Format::pcap ? state_->next_pcap() : state_->next_pcapng();
}

const std::vector<std::string>& PacketReader::notes() const {
  return state_->notes;
}

}  // namespace checkride::capture

#include "segment.hpp"

#include <algorithm>

#include "block_reader.hpp"
#include "tcp.hpp"

namespace checkride::capture {
namespace {

using Bytes = std::span<const std::byte>;

constexpr std::uint16_t kEtherIpv4 = 0x0800;
constexpr std::uint16_t kEtherIpv6 = 0x86DD;
constexpr std::uint16_t kEtherVlan = 0x8100;
constexpr std::uint16_t kEtherProviderVlan = 0x88A8;

std::uint8_t u8(Bytes bytes, std::size_t at) {
  return std::to_integer<std::uint8_t>(bytes[at]);
}

std::uint16_t u16(Bytes bytes, std::size_t at) {
  return load<std::uint16_t>(bytes.subspan(at), ByteOrder::big);
}

SegmentOrReason none(NoSegment reason) {
  return {std::nullopt, reason};
}

SegmentOrReason tcp_segment(Bytes bytes, Address from, Address to) {
  if (bytes.size() < tcp::kTcpBytes) return none(NoSegment::malformed);
  const std::size_t header = std::size_t{u8(bytes, 12)} / 16 * 4;
  if (header < tcp::kTcpBytes || header > bytes.size()) return none(NoSegment::malformed);
  Segment segment;
  segment.from = {from, u16(bytes, 0)};
  segment.to = {to, u16(bytes, 2)};
  segment.sequence = load<std::uint32_t>(bytes.subspan(4), ByteOrder::big);
  segment.acknowledgement = load<std::uint32_t>(bytes.subspan(8), ByteOrder::big);
  segment.flags = u8(bytes, 13);
  segment.payload = bytes.subspan(header);
  return {segment, {}};
}

Address address_in(Bytes bytes, bool v6) {
  Address address{.v6 = v6};
  const std::size_t count = v6 ? 16 : 4;
  for (std::size_t i = 0; i < count; ++i) address.bytes[i] = u8(bytes, i);
  return address;
}

SegmentOrReason ipv4_segment(Bytes bytes) {
  if (bytes.size() < tcp::kIpv4Bytes) return none(NoSegment::malformed);
  const std::size_t header = std::size_t{u8(bytes, 0)} % 16 * 4;
  // Zero where the network card was to cut the packet: it is as long as what was captured.
  const std::size_t total = u16(bytes, 2) == 0 ? bytes.size() : u16(bytes, 2);
  if (header < tcp::kIpv4Bytes || header > bytes.size() || header > total) return none(NoSegment::malformed);
  if (u8(bytes, 9) != tcp::kProtocol) return none(NoSegment::other_protocol);
  if ((u16(bytes, 6) & 0x3FFFU) != 0) return none(NoSegment::fragment);
  const auto payload = bytes.first(std::min(total, bytes.size())).subspan(header);
  return tcp_segment(payload, address_in(bytes.subspan(12), false), address_in(bytes.subspan(16), false));
}

SegmentOrReason ipv6_segment(Bytes bytes) {
  if (bytes.size() < tcp::kIpv6Bytes) return none(NoSegment::malformed);
  const Address from = address_in(bytes.subspan(8), true);
  const Address to = address_in(bytes.subspan(24), true);
  const std::size_t length = u16(bytes, 4);
  std::uint8_t next = u8(bytes, 6);
  Bytes rest = bytes.subspan(tcp::kIpv6Bytes);
  if (length != 0 && length < rest.size()) rest = rest.first(length);
  while (next == 0 || next == 43 || next == 60) {  // hop-by-hop, routing, destination options
    if (rest.size() < 8) return none(NoSegment::malformed);
    const std::size_t header = (std::size_t{u8(rest, 1)} + 1) * 8;
    if (header > rest.size()) return none(NoSegment::malformed);
    next = u8(rest, 0);
    rest = rest.subspan(header);
  }
  if (next == 44) return none(NoSegment::fragment);
  return next == tcp::kProtocol ? tcp_segment(rest, from, to) : none(NoSegment::other_protocol);
}

SegmentOrReason ip_segment(Bytes bytes) {
  if (bytes.empty()) return none(NoSegment::malformed);
  const unsigned version = u8(bytes, 0) / 16U;
  if (version == 4) return ipv4_segment(bytes);
  return version == 6 ? ipv6_segment(bytes) : none(NoSegment::other_protocol);
}

// What stands behind a link header of `header` bytes whose EtherType is at `type_at`.
SegmentOrReason behind(Bytes bytes, std::size_t header, std::size_t type_at) {
  if (bytes.size() < header) return none(NoSegment::malformed);
  std::uint16_t type = u16(bytes, type_at);
  Bytes rest = bytes.subspan(header);
  while (type == kEtherVlan || type == kEtherProviderVlan) {
    if (rest.size() < 4) return none(NoSegment::malformed);
    type = u16(rest, 2);
    rest = rest.subspan(4);
  }
  return type == kEtherIpv4 || type == kEtherIpv6 ? ip_segment(rest) : none(NoSegment::other_protocol);
}

}  // namespace

std::string_view to_string(NoSegment reason) {
  switch (reason) {
    case NoSegment::other_protocol:
      return "of other protocols than TCP";
    case NoSegment::unknown_link:
      return "of a link type that is not known";
    case NoSegment::fragment:
      return "that are fragments";
    case NoSegment::malformed:
      return "shorter than their headers say";
  }
  return "unknown";
}

SegmentOrReason segment_in(const Packet& packet) {
  constexpr std::size_t kFamilyBytes = 4;
  switch (packet.link) {
    case LinkType::null:
    case LinkType::loop:
      if (packet.data.size() < kFamilyBytes) return none(NoSegment::malformed);
      return ip_segment(packet.data.subspan(kFamilyBytes));
    case LinkType::ethernet:
      return behind(packet.data, 14, 12);
    case LinkType::linux_sll:
      return behind(packet.data, 16, 14);
    case LinkType::linux_sll2:
      return behind(packet.data, 20, 0);
    case LinkType::raw:
    case LinkType::raw_bsd:
    case LinkType::raw_openbsd:
    case LinkType::ipv4:
    case LinkType::ipv6:
      return ip_segment(packet.data);
  }
  return none(NoSegment::unknown_link);
}

}  // namespace checkride::capture

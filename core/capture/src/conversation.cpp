#include "checkride/capture/conversation.hpp"

#include <algorithm>

#include "tcp.hpp"

namespace checkride::capture {
namespace {

// So much goes unacknowledged before an empty segment acknowledges it: a window that is never full.
constexpr std::uint32_t kUnacknowledgedMax = 32 * 1024;

void put16(std::vector<std::byte>& out, std::size_t number) {
  out.push_back(static_cast<std::byte>((number >> 8) & 0xFF));
  out.push_back(static_cast<std::byte>(number & 0xFF));
}

void put32(std::vector<std::byte>& out, std::uint32_t number) {
  put16(out, number >> 16);
  put16(out, number & 0xFFFF);
}

void put_address(std::vector<std::byte>& out, const Address& address) {
  const std::size_t count = address.v6 ? 16 : 4;
  for (std::size_t i = 0; i < count; ++i) out.push_back(static_cast<std::byte>(address.bytes[i]));
}

void store16(std::vector<std::byte>& out, std::size_t at, std::uint16_t number) {
  out[at] = static_cast<std::byte>(number >> 8);
  out[at + 1] = static_cast<std::byte>(number & 0xFF);
}

std::vector<std::byte> ip_header(const Address& from, const Address& to, std::size_t payload, std::uint16_t id) {
  std::vector<std::byte> header;
  if (from.v6) {
    put32(header, 0x60000000);
    put16(header, payload);
    put16(header, (std::size_t{tcp::kProtocol} << 8) | 64);  // hop limit
  } else {
    put16(header, 0x4500);
    put16(header, tcp::kIpv4Bytes + payload);
    put16(header, id);
    put16(header, 0x4000);                                   // not to be fragmented
    put16(header, (std::size_t{64} << 8) | tcp::kProtocol);  // time to live
    put16(header, 0);
  }
  put_address(header, from);
  put_address(header, to);
  if (!from.v6) store16(header, 10, tcp::checksum(header));
  return header;
}

// What the checksum of TCP covers beside the segment.
std::vector<std::byte> pseudo_header(const Address& from, const Address& to, std::size_t bytes) {
  std::vector<std::byte> header;
  put_address(header, from);
  put_address(header, to);
  put32(header, static_cast<std::uint32_t>(bytes));
  put32(header, tcp::kProtocol);
  return header;
}

}  // namespace

Conversation::Conversation(PcapngWriter& writer, std::uint32_t interface, const Endpoint& client,
                           const Endpoint& server, InitialSequence sequence)
    : writer_(writer),
      interface_(interface),
      v6_(client.address.v6 || server.address.v6),
      sides_{Side{client, sequence.client, 0}, Side{server, sequence.server, 0}} {
  if (!v6_) return;
  for (Side& side : sides_) side.endpoint.address = side.endpoint.address.as_v6();
}

std::vector<std::byte> Conversation::segment(const Side& from, const Side& to, std::uint8_t flags,
                                             std::span<const std::byte> payload) const {
  const bool opens = (flags & tcp::kSyn) != 0;
  std::vector<std::byte> bytes;
  put16(bytes, from.endpoint.port);
  put16(bytes, to.endpoint.port);
  put32(bytes, from.next);
  put32(bytes, (flags & tcp::kAck) != 0 ? from.acknowledged : 0);
  put16(bytes, (std::size_t{opens ? 7U : 5U} << 12) | flags);
  put16(bytes, 0xFFFF);
  put32(bytes, 0);  // checksum, urgent pointer
  if (opens) {
    put16(bytes, 0x0204);  // maximum segment size
    put16(bytes, v6_ ? kSegmentBytesV6 : kSegmentBytesV4);
    put32(bytes, 0x01030307);  // nothing, window scale 7
  }
  bytes.insert(bytes.end(), payload.begin(), payload.end());
  auto covered = pseudo_header(from.endpoint.address, to.endpoint.address, bytes.size());
  covered.insert(covered.end(), bytes.begin(), bytes.end());
  store16(bytes, 16, tcp::checksum(covered));
  return bytes;
}

void Conversation::send(Way way, Time time, std::uint8_t flags, std::span<const std::byte> payload,
                        std::string_view comment) {
  Side& from = sender(way);
  const Side& to = sender(opposite(way));
  if ((flags & tcp::kAck) != 0) from.acknowledged = to.next;
  const auto bytes = segment(from, to, flags, payload);
  auto packet = ip_header(from.endpoint.address, to.endpoint.address, bytes.size(), identification_++);
  packet.insert(packet.end(), bytes.begin(), bytes.end());
  writer_.packet(interface_, time, packet, comment);
  from.next += static_cast<std::uint32_t>(payload.size());
  if ((flags & (tcp::kSyn | tcp::kFin)) != 0) ++from.next;  // both count as a byte
}

void Conversation::open(Time time, std::string_view comment) {
  send(Way::to_server, time, tcp::kSyn, {}, comment);
  send(Way::to_client, time, tcp::kSyn | tcp::kAck, {}, {});
  send(Way::to_server, time, tcp::kAck, {}, {});
}

void Conversation::refuse(Time time, std::string_view comment) {
  send(Way::to_server, time, tcp::kSyn, {}, {});
  sides_[1].next = 0;
  send(Way::to_client, time, tcp::kRst | tcp::kAck, {}, comment);
}

void Conversation::data(Way way, Time time, std::span<const std::byte> bytes, std::string_view comment) {
  const std::size_t most = v6_ ? kSegmentBytesV6 : kSegmentBytesV4;
  if (bytes.empty() && !comment.empty()) return send(way, time, tcp::kAck, {}, comment);
  while (!bytes.empty()) {
    const auto payload = bytes.first(std::min(most, bytes.size()));
    bytes = bytes.subspan(payload.size());
    const auto push = static_cast<std::uint8_t>(bytes.empty() ? tcp::kPsh : 0);
    send(way, time, static_cast<std::uint8_t>(tcp::kAck | push), payload, comment);
    comment = {};
    const Side& receiver = sender(opposite(way));
    if (sender(way).next - receiver.acknowledged > kUnacknowledgedMax) send(opposite(way), time, tcp::kAck, {}, {});
  }
}

void Conversation::finish(Way way, Time time, std::string_view comment) {
  send(way, time, tcp::kFin | tcp::kAck, {}, comment);
  send(opposite(way), time, tcp::kAck, {}, {});
}

void Conversation::reset(Way way, Time time, std::string_view comment) {
  send(way, time, tcp::kRst | tcp::kAck, {}, comment);
}

}  // namespace checkride::capture

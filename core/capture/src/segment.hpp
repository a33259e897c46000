// A TCP segment out of a packet: link layer and IP taken off.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "checkride/capture/packet_reader.hpp"

namespace checkride::capture {

struct Segment {
  Endpoint from;
  Endpoint to;
  std::uint32_t sequence = 0;
  std::uint32_t acknowledgement = 0;  // where `flags` has ACK
  std::uint8_t flags = 0;
  std::span<const std::byte> payload;  // a view into the packet
};

// Why a packet gives no segment.
enum class NoSegment : std::uint8_t {
  other_protocol,  // no IP, or no TCP
  unknown_link,    // a link type that is not known
  fragment,        // a part of an IP packet
  malformed,       // shorter than its headers say
};
std::string_view to_string(NoSegment reason);

struct SegmentOrReason {
  std::optional<Segment> segment;
  NoSegment reason = NoSegment::other_protocol;
};

SegmentOrReason segment_in(const Packet& packet);

}  // namespace checkride::capture

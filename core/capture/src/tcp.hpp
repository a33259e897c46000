// What the writer and the reader know of IP and TCP. Sources: RFC 791, 8200, 9293.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace checkride::capture::tcp {

inline constexpr std::uint8_t kProtocol = 6;
inline constexpr std::size_t kIpv4Bytes = 20;
inline constexpr std::size_t kIpv6Bytes = 40;
inline constexpr std::size_t kTcpBytes = 20;

inline constexpr std::uint8_t kFin = 0x01;
inline constexpr std::uint8_t kSyn = 0x02;
inline constexpr std::uint8_t kRst = 0x04;
inline constexpr std::uint8_t kPsh = 0x08;
inline constexpr std::uint8_t kAck = 0x10;

// The complement of the one's complement sum of all 16-bit words; an odd byte counts as the upper half of one.
inline std::uint16_t checksum(std::span<const std::byte> bytes) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    sum += std::to_integer<std::uint64_t>(bytes[i]) << (i % 2 == 0 ? 8 : 0);
  }
  while (sum > 0xFFFF) sum = (sum & 0xFFFF) + (sum >> 16);
  return static_cast<std::uint16_t>(~sum & 0xFFFF);
}

}  // namespace checkride::capture::tcp

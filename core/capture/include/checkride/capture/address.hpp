// Where packets come from and go to, and when.
#pragma once

#include <array>
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace checkride::capture {

// UTC with leap seconds ignored, in nanoseconds; what captures count in.
using Time = std::chrono::sys_time<std::chrono::nanoseconds>;

// An IPv4 or IPv6 address. IPv4 uses the first four bytes.
struct Address {
  std::array<std::uint8_t, 16> bytes{};
  bool v6 = false;

  auto operator<=>(const Address&) const = default;

  // "127.0.0.1", "::1".
  std::string text() const;
  // The address as IPv6: an IPv4 one becomes ::ffff:a.b.c.d.
  Address as_v6() const;
};
// Nothing for what is no literal of either kind.
std::optional<Address> parse_address(std::string_view text);

struct Endpoint {
  Address address;
  std::uint16_t port = 0;

  auto operator<=>(const Endpoint&) const = default;

  // "127.0.0.1:5111", "[::1]:5111".
  std::string text() const;
};

// The two directions of a connection: from who connected, and back.
enum class Way : std::uint8_t { to_server, to_client };

constexpr Way opposite(Way way) {
  return way == Way::to_server ? Way::to_client : Way::to_server;
}

// The largest payload of a segment that the writer makes: IPv4 and IPv6 over Ethernet.
inline constexpr std::size_t kSegmentBytesV4 = 1460;
inline constexpr std::size_t kSegmentBytesV6 = 1440;

// Link types of captures (the registry at tcpdump.org) that the reader knows.
enum class LinkType : std::uint16_t {
  null = 0,
  ethernet = 1,
  raw_bsd = 12,
  raw_openbsd = 14,
  raw = 101,
  loop = 108,
  linux_sll = 113,
  ipv4 = 228,
  ipv6 = 229,
  linux_sll2 = 276,
};

}  // namespace checkride::capture

// FNV-1a, 64 bits: tells damage and differences, not attackers.
#pragma once

#include <cstdint>
#include <string_view>

namespace checkride::runtime::alerts {

constexpr std::uint64_t checksum(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3ULL;
  }
  return hash;
}

}  // namespace checkride::runtime::alerts

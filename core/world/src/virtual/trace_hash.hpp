// The trace hash: every executed step of a virtual world folded into 64 bits, in order.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace checkride::world::sim {

// What kind of step is folded. Numbers are part of every published hash: append only.
enum class Kind : std::uint8_t {
  handler = 1,
  completion = 2,
  sent = 3,
  received = 4,
  draw = 5,
  file = 6,
  print = 7,
  signal = 8,
  host = 9,
  custom = 10,
  link = 11,
  task = 12,
};

class TraceHash {
 public:
  void fold(std::int64_t time, std::uint32_t host, Kind kind, std::uint32_t task, std::uint64_t payload) {
    const std::uint64_t who = std::uint64_t{host} << 40 | std::uint64_t{static_cast<std::uint8_t>(kind)} << 32 | task;
    state_ = mix(state_ ^ static_cast<std::uint64_t>(time), kOdd ^ who);
    state_ = mix(state_ ^ payload, kOther);
    ++steps_;
  }

  // Adds bytes to the step folded last.
  void fold_bytes(const void* data, std::size_t size) {
    static_assert(std::endian::native == std::endian::little, "hashes are published for little-endian machines");
    const auto* at = static_cast<const unsigned char*>(data);
    state_ = mix(state_ ^ size, kOther);
    for (; size >= 16; at += 16, size -= 16) state_ = mix(state_ ^ word(at, 8), kOdd ^ word(at + 8, 8));
    if (size >= 8) {
      state_ = mix(state_ ^ word(at, 8), kOdd);
      at += 8;
      size -= 8;
    }
    if (size > 0) state_ = mix(state_ ^ word(at, size), kOther);
  }
  void fold_bytes(std::string_view text) { fold_bytes(text.data(), text.size()); }

  std::uint64_t value() const { return mix(state_ ^ steps_, kOdd); }
  std::uint64_t steps() const { return steps_; }

 private:
  static constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15;
  static constexpr std::uint64_t kOther = 0xd1b54a32d192ed03;

  static std::uint64_t word(const unsigned char* at, std::size_t size) {
    std::uint64_t value = 0;
    std::memcpy(&value, at, size);
    return value;
  }

  // Both halves of the 128-bit product: every bit of the input moves about half of the output.
  static std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
    __extension__ using Wide = unsigned __int128;
    const Wide product = static_cast<Wide>(a) * b;
    const auto low = static_cast<std::uint64_t>(product);
    const auto high = static_cast<std::uint64_t>(product >> 64);
    return low ^ high ^ std::rotl(a, 23);
  }

  std::uint64_t state_ = 0x243f6a8885a308d3;
  std::uint64_t steps_ = 0;
};

}  // namespace checkride::world::sim

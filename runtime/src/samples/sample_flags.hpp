// Why a sample may not be taken at its word. A doubtful sample is flagged and goes its way: it is never deleted.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace checkride::runtime {

enum class SampleFlag : std::uint8_t {
  paused,         // the simulator said Pause: the values stand still, yet are true
  not_in_flight,  // menu, loading or dialog: the values are of no flight
  origin,         // the position that menus report: 0 N 0 E or 0 N 90 E
  jump,           // further from the last position than anything flies
  out_of_range,   // a position, height or speed that cannot be
  clock_still,    // the simulator's clock does not advance although it is not paused
};
inline constexpr std::size_t kSampleFlags = 6;

constexpr std::string_view to_string(SampleFlag flag) {
  constexpr std::array<std::string_view, kSampleFlags> kWords{"paused", "not_in_flight", "origin",
                                                              "jump",   "out_of_range",  "clock_still"};
  return kWords[static_cast<std::size_t>(flag)];
}

// A set of flags.
class SampleFlags {
 public:
  constexpr void set(SampleFlag flag) { bits_ = static_cast<std::uint8_t>(bits_ | bit(flag)); }
  constexpr bool has(SampleFlag flag) const { return (bits_ & bit(flag)) != 0; }
  constexpr bool none() const { return bits_ == 0; }
  // Whether the values may be judged as those of a flight: paused is, and so is a clock that stands still.
  constexpr bool plausible() const {
    const auto kJunk = bit(SampleFlag::not_in_flight) | bit(SampleFlag::origin) | bit(SampleFlag::jump) |
                       bit(SampleFlag::out_of_range);
    return (bits_ & kJunk) == 0;
  }
  bool operator==(const SampleFlags&) const = default;

 private:
  static constexpr std::uint8_t bit(SampleFlag flag) {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(flag));
  }
  std::uint8_t bits_ = 0;
};

}  // namespace checkride::runtime

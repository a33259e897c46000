// The most that Files::read gives in one piece: more than any telemetry, less than what ends a process.
#pragma once

#include <cstdint>

namespace checkride::world {

inline constexpr std::uint64_t kReadBytesMax = std::uint64_t{1} << 30U;

}  // namespace checkride::world

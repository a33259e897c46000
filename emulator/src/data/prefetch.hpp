// Asks the processor for memory that is going to be needed, while something else is being done. Changes no result.
#pragma once

#include <cstddef>

namespace checkride::emulator {

inline constexpr std::size_t kCacheLineBytes = 64;

// `start` may be null when `bytes` is 0.
inline void prefetch(const void* start, std::size_t bytes) {
  const auto* first = static_cast<const std::byte*>(start);
  for (std::size_t at = 0; at < bytes; at += kCacheLineBytes) __builtin_prefetch(first + at);
}

}  // namespace checkride::emulator

// Asks the processor for memory that is going to be needed, while something else is being done. Changes no result.
#pragma once

#include <cstddef>
#include <cstdint>

namespace checkride::world {

// The lines on which the `bytes` from `start` on lie. `start` may be null when `bytes` is 0.
inline void prefetch(const void* start, std::size_t bytes) {
  constexpr std::uintptr_t kLineBytes = 64;
  const auto first = reinterpret_cast<std::uintptr_t>(start);
  for (std::uintptr_t line = first / kLineBytes * kLineBytes; line < first + bytes; line += kLineBytes) {
    __builtin_prefetch(reinterpret_cast<const void*>(line));
  }
  // GCC takes a function that only prefetches for one without effects, and drops the calls of it.
  asm volatile("" : : "r"(start));
}

}  // namespace checkride::world

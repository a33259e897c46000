// Limits of a client (semantics 27).
#pragma once

#include <cstddef>

namespace checkride::emulator {

inline constexpr std::size_t kMaxRequests = 1000;
inline constexpr std::size_t kMaxClientEvents = 1000;
inline constexpr std::size_t kMaxGroups = 20;

}  // namespace checkride::emulator

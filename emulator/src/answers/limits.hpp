// Limits of a client (semantics 27). Those without a source are inferred: far above what any known client asks for,
// they keep what a hostile one can make the emulator hold bounded.
#pragma once

#include <cstddef>

namespace checkride::emulator {

inline constexpr std::size_t kMaxRequests = 1000;
inline constexpr std::size_t kMaxClientEvents = 1000;
inline constexpr std::size_t kMaxGroups = 20;
// Inferred; of one kind, data or client data.
inline constexpr std::size_t kMaxDefinitions = 10'000;
// Inferred; of all data definitions together.
inline constexpr std::size_t kMaxDatums = 50'000;
// Inferred; "none" is documented for system events. CommBus subscriptions are counted apart.
inline constexpr std::size_t kMaxSubscriptions = 1000;

}  // namespace checkride::emulator

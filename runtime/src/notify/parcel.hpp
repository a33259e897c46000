// Parcel: a group of notifications on its way through one channel.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "checkride/world/time.hpp"
#include "notify/notification.hpp"

namespace checkride::runtime::notify {

struct Parcel {
  std::string id;  // 16 hex digits, the same at every attempt and after a restart: receivers know a double by it
  Group group;
  std::vector<std::string> targets;  // whom it has still to reach: addresses of a mail, the one room of a chat
  world::UtcTime queued{};
  std::uint32_t failures = 0;  // attempts that failed
};

// The trace (W3C) that all attempts to deliver it belong to, also after a restart: 32 hex digits.
std::string trace_id_of(const Parcel& parcel);

// A parcel that was given up, and why.
struct DeadLetter {
  Parcel parcel;
  world::UtcTime at{};
  std::string type;    // expired, permanent, outbox_full, channel_removed
  std::string reason;  // without secrets
};

}  // namespace checkride::runtime::notify

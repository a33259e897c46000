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

// A parcel that was given up, and why.
struct DeadLetter {
  Parcel parcel;
  world::UtcTime at{};
  std::string type;    // expired, permanent, outbox_full
  std::string reason;  // without secrets
};

}  // namespace checkride::runtime::notify

// Channel: one way of telling people. Knows how to make one attempt; when to make it is the outbox's business.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/task.hpp"
#include "notify/delivery.hpp"
#include "notify/notification.hpp"

namespace checkride::runtime::notify {

// A notification on its way through one channel, with whom it has still to reach: addresses of a mail, the one room
// of a chat.
struct Parcel {
  Notification notification;
  std::vector<std::string> targets;
};

class Channel {
 public:
  virtual ~Channel() = default;
  // "email", "slack": the word of the rule's action, the metric label and the log field.
  virtual std::string_view name() const = 0;
  // Everybody a notification goes to at first.
  virtual std::vector<std::string> targets() const = 0;
  // One attempt, bounded in time. Takes out of `parcel.targets` whom need not be tried again. `parcel` outlives the
  // call. Texts of the outcome hold no secrets.
  virtual world::Task<Outcome> deliver(Parcel& parcel) = 0;
};

}  // namespace checkride::runtime::notify

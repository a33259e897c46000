// Channel: one way of telling people. Knows how to make one attempt; when to make it is the outbox's business.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/task.hpp"
#include "notify/delivery.hpp"
#include "notify/parcel.hpp"

namespace checkride::runtime::notify {

class Channel {
 public:
  virtual ~Channel() = default;
  // "email", "slack": the word of the rule's action, the metric label and the log field.
  virtual std::string_view name() const = 0;
  // Least time between two attempts: what the receiver asks of us.
  virtual world::Duration pace() const = 0;
  // Everybody a notification goes to at first. Never an address that is a secret.
  virtual std::vector<std::string> targets() const = 0;
  // The group in messages of a size that the receiver takes, in order; alerts beyond all bounds are counted in
  // Group::omitted of the last.
  virtual std::vector<Group> parts(const Group& group) const = 0;
  // One attempt, bounded in time. Takes out of `parcel.targets` whom need not be tried again. `parcel` outlives the
  // call. Texts of the outcome hold no secrets.
  virtual world::Task<Outcome> deliver(Parcel& parcel) = 0;
  // What is still to be said to the receiver behind a delivery, once its outcome is settled; bounded in time. A stop
  // may cut it off, and a delivery that is cut off has none.
  virtual world::Task<> take_leave() { co_return; }
  // What there is to do between deliveries, until cancelled.
  virtual world::Task<> keep_up() { co_return; }
};

// What a group is sent to whose receiver had an address or key of its own that the configuration does not have any
// more: not to the channel's own, where others read it. `key` is that of the receiver.
Outcome without_target(const Group& group, std::string_view key);

// The group in at most `parts_max` groups of at most `alerts_max` alerts; the last one counts those beyond.
// Requires both to be at least 1.
std::vector<Group> split_group(const Group& group, std::size_t alerts_max, std::size_t parts_max);

}  // namespace checkride::runtime::notify

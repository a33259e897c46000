#include "services/upstream/gcra.hpp"

#include <algorithm>

namespace checkride::harness {

namespace {

// Keys of the past are looked for this often, so that clients that come once are not remembered for ever.
constexpr world::Duration kLookEvery = std::chrono::minutes(1);

}  // namespace

// Rounded up: never more than the rate.
Gcra::Gcra(const RateSpec& rate)
    : distance_((rate.per.count() + static_cast<world::Duration::rep>(rate.count) - 1) /
                static_cast<world::Duration::rep>(rate.count)),
      ahead_(distance_ * static_cast<world::Duration::rep>(rate.burst - 1)) {}

std::optional<world::Duration> Gcra::ask(const std::string& key, world::Instant now) {
  forget_old(now);
  const auto found = due_.find(key);
  const world::Instant due = found == due_.end() ? now : std::max(found->second, now);
  if (due - now > ahead_) return due - now - ahead_;
  due_[key] = due + distance_;
  return std::nullopt;
}

void Gcra::forget_old(world::Instant now) {
  if (now - looked_ < kLookEvery) return;
  looked_ = now;
  std::erase_if(due_, [now](const auto& entry) { return entry.second <= now; });
}

}  // namespace checkride::harness

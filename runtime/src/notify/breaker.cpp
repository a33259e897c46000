#include "notify/breaker.hpp"

#include <array>

namespace checkride::runtime::notify {

std::string_view to_string(BreakerState state) {
  constexpr std::array<std::string_view, 3> kWords{"closed", "open", "half_open"};
  return kWords[static_cast<std::size_t>(state)];
}

BreakerState Breaker::state(world::Instant now) const {
  if (failures_ < policy_.failures) return BreakerState::closed;
  return now < open_until_ ? BreakerState::open : BreakerState::half_open;
}

void Breaker::succeeded() {
  failures_ = 0;
  open_until_ = world::Instant{};
}

void Breaker::failed(world::Instant now) {
  if (++failures_ >= policy_.failures) open_until_ = now + policy_.open_for;
}

}  // namespace checkride::runtime::notify

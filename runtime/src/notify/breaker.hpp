// Breaker: stops knocking at a door that nobody opens. Closed: attempts are made. Open: none, for a while. Half open:
// one, which decides. Pure: the caller says what time it is.
#pragma once

#include <cstdint>
#include <string_view>

#include "checkride/world/time.hpp"
#include "link/backoff.hpp"

namespace checkride::runtime::notify {

struct BreakerPolicy {
  std::uint32_t failures = 5;  // in a row, that open it
  world::Duration open_for = kLongestWait;
};

enum class BreakerState : std::uint8_t { closed, open, half_open };
std::string_view to_string(BreakerState state);

class Breaker {
 public:
  explicit Breaker(BreakerPolicy policy = {}) : policy_(policy) {}

  BreakerState state(world::Instant now) const;
  // When the next attempt may be made; the beginning of time while it is closed.
  world::Instant not_before() const { return open_until_; }
  void succeeded();
  // The attempt in half-open state opens it again at once.
  void failed(world::Instant now);
  std::uint32_t failures() const { return failures_; }

 private:
  BreakerPolicy policy_;
  std::uint32_t failures_ = 0;  // in a row
  world::Instant open_until_{};
};

}  // namespace checkride::runtime::notify

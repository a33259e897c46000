// Delivery: what became of one attempt to tell one channel, and when to try again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "checkride/world/random.hpp"
#include "checkride/world/time.hpp"
#include "config/secret.hpp"
#include "link/backoff.hpp"

namespace checkride::runtime::notify {

// delivered; temporary: worth trying again; permanent: trying again would give the same answer.
enum class Verdict : std::uint8_t { delivered, temporary, permanent };

struct Outcome {
  Verdict verdict = Verdict::delivered;
  std::string text;                              // why, without secrets; or what the peer said
  std::optional<world::Duration> retry_after{};  // the peer's own wish
  std::vector<std::string> warnings{};           // what an operator should hear although it worked

  explicit Outcome(Verdict v = Verdict::delivered, std::string why = {}) : verdict(v), text(std::move(why)) {}
  static Outcome temporary(std::string why) { return Outcome(Verdict::temporary, std::move(why)); }
  static Outcome permanent(std::string why) { return Outcome(Verdict::permanent, std::move(why)); }

  // Puts "***" wherever a peer said `secret`, which it may have been told.
  void hide(const Secret& secret);
};

struct RetryPolicy {
  BackoffPolicy backoff{std::chrono::milliseconds(500), std::chrono::seconds(2), kLongestWait};
  // A notification older than this is given up: an alarm that comes hours late misleads.
  world::Duration give_up_after{std::chrono::minutes(30)};
  // A peer may ask for more patience than our ceiling, within reason.
  world::Duration retry_after_max{std::chrono::minutes(10)};
};

// When to try again after `failures` temporary failures (1 or more) of a notification that was queued at `queued`;
// none when it is too late for that.
std::optional<world::Instant> next_attempt(const RetryPolicy& policy, const Outcome& outcome, std::uint32_t failures,
                                           world::Instant queued, world::Instant now, world::Random& random);

}  // namespace checkride::runtime::notify

#include "notify/delivery.hpp"

#include <algorithm>

#include "checkride/result/assert.hpp"

namespace checkride::runtime::notify {

namespace {

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

}  // namespace

void Outcome::hide(const Secret& secret) {
  constexpr std::string_view kHidden = "***";
  if (secret.empty()) return;
  replace_all(text, secret.reveal(), kHidden);
  for (std::string& warning : warnings) replace_all(warning, secret.reveal(), kHidden);
}

std::optional<world::Instant> next_attempt(const RetryPolicy& policy, const Outcome& outcome, std::uint32_t failures,
                                           world::Instant queued, world::Instant now, world::Random& random) {
  CHECKRIDE_ASSERT(outcome.verdict == Verdict::temporary);
  world::Duration wait = full_jitter(policy.backoff, failures, random);
  if (outcome.retry_after) wait = std::max(wait, std::min(*outcome.retry_after, policy.retry_after_max));
  const world::Instant when = now + wait;
  if (when - queued > policy.give_up_after) return std::nullopt;
  return when;
}

}  // namespace checkride::runtime::notify

// HttpPost: what the channels over HTTP share: one POST of a JSON document, and what the answer means.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "checkride/http/http.hpp"
#include "checkride/world/world.hpp"
#include "config/config.hpp"
#include "notify/delivery.hpp"
#include "notify/trust.hpp"

namespace checkride::runtime::notify {

struct HttpPost {
  std::string url;  // may be a secret: no text of the outcome repeats more than its host and port
  std::string key;  // where it is configured: "alert_manager.slack.webhook_url"
  http::Headers headers{};
  std::string body{};
  HttpChannelConfig settings{};
  std::string trace_id{};  // see trace_id_of(); empty: a trace of its own
};

// One attempt, with the W3C traceparent of its trace. Both outlive the call.
world::Task<Outcome> post_json(world::World& world, TrustStore& trust, HttpPost post);

// Authorization, if there is a login.
void add_login(http::Headers& headers, const HttpLogin& login);

// What an answer means: 2xx delivered; 408, 425, 429 and 5xx temporary, with the wish of Retry-After; else permanent.
// `word` is the answer's body, told on if it is a bare word such as Slack's "no_service": anything longer could repeat
// what is secret. `now` is what a date of Retry-After is compared with.
Outcome judge_answer(int status, std::optional<std::string_view> retry_after, std::string_view word,
                     world::UtcTime now);

// Seconds, or a date such as "Wed, 21 Oct 2026 07:28:00 GMT" (RFC 9110; its two obsolete forms count as absent). A
// date that is over gives zero.
std::optional<world::Duration> parse_retry_after(std::string_view text, world::UtcTime now);

}  // namespace checkride::runtime::notify

#include "notify/http_post.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <utility>

#include "checkride/values/base64.hpp"
#include "mutants.hpp"
#include "service/http_manners.hpp"

namespace checkride::runtime::notify {

namespace {

constexpr std::size_t kErrorWordMax = 40;
// An answer beyond it counts as none, and what was delivered would be sent again: room for a proxy's whole page.
constexpr std::size_t kAnswerBytesMax = 1024 * 1024;
// A longer wish is as good as for ever, and does not overflow.
constexpr std::uint32_t kSecondsMax = 366 * 24 * 3600;

bool is_error_word(std::string_view word) {
  return !word.empty() && word.size() <= kErrorWordMax &&
         std::all_of(word.begin(), word.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

std::optional<unsigned> digits(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// "Wed, 21 Oct 2026 07:28:00 GMT"; which day of the week it says does not matter.
std::optional<world::UtcTime> parse_http_date(std::string_view text) {
  constexpr std::string_view kShape = "Wed, 21 Oct 2026 07:28:00 GMT";
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  if (text.size() != kShape.size() || !text.ends_with(" GMT") || text[3] != ',' || text[19] != ':' || text[22] != ':') {
    return std::nullopt;
  }
  const std::size_t month = kMonths.find(text.substr(8, 3));
  const auto day = digits(text.substr(5, 2));
  const auto year = digits(text.substr(12, 4));
  const auto hour = digits(text.substr(17, 2));
  const auto minute = digits(text.substr(20, 2));
  const auto second = digits(text.substr(23, 2));
  if (month == std::string_view::npos || month % 3 != 0 || !day || !year || !hour || !minute || !second) return {};
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(static_cast<unsigned>(month / 3 + 1)),
                                         std::chrono::day(*day)};
  // Beyond these years nanoseconds overflow.
  if (!date.ok() || *year < 1970 || *year > 2200 || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return world::UtcTime(std::chrono::sys_days(date)) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
         std::chrono::seconds(*second);
}

}  // namespace

std::optional<world::Duration> parse_retry_after(std::string_view text, world::UtcTime now) {
  if (const auto date = parse_http_date(text)) return std::max(*date - now, world::Duration::zero());
  if (text.empty() || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) return {};
  return std::chrono::seconds(std::min(digits(text).value_or(kSecondsMax), kSecondsMax));
}

Outcome judge_answer(int status, std::optional<std::string_view> retry_after, std::string_view word,
                     world::UtcTime now) {
  if (status >= 200 && status < 300) return Outcome(Verdict::delivered, fmt::format("HTTP {}", status));
  const bool final = status >= 200;  // what is none says nothing about what was sent
  const bool again = !final || status == 408 || status == 425 || status == 429 || status >= 500;
  Outcome outcome(again ? Verdict::temporary : Verdict::permanent, fmt::format("HTTP {}", status));
  if (is_error_word(word)) outcome.text += fmt::format(" ({})", word);
  if (again && retry_after && !is_mutant(Mutant::wish_to_wait_ignored)) {
    outcome.retry_after = parse_retry_after(*retry_after, now);
  }
  return outcome;
}

void add_login(http::Headers& headers, const HttpLogin& login) {
  if (!login.bearer_token.empty()) {
    headers.set("Authorization", "Bearer " + login.bearer_token.reveal());
  } else if (!login.username.empty()) {
    headers.set("Authorization", "Basic " + values::base64(login.username + ":" + login.password.reveal()));
  }
}

world::Task<Outcome> post_json(world::World& world, TrustStore& trust, HttpPost post) {
  auto url = http::parse_url(post.url);
  // The URL itself, and any parser's quotation of it, stays out of the text.
  if (!url) co_return Outcome::permanent(post.key + " is not a usable https or http URL");
  const std::string host = fmt::format("{}:{}", url->host, url->port);
  std::optional<tls::Client> trusted;
  if (url->scheme == "https") {
    auto client = trust.client(world, post.settings.ca_file);
    if (!client) co_return Outcome::temporary(host + ": " + client.error().message());
    trusted = std::move(*client);
  }
  http::Request request;
  request.method = "POST";
  request.target = url->target;
  request.headers = std::move(post.headers);
  request.headers.set("Content-Type", "application/json");
  request.headers.set("User-Agent", "checkride-monitor");
  add_traceparent(request.headers, world.random("traceparent"), std::move(post.trace_id));
  request.body = std::move(post.body);
  auto answer = co_await http::fetch(world, std::move(*url), std::move(request), post.settings.timeout, kAnswerBytesMax,
                                     std::move(trusted));
  if (!answer) co_return Outcome::temporary(answer.error().message());  // it names the host
  Outcome outcome =
      judge_answer(answer->status, answer->headers.find("Retry-After"), answer->body, world.clock().utc_now());
  outcome.text = host + " answered " + outcome.text;
  co_return outcome;
}

}  // namespace checkride::runtime::notify

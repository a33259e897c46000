#include "notify/slack_channel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "checkride/http/http.hpp"
#include "checkride/values/json.hpp"
#include "notify/trust.hpp"

namespace checkride::runtime::notify {

namespace {

constexpr std::size_t kTitleBytesMax = 1024;
constexpr std::size_t kErrorWordMax = 40;
constexpr std::size_t kAnswerBytesMax = 64 * 1024;

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else {
      out += c;
    }
  }
  return out;
}

// At most `limit` bytes, without cutting a UTF-8 character.
std::string cut(std::string text, std::size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xc0U) == 0x80U) --limit;
  text.resize(limit);
  return text;
}

std::string_view colour_of(const Notification& notification) {
  if (notification.kind == NotificationKind::resolved) return "good";
  if (notification.severity == "critical") return "danger";
  return notification.severity == "warning" ? "warning" : "#439fe0";
}

void add_field(values::json::Writer& json, std::string_view title, std::string_view value) {
  if (value.empty()) return;
  json.begin_object().member("title", title).member("value", escaped(value)).member("short", true).end_object();
}

std::string with_unit(double value, const std::string& unit) {
  return unit.empty() ? values::format_number(value) : values::format_number(value) + " " + unit;
}

void add_attachment(values::json::Writer& json, const Notification& n) {
  json.begin_object();
  json.member("color", colour_of(n));
  json.member("fallback", escaped(summary_of(n)));
  json.member("title", cut(escaped(subject_of(n)), kTitleBytesMax));
  json.member("text", escaped(summary_of(n)));
  json.key("fields").begin_array();
  add_field(json, "State", to_string(n.kind));
  add_field(json, "Severity", n.severity);
  add_field(json, "Simulator", n.simulator);
  add_field(json, "Value", with_unit(n.value, n.unit));
  add_field(json, "Threshold", n.condition + " " + with_unit(n.threshold, n.unit));
  add_field(json, "Since", world::format_rfc3339(n.breached_at));
  add_field(json, "Environment", n.environment);
  json.end_array();
  json.member("footer", escaped(n.application));
  json.member("ts", std::chrono::floor<std::chrono::seconds>(n.at).time_since_epoch().count());
  json.end_object();
}

bool is_error_word(std::string_view word) {
  return !word.empty() && word.size() <= kErrorWordMax &&
         std::all_of(word.begin(), word.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

// Retry-After in seconds; its other form, a date, is not used by Slack and counts as absent.
std::optional<world::Duration> parse_retry_after(std::string_view text) {
  std::uint32_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return std::chrono::seconds(seconds);
}

}  // namespace

std::string slack_body(const Notification& notification, std::string_view channel, std::string_view username) {
  std::string body;
  values::json::Writer json(body);
  json.begin_object();
  if (!channel.empty()) json.member("channel", channel);
  if (!username.empty()) json.member("username", username);
  json.member("text", cut(escaped(subject_of(notification)), kTitleBytesMax));
  json.key("attachments").begin_array();
  add_attachment(json, notification);
  json.end_array().end_object();
  return body;
}

Outcome judge_answer(int status, std::optional<std::string_view> retry_after, std::string_view word) {
  if (status >= 200 && status < 300) return Outcome(Verdict::delivered, fmt::format("HTTP {}", status));
  const bool again = status == 408 || status == 425 || status == 429 || status >= 500;
  Outcome outcome(again ? Verdict::temporary : Verdict::permanent, fmt::format("HTTP {}", status));
  if (is_error_word(word)) outcome.text += fmt::format(" ({})", word);
  if (again && retry_after) outcome.retry_after = parse_retry_after(*retry_after);
  return outcome;
}

world::Task<Outcome> SlackChannel::deliver(Parcel& parcel) {
  auto url = http::parse_url(config_.webhook_url.reveal());
  // The URL itself, and any parser's quotation of it, stays out of the text.
  if (!url) co_return Outcome::permanent("alert_manager.slack.webhook_url is not a usable https or http URL");
  const std::string host = fmt::format("webhook {}:{}", url->host, url->port);
  std::optional<tls::Client> trust;
  if (url->scheme == "https") {
    auto trusted = trusted_client(world_, config_.ca_file);
    if (!trusted) co_return Outcome::temporary(host + ": " + trusted.error().message());
    trust = std::move(*trusted);
  }
  http::Request request;
  request.method = "POST";
  request.target = url->target;
  request.headers.set("Content-Type", "application/json");
  request.body = slack_body(parcel.notification, config_.channel, config_.username);
  auto answer = co_await http::fetch(world_, std::move(*url), std::move(request), config_.timeout, kAnswerBytesMax,
                                     std::move(trust));
  if (!answer) co_return Outcome::temporary(host + ": " + answer.error().message());
  Outcome outcome = judge_answer(answer->status, answer->headers.find("Retry-After"), answer->body);
  outcome.text = host + " answered " + outcome.text;
  if (outcome.verdict != Verdict::temporary) parcel.targets.clear();
  co_return outcome;
}

}  // namespace checkride::runtime::notify

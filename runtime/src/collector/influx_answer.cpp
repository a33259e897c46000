#include "collector/influx_answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <utility>

#include "notify/delivery.hpp"

namespace checkride::runtime::collector {

namespace {

constexpr std::size_t kReasonBytesMax = 200;

// The character of an escape of four hexadecimal digits, which stand here without the "\u"; '?' beyond ASCII.
char escaped_character(std::string_view digits) {
  constexpr unsigned kAsciiEnd = 0x80;
  unsigned code = kAsciiEnd;
  std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
  return code < kAsciiEnd ? static_cast<char>(code) : '?';
}

// A secret may come back in JSON's spelling: "\/" and "\u002b" are characters of base64.
std::string unescaped(std::string_view text) {
  constexpr std::size_t kDigits = 4;
  constexpr std::string_view kBlanks = "nrt";
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
    } else if (text[++i] == 'u') {
      out += escaped_character(text.substr(i + 1, kDigits));
      i += std::min(kDigits, text.size() - i - 1);
    } else {
      out += kBlanks.find(text[i]) == std::string_view::npos ? text[i] : ' ';
    }
  }
  return out;
}

// The text behind "error": or "message":; no more of JSON than that.
std::string_view told_error(std::string_view body) {
  for (const std::string_view key : {std::string_view("\"error\":\""), std::string_view("\"message\":\"")}) {
    if (const auto at = body.find(key); at != std::string_view::npos) {
      body.remove_prefix(at + key.size());
      std::size_t end = 0;
      while (end < body.size() && body[end] != '"') end += body[end] == '\\' ? 2 : 1;
      return body.substr(0, end);
    }
  }
  return body;
}

// As much as a person needs. Secrets go before anything is cut, which could leave a part of one.
std::string words_of(std::string_view body, const std::vector<Secret>& told) {
  const std::string hidden = without_secrets(std::string(body), told);
  std::string words = without_secrets(unescaped(told_error(hidden)), told);
  words.resize(std::min(words.size(), kReasonBytesMax));
  std::replace_if(
      words.begin(), words.end(), [](char c) { return c < ' ' || c > '~'; }, ' ');
  while (words.ends_with(' ')) words.pop_back();
  return words;
}

// {"error":...} of version 1, {"code":...,"message":...} of version 2. A proxy's page says nothing about points.
bool is_of_influx(std::string_view body) {
  boost::system::error_code error;
  const boost::json::value document = boost::json::parse(body, error);
  if (error || !document.is_object()) return false;
  const auto has_text = [&](std::string_view key) {
    const boost::json::value* value = document.get_object().if_contains(key);
    return value != nullptr && value->is_string();
  };
  return has_text("error") || has_text("code");
}

// Version 1.x says 400 for a database that is not there in some releases, which is no fault of a point.
bool is_about_points(std::string_view body, std::string_view words) {
  return is_of_influx(body) && !words.starts_with("database not found") && !words.starts_with("database is required");
}

InfluxVerdict::Kind kind_of(int status, std::string_view body, std::string_view words) {
  using Kind = InfluxVerdict::Kind;
  constexpr int kTooLarge = 413;
  constexpr int kUnprocessable = 422;  // version 2: outside of the bucket's retention
  if (status == 204) return Kind::taken;
  if (status == kTooLarge) return Kind::too_large;
  if (status == 400 || status == kUnprocessable) {
    return is_about_points(body, words) ? Kind::refused : Kind::permanent;
  }
  if (status == 408 || status == 425 || status == 429 || status >= 500) return Kind::temporary;
  return Kind::permanent;
}

}  // namespace

std::string without_secrets(std::string text, const std::vector<Secret>& told) {
  notify::Outcome outcome = notify::Outcome::permanent(std::move(text));
  for (const Secret& secret : told) outcome.hide(secret);
  return std::move(outcome.text);
}

InfluxVerdict judge_influx(int status, std::optional<std::string_view> retry_after, std::string_view body,
                           const std::vector<Secret>& told) {
  InfluxVerdict verdict;
  const std::string words = words_of(body, told);
  verdict.kind = kind_of(status, body, words);
  verdict.reason = fmt::format("HTTP {}{}{}", status, words.empty() ? "" : ": ", words);
  if (verdict.kind != InfluxVerdict::Kind::temporary || !retry_after) return verdict;
  std::uint32_t seconds = 0;
  const auto [end, error] = std::from_chars(retry_after->data(), retry_after->data() + retry_after->size(), seconds);
  if (error == std::errc() && end == retry_after->data() + retry_after->size()) {
    verdict.retry_after = std::chrono::seconds(seconds);
  }
  return verdict;
}

}  // namespace checkride::runtime::collector

#include "collector/influx_answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace checkride::runtime::collector {

namespace {

constexpr std::size_t kReasonBytesMax = 200;

// The text behind "error": or "message":, as far as a person needs it; no more of JSON than that.
std::string words_of(std::string_view body) {
  for (const std::string_view key : {std::string_view("\"error\":\""), std::string_view("\"message\":\"")}) {
    if (const auto at = body.find(key); at != std::string_view::npos) {
      body.remove_prefix(at + key.size());
      std::size_t end = 0;
      while (end < body.size() && body[end] != '"') end += body[end] == '\\' ? 2 : 1;
      body = body.substr(0, end);
      break;
    }
  }
  std::string words(body.substr(0, kReasonBytesMax));
  std::replace_if(
      words.begin(), words.end(), [](char c) { return c < ' ' || c > '~'; }, ' ');
  while (words.ends_with(' ')) words.pop_back();
  return words;
}

InfluxVerdict::Kind kind_of(int status, std::string_view words) {
  using Kind = InfluxVerdict::Kind;
  constexpr int kTooLarge = 413;
  constexpr int kUnprocessable = 422;  // version 2: outside of the bucket's retention
  if (status == 204 || status == 200) return Kind::taken;
  if (status == kTooLarge) return Kind::too_large;
  // Version 1.x says 400 for a database that is not there in some releases, which is no fault of a point.
  if (status == 400 && words.starts_with("database not found")) return Kind::permanent;
  if (status == 400 || status == kUnprocessable) return Kind::refused;
  if (status == 408 || status == 425 || status == 429 || status >= 500) return Kind::temporary;
  return Kind::permanent;
}

}  // namespace

InfluxVerdict judge_influx(int status, std::optional<std::string_view> retry_after, std::string_view body) {
  InfluxVerdict verdict;
  const std::string words = words_of(body);
  verdict.kind = kind_of(status, words);
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

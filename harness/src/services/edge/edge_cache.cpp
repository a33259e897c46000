#include "services/edge/edge_cache.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "checkride/values/ascii.hpp"

namespace checkride::harness::edge {

namespace {

constexpr std::array<std::string_view, 6> kParts = {
    "If-Modified-Since", "If-Unmodified-Since", "If-None-Match", "If-Match", "Range", "If-Range"};
constexpr std::array<int, 3> kKeptStatuses = {200, 301, 302};  // where a rule names none

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

// All fields of that name as one list.
std::string list_of(const http::Headers& headers, std::string_view name) {
  std::string list;
  for (const auto& [its_name, value] : headers.fields()) {
    if (values::same_text(its_name, name)) list += (list.empty() ? "" : ",") + value;
  }
  return list;
}

// "max-age=60" of a list: 60. None: it is not there. Digits end at the first other character.
std::optional<std::int64_t> seconds_in(std::string_view list, std::string_view word) {
  const std::size_t at = list.find(word);
  if (at == std::string_view::npos) return std::nullopt;
  std::int64_t seconds = 0;
  const std::string_view digits = list.substr(at + word.size());
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
  return read.ec == std::errc() && seconds > 0 ? seconds : 0;
}

// Each name of "Accept, X-Lang" with the request's value.
std::string values_of(const http::Request& request, std::string_view vary) {
  std::string out;
  for (std::size_t begin = 0; begin < vary.size();) {
    const std::size_t end = std::min(vary.find(',', begin), vary.size());
    std::string_view name = vary.substr(begin, end - begin);
    name.remove_prefix(std::min(name.find_first_not_of(' '), name.size()));
    name = name.substr(0, name.find_last_not_of(' ') + 1);
    out += lower(name) + ":" + list_of(request.headers, name) + "\n";
    begin = end + 1;
  }
  return out;
}

std::string_view without_weak(std::string_view tag) {
  return tag.starts_with("W/") ? tag.substr(2) : tag;
}

bool names_tag(std::string_view list, std::string_view tag) {
  if (list == "*") return true;
  for (std::size_t begin = 0; begin < list.size();) {
    const std::size_t end = std::min(list.find(',', begin), list.size());
    std::string_view one = list.substr(begin, end - begin);
    one.remove_prefix(std::min(one.find_first_not_of(' '), one.size()));
    one = one.substr(0, one.find_last_not_of(' ') + 1);
    if (!tag.empty() && without_weak(one) == without_weak(tag)) return true;
    begin = end + 1;
  }
  return false;
}

bool keeps_status(const EdgeStore& rule, int status) {
  if (rule.statuses.empty())
    return std::find(kKeptStatuses.begin(), kKeptStatuses.end(), status) != kKeptStatuses.end();
  return std::find(rule.statuses.begin(), rule.statuses.end(), status) != rule.statuses.end();
}

}  // namespace

std::optional<Lifetime> lifetime_of(const http::Response& answer, const EdgeStore& rule, std::int64_t now_s) {
  if (answer.headers.find("Set-Cookie") || answer.headers.find("Vary") == "*") return std::nullopt;
  const std::string control = lower(list_of(answer.headers, "Cache-Control"));
  for (const char* word : {"no-cache", "no-store", "private"}) {
    if (control.find(word) != std::string::npos) return std::nullopt;
  }
  auto said = seconds_in(control, "s-maxage=");
  if (!said) said = seconds_in(control, "max-age=");
  if (said == 0) return std::nullopt;
  if (!said && !keeps_status(rule, answer.status)) return std::nullopt;
  Lifetime lifetime;
  lifetime.until = now_s + said.value_or(std::chrono::ceil<std::chrono::seconds>(rule.keep).count());
  lifetime.stale_update = lifetime.until + seconds_in(control, "stale-while-revalidate=").value_or(0);
  lifetime.stale_error = lifetime.until + seconds_in(control, "stale-if-error=").value_or(0);
  return lifetime;
}

void ask_for_whole(http::Request& request) {
  http::Headers kept;
  for (const auto& [name, value] : request.headers.fields()) {
    const auto is_it = [&name = name](std::string_view one) { return values::same_text(one, name); };
    if (std::none_of(kParts.begin(), kParts.end(), is_it)) kept.add(name, value);
  }
  request.headers = std::move(kept);
  request.method = "GET";
}

bool has_already(const http::Request& request, const http::Response& answer) {
  const auto since = request.headers.find("If-Modified-Since");
  const auto tags = request.headers.find("If-None-Match");
  if (answer.status != 200 || (!since && !tags)) return false;
  if (since && answer.headers.find("Last-Modified") != since) return false;
  return !tags || names_tag(*tags, answer.headers.find("ETag").value_or(""));
}

bool passes_by(const http::Request& request, const EdgeStore& rule) {
  return std::any_of(rule.not_with.begin(), rule.not_with.end(), [&](const std::string& name) {
    const auto value = request.headers.find(name);
    return value && !value->empty() && *value != "0";
  });
}

const EdgeCache::Entry* EdgeCache::find(const std::string& key, const http::Request& request) {
  const auto variants = keys_.find(key);
  if (variants == keys_.end()) return nullptr;
  const auto found = variants->second.answers.find(values_of(request, variants->second.vary));
  if (found == variants->second.answers.end()) return nullptr;
  found->second.used = ++uses_;
  return &found->second;
}

void EdgeCache::put(const std::string& key, const http::Request& request, http::Response answer, Lifetime lifetime) {
  Variants& variants = keys_[key];
  const std::string vary = list_of(answer.headers, "Vary");
  if (vary != variants.vary) {
    entries_ -= variants.answers.size();
    variants.answers.clear();
    variants.vary = vary;
  }
  Entry entry{std::move(answer), lifetime, ++uses_};
  if (variants.answers.insert_or_assign(values_of(request, vary), std::move(entry)).second) ++entries_;
  if (entries_ > kEntriesMax) drop_oldest();
}

void EdgeCache::drop_oldest() {
  auto oldest = keys_.end();
  std::string variant;
  std::uint64_t used = UINT64_MAX;
  for (auto key = keys_.begin(); key != keys_.end(); ++key) {
    for (const auto& [name, entry] : key->second.answers) {
      if (entry.used >= used) continue;
      used = entry.used;
      oldest = key;
      variant = name;
    }
  }
  if (oldest == keys_.end()) return;
  oldest->second.answers.erase(variant);
  --entries_;
  if (oldest->second.answers.empty()) keys_.erase(oldest);
}

}  // namespace checkride::harness::edge

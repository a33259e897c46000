#include "service/http_manners.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "checkride/result/assert.hpp"
#include "checkride/values/ascii.hpp"
#include "checkride/values/json.hpp"
#include "checkride/world/loopback.hpp"

namespace checkride::runtime {

namespace {

constexpr std::string_view kRequestId = "X-Request-Id";
constexpr std::string_view kTraceParent = "traceparent";

bool is_hex(std::string_view text, std::size_t size) {
  return text.size() == size && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_id(std::string_view text, std::size_t size) {
  return is_hex(text, size) && text.find_first_not_of('0') != std::string_view::npos;
}

void append_hex(std::string& out, std::uint64_t value) {
  for (int shift = 60; shift >= 0; shift -= 4) out += "0123456789abcdef"[value >> static_cast<unsigned>(shift) & 0xFU];
}

// {"error":{"code":...,"message":...}} -> {"error":{"code":...,"message":...,"request_id":...}}
void name_request(std::string& document, std::string_view id) {
  constexpr std::string_view kBegin = R"({"error":{)";
  constexpr std::string_view kEnd = "}}";
  if (!document.starts_with(kBegin) || !document.ends_with(kEnd)) return;
  if (document.find(R"("request_id":)") != std::string::npos) return;
  document.resize(document.size() - kEnd.size());
  document += R"(,"request_id":)";
  values::json::append_json_string(document, id);
  document += kEnd;
}

}  // namespace

bool is_request_id(std::string_view text) {
  constexpr std::size_t kSizeMax = 128;
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.' || c == ':';
  };
  return !text.empty() && text.size() <= kSizeMax && std::all_of(text.begin(), text.end(), plain);
}

std::string request_id_of(const http::Request& request, world::Random& random) {
  if (const auto given = request.headers.find(kRequestId); given && is_request_id(*given)) return std::string(*given);
  std::string id;
  const std::uint64_t high = random.next();
  const std::uint64_t low = random.next();
  append_hex(id, high);
  append_hex(id, low);
  return id;
}

// 00-<trace id>-<parent id>-<flags>; a later version may go on behind another dash.
std::optional<TraceParent> parse_traceparent(std::string_view header) {
  constexpr std::size_t kSize = 55;
  if (header.size() < kSize || header[2] != '-' || header[35] != '-' || header[52] != '-') return std::nullopt;
  const std::string_view version = header.substr(0, 2);
  if (!is_hex(version, 2) || version == "ff") return std::nullopt;
  if (version == "00" && header.size() != kSize) return std::nullopt;
  if (header.size() > kSize && header[kSize] != '-') return std::nullopt;
  const TraceParent parent{header.substr(3, 32), header.substr(36, 16), false};
  const std::string_view flags = header.substr(53, 2);
  if (!is_id(parent.trace_id, 32) || !is_id(parent.parent_id, 16) || !is_hex(flags, 2)) return std::nullopt;
  const std::size_t low = std::string_view("0123456789abcdef").find(flags[1]);
  return TraceParent{parent.trace_id, parent.parent_id, (low & 1U) != 0};
}

std::string make_trace_id(world::Random& random) {
  std::string id;
  append_hex(id, random.next());
  append_hex(id, random.next() | 1U);  // all zero would be no id
  return id;
}

// Sampled: our log names the trace.
std::string make_traceparent(std::string_view trace_id, world::Random& random) {
  CHECKRIDE_ASSERT(is_id(trace_id, 32));
  std::string out = fmt::format("00-{}-", trace_id);
  append_hex(out, random.next() | 1U);
  return out += "-01";
}

void add_traceparent(http::Headers& headers, world::Random& random, std::string trace_id) {
  if (headers.find(kTraceParent)) return;
  if (trace_id.empty()) trace_id = make_trace_id(random);
  headers.set(kTraceParent, make_traceparent(trace_id, random));
}

namespace {

// A PATCH (RFC 5789) may name the type of the patch itself (RFC 7396).
bool takes_type(std::string_view method, std::string_view media) {
  if (values::same_text(media, "application/json")) return true;
  return method == "PATCH" && values::same_text(media, "application/merge-patch+json");
}

// "application/json" of "application/json; charset=utf-8".
std::string_view media_type(std::string_view field) {
  std::string_view media = field.substr(0, field.find(';'));
  while (media.ends_with(' ') || media.ends_with('\t')) media.remove_suffix(1);
  return media;
}

std::optional<http::Response> refuse_type(const http::Request& request) {
  const std::string_view method = request.method;
  if (method != "POST" && method != "PUT" && method != "PATCH") return std::nullopt;
  const auto type = request.headers.find("Content-Type");
  if (!type && request.body.empty()) return std::nullopt;
  if (type && takes_type(method, media_type(*type))) return std::nullopt;
  return http::error_response(415, "unsupported_media_type",
                              fmt::format("Invalid content type: expected Content-Type: application/json{}",
                                          method == "PATCH" ? " or application/merge-patch+json (RFC 7396)" : ""));
}

std::optional<http::Response> refuse_sender(const http::Request& request, std::string_view what) {
  for (const char* name : {"Origin", "Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"}) {
    if (!request.headers.find(name)) continue;
    return http::error_response(403, "forbidden",
                                fmt::format("{} are not changed for a request with the field {}", what, name));
  }
  if (world::is_loopback(request.remote.host)) return std::nullopt;
  return http::error_response(403, "forbidden",
                              fmt::format("{} are changed from this machine only (127.0.0.1, ::1)", what));
}

}  // namespace

std::optional<http::Response> refuse_change(const http::Request& request, std::string_view what) {
  if (auto refused = refuse_sender(request, what)) return refused;
  return refuse_type(request);
}

std::string with_place(std::string_view place, std::string_view text) {
  return text.starts_with(place) ? std::string(text) : fmt::format("{}: {}", place, text);
}

void finish_response(const http::Request& request, http::Response& response) {
  constexpr int kUnavailable = 503;
  constexpr const char* kRetrySeconds = "5";
  response.headers.set(kRequestId, request.id);
  if (response.status >= 400) name_request(response.body, request.id);
  if (response.status == kUnavailable && !response.headers.find("Retry-After")) {
    response.headers.set("Retry-After", kRetrySeconds);
  }
}

}  // namespace checkride::runtime

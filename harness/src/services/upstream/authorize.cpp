#include "services/upstream/authorize.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <cmath>

#include "checkride/tls/digest.hpp"
#include "checkride/values/ascii.hpp"
#include "checkride/values/base64.hpp"

namespace checkride::harness {

namespace {

namespace json = boost::json;

constexpr std::string_view kBearer = "Bearer ";
constexpr std::string_view kHex = "0123456789abcdef";

double seconds_since_1970(world::UtcTime time) {
  return world::to_seconds(time.time_since_epoch());
}

std::optional<std::string> bearer_of(const http::Request& request) {
  const auto header = request.headers.find("Authorization");
  if (!header || header->size() <= kBearer.size() || !values::same_text(header->substr(0, kBearer.size()), kBearer)) {
    return std::nullopt;
  }
  return std::string(header->substr(kBearer.size()));
}

// The alphabet of URLs, without padding (RFC 7515).
std::optional<std::string> from_base64url(std::string_view text) {
  std::string plain(text);
  std::replace(plain.begin(), plain.end(), '-', '+');
  std::replace(plain.begin(), plain.end(), '_', '/');
  while (plain.size() % 4 != 0) plain += '=';
  return values::from_base64(plain);
}

std::string hex_of(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += kHex[byte >> 4U];
    text += kHex[byte & 0xFU];
  }
  return text;
}

std::optional<json::object> object_in(std::string_view part) {
  const auto text = from_base64url(part);
  if (!text) return std::nullopt;
  json::error_code error;
  const json::value value = json::parse(*text, error);
  if (error || !value.is_object()) return std::nullopt;
  return value.get_object();
}

// A claim that is there and no number is never in time.
bool in_time(const json::object& claims, double now, double leeway) {
  const auto number = [&claims](std::string_view name, double otherwise) {
    const json::value* value = claims.if_contains(name);
    if (value == nullptr) return otherwise;
    return value->is_number() ? value->to_number<double>() : std::nan("");
  };
  return now < number("exp", now + 1) + leeway && now >= number("nbf", now) - leeway;
}

std::optional<std::string> jwt_caller(const AuthSpec& spec, const std::string& token, world::UtcTime now) {
  const auto first = token.find('.');
  const auto second = first == std::string::npos ? first : token.find('.', first + 1);
  if (second == std::string::npos) return std::nullopt;
  const auto header = object_in(std::string_view(token).substr(0, first));
  const auto claims = object_in(std::string_view(token).substr(first + 1, second - first - 1));
  const auto signature = from_base64url(std::string_view(token).substr(second + 1));
  if (!header || !claims || !signature) return std::nullopt;
  const json::value* algorithm = header->if_contains("alg");
  if (algorithm == nullptr || *algorithm != "HS256") return std::nullopt;
  if (tls::hmac_sha256(spec.secret, std::string_view(token).substr(0, second)) != hex_of(*signature)) {
    return std::nullopt;
  }
  if (!in_time(*claims, seconds_since_1970(now), world::to_seconds(spec.leeway))) return std::nullopt;
  const json::value* subject = claims->if_contains("sub");
  const bool named = subject != nullptr && subject->is_string();
  return named ? std::string(std::string_view(subject->get_string())) : std::string("anybody");
}

std::optional<std::string> hmac_caller(const AuthSpec& spec, const http::Request& request, world::UtcTime now) {
  const auto signature = request.headers.find("X-Signature");
  const auto timestamp = request.headers.find("X-Timestamp");
  if (!signature || !timestamp) return std::nullopt;
  std::int64_t seconds = 0;
  const auto [end, code] = std::from_chars(timestamp->data(), timestamp->data() + timestamp->size(), seconds);
  if (code != std::errc() || end != timestamp->data() + timestamp->size()) return std::nullopt;
  const double apart = std::abs(seconds_since_1970(now) - static_cast<double>(seconds));
  // Without a leeway the second itself is the whole tolerance.
  if (apart > std::max(world::to_seconds(spec.leeway), 1.0)) return std::nullopt;
  if (*signature != hmac_v1_signature(spec.secret, request, std::string(*timestamp))) return std::nullopt;
  return "signed";
}

std::optional<std::string> key_caller(const AuthSpec& spec, std::optional<std::string> key) {
  if (!key || std::find(spec.keys.begin(), spec.keys.end(), *key) == spec.keys.end()) return std::nullopt;
  return key;
}

}  // namespace

std::string hmac_v1_signature(const std::string& secret, const http::Request& request, const std::string& timestamp) {
  return tls::hmac_sha256(secret, request.method + "\n" + request.target + "\n" + timestamp + "\n" + request.body);
}

std::optional<std::string> authorize(const AuthSpec& spec, const http::Request& request, world::UtcTime now) {
  switch (spec.kind) {
    case AuthKind::bearer:
      return key_caller(spec, bearer_of(request));
    case AuthKind::api_key: {
      const auto header = request.headers.find(spec.header);
      return key_caller(spec, header ? std::optional<std::string>(*header) : std::nullopt);
    }
    case AuthKind::jwt_hs256: {
      const auto token = bearer_of(request);
      return token ? jwt_caller(spec, *token, now) : std::nullopt;
    }
    case AuthKind::hmac_v1:
      return hmac_caller(spec, request, now);
  }
  return std::nullopt;
}

}  // namespace checkride::harness

#include "config/sections/targets.hpp"

#include <algorithm>

#include "checkride/http/http.hpp"
#include "config/yaml_text.hpp"

namespace checkride::runtime {

using values::MapReader;

bool is_header_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= ' ' && c <= '~') || c == '\t'; });
}

void check_slack_url(MapReader& map, const char* key, const Secret& url) {
  if (url.reveal().starts_with("http://") || url.reveal().starts_with("https://")) return;
  map.error(key, "expected an address that begins with https:// or http://");
}

void check_webhook_url(MapReader& map, const char* key, const Secret& url) {
  if (is_masked(url.reveal()) || http::parse_url(url.reveal())) return;
  map.error(key, "expected an address such as https://host:port/path");
}

void check_routing_key(MapReader& map, const char* key, const Secret& routing_key) {
  const std::string& text = routing_key.reveal();
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  if (is_masked(text) || (text.size() == 32 && std::all_of(text.begin(), text.end(), plain))) return;
  map.error(key, "expected the integration key of an Events API v2 integration: 32 letters and digits");
}

void check_bearer_token(MapReader& map, const char* key, const Secret& token) {
  if (!is_header_value(token.reveal())) map.error(key, "a token is printable text without line breaks");
}

}  // namespace checkride::runtime

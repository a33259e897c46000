#include <algorithm>
#include <charconv>

#include "checkride/http/http.hpp"
#include "checkride/values/ascii.hpp"
#include "text.hpp"

namespace checkride::http {
namespace {

// The address may be a secret (webhooks carry theirs in the path): messages never repeat it.
Error refuse(std::string_view why) {
  return Error::invalid("expected an address such as https://host:8443/path (" + std::string(why) + ")");
}

bool is_host_character(char c, bool in_brackets) {
  const bool common = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.';
  return common || (in_brackets ? c == ':' : c == '-' || c == '_');
}

Result<> read_authority(std::string_view authority, Url& url) {
  if (authority.find('@') != std::string_view::npos) return refuse("user and password are not taken");
  const bool in_brackets = authority.starts_with('[');
  const auto end = in_brackets ? authority.find(']') : authority.find(':');
  if (in_brackets && end == std::string_view::npos) return refuse("\"[\" without \"]\"");
  const std::string_view host = in_brackets ? authority.substr(1, end - 1) : authority.substr(0, end);
  std::string_view port = end == std::string_view::npos ? "" : authority.substr(end + (in_brackets ? 1 : 0));
  const auto is_good = [&](char c) { return is_host_character(c, in_brackets); };
  if (host.empty()) return refuse("the host is missing");
  if (!std::all_of(host.begin(), host.end(), is_good)) return refuse("the host is not a name or an IP address");
  url.host = std::string(host);
  if (port.empty()) return {};
  if (!port.starts_with(':')) return refuse("expected \":\" and a port behind the host");
  port.remove_prefix(1);
  const auto [last, code] = std::from_chars(port.data(), port.data() + port.size(), url.port);
  if (code != std::errc() || last != port.data() + port.size() || url.port == 0) {
    return refuse("the port is not a number from 1 to 65535");
  }
  return {};
}

}  // namespace

Result<Url> parse_url(std::string_view text) {
  const auto scheme_end = text.find("://");
  if (scheme_end == std::string_view::npos) return refuse("\"https://\" or \"http://\" is missing");
  const std::string_view scheme = text.substr(0, scheme_end);
  const bool secure = values::same_text(scheme, "https");
  if (!secure && !values::same_text(scheme, "http")) return refuse("the scheme is neither https nor http");
  std::string_view rest = text.substr(scheme_end + 3);
  rest = rest.substr(0, rest.find('#'));
  const auto path = std::min(rest.find_first_of("/?"), rest.size());
  Url url;
  url.scheme = secure ? "https" : "http";
  url.port = secure ? kHttpsPort : kHttpPort;
  TRY_VOID(read_authority(rest.substr(0, path), url));
  const std::string_view target = rest.substr(path);
  const auto is_good = [](char c) { return c > ' ' && c < '\x7F'; };
  if (!std::all_of(target.begin(), target.end(), is_good)) {
    return refuse("spaces and special characters have to be percent-encoded");
  }
  url.target = target.starts_with('/') ? std::string(target) : "/" + std::string(target);
  return url;
}

}  // namespace checkride::http

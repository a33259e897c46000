#include "control/access.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>

#include "checkride/values/ascii.hpp"
#include "checkride/values/diagnostic.hpp"

namespace checkride::emulator {
namespace {

using http::error_response;
using http::Response;

// "localhost" of "localhost:5112", "::1" of "[::1]:5112".
std::string_view host_of(std::string_view authority) {
  if (authority.starts_with('[')) {
    const auto end = authority.find(']');
    return end == std::string_view::npos ? authority : authority.substr(1, end - 1);
  }
  return authority.substr(0, authority.find(':'));
}

std::optional<boost::asio::ip::address> address_of(std::string_view host) {
  ErrorCode error;
  const auto address = boost::asio::ip::make_address(host, error);
  if (error) return std::nullopt;
  return address;
}

bool is_allowed(std::string_view host, const ControlAccess& access) {
  if (values::same_text(host, "localhost") || values::same_text(host, access.listens_on)) return true;
  const auto same = [host](const std::string& name) { return values::same_text(name, host); };
  if (std::any_of(access.hosts.begin(), access.hosts.end(), same)) return true;
  const auto address = address_of(host);
  if (!address) return false;
  if (address->is_loopback()) return true;
  // Who listens everywhere is reached by any address; a name that somebody else gave it is none.
  const auto own = address_of(access.listens_on);
  return own && own->is_unspecified();
}

std::optional<Response> refused_host(const http::Request& request, const ControlAccess& access) {
  const auto host = request.headers.find("Host");
  if (!host) return error_response(400, "bad_request", "the request has no Host");
  if (is_allowed(host_of(*host), access)) return std::nullopt;
  return error_response(403, "host_not_allowed",
                        "the Host " + values::quote(*host) + " is no name of this emulator: use localhost, a " +
                            "loopback address or " + access.listens_on + ", or start it with --control-host " +
                            std::string(host_of(*host)));
}

// A browser names the page that asks, which must have come from here.
std::optional<Response> refused_origin(const http::Request& request) {
  const auto origin = request.headers.find("Origin");
  if (!origin) return std::nullopt;
  const auto scheme = origin->find("://");
  const std::string_view authority = scheme == std::string_view::npos ? *origin : origin->substr(scheme + 3);
  if (values::same_text(authority, request.headers.find("Host").value_or(""))) return std::nullopt;
  return error_response(403, "origin_not_allowed", "a page of " + std::string(*origin) + " may not use this emulator");
}

std::optional<Response> refused_type(const http::Request& request) {
  if (request.body.empty()) return std::nullopt;
  const std::string_view type = request.headers.find("Content-Type").value_or("");
  std::string_view media = type.substr(0, type.find(';'));
  while (media.ends_with(' ') || media.ends_with('\t')) media.remove_suffix(1);
  if (values::same_text(media, "application/json") || values::same_text(media, "application/x-ndjson"))
    return std::nullopt;
  return error_response(415, "unsupported_media_type",
                        "the body is " + (type.empty() ? std::string("of no type") : "\"" + std::string(type) + "\"") +
                            ", but Content-Type: application/json (of a fault tape application/x-ndjson) is taken");
}

}  // namespace

std::optional<Response> refusal_of(const http::Request& request, const ControlAccess& access) {
  if (auto refused = refused_host(request, access)) return refused;
  if (auto refused = refused_origin(request)) return refused;
  return refused_type(request);
}

}  // namespace checkride::emulator

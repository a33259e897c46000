#include "checks/approach.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checkride/http/http.hpp"
#include "rigs/service_places.hpp"
#include "services/service.hpp"

namespace checkride::harness {

namespace {

using values::MapReader;

TlsOffer read_offer(MapReader& map) {
  TlsOffer offer;
  map.choice<TlsVersion>(
      "least", &offer.least,
      {{"tls_1_1", TlsVersion::tls_1_1}, {"tls_1_2", TlsVersion::tls_1_2}, {"tls_1_3", TlsVersion::tls_1_3}});
  map.choice<TlsVersion>(
      "most", &offer.most,
      {{"tls_1_1", TlsVersion::tls_1_1}, {"tls_1_2", TlsVersion::tls_1_2}, {"tls_1_3", TlsVersion::tls_1_3}});
  if (!map.has("least")) offer.least = std::min(offer.least, offer.most);
  if (offer.least > offer.most) map.error("least", "no version is at least this and at most that");
  read_ciphers(map, &offer.ciphers);
  map.optional("verify", &offer.verify);
  map.optional("resume", &offer.resume);
  if (offer.resume && offer.most == TlsVersion::tls_1_3) {
    map.error("resume", "sessions of TLS 1.2 are resumed: give most: tls_1_2 beside it");
  }
  return offer;
}

bool has_port(const ServiceSpec& spec, std::string_view name) {
  const std::vector<ServicePort> ports = ports_of(spec);
  return std::any_of(ports.begin(), ports.end(), [&](const ServicePort& one) { return one.name == name; });
}

// Where whoever says https means one of the ports, it is that.
void find_https_port(const Service* service, Port* port, const Approach& approach) {
  if (service == nullptr || approach.scheme != Scheme::https) return;
  if (has_port(service->spec, to_string(Port::https))) *port = Port::https;
}

}  // namespace

std::string why_no_https(const Reader& reader, const std::string& member, const Service* service, Port port,
                         std::string_view instead) {
  const auto kind = reader.scenario.kind_of(member);
  if (service == nullptr) {
    if (!kind || kind == MemberKind::subject) return {};
    return fmt::format("a {} speaks no TLS: {}", to_string(*kind), instead);
  }
  const std::string https(to_string(Port::https));
  const std::string asked = has_port(service->spec, https) ? https : asked_port(service->spec, port).name;
  if (speaks_tls(service->spec, asked)) return {};
  if (uses_tls(service->spec)) {
    return fmt::format("the port {} of {} speaks no TLS: {}", asked, values::quote(member), instead);
  }
  return fmt::format("{} speaks no TLS: give the service tls, or {}", values::quote(member), instead);
}

std::string read_target(MapReader& map, std::string_view key, const std::string& text, Approach& approach) {
  if (text.starts_with('/') || map.described()) return text;
  if (!text.starts_with("http://") && !text.starts_with("https://")) {
    map.error(key, "a path starts with /, a URL with https:// or http://");
    return "/";
  }
  const auto url = http::parse_url(text);
  if (!url) {
    map.error(key, url.error().message());
    approach.scheme = text.starts_with("https://") ? Scheme::https : Scheme::http;  // or more would be told
    return "/";
  }
  approach.scheme = url->scheme == "https" ? Scheme::https : Scheme::http;
  approach.host = url->host;
  const std::uint16_t usual = approach.scheme == Scheme::https ? http::kHttpsPort : http::kHttpPort;
  if (url->port != usual) {
    map.error(key, fmt::format("the port is the member's own on every rig: leave out :{}", url->port));
  }
  return url->target;
}

void read_approach(MapReader& map, const std::string& member, Port* port, Approach& approach, Reader& reader) {
  map.map("offer", [&](MapReader& offer) { approach.offer = read_offer(offer); });
  if (map.described() || member.empty() || reader.unclear.contains(member)) return;
  const Service* const service = reader.scenario.service(member);
  find_https_port(service, port, approach);
  if (!is_asked_by_https(service, *port, approach.scheme)) {
    if (approach.offer) map.error("offer", "an offer of TLS needs https: ask for a URL that begins with https://");
    return;
  }
  const std::string why = why_no_https(reader, member, service, *port, "ask it by http");
  if (!why.empty()) reader.errors.add(map.position_of("of"), why);
}

void read_port_word(MapReader& map, Port* port) {
  map.choice(
      "port", port,
      {{"health", Port::health}, {"metrics", Port::metrics}, {"control", Port::control}, {"https", Port::https}});
}

void read_ciphers(MapReader& map, std::vector<std::string>* ciphers) {
  map.optional("ciphers", ciphers);
  for (const std::string& word : *ciphers) {
    const bool good = !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
    if (!good) map.error("ciphers", fmt::format("{} cannot stand here", values::quote(word)));
  }
}

}  // namespace checkride::harness

#include "services/balancer/haproxy_cfg.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace checkride::harness::balancer {

namespace {

std::string milliseconds(world::Duration duration) {
  return fmt::format("{}ms", std::chrono::ceil<std::chrono::milliseconds>(duration).count());
}

// A word of HAProxy's language, whatever is in it.
std::string in_quotes(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\' || c == '$') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string_view word_of(BalancerAlgorithm algorithm) {
  switch (algorithm) {
    case BalancerAlgorithm::round_robin:
      return "roundrobin";
    case BalancerAlgorithm::least_connections:
      return "leastconn";
    case BalancerAlgorithm::first:
      break;
  }
  return "first";
}

std::string_view word_of(BackendState state) {
  return state == BackendState::maintenance ? "maint" : to_string(state);
}

std::string server_line(const BackendSpec& backend, const HaproxyPlaces& places, const std::string& health) {
  const std::string tls = places.secure.contains(backend.to)
                              ? fmt::format(" ssl verify required ca-file {} verifyhost {}", kTrustFile, backend.to)
                              : std::string();
  return fmt::format("    server {} {} weight {}{}{} {}\n", backend.name, places.neighbours.at(backend.to).text(),
                     backend.weight, backend.backup ? " backup" : "", tls, health);
}

// The backends of a route follow what is known of those of the same names: they are checked once.
std::string route_section(const BalancerSpec& spec, const HaproxyPlaces& places, std::size_t route) {
  std::string text = fmt::format("backend route-{}\n    balance {}\n", route, word_of(spec.algorithm));
  for (const std::string& name : spec.routes[route].to) {
    for (const BackendSpec& backend : spec.backends) {
      if (backend.name == name) text += server_line(backend, places, "track servers/" + name);
    }
  }
  return text;
}

std::string_view word_of(TlsVersion version) {
  return version == TlsVersion::tls_1_3 ? "TLSv1.3" : "TLSv1.2";
}

std::string secure_bind(const TlsPolicy& tls, const HaproxyPlaces& places) {
  std::string text = fmt::format("    bind {} ssl crt {} ssl-min-ver {} ssl-max-ver {} no-tls-tickets",
                                 places.https.text(), kIdentityFile, word_of(tls.least), word_of(tls.most));
  if (!tls.ciphers.empty()) text += fmt::format(" ciphers {}", fmt::join(tls.ciphers, ":"));
  return text + "\n";
}

// Takes http, and hands nothing on.
std::string redirect(const BalancerSpec& spec, const HaproxyPlaces& places) {
  const std::string port = places.https.port == 443 ? "" : fmt::format(":{}", places.https.port);
  return fmt::format(
      "frontend plain\n    bind {}\n    maxconn {}\n"
      "    http-request redirect code 301 location https://%[req.hdr(host),field(1,:)]{}%[pathq]\n",
      places.clients.text(), spec.connections_max, port);
}

std::string frontend(const BalancerSpec& spec, const HaproxyPlaces& places) {
  const bool only_secure = spec.tls && spec.redirect_http;
  std::string text = only_secure ? redirect(spec, places) : std::string();
  text += "frontend clients\n";
  if (!only_secure) text += fmt::format("    bind {}\n", places.clients.text());
  if (spec.tls) text += secure_bind(*spec.tls, places);
  text += fmt::format("    maxconn {}\n    option forwardfor\n", spec.connections_max);
  for (std::size_t i = 0; i < spec.routes.size(); ++i) {
    std::string condition;
    for (const RouteSpec::Header& header : spec.routes[i].headers) {
      condition += fmt::format(" {{ req.hdr({}) -m str {} }}", header.name, in_quotes(header.value));
    }
    text += fmt::format("    use_backend route-{} if{}\n", i, condition);
  }
  return text + "    default_backend servers\n";
}

// Sessions are those of the whole process.
std::string session_lines(const BalancerSpec& spec) {
  if (!spec.tls) return {};
  if (spec.tls->sessions == world::Duration::zero()) return "    tune.ssl.cachesize 0\n";
  return fmt::format("    tune.ssl.lifetime {}s\n",
                     std::chrono::ceil<std::chrono::seconds>(spec.tls->sessions).count());
}

}  // namespace

// retries 0: who cannot be reached costs one request, not four attempts' time. The first seconds of a stopped process
// are its last: SIGTERM ends it at once.
std::string haproxy_cfg(const BalancerSpec& spec, const HaproxyPlaces& places) {
  std::string text = fmt::format(
      "global\n    stats socket ipv4@{} level admin\n{}"
      "defaults\n    mode http\n    retries 0\n    timeout connect {}\n    timeout client {}\n"
      "    timeout http-request {}\n    timeout server {}\n    timeout queue {}\n    timeout check {}\n",
      places.control.text(), session_lines(spec), milliseconds(spec.connect), milliseconds(spec.client),
      milliseconds(spec.client), milliseconds(spec.server), milliseconds(spec.connect),
      milliseconds(spec.check.timeout));
  text += frontend(spec, places);
  text += fmt::format(
      "backend servers\n    balance {}\n    option httpchk\n    http-check send meth GET uri {}\n"
      "    http-check expect status {}\n",
      word_of(spec.algorithm), in_quotes(spec.check.path), spec.check.status);
  const std::string health =
      fmt::format("check inter {} fall {} rise {}", milliseconds(spec.check.every), spec.check.fall, spec.check.rise);
  for (const BackendSpec& backend : spec.backends) text += server_line(backend, places, health);
  for (std::size_t i = 0; i < spec.routes.size(); ++i) text += route_section(spec, places, i);
  return text;
}

std::vector<std::string> haproxy_commands(const BalancerChange& change) {
  std::vector<std::string> commands;
  for (const auto& [backend, weight] : change.weights) {
    commands.push_back(fmt::format("set server servers/{} weight {}", backend, weight));
  }
  for (const auto& [backend, state] : change.states) {
    commands.push_back(fmt::format("set server servers/{} state {}", backend, word_of(state)));
  }
  return commands;
}

}  // namespace checkride::harness::balancer

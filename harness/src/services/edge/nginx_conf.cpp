#include "services/edge/nginx_conf.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

namespace checkride::harness::edge {

namespace {

std::string milliseconds(world::Duration duration) {
  return fmt::format("{}ms", std::chrono::ceil<std::chrono::milliseconds>(duration).count());
}

// A word of nginx's language. A dollar would be a variable, and there is no way to write one.
std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string rate_of(const EdgeZone& zone) {
  return zone.per_minute % 60 == 0 ? fmt::format("{}r/s", zone.per_minute / 60) : fmt::format("{}r/m", zone.per_minute);
}

// One process in the foreground: a signal reaches all of it, and nobody is left behind.
std::string head(const EdgeSpec& spec) {
  std::string text = fmt::format(
      "daemon off;\nmaster_process off;\npid nginx.pid;\nerror_log {} warn;\n"
      "events {{ worker_connections {}; }}\n",
      kErrorLog, spec.connections_max);
  text += "http {\n  server_tokens off;\n  default_type application/octet-stream;\n";
  for (const char* temp : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
    text += fmt::format("  {0}_temp_path {0}_temp;\n", temp);
  }
  text +=
      "  log_format main '$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent "
      "\"$http_referer\" \"$http_user_agent\" \"$http_x_forwarded_for\"';\n";
  text += fmt::format("  access_log {} main;\n  keepalive_timeout {};\n", kAccessLog, milliseconds(spec.keep_alive));
  for (const EdgeZone& zone : spec.zones) {
    text += fmt::format("  limit_req_zone $binary_remote_addr zone={}:1m rate={};\n", zone.name, rate_of(zone));
  }
  text += fmt::format("  limit_req_status {};\n", spec.limit_status);
  if (!spec.compress.types.empty()) {
    text += fmt::format("  gzip on;\n  gzip_vary on;\n  gzip_proxied any;\n  gzip_min_length {};\n  gzip_types {};\n",
                        spec.compress.at_least, fmt::join(spec.compress.types, " "));
  }
  return text;
}

std::string upstreams(const EdgeSpec& spec, const NginxPlaces& places) {
  std::string text;
  std::set<std::string> members;
  for (const EdgeLocation& location : spec.locations) {
    if (location.to.empty() || !members.insert(location.to).second) continue;
    text += fmt::format("  upstream to-{} {{ server {} max_fails=0; keepalive {}; }}\n", location.to,
                        places.neighbours.at(location.to).text(), spec.upstream_keep);
  }
  return text;
}

// A location with headers of its own would lose those of all.
std::string header_lines(const EdgeSpec& spec, const EdgeLocation* location) {
  std::string text;
  const auto add = [&](const EdgeHeaders& headers) {
    for (const auto& [name, value] : headers)
      text += fmt::format("      add_header {} {} always;\n", name, in_quotes(value));
  };
  add(spec.headers);
  if (location != nullptr) add(location->headers);
  if (location != nullptr && location->cache_for) {
    // Not on errors, which nobody should keep.
    text += fmt::format("      add_header Cache-Control \"public, max-age={}, immutable\";\n",
                        std::chrono::ceil<std::chrono::seconds>(*location->cache_for).count());
  }
  return text;
}

std::string proxy_lines(const EdgeLocation& location) {
  return fmt::format(
      "      proxy_pass http://to-{};\n      proxy_http_version 1.1;\n      proxy_set_header Connection \"\";\n"
      "      proxy_set_header Host $host;\n      proxy_set_header X-Real-IP $remote_addr;\n"
      "      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;\n"
      "      proxy_set_header X-Forwarded-Proto $scheme;\n"
      "      proxy_connect_timeout {};\n      proxy_send_timeout {};\n      proxy_read_timeout {};\n",
      location.to, milliseconds(location.connect), milliseconds(location.read), milliseconds(location.read));
}

std::string location_block(const EdgeSpec& spec, const EdgeLocation& location) {
  std::string text = location.ends.empty()
                         ? fmt::format("    location {}{} {{\n", location.exact ? "= " : "", in_quotes(location.path))
                         : fmt::format("    location ~* \\.({})$ {{\n", fmt::join(location.ends, "|"));
  if (!location.zone.empty()) {
    text += fmt::format("      limit_req zone={}{};\n", location.zone,
                        location.burst > 0 ? fmt::format(" burst={} nodelay", location.burst) : "");
  }
  if (!location.log) text += "      access_log off;\n";
  text += header_lines(spec, &location);
  if (location.answer) {
    text += fmt::format("      default_type {};\n      return {} {};\n", in_quotes(location.answer->type),
                        location.answer->status, in_quotes(location.answer->body));
  } else {
    text += proxy_lines(location);
  }
  return text + "    }\n";
}

std::string redirect_server(const EdgeSpec& spec, const NginxPlaces& places) {
  const std::string port = places.https.port == 443 ? "" : fmt::format(":{}", places.https.port);
  return fmt::format(
      "  server {{\n    listen {};\n    location / {{\n{}      return 301 https://$host{}$request_uri;\n"
      "    }}\n  }}\n",
      places.http.text(), header_lines(spec, nullptr), port);
}

std::string tls_lines(const EdgeTls& tls) {
  std::string versions;
  if (tls.least == EdgeTlsVersion::tls_1_2) versions += " TLSv1.2";
  if (tls.most == EdgeTlsVersion::tls_1_3) versions += " TLSv1.3";
  std::string text = fmt::format("    ssl_certificate {};\n    ssl_certificate_key {};\n    ssl_protocols{};\n",
                                 kChainFile, kKeyFile, versions);
  if (!tls.ciphers.empty()) text += fmt::format("    ssl_ciphers {};\n", fmt::join(tls.ciphers, ":"));
  return text;
}

std::string content_server(const EdgeSpec& spec, const NginxPlaces& places) {
  std::string text = "  server {\n";
  if (!spec.tls || !spec.redirect_http) text += fmt::format("    listen {};\n", places.http.text());
  if (spec.tls) text += fmt::format("    listen {} ssl;\n{}", places.https.text(), tls_lines(*spec.tls));
  bool has_all = false;
  for (const EdgeLocation& location : spec.locations) {
    text += location_block(spec, location);
    has_all = has_all || (location.path == "/" && !location.exact && location.ends.empty());
  }
  if (!has_all) text += fmt::format("    location / {{\n{}      return 404;\n    }}\n", header_lines(spec, nullptr));
  return text + "  }\n";
}

}  // namespace

std::string nginx_conf(const EdgeSpec& spec, const NginxPlaces& places) {
  std::string text = head(spec) + upstreams(spec, places);
  if (spec.tls && spec.redirect_http) text += redirect_server(spec, places);
  return text + content_server(spec, places) + "}\n";
}

}  // namespace checkride::harness::edge

#include "services/edge/nginx_conf.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "services/edge/edge_cache.hpp"

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
  const auto keeps = [](const EdgeLocation& location) { return location.store.has_value(); };
  if (std::any_of(spec.locations.begin(), spec.locations.end(), keeps)) {
    text += fmt::format("  proxy_cache_path {} use_temp_path=off keys_zone=kept:1m;\n", kCacheFolder);
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
  if (location != nullptr && location->store) {
    text += fmt::format("      add_header {} $upstream_cache_status always;\n", kCacheStatus);
  }
  return text;
}

// "$http_x_api_key"
std::string variable_of(std::string_view header) {
  std::string name = "$http_";
  for (const char c : header) {
    name += c == '-' ? '_' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return name;
}

// Times in an answer count as Cache-Control has them, and nowhere else.
std::string store_lines(const EdgeStore& store) {
  std::string text =
      "      proxy_cache kept;\n      proxy_cache_key $proxy_host$request_uri;\n"
      "      proxy_ignore_headers X-Accel-Expires Expires;\n      proxy_cache_valid";
  for (const int status : store.statuses) text += fmt::format(" {}", status);
  text += fmt::format(" {}s;\n", std::chrono::ceil<std::chrono::seconds>(store.keep).count());
  if (store.stale) text += "      proxy_cache_use_stale error timeout updating http_500 http_502 http_503 http_504;\n";
  if (store.one_at_a_time) text += "      proxy_cache_lock on;\n";
  if (store.not_with.empty()) return text;
  std::string variables;
  for (const std::string& header : store.not_with) variables += " " + variable_of(header);
  return text + fmt::format("      proxy_cache_bypass{0};\n      proxy_no_cache{0};\n", variables);
}

// The service's certificate bears its name, whatever the address is.
std::string proxy_tls_lines(const std::string& to) {
  return fmt::format(
      "      proxy_ssl_verify on;\n      proxy_ssl_trusted_certificate {};\n      proxy_ssl_name {};\n"
      "      proxy_ssl_server_name on;\n      proxy_ssl_protocols TLSv1.2 TLSv1.3;\n",
      kTrustFile, to);
}

std::string proxy_lines(const EdgeLocation& location, const NginxPlaces& places) {
  const bool secure = places.secure.contains(location.to);
  std::string text = fmt::format(
      "      proxy_pass {}://to-{};\n      proxy_http_version 1.1;\n      proxy_set_header Connection \"\";\n"
      "      proxy_set_header Host $host;\n      proxy_set_header X-Real-IP $remote_addr;\n"
      "      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;\n"
      "      proxy_set_header X-Forwarded-Proto $scheme;\n"
      "      proxy_connect_timeout {};\n      proxy_send_timeout {};\n      proxy_read_timeout {};\n",
      secure ? "https" : "http", location.to, milliseconds(location.connect), milliseconds(location.read),
      milliseconds(location.read));
  return secure ? text + proxy_tls_lines(location.to) : text;
}

std::string location_block(const EdgeSpec& spec, const EdgeLocation& location, const NginxPlaces& places) {
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
    text += proxy_lines(location, places);
    if (location.store) text += store_lines(*location.store);
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

std::string tls_lines(const TlsPolicy& tls) {
  std::string versions;
  if (tls.least == TlsVersion::tls_1_2) versions += " TLSv1.2";
  if (tls.most == TlsVersion::tls_1_3) versions += " TLSv1.3";
  std::string text = fmt::format("    ssl_certificate {};\n    ssl_certificate_key {};\n    ssl_protocols{};\n",
                                 kChainFile, kKeyFile, versions);
  if (!tls.ciphers.empty()) text += fmt::format("    ssl_ciphers {};\n", fmt::join(tls.ciphers, ":"));
  text += "    ssl_session_tickets off;\n";
  if (tls.sessions == world::Duration::zero()) return text + "    ssl_session_cache off;\n";
  return text + fmt::format("    ssl_session_cache shared:TLS:10m;\n    ssl_session_timeout {}s;\n",
                            std::chrono::ceil<std::chrono::seconds>(tls.sessions).count());
}

std::string content_server(const EdgeSpec& spec, const NginxPlaces& places) {
  std::string text = "  server {\n";
  if (!spec.tls || !spec.redirect_http) text += fmt::format("    listen {};\n", places.http.text());
  if (spec.tls) text += fmt::format("    listen {} ssl;\n{}", places.https.text(), tls_lines(*spec.tls));
  bool has_all = false;
  for (const EdgeLocation& location : spec.locations) {
    text += location_block(spec, location, places);
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

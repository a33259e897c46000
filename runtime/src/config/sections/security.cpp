#include "config/sections/security.hpp"

namespace checkride::runtime {

namespace {

using namespace std::chrono_literals;
using values::MapReader;

}  // namespace

void read_security(MapReader& map, SecurityConfig* security) {
  map.optional("tls_enabled", &security->tls_enabled);
  map.optional("cert_file", &security->cert_file);
  map.optional("key_file", &security->key_file);
  map.optional("api_key_enabled", &security->api_key_enabled);
  const bool key_read = map.optional("api_key", &security->api_key);
  const bool elsewhere = !key_read && (map.has("api_key") || map.has("api_key_file"));
  if (security->api_key_enabled && security->api_key.empty() && !elsewhere) {
    map.error("api_key", "security.api_key is required while api_key_enabled is true");
  }
  const auto read_limits = [&](MapReader& limits) {
    limits.optional("enabled", &security->rate_limiting_enabled);
    limits.optional("requests_per_second", &security->requests_per_second, {1, 1'000'000});
    limits.optional("burst_size", &security->burst_size, {1, 1'000'000});
    limits.optional("window_size", &security->window_size, {1s, 24h});
  };
  map.map("rate_limiting", read_limits, MapReader::Absent::defaults);
}

}  // namespace checkride::runtime

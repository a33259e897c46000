// The section security: who may ask, and how often.
#pragma once

#include <string>

#include "checkride/values/map_reader.hpp"
#include "checkride/world/time.hpp"
#include "config/secret.hpp"

namespace checkride::runtime {

using world::Duration;

struct SecurityConfig {
  bool tls_enabled = false;
  std::string cert_file;
  std::string key_file;
  bool api_key_enabled = false;
  Secret api_key;
  bool rate_limiting_enabled = false;
  int requests_per_second = 100;
  int burst_size = 50;
  Duration window_size{std::chrono::minutes(1)};
};

void read_security(values::MapReader& map, SecurityConfig* security);

}  // namespace checkride::runtime

#include "config/config.hpp"

namespace checkride::runtime {

bool Config::loopback_only() const {
  return security.tls_enabled || security.api_key_enabled || security.rate_limiting_enabled;
}

}  // namespace checkride::runtime

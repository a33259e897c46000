#include "config/config.hpp"

namespace checkride::runtime {

bool Config::loopback_only() const {
  return security.tls_enabled || security.api_key_enabled || security.rate_limiting_enabled;
}

Level Config::log_level() const {
  return logging.level.value_or(app.log_level.value_or(Level::info));
}

}  // namespace checkride::runtime

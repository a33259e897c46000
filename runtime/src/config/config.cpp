#include "config/config.hpp"

#include <algorithm>
#include <array>

#include "config/aliases.hpp"

namespace checkride::runtime {

std::string_view to_string(StartTls value) {
  constexpr std::array<std::string_view, 3> kWords{"required", "optional", "never"};
  return kWords[static_cast<std::size_t>(value)];
}

std::string_view to_string(Severity value) {
  constexpr std::array<std::string_view, 3> kWords{"info", "warning", "critical"};
  return kWords[static_cast<std::size_t>(value)];
}

std::string_view to_string(Action value) {
  constexpr std::array<std::string_view, 2> kWords{"email", "slack"};
  return kWords[static_cast<std::size_t>(value)];
}

bool Config::loopback_only() const {
  return security.tls_enabled || security.api_key_enabled || security.rate_limiting_enabled;
}

}  // namespace checkride::runtime

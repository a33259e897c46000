#include "checkride/world/loopback.hpp"

#include <algorithm>

namespace checkride::world {
namespace {

bool is_v4_loopback(std::string_view host) {
  return host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool is_localhost(std::string_view host) {
  constexpr std::string_view kName = "localhost";
  const auto same = [](char given, char wanted) { return given == wanted || given == wanted - 'a' + 'A'; };
  return std::equal(host.begin(), host.end(), kName.begin(), kName.end(), same);
}

}  // namespace

bool is_loopback(std::string_view host) {
  constexpr std::string_view kMapped = "::ffff:";
  if (host.starts_with(kMapped)) return is_v4_loopback(host.substr(kMapped.size()));
  return is_v4_loopback(host) || host == "::1" || is_localhost(host);
}

}  // namespace checkride::world

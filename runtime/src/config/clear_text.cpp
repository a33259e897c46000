#include "config/clear_text.hpp"

#include "checkride/http/http.hpp"
#include "checkride/world/loopback.hpp"

namespace checkride::runtime {

bool travels_in_clear(std::string_view url) {
  const auto parsed = http::parse_url(url);
  return parsed && parsed->scheme != "https" && !world::is_loopback(parsed->host);
}

}  // namespace checkride::runtime

#include "config/clear_text.hpp"

#include "checkride/http/http.hpp"
#include "checkride/values/ascii.hpp"

namespace checkride::runtime {

namespace {

// A name such as 127.example.com is another machine's.
bool is_loopback(std::string_view host) {
  const bool is_v4 = host.find_first_not_of("0123456789.") == std::string_view::npos;
  return values::same_text(host, "localhost") || host == "::1" || (is_v4 && host.starts_with("127."));
}

}  // namespace

bool travels_in_clear(std::string_view url) {
  const auto parsed = http::parse_url(url);
  return parsed && parsed->scheme != "https" && !is_loopback(parsed->host);
}

}  // namespace checkride::runtime

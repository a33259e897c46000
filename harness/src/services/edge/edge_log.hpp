// The lines that nginx writes of requests and of what went wrong. Pure.
#pragma once

#include <string>
#include <string_view>

#include "checkride/http/http.hpp"

namespace checkride::harness::edge {

// In the format "combined", with the forwarded address behind it. Ends with a newline.
std::string access_line(const http::Exchange& exchange, world::UtcTime now);
std::string error_line(const http::Request& request, std::string_view what, world::UtcTime now);

}  // namespace checkride::harness::edge

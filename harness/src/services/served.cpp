#include "services/served.hpp"

#include <fmt/format.h>

namespace checkride::harness {

Served served_of(const http::Exchange& exchange) {
  Served served;
  served.peer = exchange.request.remote.host;
  served.method = exchange.request.method;
  served.target = exchange.request.target;
  served.headers = exchange.request.headers;
  const bool nothing = exchange.response.raw != nullptr && exchange.body_bytes == 0;
  served.status = nothing ? 0 : exchange.response.status;
  served.bytes = exchange.body_bytes;
  served.duration = exchange.duration;
  served.complete = exchange.complete;
  return served;
}

Served failed_handshake() {
  Served failed;
  failed.method = "tls";
  failed.secure = true;
  failed.complete = false;
  return failed;
}

std::string text_of(const Served& served) {
  const std::string status = served.status == 0 ? "no answer" : fmt::to_string(served.status);
  const std::string what = served.target.empty() ? served.method : served.method + " " + served.target;
  return fmt::format("{}{} to {}", status, served.complete || served.status == 0 ? "" : ", not whole,", what);
}

}  // namespace checkride::harness

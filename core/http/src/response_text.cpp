#include "response_text.hpp"

#include <array>
#include <charconv>

#include "checkride/values/ascii.hpp"
#include "text.hpp"

namespace checkride::http {
namespace {

// Fields that the server alone decides.
bool is_own_field(std::string_view name) {
  for (const std::string_view own : {"Content-Length", "Connection", "Transfer-Encoding", "Date"}) {
    if (values::same_text(name, own)) return true;
  }
  return false;
}

// To HEAD the body's own length is not there to be counted where the handler got its answer from somebody else, and
// says it (RFC 9110 8.6).
std::string length_of(const Response& response, const ResponseShape& shape) {
  const auto said = response.headers.find("Content-Length");
  const bool usable = said && !said->empty() && said->find_first_not_of("0123456789") == std::string_view::npos;
  if (shape.head && response.body.empty() && usable) return std::string(*said);
  return std::to_string(response.body.size());
}

}  // namespace

bool is_sendable(const Response& response) {
  if (response.status < 200 || response.status > 599) return false;
  for (const auto& [name, value] : response.headers.fields()) {
    if (!is_token(name) || !is_field_value(value)) return false;
  }
  return true;
}

std::string serialize(const Response& response, const ResponseShape& shape, world::UtcTime now) {
  const bool has_no_body = response.status == 204 || response.status == 304;
  std::string out = "HTTP/1.1 " + std::to_string(response.status) + " ";
  out.append(reason_phrase(response.status)).append("\r\nDate: ").append(http_date(now)).append("\r\n");
  for (const auto& [name, value] : response.headers.fields()) {
    if (!is_own_field(name)) out.append(name).append(": ").append(value).append("\r\n");
  }
  if (response.stream != nullptr) {
    if (!shape.http_1_0) out += "Transfer-Encoding: chunked\r\n";
  } else if (!has_no_body) {
    out += "Content-Length: " + length_of(response, shape) + "\r\n";
  }
  if (!shape.keep_alive) out += "Connection: close\r\n";
  if (shape.keep_alive && shape.http_1_0) out += "Connection: keep-alive\r\n";
  out += "\r\n";
  if (!has_no_body && !shape.head) out += response.body;
  return out;
}

std::string chunk_of(const std::string& piece) {
  std::array<char, 17> size{};
  const auto end = std::to_chars(size.data(), size.data() + size.size(), piece.size(), 16);
  return std::string(size.data(), end.ptr) + "\r\n" + piece + "\r\n";
}

}  // namespace checkride::http

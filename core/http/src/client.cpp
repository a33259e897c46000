#include <array>
#include <boost/asio/error.hpp>

#include "checkride/http/http.hpp"
#include "checkride/values/ascii.hpp"
#include "message_parser.hpp"
#include "text.hpp"

namespace checkride::http {
namespace {

using world::Stream;
using world::Task;
using world::World;

constexpr std::size_t kChunkBytes = 16 * 1024;

Error unusable(std::string why) {
  return Error::invalid(std::move(why));
}

// Fields that the client decides itself.
bool is_own_field(std::string_view name) {
  for (const std::string_view own : {"Host", "Content-Length", "Connection", "Transfer-Encoding"}) {
    if (values::same_text(name, own)) return true;
  }
  return false;
}

Result<> check(const Request& request, std::string_view target) {
  if (!is_token(request.method)) return unusable("\"" + request.method + "\" is not an HTTP method");
  if (target.empty() || target.find_first_of(" \t\r\n") != std::string_view::npos || !is_field_value(target)) {
    return unusable("the target of the request holds a space or a control character");
  }
  for (const auto& [name, value] : request.headers.fields()) {
    if (!is_token(name) || !is_field_value(value)) return unusable("the header \"" + name + "\" cannot be sent");
  }
  return {};
}

std::string serialize(const Url& url, const Request& request, const std::string& target) {
  const bool v6 = url.host.find(':') != std::string::npos;
  std::string out = request.method + " " + target + " HTTP/1.1\r\nHost: " + (v6 ? "[" + url.host + "]" : url.host);
  if (url.port != (url.scheme == "https" ? kHttpsPort : kHttpPort)) out += ":" + std::to_string(url.port);
  out += "\r\n";
  for (const auto& [name, value] : request.headers.fields()) {
    if (!is_own_field(name)) out.append(name).append(": ").append(value).append("\r\n");
  }
  const bool usually_has_body = request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
  if (usually_has_body || !request.body.empty()) {
    out += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  }
  return out + "Connection: close\r\n\r\n" + request.body;
}

Task<Result<Response>> read_response(Stream& stream, bool to_head, std::size_t body_bytes_max) {
  ResponseParser parser(to_head, body_bytes_max);
  std::array<std::byte, kChunkBytes> chunk;
  std::string pending;
  while (!parser.done()) {
    const auto count = co_await world::read_some(stream, chunk);
    if (!count && count.error().code() != boost::asio::error::eof) co_return count.error();
    if (count) {
      pending.append(reinterpret_cast<const char*>(chunk.data()), *count);
    } else {
      parser.feed_end();
    }
    // An interim answer and the final one may come in one piece.
    for (bool progress = count.has_value(); progress && !parser.done() && !parser.error();) {
      const std::size_t used = parser.feed(pending);
      pending.erase(0, used);
      progress = used != 0 && !pending.empty();
    }
    if (parser.error()) {
      const auto code = boost::system::errc::make_error_code(boost::system::errc::protocol_error);
      co_return Error(code, *parser.error());
    }
  }
  co_return parser.take();
}

Task<Result<Stream>> open(World& world, world::Endpoint to, std::optional<tls::Client> trust) {
  std::string host = to.host;
  CO_TRY(Stream plain, co_await world.network().connect(std::move(to)));
  if (!trust) co_return plain;
  co_return co_await tls::connect(world, std::move(*trust), std::move(plain), std::move(host));
}

Task<Result<Response>> exchange(World& world, world::Endpoint to, std::optional<tls::Client> trust, std::string bytes,
                                bool to_head, std::size_t body_bytes_max) {
  CO_TRY(Stream stream, co_await open(world, std::move(to), std::move(trust)));
  const auto written = co_await world::write_all(stream, bytes);
  // A server may refuse a body before all of it is sent: its answer says more than the broken pipe.
  auto response = co_await read_response(stream, to_head, body_bytes_max);
  stream.close();
  if (!response && !written) co_return written.error();
  co_return response;
}

}  // namespace

Task<Result<Response>> fetch(World& world, Url url, Request request, world::Duration limit, std::size_t body_bytes_max,
                             std::optional<tls::Client> trust) {
  world::Endpoint to;
  to.host = url.host;
  to.port = url.port;
  const std::string where = to.text();
  const std::string target = request.target == "/" ? url.target : request.target;
  const bool secure = url.scheme == "https";
  if (!secure && url.scheme != "http") co_return unusable(where + ": the scheme is neither https nor http");
  if (secure && !trust) co_return unusable(where + ": https needs to know whose certificates to believe");
  if (!secure) trust.reset();
  if (const auto checked = check(request, target); !checked) co_return checked.error().with(where);
  std::string bytes = serialize(url, request, target);
  const bool to_head = request.method == "HEAD";
  Task<Result<Response>> work =
      exchange(world, std::move(to), std::move(trust), std::move(bytes), to_head, body_bytes_max);
  auto response = co_await world::within(world.clock(), limit, std::move(work));
  if (!response && response.error().detail().find(where) == std::string::npos) {
    co_return response.error().with(where);
  }
  co_return response;
}

}  // namespace checkride::http

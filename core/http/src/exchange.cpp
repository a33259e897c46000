#include "exchange.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/error.hpp>
#include <utility>

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

bool is_idempotent(std::string_view method) {
  static constexpr std::array<std::string_view, 6> kMethods = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"};
  return std::find(kMethods.begin(), kMethods.end(), method) != kMethods.end();
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

std::string host_field(const Url& url) {
  const bool v6 = url.host.find(':') != std::string::npos;
  std::string host = v6 ? "[" + url.host + "]" : url.host;
  if (url.port != (url.scheme == "https" ? kHttpsPort : kHttpPort)) host += ":" + std::to_string(url.port);
  return host;
}

std::string serialize(const std::string& host, const Request& request, const std::string& target,
                      Afterwards afterwards) {
  std::string out = request.method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n";
  for (const auto& [name, value] : request.headers.fields()) {
    if (!is_own_field(name)) out.append(name).append(": ").append(value).append("\r\n");
  }
  const bool usually_has_body = request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
  if (usually_has_body || !request.body.empty()) {
    out += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  }
  if (afterwards == Afterwards::close) out += "Connection: close\r\n";
  return out + "\r\n" + request.body;
}

}  // namespace

Result<Outgoing> prepare(const Url& url, const Request& request, std::size_t body_bytes_max, bool trusting,
                         Afterwards afterwards) {
  Outgoing out;
  out.to.host = url.host;
  out.to.port = url.port;
  const std::string where = out.to.text();
  const std::string target = request.target == "/" ? url.target : request.target;
  out.secure = url.scheme == "https";
  if (!out.secure && url.scheme != "http") return unusable(where + ": the scheme is neither https nor http");
  if (out.secure && !trusting) return unusable(where + ": https needs to know whose certificates to believe");
  if (const auto checked = check(request, target); !checked) return checked.error().with(where);
  const auto own_host = afterwards == Afterwards::keep ? request.headers.find("Host") : std::nullopt;
  const std::string host = own_host ? std::string(*own_host) : host_field(url);
  out.bytes = serialize(host, request, target, afterwards);
  out.to_head = request.method == "HEAD";
  out.idempotent = is_idempotent(request.method);
  out.body_bytes_max = body_bytes_max;
  return out;
}

Task<Result<Stream>> open(World& world, world::Endpoint to, std::optional<tls::Client> trust, std::string name) {
  std::string host = name.empty() ? to.host : std::move(name);
  CO_TRY(Stream plain, co_await world.network().connect(std::move(to)));
  if (!trust) co_return plain;
  co_return co_await tls::connect(world, std::move(*trust), std::move(plain), std::move(host));
}

Result<Response> with_place(Result<Response> response, const world::Endpoint& to) {
  const std::string where = to.text();
  if (response || response.error().detail().find(where) != std::string::npos) return response;
  return response.error().with(where);
}

Task<Result<Response>> ClientExchange::run() {
  const auto written = co_await world::write_all(stream_, request_.bytes);
  // A server may refuse a body before all of it is sent: its answer says more than the broken pipe.
  auto response = co_await read();
  if (!written) may_follow_ = false;
  if (!response && !written) co_return written.error();
  co_return response;
}

Task<Result<Response>> ClientExchange::read() {
  ResponseParser parser(request_.to_head, request_.body_bytes_max);
  std::array<std::byte, kChunkBytes> chunk;
  std::string pending;
  while (!parser.done()) {
    const auto count = co_await world::read_some(stream_, chunk);
    if (!count && count.error().code() != boost::asio::error::eof) co_return count.error();
    if (count) {
      heard_ = true;
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
  // What nobody asked for cannot be told from the next answer.
  may_follow_ = parser.keep_alive() && pending.empty();
  co_return parser.take();
}

}  // namespace checkride::http

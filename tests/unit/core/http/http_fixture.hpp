// A server and raw or proper clients for it, on any world.
#pragma once

#include <array>
#include <string>
#include <utility>

#include "checkride/http/http.hpp"
#include "checkride/test/result_matchers.hpp"

namespace checkride::http {

// Answers "METHOD TARGET BODY" to everything; /throws throws, /bad gives what cannot be sent, /big 100,000 bytes, /far
// no body and the length of another's.
inline Response echo(const Request& request) {
  if (request.target == "/throws") throw std::runtime_error("the handler broke");
  if (request.target == "/big") return text_response(200, std::string(100'000, 'x'));
  Response response = text_response(200, request.method + " " + request.target + " " + request.body);
  if (request.target == "/bad") response.headers.add("X-Bad", "a\r\nSet-Cookie: b");
  if (request.target == "/far") response.headers.add("Content-Length", "12345");
  if (request.target == "/far") response.body.clear();
  if (request.target == "/empty") response = Response{204, {}, ""};
  return response;
}

inline world::Endpoint loopback(std::uint16_t port) {
  world::Endpoint endpoint;
  endpoint.host = "127.0.0.1";
  endpoint.port = port;
  return endpoint;
}

// Runs serve() in a group that the test owns.
class RunningServer {
 public:
  explicit RunningServer(world::World& world, ServerLimits limits = {}) : group_(world.executor()) {
    auto listener = world.network().listen(loopback(0));
    endpoint_ = listener.value()->local();
    std::function<Response(const Request&)> handler = [this](const Request& request) {
      ++handled;
      last = request;
      return echo(request);
    };
    std::function<void(const std::string&)> on_error = [this](const std::string& what) { errors += what + "\n"; };
    group_.spawn("serve", serve(world, std::move(*listener), handler, limits, on_error));
  }

  const world::Endpoint& endpoint() const { return endpoint_; }
  Url url(std::string target = "/") const {
    Url url;
    url.scheme = "http";
    url.host = endpoint_.host;
    url.port = endpoint_.port;
    url.target = std::move(target);
    return url;
  }
  world::TaskGroup& group() { return group_; }

  int handled = 0;
  Request last;
  std::string errors;

 private:
  world::Endpoint endpoint_;
  world::TaskGroup group_;
};

// What came until the peer ended the connection, or the error that ended it in brackets.
inline world::Task<std::string> read_to_end(world::Stream& stream) {
  std::string text;
  std::array<std::byte, 4096> part;
  for (;;) {
    const auto count = co_await world::read_some(stream, part);
    if (!count) {
      if (count.error().code() != boost::asio::error::eof) text += "[" + count.error().code().message() + "]";
      co_return text;
    }
    text.append(reinterpret_cast<const char*>(part.data()), *count);
  }
}

// Sends bytes as they are and reads to the end.
inline world::Task<std::string> raw(world::World& world, world::Endpoint to, std::string bytes) {
  auto stream = co_await world.network().connect(to);
  if (!stream) co_return "[" + stream.error().message() + "]";
  (void)co_await world::write_all(*stream, bytes);
  std::string answer = co_await read_to_end(*stream);
  co_return answer;
}

}  // namespace checkride::http

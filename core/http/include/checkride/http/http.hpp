// HTTP/1.1 over any world's streams, in the clear or behind TLS: messages as plain values, a server and a client; a
// client that keeps its connections is in connections.hpp. Only src/ knows Beast.
#pragma once

#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checkride/tls/tls.hpp"
#include "checkride/world/world.hpp"

namespace checkride::http {

// Names compare without regard to ASCII case; order and duplicates are kept.
class Headers {
 public:
  void add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
  // Replaces every field of that name.
  void set(std::string_view name, std::string value);
  // The first field of that name.
  std::optional<std::string_view> find(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

struct Request {
  std::string method = "GET";
  std::string target = "/";  // path and query as sent
  Headers headers;
  std::string body;
  world::Endpoint remote;  // filled by the server
  std::string id;          // by which logs and answers name it: ServerHooks::on_request may give one

  // The path, percent-decoded, without the query.
  std::string path() const;
  // The same as it was sent, for what must tell "/" from "%2F". A view into `target`, or of "/".
  std::string_view raw_path() const;
  // A query parameter, percent-decoded.
  std::optional<std::string> query(std::string_view name) const;
};

// A body that is sent while it comes into being: events as they happen, an answer that takes time.
class BodySource {
 public:
  virtual ~BodySource() = default;
  // The next piece; an empty one ends the body. Awaited by one connection, and cancelled with it: a client that went is
  // noticed when something is written to it, so an endless source says something from time to time.
  virtual world::Task<std::string> next() = 0;

 protected:
  BodySource() = default;
  BodySource(const BodySource&) = default;
  BodySource& operator=(const BodySource&) = default;
};

// How an exchange breaks off, for those who try out clients: some bytes, and an end that is none of HTTP's.
struct RawExchange {
  enum class End { close, reset, stall };
  // Sent in the place of the answer, as they are; empty: the answer itself, of a stream the header.
  std::string bytes{};
  // Of that no more than so many.
  std::size_t bytes_max = std::numeric_limits<std::size_t>::max();
  End end = End::close;
  // A stall ends when the client goes or the server is drained, and after that long at the latest.
  world::Duration stall{std::chrono::hours(1)};
};

struct Response {
  int status = 200;
  Headers headers;
  std::string body;
  // In the place of `body`: sent in chunks, each within ServerLimits::request, or the connection is closed.
  std::shared_ptr<BodySource> stream{};
  // The Router's pattern that answered, valid as long as it; empty for what no route answered. Not sent.
  std::string_view route{};
  // What goes out instead of a whole answer.
  std::shared_ptr<const RawExchange> raw{};
};

Response json_response(int status, std::string body);
Response text_response(int status, std::string body);
// {"error":{"code":"not_found","message":"..."}}
Response error_response(int status, std::string_view code, std::string_view message);

// Routes by method and pattern ("/v1/variables/{name}"). Unknown path: 404 that names the nearest route there is; known
// path, other method: 405 with Allow;
// HEAD is answered wherever GET is. Both errors are error_response documents. Of several patterns that fit, a word is
// preferred to a {parameter}, from the left; a parameter takes one segment that is not empty.
class Router {
 public:
  using Parameters = std::vector<std::pair<std::string, std::string>>;  // percent-decoded, in pattern order
  using Handler = std::function<Response(const Request&, const Parameters&)>;
  void add(std::string method, std::string pattern, Handler handler);
  Response route(const Request& request) const;

 private:
  struct Route {
    std::string method;
    std::string pattern;
    std::vector<std::string> segments;
    Handler handler;
  };
  const Route* find(const Request& request) const;

  std::vector<Route> routes_;
};

struct ServerLimits {
  ServerLimits();

  std::size_t body_bytes_max = 1024 * 1024;        // more: 413
  std::size_t header_bytes_max = 16 * 1024;        // more: 431
  world::Duration idle{std::chrono::seconds(60)};  // keep-alive without a request
  world::Duration request{std::chrono::seconds(10)};
  std::size_t connections_max = 256;  // beyond it an idle one makes room, else the slowest request or handshake
  // Of a handler that is a task: longer, and it is cancelled, and 503 answered.
  world::Duration answer{std::chrono::minutes(5)};
  // Whom the clients of https meet; none: the server speaks in the clear.
  std::optional<tls::Server> tls{};
  world::Duration handshake{std::chrono::seconds(10)};
};

// Ends a server in order, once. Shared by serve() and whoever ends it.
class Drain {
 public:
  // Takes no further connections and requests: the listener and the connections without a request are closed, the
  // others behind their answer, and then serve() returns. Whoever connected a moment ago is still answered once; a
  // handshake that has begun is waited for, within its limit.
  void begin();
  bool begun() const { return begun_; }
  // For serve(): called when the drain begins; empty to be called no more.
  void on_begin(std::function<void()> act) { act_ = std::move(act); }

 private:
  bool begun_ = false;
  std::function<void()> act_;
};

// A request and what became of it.
struct Exchange {
  const Request& request;  // of one that was refused while it was read, nothing is known but its sender
  const Response& response;
  std::uint64_t body_bytes = 0;  // sent; of a RawExchange all that was sent
  world::Duration duration{};    // from its first byte, or the end of the one before, to the last byte of the answer
  bool complete = true;          // false: the connection broke before the answer was out, or was to (RawExchange)
};

// What a server tells its owner; any of them may be empty.
struct ServerHooks {
  // A handler that throws, or gives what cannot be sent; a listener that cannot accept.
  std::function<void(const std::string&)> on_error{};
  // Before the handler: may give the request an id, and headers.
  std::function<void(Request&)> on_request{};
  // Before an answer is sent, refusals too: may add headers, and to the body.
  std::function<void(const Request&, Response&)> on_response{};
  // When it is over.
  std::function<void(const Exchange&)> on_exchange{};
  // Before a handshake: may take time, of ServerLimits::handshake, and give another server than the one of the limits.
  std::function<world::Task<tls::Server>(tls::Server)> on_handshake{};
  // A client with whom no handshake came about: the error names it and says why.
  std::function<void(const Error&)> on_handshake_failed{};
  // How many connections are open, whenever that changes while the server runs.
  std::function<void(std::size_t)> on_connections{};
  std::shared_ptr<Drain> drain{};
};

// Serves `handler` on `listener` until the task is cancelled or drained; connections are tasks of its own, ended with
// it. A handler that throws, or gives what cannot be sent, answers 500 and the message goes to `on_error`.
// Content-Length, Connection and Date are the server's. The handler is not called after the task has ended.
world::Task<> serve(world::World& world, std::unique_ptr<world::Listener> listener,
                    std::function<Response(const Request&)> handler, ServerLimits limits = ServerLimits(),
                    std::function<void(const std::string&)> on_error = {});
world::Task<> serve(world::World& world, std::unique_ptr<world::Listener> listener,
                    std::function<Response(const Request&)> handler, ServerLimits limits, ServerHooks hooks);

// A handler that waits: for time, for others. It holds up no other connection. The request outlives its task; it is not
// told that its client went.
using AsyncHandler = std::function<world::Task<Response>(const Request&)>;

// The same with such a handler. Cancelling it cancels the handlers at work, and it ends when they have (those that
// resist are left alone after a second); draining waits for them, and for their answers to go out.
world::Task<> serve(world::World& world, std::unique_ptr<world::Listener> listener, AsyncHandler handler,
                    ServerLimits limits, ServerHooks hooks);

inline constexpr std::uint16_t kHttpPort = 80;
inline constexpr std::uint16_t kHttpsPort = 443;

// An absolute URL, taken apart.
struct Url {
  std::string scheme = "http";  // or "https"
  std::string host;
  std::uint16_t port = kHttpPort;
  std::string target = "/";
};
Result<Url> parse_url(std::string_view text);

// One exchange on a connection of its own (Host, Content-Length and Connection: close are added). The target sent is
// the request's, or the URL's where the request's is left at "/". Redirects are not followed. Errors name the host and
// port: those of connecting, reading and writing; timed_out after `limit`; protocol_error for an answer that is not
// HTTP, not whole, or larger than `body_bytes_max`; invalid input for a request that cannot be sent, or for https
// without `trust`, which says whose certificates are believed.
world::Task<Result<Response>> fetch(world::World& world, Url url, Request request, world::Duration limit,
                                    std::size_t body_bytes_max = 16 * 1024 * 1024,
                                    std::optional<tls::Client> trust = {});

}  // namespace checkride::http

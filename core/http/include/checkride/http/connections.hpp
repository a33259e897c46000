// Connections: a client that keeps its connections and uses them again, request after request.
//
//   Connections connections(world, limits);
//   CO_TRY(Response answer, co_await connections.fetch(url, std::move(request), 5s));
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "checkride/http/http.hpp"

namespace checkride::http {

// Numbers are per scheme, host and port.
struct ConnectionLimits {
  std::size_t open_max = 64;                          // at least 1; further requests wait, in order
  std::size_t idle_max = 8;                           // kept while nobody needs them
  world::Duration lifetime{std::chrono::minutes(5)};  // older ones take no further request
  world::Duration idle{std::chrono::seconds(30)};     // without a request, then closed; below the server's own limit
  world::Duration wait{std::chrono::seconds(30)};     // of a request, for one of open_max
  std::optional<world::Duration> connect{};  // for a new one, its handshake included; none: the request's limit
  // The name that certificates must bear, where it is not the host to which connections are made; empty: it is.
  std::string known_as{};
};

// Of all hosts together.
struct ConnectionCounts {
  std::size_t open = 0;       // now, with those that are being made
  std::size_t idle = 0;       // now, of the open ones
  std::size_t waiting = 0;    // requests that wait for one of them now
  std::uint64_t opened = 0;   // so far
  std::uint64_t reused = 0;   // exchanges that began on a connection that had served before
  std::uint64_t retried = 0;  // of those: begun again on a new one
};

class Connections {
 public:
  // `trust`: whose certificates are believed, for https. The world outlives it.
  explicit Connections(world::World& world, ConnectionLimits limits = {}, std::optional<tls::Client> trust = {});
  // Closes what is idle; what is under way goes on, and its connections are not kept.
  ~Connections();
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;

  // As http::fetch, but the connection stays, if both sides want that, and a Host among the request's headers is sent
  // in the place of the URL's. The wait for a connection is a part of `limit`. A connection that was kept may have been
  // closed by the server at this very moment: where it ends before any of the answer came, a request that does no more
  // twice than once (GET, HEAD, PUT, DELETE, OPTIONS, TRACE) is sent again, once, on a new one; others fail. Errors
  // beside fetch's: resource_unavailable_try_again, where ConnectionLimits::wait passed.
  world::Task<Result<Response>> fetch(Url url, Request request, world::Duration limit,
                                      std::size_t body_bytes_max = 16 * 1024 * 1024);

  void close_idle();
  ConnectionCounts counts() const;

  struct State;

 private:
  std::shared_ptr<State> state_;
};

}  // namespace checkride::http

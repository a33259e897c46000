// The server's half of a connection: requests in turn, each answered by the handler.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "checkride/http/http.hpp"

namespace checkride::http {

// A client that has come is about to ask, so a drain leaves it this time for its first request.
inline constexpr world::Duration kNewcomer = std::chrono::milliseconds(250);

// A connection that waits for a request.
struct IdleClient {
  world::Stream* stream;
  world::Instant newcomer_until;
};

// What the connections share. They hold it, for they may end after serve() has.
struct ServerState {
  world::World& world;
  AsyncHandler handler;
  ServerLimits limits;
  ServerHooks hooks;
  bool open = true;                         // false once serve() has ended: the handler may be gone
  std::vector<IdleClient> idle{};           // the longest first
  std::vector<world::Stream*> receiving{};  // of whose requests a part is there, the longest first
  std::size_t connections = 0;              // that are open

  void report(const std::string& what) const {
    if (open && hooks.on_error) hooks.on_error(what);
  }
  void count_connections(std::size_t now_open) {
    connections = now_open;
    if (open && hooks.on_connections) hooks.on_connections(connections);
  }
  bool draining() const { return hooks.drain != nullptr && hooks.drain->begun(); }
  // Ends the connection that has waited longest for its next request, else for the rest of one; false: all are at work.
  // So nobody keeps others out by holding connections on which nothing happens.
  bool make_room() {
    if (idle.empty() && receiving.empty()) return false;
    world::Stream* longest = nullptr;
    if (idle.empty()) {
      longest = receiving.front();
      receiving.erase(receiving.begin());
    } else {
      longest = idle.front().stream;
      idle.erase(idle.begin());
    }
    longest->close();
    return true;
  }
  void close_idle() {
    for (const IdleClient& one : idle) {
      if (one.newcomer_until <= world.clock().now()) one.stream->close();
    }
  }
};

// Answers the requests of `stream` until one side ends it.
world::Task<> serve_requests(world::Stream stream, std::shared_ptr<ServerState> service);

}  // namespace checkride::http

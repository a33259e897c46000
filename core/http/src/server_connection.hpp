// The server's half of a connection: requests in turn, each answered by the handler.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
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

// A connection of which a part is there, of a handshake or of a request.
struct SlowClient {
  const void* who;
  std::function<void()> end;
};

// What the connections share. They hold it, for they may end after serve() has.
struct ServerState {
  world::World& world;
  AsyncHandler handler;
  ServerLimits limits;
  ServerHooks hooks;
  bool open = true;                // false once serve() has ended: the handler may be gone
  std::vector<IdleClient> idle{};  // the longest first
  std::vector<SlowClient> slow{};  // who began first is first
  std::size_t connections = 0;     // that are open

  void report(const std::string& what) const {
    if (open && hooks.on_error) hooks.on_error(what);
  }
  void count_connections(std::size_t now_open) {
    connections = now_open;
    if (open && hooks.on_connections) hooks.on_connections(connections);
  }
  bool draining() const { return hooks.drain != nullptr && hooks.drain->begun(); }
  // Ends the connection that has waited longest for its next request, else the one that takes longest over a request or
  // its handshake; false: all are at work. So nobody keeps others out by holding connections on which nothing happens.
  bool make_room() {
    if (!idle.empty()) {
      world::Stream* const longest = idle.front().stream;
      idle.erase(idle.begin());
      longest->close();
      return true;
    }
    if (slow.empty()) return false;
    const std::function<void()> end = std::move(slow.front().end);
    slow.erase(slow.begin());
    end();
    return true;
  }
  void close_idle() {
    for (const IdleClient& one : idle) {
      if (one.newcomer_until <= world.clock().now()) one.stream->close();
    }
  }
};

// While it lives the connection waits for the rest of something.
class SlowMark {
 public:
  SlowMark(ServerState& service, SlowClient one) : service_(service), who_(one.who) {
    service.slow.push_back(std::move(one));
  }
  ~SlowMark() {
    std::erase_if(service_.slow, [this](const SlowClient& one) { return one.who == who_; });
  }
  SlowMark(const SlowMark&) = delete;
  SlowMark& operator=(const SlowMark&) = delete;

 private:
  ServerState& service_;
  const void* who_;
};

// Answers the requests of `stream` until one side ends it.
world::Task<> serve_requests(world::Stream stream, std::shared_ptr<ServerState> service);

}  // namespace checkride::http

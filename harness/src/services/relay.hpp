// Relay: hands requests on to another server and brings its answers back, as proxies and balancers do.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "checkride/http/connections.hpp"

namespace checkride::harness {

struct RelayLimits {
  world::Duration connect = std::chrono::seconds(5);
  world::Duration answer = std::chrono::seconds(50);  // from the request to the whole answer
  std::size_t idle_max = 32;                          // connections that are kept for the next request
};

// What came of it: an answer, or the reason why there is none.
struct Relayed {
  enum class Failure { no_connection, late_connection, late_answer, broken_answer };
  std::optional<http::Response> answer;
  Failure failure = Failure::no_connection;  // without an answer
};

struct RelayTarget {
  world::Endpoint endpoint;
  bool secure = false;  // by https
};

class Relay {
 public:
  // The world outlives it. `trust`: whose certificates are believed, where a target is asked by https.
  Relay(world::World& world, RelayLimits limits, std::optional<tls::Client> trust = {});
  // Headers that are between neighbours only (Connection, Transfer-Encoding, ...) are not handed on; the rest is, Host
  // too, and of an answer to HEAD its length. An answer that ends too early counts as broken.
  world::Task<Relayed> ask(RelayTarget to, http::Request request);

 private:
  world::World& world_;
  RelayLimits limits_;
  http::Connections connections_;
};

// Adds a value to a list in one header: "X-Forwarded-For: a, b".
void append_to_list(http::Headers& headers, std::string_view name, const std::string& value);

// A listener that leaves connections waiting in the kernel while there are `most` already.
class Door {
 public:
  Door(world::World& world, std::size_t most) : most_(most), freed_(world.executor()) {}
  // Told by whoever serves them how many there are.
  void set_open(std::size_t open) {
    if (open > open_) coming_ -= std::min(coming_, open - open_);
    open_ = open;
    freed_.notify_all();
  }
  // One was let in, of whom whoever serves them tells later.
  void let_in() { ++coming_; }
  bool is_full() const { return open_ + coming_ >= most_; }
  world::Task<> wait() { return freed_.wait(); }

 private:
  std::size_t most_;
  std::size_t open_ = 0;
  std::size_t coming_ = 0;
  world::Notifier freed_;
};
std::unique_ptr<world::Listener> behind_door(std::unique_ptr<world::Listener> listener, std::shared_ptr<Door> door);

}  // namespace checkride::harness

// A server whose handler is a task, with the limits that a test sets, and what its hooks told.
#pragma once

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "checkride/http/http.hpp"
#include "http_fixture.hpp"

namespace checkride::http {

// As echo(), /slow after a while. The request is read after the wait.
inline world::Task<Response> echo_later(world::Clock& clock, const Request& request) {
  if (request.path() == "/slow") co_await clock.sleep_for(std::chrono::milliseconds(300));
  co_return echo(request);
}

inline AsyncHandler later(world::World& world) {
  return [&clock = world.clock()](const Request& request) { return echo_later(clock, request); };
}

class TaskServer {
 public:
  TaskServer(world::World& world, AsyncHandler handler, ServerLimits limits = ServerLimits())
      : secure_(limits.tls.has_value()), group(world.executor()), world_(world) {
    auto listener = world.network().listen(loopback(0)).value();
    endpoint = listener->local();
    ServerHooks hooks;
    hooks.on_request = [this](Request&) { ++asked; };
    hooks.on_error = [this](const std::string& what) { errors.push_back(what); };
    hooks.on_exchange = [this](const Exchange& one) { note(one); };
    hooks.on_connections = [this](std::size_t now_open) { count(now_open); };
    hooks.on_handshake = [this](tls::Server usual) { return choose(std::move(usual)); };
    hooks.on_handshake_failed = [this](const Error& error) { refused.push_back(error.message()); };
    hooks.drain = drain;
    group.spawn("serve", serve(world, std::move(listener), std::move(handler), limits, std::move(hooks)));
  }

  Url url(std::string target = "/") const {
    Url url;
    url.scheme = secure_ ? "https" : "http";
    url.host = endpoint.host;
    url.port = endpoint.port;
    url.target = std::move(target);
    return url;
  }
  // At the end of a test: what the hooks fill goes with this.
  world::Task<> stop() {
    const auto left = co_await group.stop(world_.clock(), std::chrono::seconds(10));
    EXPECT_TRUE(left.empty());
  }

  world::Endpoint endpoint;
  std::shared_ptr<Drain> drain = std::make_shared<Drain>();
  int asked = 0;
  std::vector<std::string> errors;
  std::vector<std::string> refused;    // handshakes
  std::vector<std::string> exchanges;  // "TARGET status bytes", and "broken"
  std::size_t open = 0;                // connections
  std::size_t most_open = 0;
  world::Duration handshake_takes{};  // before it begins
  bool handshake_fails = false;
  std::shared_ptr<tls::Server> handshakes;  // in the place of the usual one

 private:
  world::Task<tls::Server> choose(tls::Server usual) {
    if (handshake_fails) throw std::runtime_error("no certificate today");
    if (handshake_takes != world::Duration()) co_await world_.clock().sleep_for(handshake_takes);
    co_return handshakes == nullptr ? usual : *handshakes;
  }
  void note(const Exchange& one) {
    exchanges.push_back(one.request.target + " " + std::to_string(one.response.status) + " " +
                        std::to_string(one.body_bytes) + (one.complete ? "" : " broken"));
  }
  void count(std::size_t now_open) {
    open = now_open;
    most_open = std::max(most_open, open);
  }

  bool secure_;

 public:
  world::TaskGroup group;

 private:
  world::World& world_;
};

// Waits until something holds, in small steps: on real sockets nobody knows when. A test that waits in vain fails.
template <class Condition>
world::Task<> until(world::Clock& clock, const Condition& condition) {
  for (int step = 0; step < 10'000 && !condition(); ++step) co_await clock.sleep_for(std::chrono::milliseconds(1));
  EXPECT_TRUE(condition()) << "not within ten seconds";
}

// Asks, and notes the body of the answer, or the error in brackets.
inline world::Task<> ask(world::World& world, Url url, std::vector<std::string>& answers) {
  const auto answer = co_await fetch(world, std::move(url), Request(), std::chrono::seconds(20));
  answers.push_back(answer ? answer->body : "[" + answer.error().message() + "]");
}

inline Request request_of(std::string method, std::string target, std::string body = {}) {
  Request request;
  request.method = std::move(method);
  request.target = std::move(target);
  request.body = std::move(body);
  return request;
}

}  // namespace checkride::http

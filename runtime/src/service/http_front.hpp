// HttpFront: one HTTP listener of the monitor, from binding to closing.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "checkride/http/http.hpp"
#include "checkride/world/task_group.hpp"
#include "service/context.hpp"
#include "service/listener_plan.hpp"

namespace checkride::runtime {

class HttpFront {
 public:
  // A request is read, and its answer written, within this (the guide's health server).
  static constexpr world::Duration kRequestLimit{std::chrono::seconds(10)};

  // `context` outlives the front.
  HttpFront(Context& context, std::string logger);

  // Serves `handler` on a socket that the service manager opened for it (named "health" or "metrics", or on that port),
  // or binds one. Prints "listening on HOST:PORT (purpose)" with the real port: to standard error while the log goes to
  // standard output. Errors (invalid) name the configuration key, the address and what to do.
  world::Task<Result<>> start(ListenerPlan plan, std::function<http::Response(const http::Request&)> handler);
  // Closes the listener and idle connections, lets requests that have begun be answered for kRequestLimit at most, and
  // closes the rest.
  world::Task<Result<>> stop(world::Instant deadline);
  bool running() const { return tasks_ != nullptr; }

 private:
  world::Task<Result<std::unique_ptr<world::Listener>>> bind(ListenerPlan plan);
  http::ServerHooks hooks();
  void show_connections(std::size_t open);
  void tell(const std::string& where, const std::string& purpose);

  Context& context_;
  std::string logger_;
  std::shared_ptr<http::Drain> drain_;
  std::unique_ptr<world::TaskGroup> tasks_;
  std::size_t connections_ = 0;  // as the gauge has them
};

}  // namespace checkride::runtime

#include "server.hpp"

#include <algorithm>
#include <boost/asio/error.hpp>
#include <utility>

#include "checkride/result/assert.hpp"
#include "server_connection.hpp"

namespace checkride::http {
namespace {

using world::Duration;
using world::Stream;
using world::Task;
using world::World;

constexpr Duration kAcceptRetry = std::chrono::milliseconds(100);

// The requests of a client, behind a handshake if there is to be one.
Task<> serve_client(Stream stream, std::shared_ptr<ServerState> service) {
  if (service->limits.tls) {
    auto secure = co_await shake_hands(std::move(stream), service);
    if (!service->open) co_return;
    if (!secure && service->hooks.on_handshake_failed) service->hooks.on_handshake_failed(secure.error());
    if (!secure) co_return;
    stream = std::move(*secure);
  }
  co_await serve_requests(std::move(stream), std::move(service));
}

Task<> serve_connection(Stream stream, std::shared_ptr<ServerState> service) {
  service->count_connections(service->connections + 1);
  try {
    co_await serve_client(std::move(stream), service);
  } catch (...) {  // an owner's hook that fails must not leave a connection in the count; the failure goes on
    service->count_connections(service->connections - 1);
    throw;
  }
  service->count_connections(service->connections - 1);
}

Task<> close_newcomers(std::shared_ptr<ServerState> service) {
  co_await service->world.clock().sleep_for(kNewcomer);
  service->close_idle();
}

// Tells the connections, which may end later, that serve() has ended.
class ClosesService {
 public:
  explicit ClosesService(std::shared_ptr<ServerState> service) : service_(std::move(service)) {}
  ~ClosesService() {
    service_->open = false;
    if (service_->hooks.drain) service_->hooks.drain->on_begin({});
  }
  ClosesService(const ClosesService&) = delete;
  ClosesService& operator=(const ClosesService&) = delete;

 private:
  std::shared_ptr<ServerState> service_;
};

}  // namespace

void Drain::begin() {
  begun_ = true;
  if (act_) act_();
}

Task<> serve_all(World& world, std::unique_ptr<world::Listener> listener, AsyncHandler handler, ServerLimits limits,
                 ServerHooks hooks) {
  CHECKRIDE_ASSERT(listener != nullptr);
  const auto service = std::make_shared<ServerState>(ServerState{world, std::move(handler), limits, std::move(hooks)});
  const ClosesService closes(service);
  if (service->hooks.drain) {
    service->hooks.drain->on_begin([raw = service.get(), at = listener.get()] {
      at->close();
      raw->close_idle();
    });
  }
  const world::TaskGroup::OnFailure report = [service](const std::string& task, const std::string& what) {
    service->report(task + ": " + what);
  };
  world::TaskGroup connections(world.executor(), report);
  while (!service->draining()) {
    auto accepted = co_await listener->accept();
    if (!accepted) {
      if (accepted.error().code() == boost::asio::error::operation_aborted) break;  // the listener was closed
      service->report("accepting on " + listener->local().text() + ": " + accepted.error().message());
      co_await world.clock().sleep_for(kAcceptRetry);
      continue;
    }
    if (connections.running() >= limits.connections_max && !service->make_room()) {
      service->report("all " + std::to_string(limits.connections_max) + " connections of " + listener->local().text() +
                      " are at work: a further one was closed");
      accepted->close();
      continue;
    }
    std::string name = "http " + accepted->remote().text();
    connections.spawn(std::move(name), serve_connection(std::move(*accepted), service));
  }
  if (!service->draining()) co_return;
  const auto is_new = [now = world.clock().now()](const IdleClient& one) { return one.newcomer_until > now; };
  if (std::ranges::any_of(service->idle, is_new)) connections.spawn("newcomers", close_newcomers(service));
  co_await connections.join();
}

}  // namespace checkride::http

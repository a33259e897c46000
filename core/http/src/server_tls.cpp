#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/system/errc.hpp>
#include <exception>
#include <utility>

#include "checkride/result/assert.hpp"
#include "server.hpp"
#include "server_connection.hpp"

namespace checkride::http {
namespace {

using world::Stream;
using world::Task;

Task<Result<Stream>> answer_hello(Stream plain, std::shared_ptr<ServerState> service) {
  tls::Server server = *service->limits.tls;
  if (service->hooks.on_handshake) server = co_await service->hooks.on_handshake(server);
  co_return co_await tls::accept(service->world, std::move(server), std::move(plain));
}

struct Outcome {
  Outcome() = default;
  explicit Outcome(Result<Stream> stream) : secure(std::move(stream)) {}
  explicit Outcome(std::exception_ptr why) : failure(std::move(why)) {}

  Result<Stream> secure;
  std::exception_ptr failure;
};

// A hook that throws ends the handshake, which || would not.
Task<Outcome> outcome_of(Task<Result<Stream>> handshake) {
  try {
    auto secure = co_await std::move(handshake);
    co_return Outcome(std::move(secure));
  } catch (...) {
    co_return Outcome(std::current_exception());
  }
}

// Told that others need the room.
struct Yielding {
  explicit Yielding(world::World& world) : told(world.executor()) {}
  world::Notifier told;
  bool yields = false;
};

Task<> until_it_yields(Yielding& yielding) {
  while (!yielding.yields) co_await yielding.told.wait();
}

Task<Result<Stream>> shake_or_yield(Stream plain, std::shared_ptr<ServerState> service) {
  using namespace boost::asio::experimental::awaitable_operators;
  Yielding yielding(service->world);
  std::function<void()> end = [&yielding] {
    yielding.yields = true;
    yielding.told.notify_all();
  };
  const SlowMark mark(*service, {&yielding, std::move(end)});
  Task<Result<Stream>> work = answer_hello(std::move(plain), service);
  Task<Result<Stream>> in_time = world::within(service->world.clock(), service->limits.handshake, std::move(work));
  Task<Outcome> handshake = outcome_of(std::move(in_time));
  auto first = co_await (std::move(handshake) || until_it_yields(yielding));
  Outcome outcome = first.index() == 0 ? std::move(std::get<0>(first)) : Outcome();
  if (outcome.failure) std::rethrow_exception(outcome.failure);
  // Also where it ended well in the same turn: its place has been given away.
  if (first.index() == 1 || yielding.yields) {
    co_return Error(make_error_code(boost::system::errc::operation_canceled), "it made room for another connection");
  }
  co_return std::move(outcome.secure);
}

}  // namespace

Task<Result<Stream>> shake_hands(Stream plain, std::shared_ptr<ServerState> service) {
  CHECKRIDE_ASSERT(service->limits.tls.has_value());
  const std::string client = plain.remote().text();
  auto secure = co_await shake_or_yield(std::move(plain), service);
  if (secure || secure.error().detail().find(client) != std::string::npos) co_return secure;
  co_return secure.error().with(client + ": the TLS handshake");
}

}  // namespace checkride::http

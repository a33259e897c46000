#include <utility>

#include "checkride/result/assert.hpp"
#include "server.hpp"

namespace checkride::http {
namespace {

using world::Stream;
using world::Task;
using world::World;

Task<Result<Stream>> answer_hello(World& world, Stream plain, tls::Server server, const ServerHooks& hooks) {
  if (hooks.on_handshake) server = co_await hooks.on_handshake(server);
  co_return co_await tls::accept(world, std::move(server), std::move(plain));
}

}  // namespace

Task<Result<Stream>> shake_hands(World& world, Stream plain, const ServerLimits& limits, const ServerHooks& hooks) {
  CHECKRIDE_ASSERT(limits.tls.has_value());
  const std::string client = plain.remote().text();
  Task<Result<Stream>> work = answer_hello(world, std::move(plain), *limits.tls, hooks);
  auto secure = co_await world::within(world.clock(), limits.handshake, std::move(work));
  if (secure || secure.error().detail().find(client) != std::string::npos) co_return secure;
  co_return secure.error().with(client + ": the TLS handshake");
}

}  // namespace checkride::http

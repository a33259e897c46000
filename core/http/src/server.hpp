// The parts of the server.
#pragma once

#include <memory>

#include "checkride/http/http.hpp"

namespace checkride::http {

// serve(), for every kind of handler (handlers.cpp).
world::Task<> serve_all(world::World& world, std::unique_ptr<world::Listener> listener, AsyncHandler handler,
                        ServerLimits limits, ServerHooks hooks);

// A client's handshake, within its limit (server_tls.cpp). Requires ServerLimits::tls; limits and hooks outlive it. The
// error names the client.
world::Task<Result<world::Stream>> shake_hands(world::World& world, world::Stream plain, const ServerLimits& limits,
                                               const ServerHooks& hooks);

}  // namespace checkride::http

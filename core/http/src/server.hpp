// The parts of the server.
#pragma once

#include <memory>

#include "checkride/http/http.hpp"

namespace checkride::http {

// serve(), for every kind of handler (handlers.cpp).
world::Task<> serve_all(world::World& world, std::unique_ptr<world::Listener> listener, AsyncHandler handler,
                        ServerLimits limits, ServerHooks hooks);

struct ServerState;  // server_connection.hpp

// A client's handshake, within its limit, and no longer than it need not make room for others (server_tls.cpp).
// Requires ServerLimits::tls. The error names the client.
world::Task<Result<world::Stream>> shake_hands(world::Stream plain, std::shared_ptr<ServerState> service);

}  // namespace checkride::http

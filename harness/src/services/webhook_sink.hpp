// An HTTP receiver that keeps every call and answers 200 "ok", as chat services do.
#pragma once

#include <memory>

#include "checkride/world/world.hpp"
#include "inbox.hpp"

namespace checkride::harness {

// Serves until cancelled. `world` and `inbox` outlive the task.
world::Task<> serve_webhook(world::World& world, std::unique_ptr<world::Listener> listener, WebhookInbox& inbox);

}  // namespace checkride::harness

// Routes of the notifications. What changes something is for clients on this machine (http_manners.hpp).
//
//   GET    /api/v1/notifications                            see notifications_document()
//   POST   /api/v1/notifications/dead-letters/{id}/retry    queued once more: {"id", "status": "queued"}
//   DELETE /api/v1/notifications/dead-letters/{id}          forgotten: {"id", "status": "discarded"}
//
// 404 for an id that no dead letter has, 409 while its channel is not configured or its outbox is full.
#pragma once

#include <functional>

#include "notify/dispatcher.hpp"
#include "service/context.hpp"

namespace checkride::runtime::notify {

// Adds the routes to `context.api`, which does not outlive what `dispatcher` looks at: the one that runs, or null.
void add_notification_routes(Context& context, std::function<Dispatcher*()> dispatcher);

}  // namespace checkride::runtime::notify

// The access log: one event for each HTTP request.
#pragma once

#include "checkride/http/http.hpp"
#include "log/event_log.hpp"

namespace checkride::runtime {

// Logs "http_request" with method, route, path (without its query, which may hold a key), status, duration in seconds,
// bytes of the body, remote, user_agent, request_id, and trace_id and parent_id if the client sent a traceparent.
void log_exchange(Logger& log, const http::Exchange& exchange);

}  // namespace checkride::runtime

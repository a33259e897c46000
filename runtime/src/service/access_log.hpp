// The access log: one event for each HTTP request.
#pragma once

#include "checkride/http/http.hpp"
#include "log/event_log.hpp"

namespace checkride::runtime {

// Logs "http_request" with the guides' fields (method, url, status_code, process_time in seconds, user_agent,
// remote_addr) and with route, bytes of the body, request_id, and trace_id and parent_id if the client sent a
// traceparent. The url is without its query, which may hold a key.
void log_exchange(Logger& log, const http::Exchange& exchange);

}  // namespace checkride::runtime

// What the HTTP listeners count: http_requests_total and http_request_duration_seconds, by route.
#pragma once

#include "checkride/http/http.hpp"
#include "service/context.hpp"

namespace checkride::runtime {

// Lets `router` answer and counts it. The label `route` is the pattern of the route, never the path, which anybody may
// make up: what fits none is "none". The trace id of a valid traceparent field, or else the X-Request-Id, is the
// exemplar.
http::Response route_and_count(Context& context, const http::Router& router, const http::Request& request);

}  // namespace checkride::runtime

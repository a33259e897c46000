// The log level over HTTP: GET and PUT /api/v1/log-level.
#pragma once

#include "service/context.hpp"

namespace checkride::runtime {

// Adds the routes to `context.api`; `context` outlives it.
//
// GET answers {"level":"info"}. PUT takes the same document, answers it, and holds until the next PUT, reload or
// restart; only a client on this machine may, neither a proxy nor a page in a browser (403), for nobody proves who he
// is here. 400 for anything that is not such a document.
void add_log_routes(Context& context);

}  // namespace checkride::runtime

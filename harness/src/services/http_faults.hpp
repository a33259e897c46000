// What its faults make of a request that an HTTP service is asked: the same for every such service. Pure.
#pragma once

#include <memory>
#include <optional>

#include "checkride/http/http.hpp"
#include "services/active_faults.hpp"

namespace checkride::harness {

struct HttpTurn {
  world::Duration wait{};                          // before anything else
  std::optional<http::Response> instead;           // the answer; the service does nothing
  std::shared_ptr<const http::RawExchange> cut{};  // for Response::raw of the service's own answer: it breaks off
};

// Asked once for each request, when it is there. Counts what faults count.
HttpTurn http_turn(ActiveFaults& faults, const http::Request& request);

}  // namespace checkride::harness

// How the monitor behaves towards HTTP clients, whatever they ask: ids of requests and traces, one error document, when
// to come again, who may change something. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "checkride/http/http.hpp"
#include "checkride/world/random.hpp"

namespace checkride::runtime {

// 1 to 128 letters, digits and "-_.:": what may be echoed and logged as a request id.
bool is_request_id(std::string_view text);
// The client's X-Request-Id if it is one, else 32 hex digits drawn from `random`.
std::string request_id_of(const http::Request& request, world::Random& random);

// W3C Trace Context: where in a trace the request belongs. Views into the header.
struct TraceParent {
  std::string_view trace_id;   // 32 lower-case hex digits, not all zero
  std::string_view parent_id;  // 16
  bool sampled = false;
};
// Nothing for a header that is not valid; a version above 00 is read as far as 00 goes, as the standard asks.
std::optional<TraceParent> parse_traceparent(std::string_view header);

// The id of a trace that begins here: 32 hex digits.
std::string make_trace_id(world::Random& random);
// The traceparent of a request of ours, which is another step of that trace each time. Requires such an id.
std::string make_traceparent(std::string_view trace_id, world::Random& random);
// Gives a request of ours its traceparent, unless it has one: of that trace, or of one that begins here.
void add_traceparent(http::Headers& headers, world::Random& random, std::string trace_id = {});

// Who may change something: a client on this machine that is no web page (a browser sends Origin) and speaks for nobody
// else (a proxy says so); 403 for all others. `what` is to be changed, in the plural: "settings". And how: what a POST
// or PUT sends is application/json, with any parameters; a PATCH may be application/merge-patch+json, too. 415 for
// another type, for a body of no type, and for a type without a body that is none of these. Nothing if all is well.
std::optional<http::Response> refuse_change(const http::Request& request, std::string_view what);

// Gives the answer its X-Request-Id, an error document its "request_id", and a 503 a Retry-After if it has none.
void finish_response(const http::Request& request, http::Response& response);

// What went wrong with a request of ours to `place`, "host:port: reason": errors of the connection name it themselves.
std::string with_place(std::string_view place, std::string_view text);

}  // namespace checkride::runtime

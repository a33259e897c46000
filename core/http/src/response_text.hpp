// Responses as the server writes them.
#pragma once

#include <string>

#include "checkride/http/http.hpp"

namespace checkride::http {

// What of an answer depends on the request.
struct ResponseShape {
  bool head = false;       // the request was HEAD: the body is counted, not sent
  bool keep_alive = true;  // another request may follow
  bool http_1_0 = false;   // the client expects to be told that the connection stays
};

// A response that can go out as it is: a final status, and no field that ends its own line.
bool is_sendable(const Response& response);
// Header and body; of a stream the header.
std::string serialize(const Response& response, const ResponseShape& shape, world::UtcTime now);
// A piece of a chunked body; the empty one ends it (RFC 9112 7.1).
std::string chunk_of(const std::string& piece);

}  // namespace checkride::http

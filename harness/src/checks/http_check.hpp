// http: what a member answers to a request.
#pragma once

#include <optional>
#include <string>

#include "checkride/harness/steps.hpp"
#include "checkride/http/http.hpp"
#include "checks/compared.hpp"
#include "checks/visit.hpp"
#include "reading/reader.hpp"

namespace checkride::harness {

struct HttpCheck {
  std::string of;
  Port port = Port::health;
  Approach approach{};
  http::Request request;
  ComparedList status;   // one at most
  ComparedList headers;  // fields of one name joined by ", "; one that is not there is nothing
  BodyPattern body;
  ComparedList latency;  // one at most; from the request to the whole answer
  ComparedList tls{};    // what came of the handshake
  bool of_simulator = false;
};

// The error of an answer is what was seen of a member that does not answer; a refusal by TLS can be what is wanted.
Seen check_http(const HttpCheck& check, const Visit& visit, Duration took, world::UtcTime now);

Check make_check(HttpCheck check);
Check read_http_check(values::MapReader& map, Reader& reader);

}  // namespace checkride::harness

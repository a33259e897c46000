// http: what a member answers to a request.
#pragma once

#include <optional>
#include <string>

#include "checkride/harness/steps.hpp"
#include "checkride/http/http.hpp"
#include "checks/answers.hpp"
#include "reading/reader.hpp"

namespace checkride::harness {

struct HttpCheck {
  std::string of;
  Port port = Port::health;
  std::string target;
  std::optional<int> status;
  std::string contains;  // of the body; empty: anything
  Pointers json;
};

// The error of an answer is what was seen of a member that does not answer.
Seen check_http(const HttpCheck& check, const Result<http::Response>& answer);

Check make_check(HttpCheck check);
Check read_http_check(values::MapReader& map, Reader& reader);

}  // namespace checkride::harness

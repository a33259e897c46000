// Is a request's body what an endpoint's schema says? What is missing and has a default gets it, and texts that are to
// be trimmed are. Pure.
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>

#include "checkride/harness/upstream_specs.hpp"

namespace checkride::harness {

// The first mistake: where, and what is expected there. What was sent is never repeated.
struct JsonMistake {
  std::string field;  // "/stops/0/city"; empty: the whole body
  std::string expected;
};

// Nothing: `body` is as the schema says. Requires patterns that good_pattern() takes.
std::optional<JsonMistake> check_json(const JsonSchema& schema, boost::json::value& body);

// Can the pattern be used?
bool good_pattern(const std::string& pattern);

}  // namespace checkride::harness

// Matchers out of YAML text, for tests.
#pragma once

#include <string>
#include <string_view>

#include "matchers/matcher.hpp"

namespace checkride::harness::test {

inline values::Node node_of(std::string_view yaml) {
  return values::load(yaml, "t.yaml").value().root();
}

// Nothing after a mistake.
inline std::optional<Matcher> read_matcher(std::string_view yaml, Domain domain, std::string_view unit = {}) {
  values::Diagnostics errors;
  return Matcher::read(node_of(yaml), errors, domain, unit);
}

// Of a text that has no mistake; otherwise the test ends with an exception that tells it.
inline Matcher matcher_of(std::string_view yaml, Domain domain, std::string_view unit = {}) {
  values::Diagnostics errors;
  auto matcher = Matcher::read(node_of(yaml), errors, domain, unit);
  if (!matcher) throw std::runtime_error(errors.text());
  return std::move(*matcher);
}

inline Value json_value(std::string_view text) {
  return JsonDocument::parse(text).value().at("");
}

}  // namespace checkride::harness::test

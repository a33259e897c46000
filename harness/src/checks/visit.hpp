// A request to a member by an approach of its own, and what came of its TLS.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "checkride/http/http.hpp"
#include "checkride/tls/session.hpp"

namespace checkride::harness {

struct Visit {
  explicit Visit(Result<http::Response> its_answer) : answer(std::move(its_answer)) {}

  Result<http::Response> answer;
  std::optional<tls::Agreement> agreement;  // nothing without TLS, or without a handshake that came about
  std::string refusal;                      // why none did, by TLS's own reasons
};

}  // namespace checkride::harness

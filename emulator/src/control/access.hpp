// Who may ask the control API, and how: the Host must be a name of this machine, so that no web page reaches it through
// a name of its own (DNS rebinding); a page of another origin is refused; bodies are JSON.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checkride/http/http.hpp"

namespace checkride::emulator {

struct ControlAccess {
  std::string listens_on = "127.0.0.1";  // the host of --control
  std::vector<std::string> hosts{};      // further names, of --control-host
};

// The answer to a request that is not to be dealt with: 400 no Host; 403 a Host or an Origin that is not allowed; 415 a
// body that does not say that it is JSON.
std::optional<http::Response> refusal_of(const http::Request& request, const ControlAccess& access);

}  // namespace checkride::emulator

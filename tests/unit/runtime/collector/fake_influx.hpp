// FakeInflux: a server on a virtual host that takes points, or refuses as it is told.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "checkride/http/http.hpp"
#include "checkride/world/world.hpp"

namespace checkride::runtime::collector::test {

struct FakeInflux {
  std::vector<std::string> lines;  // taken
  std::string refused;             // a line that holds this is refused for good
  int status = 0;                  // answered to everything, unless it is zero
  int requests = 0;
  std::string target;
  std::string authorization;
  bool echoes = false;  // answers `status` with the request's own credentials

  http::Response answer(const http::Request& request) {
    ++requests;
    target = request.target;
    authorization = std::string(request.headers.find("Authorization").value_or(""));
    if (echoes) return http::text_response(status, "POST " + target + "\r\nAuthorization: " + authorization);
    if (status != 0) return http::text_response(status, "");
    if (!refused.empty() && request.body.find(refused) != std::string::npos) {
      return http::json_response(400, "{\"error\":\"partial write: no such thing\"}");
    }
    std::string_view body = request.body;
    for (std::size_t end; (end = body.find('\n')) != std::string_view::npos; body.remove_prefix(end + 1)) {
      lines.emplace_back(body.substr(0, end));
    }
    return http::text_response(204, "");
  }
};

inline world::Task<int> serve(world::World& world, FakeInflux& influx) {
  auto listener = world.network().listen({"0.0.0.0", 8086});
  if (!listener) co_return 1;
  std::function<http::Response(const http::Request&)> handler = [&influx](const http::Request& request) {
    return influx.answer(request);
  };
  co_await http::serve(world, std::move(*listener), std::move(handler));
  co_return 0;
}

}  // namespace checkride::runtime::collector::test

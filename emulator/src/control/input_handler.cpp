#include <utility>

#include "checkride/values/json.hpp"
#include "control/body.hpp"
#include "control/handlers.hpp"

namespace checkride::emulator {

http::Response post_input(const ControlCall& call) {
  std::string input;
  InputPress press;
  const auto read = read_json_body(call.request.body, [&](values::MapReader& map) {
    map.required("input", &input);
    map.choice("state", &press.down, {{"down", true}, {"up", false}});
    map.optional("value", &press.value);
  });
  if (!read) return http::error_response(400, "bad_request", read.error().message());
  press.input = input;
  const auto heard = call.context.sessions.press_input(press);
  if (!heard) return http::error_response(422, "unusable_value", heard.error().detail());
  std::string body;
  values::json::Writer json(body);
  json.begin_object().member("input", input).member("state", press.down ? "down" : "up");
  json.member("events", heard->events).member("masked", heard->masked).end_object();
  return http::json_response(200, std::move(body));
}

}  // namespace checkride::emulator

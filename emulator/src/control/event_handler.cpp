#include <utility>

#include "checkride/catalog/key_event.hpp"
#include "checkride/values/diagnostic.hpp"
#include "checkride/values/json.hpp"
#include "control/body.hpp"
#include "control/handlers.hpp"

namespace checkride::emulator {
namespace {

constexpr values::Range<std::int64_t> kParameters{-2147483648LL, 4294967295LL};

// One number, or a list of up to five. Negative ones travel as two's complement, as clients send them.
void read_data(values::MapReader& map, EventData* data) {
  const auto node = map.node("data");
  if (!node) return;
  std::vector<values::Node> items = node->is_list() ? node->items() : std::vector<values::Node>{*node};
  if (items.size() > data->size()) {
    map.error("data", std::to_string(items.size()) + " parameters; an event has at most 5");
    return;
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto value = values::read_integer(items[i], map.errors(), kParameters);
    if (value) (*data)[i] = static_cast<std::uint32_t>(*value);
  }
}

std::string unknown(const std::string& name, const ControlContext& context) {
  const std::string none = "there is no event " + values::quote(name);
  if (catalog::find_key_event(name) == nullptr) return none + context.simulation.suggest_event(name);
  return none + " in " + context.profile + ": only newer simulators have it";
}

}  // namespace

http::Response post_event(const ControlCall& call) {
  EventData data{};
  const auto read = read_json_body(call.request.body, [&data](values::MapReader& map) { read_data(map, &data); });
  if (!read) return http::error_response(400, "bad_request", read.error().message());
  const std::string name(call.argument);
  if (!call.context.sessions.raise_event(name, data)) {
    return http::error_response(404, "not_found", unknown(name, call.context));
  }
  call.context.sessions.wake();
  std::string body;
  values::json::Writer json(body);
  json.begin_object().member("event", name).key("data").begin_array();
  for (const std::uint32_t value : data) json.value(value);
  json.end_array().end_object();
  return http::json_response(200, std::move(body));
}

}  // namespace checkride::emulator

#include "rigs/control_driver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "checkride/values/json.hpp"

namespace checkride::harness {

namespace {

namespace json = boost::json;

constexpr Duration kAskLimit = std::chrono::seconds(5);

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

// {"kind":"stall", ...the parameters}.
std::string fault_document(const EmulatorFault& fault) {
  std::string kind;
  values::json::append_json_string(kind, fault.kind);
  std::string_view rest = fault.parameters_json;
  rest.remove_prefix(1);  // its opening brace
  return "{\"kind\":" + kind + (rest == "}" ? "" : ",") + std::string(rest);
}

Result<json::value> parse(const std::string& document) {
  json::error_code error;
  json::value value = json::parse(document, error);
  if (error) return Error::invalid("the emulator's answer is no JSON: " + document.substr(0, 200));
  return value;
}

// The id in the emulator's answer, as it stands in a path.
Result<std::string> id_in(const std::string& document) {
  TRY(const json::value value, parse(document));
  const auto* id = value.is_object() ? value.get_object().if_contains("id") : nullptr;
  if (id == nullptr) return Error::invalid("the emulator gave the fault no id: " + document);
  return id->is_string() ? std::string(std::string_view(id->get_string())) : json::serialize(*id);
}

std::uint64_t whole_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  json::error_code error;
  return value == nullptr ? 0 : value->to_number<std::uint64_t>(error);
}

std::string text_at(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(std::string_view(value->get_string())) : std::string();
}

WireCall call_of(const json::object& object) {
  WireCall call;
  call.sequence = whole_in(object, "sequence");
  call.client = text_at(object, "client_name");
  call.message = text_at(object, "message");
  call.send_id = static_cast<std::uint32_t>(whole_in(object, "send_id"));
  if (const auto* seconds = object.if_contains("seconds"); seconds != nullptr && seconds->is_number()) {
    call.at = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds->to_number<double>()));
  }
  call.json = json::serialize(object);
  return call;
}

// The objects of the list `name`.
std::vector<json::object> objects_in(const json::value& document, std::string_view name) {
  std::vector<json::object> objects;
  const auto* list = document.is_object() ? document.get_object().if_contains(name) : nullptr;
  if (list == nullptr || !list->is_array()) return objects;
  for (const auto& item : list->get_array()) {
    if (item.is_object()) objects.push_back(item.get_object());
  }
  return objects;
}

}  // namespace

std::string complaint(const std::string& body) {
  json::error_code error;
  const auto document = json::parse(body, error);
  const auto* message = error ? nullptr : document.find_pointer("/error/message", error);
  return message != nullptr && message->is_string() ? std::string(std::string_view(message->get_string())) : body;
}

world::Task<Result<http::Response>> ControlDriver::ask(std::string method, std::string target, std::string body) {
  CO_TRY(const world::Endpoint endpoint, rig_.endpoint(member_, Port::control));
  http::Url url;
  url.scheme = "http";
  url.host = endpoint.host;
  url.port = endpoint.port;
  url.target = target;
  http::Request request;
  request.method = std::move(method);
  request.target = std::move(target);
  request.body = std::move(body);
  if (!request.body.empty()) request.headers.set("Content-Type", "application/json");
  if (request.method == "GET") {
    if (!looks_) looks_.emplace(rig_.world());
    auto seen = co_await looks_->fetch(std::move(url), std::move(request), kAskLimit);
    co_return seen;
  }
  auto answer = co_await http::fetch(rig_.world(), std::move(url), std::move(request), kAskLimit);
  co_return answer;
}

world::Task<Result<std::string>> ControlDriver::control(std::string method, std::string target, std::string body) {
  const std::string what = method + " " + target + " of " + member_;
  auto answer = co_await ask(std::move(method), std::move(target), std::move(body));
  if (!answer) co_return answer.error().with(what);
  if (answer->status / 100 != 2) {
    co_return Error::invalid(fmt::format("{} was answered {}: {}", what, answer->status, complaint(answer->body)));
  }
  co_return std::move(answer->body);
}

world::Task<Result<>> ControlDriver::set(VariableValue variable) {
  std::string body;
  values::json::Writer writer(body);
  writer.begin_object().member("value", variable.value);
  if (!variable.unit.empty()) writer.member("unit", variable.unit);
  writer.end_object();
  std::string target = "/v1/variables/" + percent_encoded(variable.name);
  const auto answer = co_await control(std::string("PUT"), std::move(target), std::move(body));
  if (!answer) co_return answer.error();
  co_return Result<>();
}

world::Task<Result<>> ControlDriver::release(std::string variable) {
  std::string target = "/v1/variables/" + percent_encoded(variable);
  const auto answer = co_await control(std::string("DELETE"), std::move(target), std::string());
  if (!answer) co_return answer.error();
  co_return Result<>();
}

world::Task<Result<double>> ControlDriver::read(std::string variable, std::string unit) {
  std::string target = "/v1/variables/" + percent_encoded(variable);
  if (!unit.empty()) target += "?unit=" + percent_encoded(unit);
  const auto answer = co_await control(std::string("GET"), std::move(target), std::string());
  if (!answer) co_return answer.error();
  CO_TRY(const json::value document, parse(*answer));
  const auto* value = document.is_object() ? document.get_object().if_contains("value") : nullptr;
  if (value == nullptr || !value->is_number()) {
    co_return Error::invalid(fmt::format("{} of {} is no number now: {}", variable, member_, *answer));
  }
  co_return value->to_number<double>();
}

world::Task<Result<>> ControlDriver::transmit(TransmitEvent event) {
  std::string body;
  values::json::Writer writer(body);
  writer.begin_object().key("data").begin_array();
  for (const std::int64_t number : event.data) writer.value(number);
  writer.end_array().end_object();
  if (event.data.empty()) body.clear();
  std::string target = "/v1/events/" + percent_encoded(event.name);
  const auto answer = co_await control(std::string("POST"), std::move(target), std::move(body));
  if (!answer) co_return answer.error();
  co_return Result<>();
}

world::Task<Result<>> ControlDriver::load(LoadFlight flight) {
  std::string body;
  values::json::Writer writer(body);
  writer.begin_object();
  if (flight.kind == LoadFlight::Kind::load) {
    const auto found = flights_.find(flight.file);
    CHECKRIDE_ASSERT(found != flights_.end());  // the rig has written every flight that a step names
    writer.member("file", found->second);
  } else {
    writer.member(flight.kind == LoadFlight::Kind::restart ? "restart" : "unload", true);
  }
  writer.end_object();
  const auto answer = co_await control(std::string("POST"), std::string("/v1/flight"), std::move(body));
  if (!answer) co_return answer.error();
  co_return Result<>();
}

world::Task<Result<std::string>> ControlDriver::inject(EmulatorFault fault) {
  std::string body = fault_document(fault);
  const auto answer = co_await control(std::string("POST"), std::string("/v1/faults"), std::move(body));
  if (!answer) co_return answer.error();
  co_return id_in(*answer);
}

// A fault that has ended by itself (its limit, its own duration) is gone already.
world::Task<Result<>> ControlDriver::remove(std::string fault_id) {
  std::string target = "/v1/faults/" + fault_id;
  const std::string what = "DELETE " + target + " of " + member_;
  const auto answer = co_await ask(std::string("DELETE"), std::move(target), std::string());
  if (!answer) co_return answer.error().with(what);
  if (answer->status / 100 == 2 || answer->status == 404) co_return Result<>();
  co_return Error::invalid(fmt::format("{} was answered {}: {}", what, answer->status, complaint(answer->body)));
}

// The emulator keeps the last calls of each client, and tells how many older ones it dropped: more than were read here
// are lost.
world::Task<Result<std::vector<WireCall>>> ControlDriver::calls_since(std::uint64_t sequence) {
  if (sequence == 0) calls_read_.clear();
  const auto listed = co_await control(std::string("GET"), std::string("/v1/clients"), std::string());
  if (!listed) co_return listed.error();
  CO_TRY(const json::value clients, parse(*listed));
  for (const json::object& client : objects_in(clients, "clients")) calls_read_.try_emplace(whole_in(client, "id"), 0);
  std::vector<WireCall> calls;
  for (auto& [id, known] : calls_read_) {
    std::string target = fmt::format("/v1/clients/{}/calls?since={}", id, sequence);
    const auto answer = co_await control(std::string("GET"), std::move(target), std::string());
    if (!answer) co_return answer.error();
    CO_TRY(const json::value document, parse(*answer));
    if (document.is_object() && whole_in(document.get_object(), "dropped") > known) {
      co_return Error::invalid(
          fmt::format("calls of client {} of {} were lost: it made more than are kept", id, member_));
    }
    for (const json::object& call : objects_in(document, "calls")) {
      calls.push_back(call_of(call));
      ++known;
    }
  }
  std::sort(calls.begin(), calls.end(), [](const WireCall& a, const WireCall& b) { return a.sequence < b.sequence; });
  co_return calls;
}

}  // namespace checkride::harness

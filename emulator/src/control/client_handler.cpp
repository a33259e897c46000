#include <algorithm>
#include <charconv>
#include <utility>

#include "checkride/protocol/codec.hpp"
#include "checkride/values/ascii.hpp"
#include "checkride/values/diagnostic.hpp"
#include "checkride/values/json.hpp"
#include "checkride/values/suggest.hpp"
#include "control/call_json.hpp"
#include "control/handlers.hpp"

namespace checkride::emulator {
namespace {

using http::error_response;
using http::Response;
using values::json::Writer;

void write_counts(Writer& json, std::string_view key, const std::map<std::string, std::uint64_t>& counts) {
  json.key(key).begin_object();
  for (const auto& [name, count] : counts) json.member(name, count);
  json.end_object();
}

void write_definition(Writer& json, const DefinitionInfo& definition) {
  json.begin_object().member("id", definition.id).key("data").begin_array();
  for (const DatumInfo& datum : definition.datums) {
    json.begin_object().member("name", datum.name).member("unit", datum.unit).member("type", datum.type);
    json.member("epsilon", datum.epsilon).member("datum_id", datum.datum_id).end_object();
  }
  json.end_array().end_object();
}

void write_request(Writer& json, const RequestInfo& request) {
  json.begin_object().member("id", request.id).member("definition_id", request.definition_id);
  json.member("object_id", request.object_id).member("period", request.period);
  json.member("changed", request.changed).member("tagged", request.tagged).member("origin", request.origin);
  json.member("interval", request.interval).member("limit", request.limit);
  json.member("messages_sent", request.messages_sent).end_object();
}

void write_event(Writer& json, const ClientEventInfo& event) {
  json.begin_object().member("event_id", event.event_id).member("name", event.name).key("groups").begin_array();
  for (const std::uint32_t group : event.groups) json.value(group);
  json.end_array().end_object();
}

template <class T>
void write_list(Writer& json, std::string_view key, const std::vector<T>& items, void (*write)(Writer&, const T&)) {
  json.key(key).begin_array();
  for (const T& item : items) write(json, item);
  json.end_array();
}

void write_subscription(Writer& json, const SubscriptionInfo& subscription) {
  json.begin_object().member("event_id", subscription.event_id);
  json.member("system_event", subscription.system_event).member("on", subscription.on).end_object();
}

void write_group(Writer& json, const GroupInfo& group) {
  json.begin_object().member("id", group.id).member("priority", group.priority).end_object();
}

void write_exception(Writer& json, const ExceptionInfo& exception) {
  json.begin_object().member("exception", exception.exception).member("send_id", exception.send_id);
  json.member("index", exception.index).member("message", exception.message).end_object();
}

void write_client(Writer& json, const ClientInfo& client, world::Instant now) {
  json.begin_object().member("id", client.id).member("name", client.name).member("protocol", client.protocol);
  json.member("remote", client.remote).member("connected_seconds", world::to_seconds(now - client.opened));
  json.member("messages_received", client.messages_received).member("messages_sent", client.messages_sent);
  json.member("bytes_received", client.bytes_received).member("bytes_sent", client.bytes_sent);
  write_counts(json, "received", client.received_by_name);
  write_counts(json, "sent", client.sent_by_name);
  write_list(json, "definitions", client.definitions, write_definition);
  write_list(json, "requests", client.requests, write_request);
  write_list(json, "subscriptions", client.subscriptions, write_subscription);
  write_list(json, "events", client.events, write_event);
  write_list(json, "groups", client.groups, write_group);
  write_list(json, "exceptions", client.exceptions, write_exception);
  json.end_object();
}

Response no_client(const ControlCall& call) {
  return error_response(404, "not_found",
                        "no client has the id " + std::string(call.argument) + "; GET /v1/clients lists them");
}

Result<std::uint64_t> number_of(std::string_view name, std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size()) return number;
  return Error::invalid(std::string(name) + ": " + values::quote(text) + " is no whole number from 0 up");
}

// Which calls are wanted.
struct CallFilter {
  std::vector<std::string> names;  // none: all
  std::uint64_t since = 0;         // sequence numbers above it
  std::uint64_t limit = CallLog::kCallsMax;

  bool takes(const Call& call) const {
    if (call.sequence <= since) return false;
    const auto same = [name = message_name(call)](const std::string& wanted) {
      return values::same_text(name, wanted);
    };
    return names.empty() || std::any_of(names.begin(), names.end(), same);
  }
};

// A name that stands for nothing would silently find nothing.
Result<> read_names(std::string_view list, CallFilter& filter) {
  std::vector<std::string_view> known{"Unknown", "frame"};
  for (const protocol::MessageInfo& info : protocol::client_message_infos()) known.push_back(info.name);
  while (!list.empty()) {
    const std::string_view word = list.substr(0, list.find(','));
    list.remove_prefix(std::min(word.size() + 1, list.size()));
    const auto same = [word](std::string_view name) { return values::same_text(name, word); };
    if (std::none_of(known.begin(), known.end(), same)) {
      return Error::invalid("name: there is no message " + values::quote(word) + suggest_message(word, known));
    }
    filter.names.emplace_back(word);
  }
  return {};
}

Result<CallFilter> read_filter(const http::Request& request) {
  CallFilter filter;
  if (const auto names = request.query("name")) TRY_VOID(read_names(*names, filter));
  if (const auto since = request.query("since")) {
    TRY(filter.since, number_of("since", *since));
  }
  if (const auto limit = request.query("limit")) {
    TRY(filter.limit, number_of("limit", *limit));
  }
  return filter;
}

// The newest `limit` that the filter takes, oldest first.
std::vector<const Call*> chosen(const ClientCalls& client, const CallFilter& filter) {
  std::vector<const Call*> calls;
  for (auto call = client.calls.rbegin(); call != client.calls.rend() && calls.size() < filter.limit; ++call) {
    if (filter.takes(*call)) calls.push_back(&*call);
  }
  std::reverse(calls.begin(), calls.end());
  return calls;
}

}  // namespace

http::Response get_client(const ControlCall& call) {
  const auto id = number_of("id", call.argument);
  if (!id) return no_client(call);
  for (const ClientInfo& client : call.context.sessions.clients()) {
    if (client.id != *id) continue;
    std::string body;
    Writer json(body);
    write_client(json, client, call.context.now());
    return http::json_response(200, std::move(body));
  }
  if (call.context.recorder->calls().find(*id) == nullptr) return no_client(call);
  return error_response(
      404, "gone",
      "the client is gone; GET /v1/clients/" + std::string(call.argument) + "/calls still shows what it called");
}

http::Response get_calls(const ControlCall& call) {
  const auto id = number_of("id", call.argument);
  const ClientCalls* client = id ? call.context.recorder->calls().find(*id) : nullptr;
  if (client == nullptr) return no_client(call);
  const auto filter = read_filter(call.request);
  if (!filter) return error_response(400, "bad_request", filter.error().message());
  std::string body;
  Writer json(body);
  json.begin_object().member("client", client->client).member("name", client->name).member("remote", client->remote);
  json.member("gone", client->gone).member("dropped", client->dropped);
  json.member("last_sequence", call.context.recorder->calls().last_sequence()).key("calls").begin_array();
  const world::Instant start = call.context.simulation.frame_time(0);
  for (const Call* found : chosen(*client, *filter)) write_call(json, *client, *found, start);
  json.end_array().end_object();
  return http::json_response(200, std::move(body));
}

http::Response get_clients(const ControlCall& call) {
  std::string body;
  Writer json(body);
  json.begin_object().key("clients").begin_array();
  for (const ClientInfo& client : call.context.sessions.clients()) write_client(json, client, call.context.now());
  json.end_array().end_object();
  return http::json_response(200, std::move(body));
}

}  // namespace checkride::emulator

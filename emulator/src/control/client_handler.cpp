#include <utility>

#include "checkride/values/json.hpp"
#include "control/handlers.hpp"

namespace checkride::emulator {
namespace {

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
  write_list(json, "exceptions", client.exceptions, write_exception);
  json.end_object();
}

}  // namespace

http::Response get_clients(const ControlCall& call) {
  std::string body;
  Writer json(body);
  json.begin_object().key("clients").begin_array();
  for (const ClientInfo& client : call.context.sessions.clients()) write_client(json, client, call.context.now());
  json.end_array().end_object();
  return http::json_response(200, std::move(body));
}

}  // namespace checkride::emulator

#include "control/recorder.hpp"

#include "checkride/values/json.hpp"

namespace checkride::emulator {

void Recorder::tell_of(ClientId client, std::string_view state, const std::string* reason) {
  const ClientCalls* known = calls_.find(client);
  std::string data;
  values::json::Writer json(data);
  json.begin_object().member("state", state).member("client", client);
  json.member("name", known == nullptr ? std::string() : known->name);
  json.member("remote", known == nullptr ? std::string() : known->remote);
  if (reason != nullptr) json.member("reason", *reason);
  json.end_object();
  journal_.publish("client", std::move(data));
}

void Recorder::connected(ClientId client, std::string_view remote) {
  calls_.connect(client, remote);
  tell_of(client, "connected");
}

void Recorder::opened(ClientId client, std::string_view application) {
  calls_.open(client, application);
  tell_of(client, "open");
}

void Recorder::gone(ClientId client, const Departure& why) {
  tell_of(client, "gone", &why.reason);
  const ClientCalls* known = calls_.find(client);
  if (why.by == Departure::By::limit && known != nullptr && on_cut_off_) {
    std::string line = "client " + std::to_string(client) + " ";
    if (!known->name.empty()) {
      values::json::append_json_string(line, known->name);  // whatever it called itself: one line
      line += " ";
    }
    on_cut_off_(line + "from " + known->remote + " was cut off: " + why.reason);
  }
  calls_.leave(client);
}

void Recorder::turned_away(std::string_view remote, std::string_view reason) {
  if (on_cut_off_) on_cut_off_("a client from " + std::string(remote) + " was turned away: " + std::string(reason));
}

void Recorder::called(const CallSeen& call) {
  journal_.publish_call(call.client, calls_.add(call));
}

void Recorder::refused(ClientId client, protocol::SendId send_id, std::uint32_t exception, std::uint32_t index) {
  calls_.refuse(client, send_id, {exception, index});
}

void Recorder::happened(const SystemEvent& event) {
  std::string data;
  values::json::Writer json(data);
  json.begin_object().member("event", event.name).member("data", event.data).member("text", event.text);
  json.member("frame", event.frame).end_object();
  journal_.publish("system", std::move(data));
}

}  // namespace checkride::emulator

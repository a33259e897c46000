#include "rigs/wire_client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <type_traits>

#include "checkride/protocol/exception_meaning.hpp"
#include "checkride/values/ascii.hpp"

namespace checkride::harness {

namespace {

constexpr std::size_t kSentMax = 4096;
constexpr protocol::EventId kSixHertz{1};  // further ones are key events
// Any state does that every simulator has.
constexpr std::string_view kState = "Sim";

struct FreezeRow {
  std::string_view variable;
  std::string_view event;
};
constexpr std::array kFreezes{
    FreezeRow{"PLANE ALTITUDE", "FREEZE_ALTITUDE_SET"},
    FreezeRow{"PLANE ALT ABOVE GROUND", "FREEZE_ALTITUDE_SET"},
    FreezeRow{"PLANE LATITUDE", "FREEZE_LATITUDE_LONGITUDE_SET"},
    FreezeRow{"PLANE LONGITUDE", "FREEZE_LATITUDE_LONGITUDE_SET"},
    FreezeRow{"PLANE PITCH DEGREES", "FREEZE_ATTITUDE_SET"},
    FreezeRow{"PLANE BANK DEGREES", "FREEZE_ATTITUDE_SET"},
    FreezeRow{"PLANE HEADING DEGREES TRUE", "FREEZE_ATTITUDE_SET"},
    FreezeRow{"PLANE HEADING DEGREES MAGNETIC", "FREEZE_ATTITUDE_SET"},
};

protocol::Open open_message(const std::string& name, protocol::Protocol version) {
  const protocol::ClientIdentity identity = protocol::client_identity(version);
  protocol::Open open;
  open.application_name = name;
  open.client_tag = identity.client_tag;
  open.version_major = identity.version_major;
  open.version_minor = identity.version_minor;
  open.build_major = identity.build_major;
  open.build_minor = identity.build_minor;
  return open;
}

Error refusal(const std::string& what, const protocol::RecvException& message) {
  std::string text = fmt::format("{} was refused by the simulator: {} ({}", what,
                                 protocol::meaning_of(message.exception), to_string(message.exception));
  if (message.index != protocol::kUnknownIndex) text += fmt::format(", parameter {}", message.index);
  return Error::invalid(text + ")");
}

std::uint32_t number_at(const std::vector<std::int64_t>& data, std::size_t place) {
  return place < data.size() ? static_cast<std::uint32_t>(data[place]) : 0;
}

}  // namespace

std::string_view freeze_event_of(std::string_view variable) {
  const auto found = std::find_if(kFreezes.begin(), kFreezes.end(),
                                  [&](const FreezeRow& row) { return values::same_text(row.variable, variable); });
  return found == kFreezes.end() ? std::string_view() : found->event;
}

WireClient::WireClient(std::string name, protocol::Protocol version) : version_(version) {
  send(open_message(name, version), {"Open", {}, {}, 0});
}

template <class M>
void WireClient::send(const M& message, Sent sent) {
  protocol::encode(message, version_, protocol::SendId{++last_send_id_}, output_);
  if (sent_.size() == kSentMax) sent_.erase(sent_.begin());
  sent_.insert_or_assign(last_send_id_, std::move(sent));
}

WireClient::Ticket WireClient::new_ticket() {
  tickets_.emplace(++last_ticket_, std::nullopt);
  if (lost_) answer(last_ticket_, *lost_);
  return last_ticket_;
}

// The first answer counts; one for which nobody waits is none.
void WireClient::answer(Ticket ticket, Result<double> with) {
  const auto found = tickets_.find(ticket);
  if (found != tickets_.end() && !found->second) found->second = std::move(with);
}

std::optional<Result<double>> WireClient::take(Ticket ticket) {
  const auto found = tickets_.find(ticket);
  if (found == tickets_.end() || !found->second) return std::nullopt;
  std::optional<Result<double>> with = std::move(found->second);
  tickets_.erase(found);
  return with;
}

// What was refused of it since somebody asked last.
std::optional<Error> WireClient::complaint_of(const std::string& variable) {
  const auto found = complaints_.find(variable);
  if (found == complaints_.end()) return std::nullopt;
  const Error why = found->second;
  complaints_.erase(found);
  return why;
}

// Made once. One that was refused stays so, and so is all that uses it.
protocol::DefinitionId WireClient::define(const std::string& variable, const std::string& unit, Ticket ticket) {
  const auto known = definition_ids_.find({variable, unit});
  if (known != definition_ids_.end()) {
    if (const auto& refused = definitions_.at(known->second).refused) answer(ticket, *refused);
    return known->second;
  }
  const protocol::DefinitionId id{static_cast<std::uint32_t>(definition_ids_.size() + 1)};
  definition_ids_[{variable, unit}] = id;
  definitions_[id] = Definition{variable, std::nullopt};
  protocol::AddToDataDefinition add;
  add.define_id = id;
  add.datum_name = variable;
  add.units_name = unit;
  send(add, {fmt::format("AddToDataDefinition of {} in {}", variable, unit), variable, id, ticket});
  return id;
}

protocol::EventId WireClient::map_event(const std::string& name, Ticket ticket) {
  const auto known = events_.find(name);
  if (known != events_.end()) return known->second;
  const protocol::EventId id{kSixHertz.value + 1 + static_cast<std::uint32_t>(events_.size())};
  events_[name] = id;
  protocol::MapClientEventToSimEvent map;
  map.client_event_id = id;
  map.event_name = name;
  send(map, {"MapClientEventToSimEvent of " + name, {}, {}, ticket});
  return id;
}

bool WireClient::can_transmit(protocol::Protocol version, std::size_t numbers) {
  return numbers <= 1 || version >= protocol::TransmitClientEvent_EX1::kInfo.since;
}

WireClient::Ticket WireClient::transmit(const std::string& event, const std::vector<std::int64_t>& data) {
  const Ticket ticket = new_ticket();
  const protocol::EventId id = map_event(event, ticket);
  if (data.size() > 1) {
    protocol::TransmitClientEvent_EX1 many;
    many.client_event_id = id;
    many.group_id_or_priority = protocol::kGroupPriorityHighest;
    many.flags = protocol::TransmitFlags::group_id_is_priority;
    many.data0 = number_at(data, 0);
    many.data1 = number_at(data, 1);
    many.data2 = number_at(data, 2);
    many.data3 = number_at(data, 3);
    many.data4 = number_at(data, 4);
    send(many, {"TransmitClientEvent_EX1 of " + event, {}, {}, ticket});
  } else {
    protocol::TransmitClientEvent one;
    one.client_event_id = id;
    one.data = number_at(data, 0);
    one.group_id_or_priority = protocol::kGroupPriorityHighest;
    one.flags = protocol::TransmitFlags::group_id_is_priority;
    send(one, {"TransmitClientEvent of " + event, {}, {}, ticket});
  }
  ask_whether_read(ticket);
  return ticket;
}

void WireClient::write(const std::string& variable, const Held& held, Ticket ticket) {
  std::vector<std::byte> data;
  protocol::DatumWriter(data).number(held.value);
  protocol::SetDataOnSimObject set;
  set.define_id = held.definition;
  set.object_id = protocol::kObjectIdUser;
  set.unit_size = static_cast<std::uint32_t>(data.size());
  set.data = data;
  send(set, {"SetDataOnSimObject of " + variable, variable, {}, ticket, true});
}

// Several held variables may want the same freeze: the first begins it, the last ends it.
void WireClient::freeze(std::string_view event, bool on, Ticket ticket) {
  const bool others =
      std::any_of(held_.begin(), held_.end(), [&](const auto& one) { return one.second.freeze == event; });
  if (event.empty() || others) return;
  const std::string name(event);
  protocol::TransmitClientEvent switched;
  switched.client_event_id = map_event(name, ticket);
  switched.data = on ? 1 : 0;
  switched.group_id_or_priority = protocol::kGroupPriorityHighest;
  switched.flags = protocol::TransmitFlags::group_id_is_priority;
  send(switched, {"TransmitClientEvent of " + name, {}, {}, ticket});
}

WireClient::Ticket WireClient::hold(const VariableValue& variable) {
  const Ticket ticket = new_ticket();
  const std::string name = values::upper(variable.name);
  complaints_.erase(name);
  Held held{define(name, variable.unit, ticket), variable.value, freeze_event_of(name)};
  if (definitions_.at(held.definition).refused) return ticket;  // which has its answer
  if (!held_.contains(name)) freeze(held.freeze, true, ticket);
  write(name, held, ticket);
  held_.insert_or_assign(name, held);
  ask_whether_read(ticket);
  return ticket;
}

void WireClient::let_go(const std::string& variable, Ticket ticket) {
  const auto found = held_.find(variable);
  if (found == held_.end()) return;
  const std::string_view event = found->second.freeze;
  held_.erase(found);
  freeze(event, false, ticket);
}

WireClient::Ticket WireClient::release(const std::string& variable) {
  const Ticket ticket = new_ticket();
  const std::string name = values::upper(variable);
  if (const auto why = complaint_of(name)) answer(ticket, *why);
  let_go(name, ticket);
  ask_whether_read(ticket);
  return ticket;
}

WireClient::Ticket WireClient::release_all() {
  const Ticket ticket = new_ticket();
  while (!held_.empty()) let_go(std::string(held_.begin()->first), 0);
  ask_whether_read(ticket);
  return ticket;
}

WireClient::Ticket WireClient::read(const std::string& variable, const std::string& unit) {
  const Ticket ticket = new_ticket();
  const std::string name = values::upper(variable);
  if (const auto why = complaint_of(name)) answer(ticket, *why);
  protocol::RequestDataOnSimObject request;
  request.define_id = define(name, unit, ticket);
  request.request_id = protocol::RequestId{++last_request_};
  request.object_id = protocol::kObjectIdUser;
  request.period = protocol::Period::once;
  requests_[last_request_] = ticket;
  send(request, {"RequestDataOnSimObject of " + name, name, {}, ticket});
  return ticket;
}

void WireClient::ask_whether_read(Ticket ticket) {
  protocol::RequestSystemState request;
  request.request_id = protocol::RequestId{++last_request_};
  request.state_name = kState;
  requests_[last_request_] = ticket;
  send(request, {"RequestSystemState", {}, {}, ticket});
}

void WireClient::lose(const Error& why) {
  if (!lost_) lost_ = why;
  for (auto& [ticket, with] : tickets_) {
    if (!with) with = *lost_;
  }
}

void WireClient::feed(std::span<const std::byte> bytes) {
  reader_.feed(bytes);
  while (!lost_) {
    const protocol::FrameStep step = reader_.next();
    if (const auto* frame = std::get_if<protocol::Frame>(&step)) {
      on_frame(frame->bytes);
    } else if (const auto* error = std::get_if<protocol::FramingError>(&step)) {
      lose(Error::invalid("what it sends is no SimConnect: " + error->text()));
    } else {
      return;
    }
  }
}

// What we do not wait for, and what cannot be read, is no concern of ours: the members' own clients judge that.
void WireClient::on_frame(std::span<const std::byte> frame) {
  const auto decoded = protocol::decode_server(frame, version_);
  if (!decoded) return;
  protocol::visit_message(decoded->message, [this](const auto& message) {
    if constexpr (requires { on_message(message); }) on_message(message);
  });
}

void WireClient::on_message(const protocol::RecvOpen& message) {
  opened_ = true;
  application_ = std::string(message.application_name);
  protocol::SubscribeToSystemEvent subscribe;
  subscribe.client_event_id = kSixHertz;
  subscribe.system_event_name = "6Hz";
  send(subscribe, {"SubscribeToSystemEvent of 6Hz", {}, {}, 0});
}

void WireClient::on_message(const protocol::RecvException& message) {
  const auto found = sent_.find(message.send_id.value);
  if (found == sent_.end()) return;
  const Sent sent = found->second;
  const Error why = refusal(sent.text, message);
  if (!opened_) {
    lose(why);
    return;
  }
  // A definition without its variable is of no use to anybody; a value may be accepted another time.
  if (sent.defines) definitions_.at(*sent.defines).refused = why;
  const auto ticket = tickets_.find(sent.ticket);
  if (ticket != tickets_.end() && !ticket->second) {
    ticket->second = why;
    const auto held = held_.find(sent.variable);
    const bool of_held = held != held_.end() && (sent.writes || sent.defines == held->second.definition);
    if (of_held) let_go(sent.variable, 0);  // what was refused at once would be refused again
  } else if (!sent.variable.empty()) {
    complaints_.insert_or_assign(sent.variable, why);
  }
}

void WireClient::on_message(const protocol::RecvEvent& message) {
  if (message.client_event_id != kSixHertz) return;
  for (const auto& [variable, held] : held_) write(variable, held, 0);
}

void WireClient::on_message(const protocol::RecvSimObjectData& message) {
  const auto found = requests_.find(message.request_id.value);
  if (found == requests_.end()) return;
  const Ticket ticket = found->second;
  requests_.erase(found);
  protocol::DatumReader data(message.data);
  const auto value = data.number<double>();
  if (data.failed()) {
    answer(ticket, Error::invalid("the simulator's answer has no value in it"));
  } else {
    answer(ticket, value);
  }
}

void WireClient::on_message(const protocol::RecvSystemState& message) {
  const auto found = requests_.find(message.request_id.value);
  if (found == requests_.end()) return;
  const Ticket ticket = found->second;
  requests_.erase(found);
  answer(ticket, 0.0);
}

void WireClient::on_message(const protocol::RecvQuit&) {
  lose(Error::invalid("the simulator said Quit"));
}

}  // namespace checkride::harness

// What a session does with each message.
#include <utility>
#include <variant>

#include "answers/limits.hpp"
#include "checkride/values/ascii.hpp"
#include "commons/commons.hpp"
#include "data/set_data.hpp"
#include "desks/desks.hpp"
#include "session/session.hpp"
#include "simulator/local_unit.hpp"

namespace checkride::emulator {
namespace {

using protocol::Exception;

// Messages that newer simulators accept without doing anything (semantics 3.7).
bool accepted_without_effect(std::uint32_t id, const Profile& profile) {
  if (profile.generation != Generation::msfs) return false;
  const bool weather =
      id >= protocol::WeatherRequestInterpolatedObservation::kInfo.id && id <= protocol::WeatherRemoveThermal::kInfo.id;
  const bool menu = id >= protocol::MenuAddItem::kInfo.id && id <= protocol::MenuDeleteSubItem::kInfo.id;
  const bool plan = id == protocol::FlightPlanLoad::kInfo.id && profile.protocol >= 6;
  return weather || menu || plan || id == protocol::Text::kInfo.id || id == protocol::CameraSetRelative6DOF::kInfo.id ||
         id == protocol::RequestReservedKey::kInfo.id || id == protocol::SetSystemState::kInfo.id ||
         id == protocol::ExecuteMissionAction::kInfo.id || id == protocol::CompleteCustomMissionAction::kInfo.id;
}

template <class Message>
std::optional<std::uint32_t> request_id_of(const Message& message) {
  if constexpr (requires { message.request_id.value; }) {
    return message.request_id.value;
  } else {
    return std::nullopt;
  }
}

// "", "NULL" in any case: the variable's own unit, or none.
bool is_no_unit(std::string_view name) {
  return name.empty() || values::same_text(name, "NULL");
}

// A structure goes by a unit of its own; the three that can only be set have none, and clients register them with
// "number" as the SDK's sample of waypoints does, or with another that measures nothing.
bool fits_structure(const catalog::Unit& wanted, VariableKind kind) {
  using enum catalog::Quantity;
  if (wanted.quantity == structure) return true;
  const bool set_only =
      kind == VariableKind::init_position || kind == VariableKind::waypoints || kind == VariableKind::marker_state;
  return set_only && wanted.quantity >= ratio && wanted.quantity < text;
}

// Fills in how the datum converts; the unit must be known and measure what the variable does.
Outcome convert_units(std::string_view unit_name, const Choices& choices, Datum& datum) {
  constexpr Refusal kBadUnit{Exception::name_unrecognized, 3};
  if (is_no_unit(unit_name)) return {};
  const catalog::Unit* wanted = catalog::find_unit(unit_name);
  if (wanted == nullptr) return kBadUnit;
  if (datum.variable.kind != VariableKind::number) {
    // A text has no unit, not even "string" (semantics 30).
    if (datum.variable.kind == VariableKind::text || !fits_structure(*wanted, datum.variable.kind)) return kBadUnit;
    return {};
  }
  const bool local = datum.variable.unit == nullptr && !choices.local_variables_ignore_units;
  const catalog::Unit* own = local ? unit_of_local(*wanted) : datum.variable.unit;
  if (own == nullptr) return {};
  const auto to_client = catalog::conversion_between(*own, *wanted);
  const auto from_client = catalog::conversion_between(*wanted, *own);
  if (!to_client || !from_client) return kBadUnit;
  if (!to_client->is_identity()) {
    datum.to_client = *to_client;
    datum.from_client = *from_client;
  }
  return {};
}

// A truth that a client wants as a number of its own kind.
bool is_truth_as_number(const Datum& datum) {
  constexpr auto kTruth = catalog::Quantity::boolean;
  if (datum.variable.kind != VariableKind::number || datum.variable.unit == nullptr) return false;
  const catalog::Unit* wanted = catalog::find_unit(datum.unit_name);
  return datum.variable.unit->quantity == kTruth && wanted != nullptr && wanted->quantity != kTruth;
}

// The last type is known to the newest simulator only.
bool type_exists(protocol::DataType type, const Profile& profile) {
  if (type == protocol::DataType::int8) return profile.protocol >= 6;
  return protocol::is_data_type(type);
}

}  // namespace

// Before its use: clang-16 does not look for the definition of a member template behind it.
template <class Message>
Outcome Session::on(const Message& message, const Occasion& occasion) {
  if (accepted_without_effect(Message::kInfo.id, context_.profile)) return {};
  return desks().take(message, occasion);
}

Outcome Session::act(const protocol::ClientFrame& frame, const FrameMoment& moment) {
  return std::visit(
      [&](const auto& message) -> Outcome {
        using Message = std::decay_t<decltype(message)>;
        const Occasion occasion{frame.send_id, moment};
        if constexpr (protocol::Message<Message>) {
          // A simulator does not know the messages of its successors.
          if (protocol::number_of(Message::kInfo.since) > context_.profile.protocol) return Refusal{};
          if (const auto fault =
                  context_.faults.exception_for(name(), Message::kInfo.name, request_id_of(message), moment.time)) {
            return Refusal{static_cast<Exception>(fault->exception), fault->index};
          }
        }
        return on(message, occasion);
      },
      frame.message);
}

Outcome Session::on(const protocol::Unknown&, const Occasion&) {
  if (choices().unknown_messages_are_ignored) return {};
  return Refusal{};
}

// A second one on the same connection.
Outcome Session::on(const protocol::Open&, const Occasion&) {
  return Refusal{};
}

Outcome Session::on(const protocol::RequestResponseTimes&, const Occasion& occasion) {
  protocol::RecvResponseTimes answer;
  answer.server_tick_at_receipt = occasion.moment.time.time_since_epoch().count();
  answer.server_tick_at_response = answer.server_tick_at_receipt;
  outbox_.answer(answer);
  return {};
}

Outcome Session::on(const protocol::AddToDataDefinition& message, const Occasion&) {
  const auto known = definitions_.find(message.define_id);
  if (known != definitions_.end() && known->second.datums.size() >= protocol::kMaxDefinitionEntries) {
    return Refusal{Exception::too_many_objects, 1};
  }
  if ((known == definitions_.end() && definitions_.size() >= kMaxDefinitions) || datums_ >= kMaxDatums) {
    return Refusal{Exception::too_many_objects, 1};
  }
  auto variable = context_.simulator.resolve(message.datum_name);
  if (!variable && choices().lenient_variable_names && values::same_text(message.datum_name.substr(0, 4), "ENG ")) {
    variable = context_.simulator.resolve("GENERAL " + std::string(message.datum_name));
  }
  if (!variable) return Refusal{Exception::name_unrecognized, 2};
  Datum datum;
  datum.name = message.datum_name;
  datum.unit_name = message.units_name;
  datum.type = message.datum_type;
  datum.epsilon = message.epsilon;
  datum.id = message.datum_id;
  datum.variable = *variable;
  if (Outcome refused = convert_units(message.units_name, choices(), datum)) {
    if (choices().unit_errors_name_the_variable) refused->index = 2;
    return refused;
  }
  datum.true_is_minus_1 = choices().truth_is_minus_1 && is_truth_as_number(datum);
  if (!type_exists(datum.type, context_.profile) || !fits(datum.type, variable->kind)) {
    return Refusal{Exception::invalid_data_type, 4};
  }
  // Old libraries give every datum the id 0 (semantics 4.4).
  const bool counts = datum.id != protocol::kNoDatumId && (datum.id.value != 0 || choices().datum_id_0_is_unique);
  if (known != definitions_.end() && counts) {
    for (const Datum& other : known->second.datums) {
      if (other.id == datum.id) return Refusal{Exception::duplicate_id, 6};
    }
  }
  definitions_[message.define_id].add(std::move(datum));
  ++datums_;
  return {};
}

Outcome Session::on(const protocol::ClearDataDefinition& message, const Occasion&) {
  const auto definition = definitions_.find(message.define_id);
  if (definition == definitions_.end()) return Refusal{Exception::unrecognized_id, 1};
  datums_ -= definition->second.datums.size();
  definitions_.erase(definition);
  requests_.drop_definition(message.define_id);
  return {};
}

Outcome Session::on(const protocol::RequestDataOnSimObject& message, const Occasion& occasion) {
  return requests_.request(message, occasion.send_id, request_context(occasion.moment), context_.profile, outbox_);
}

Outcome Session::on(const protocol::RequestDataOnSimObjectType& message, const Occasion& occasion) {
  return requests_.request(message, occasion.send_id, request_context(occasion.moment), context_.profile, outbox_);
}

Outcome Session::on(const protocol::SetDataOnSimObject& message, const Occasion&) {
  const auto definition = definitions_.find(message.define_id);
  if (definition == definitions_.end()) return Refusal{Exception::unrecognized_id, 1};
  if (AiObject* object = context_.commons.ai_objects.find(message.object_id)) {
    return set_data(message, definition->second, choices(), *object);
  }
  if (!is_user_aircraft(message.object_id, context_.profile) || !context_.simulator.has_user_object()) {
    return Refusal{Exception::unrecognized_id, 2};
  }
  return set_data(message, definition->second, choices(), context_.simulator);
}

Outcome Session::on(const protocol::MapClientEventToSimEvent& message, const Occasion&) {
  if (subscriptions_.has(message.client_event_id)) return Refusal{Exception::event_id_duplicate, 1};
  return events_.map(message, context_.simulator, context_.profile);
}

Outcome Session::on(const protocol::AddClientEventToNotificationGroup& message, const Occasion&) {
  return events_.add(message, context_.profile);
}

Outcome Session::on(const protocol::RemoveClientEvent& message, const Occasion&) {
  return events_.remove(message);
}

Outcome Session::on(const protocol::SetNotificationGroupPriority& message, const Occasion&) {
  return events_.set_priority(message);
}

Outcome Session::on(const protocol::ClearNotificationGroup& message, const Occasion&) {
  return events_.clear(message);
}

Outcome Session::on(const protocol::RequestNotificationGroup& message, const Occasion&) {
  return events_.request(message);
}

template <class Message>
Outcome Session::transmit(const Message& message, std::uint32_t group_index, const EventData& data, bool extended) {
  AiObject* object = context_.commons.ai_objects.find(message.object_id);
  if (object == nullptr && !is_user_aircraft(message.object_id, context_.profile)) {
    return Refusal{Exception::unrecognized_id, 1};
  }
  const EventIdentity* identity = events_.find(message.client_event_id);
  if (identity == nullptr) return Refusal{Exception::unrecognized_id, 2};
  if (object != nullptr) {
    object->trigger(identity->name, data);  // directly to it; no client is told (semantics 10.4)
    return {};
  }
  EventOnItsWay event;
  event.identity = *identity;
  event.data = data;
  event.extended = extended;
  const protocol::GroupId group{message.group_id_or_priority};
  if (has(message.flags, protocol::TransmitFlags::group_id_is_priority)) {
    event.first_priority = message.group_id_or_priority;
  } else if (const auto own = context_.priorities.priority_of({id_, group.value})) {
    event.first_priority = *own + 1;
  } else if (group.value == 0 || choices().unknown_groups_are_highest) {
    // Many clients name group 0 without having made it, and their events reach everybody (semantics 10.4).
    event.first_priority = protocol::kGroupPriorityHighest;
  } else {
    return Refusal{Exception::unrecognized_id, group_index};
  }
  context_.route.send(event);
  return {};
}

Outcome Session::on(const protocol::TransmitClientEvent& message, const Occasion&) {
  return transmit(message, 4, {message.data}, false);
}

Outcome Session::on(const protocol::TransmitClientEvent_EX1& message, const Occasion&) {
  return transmit(message, 3, {message.data0, message.data1, message.data2, message.data3, message.data4}, true);
}

Outcome Session::on(const protocol::SubscribeToSystemEvent& message, const Occasion& occasion) {
  if (events_.find(message.client_event_id) != nullptr) return Refusal{Exception::event_id_duplicate, 1};
  if (const Outcome refused =
          subscriptions_.subscribe(message, context_.profile, start_of_time(), occasion.moment.time)) {
    return refused;
  }
  tell_present(subscriptions_.all().back());
  return {};
}

// The value that subscribers of some events are told at once (semantics 9.2).
void Session::tell_present(const Subscription& subscription) {
  if (!subscription.event->immediate) return;
  SystemEvent present;
  present.data = context_.simulator.event_value(subscription.event->name);
  send_system_event(subscription, present);
  const bool unpaused = choices().pause_subscription_tells_unpaused && context_.profile.generation == Generation::msfs;
  if (!unpaused || subscription.event->name != "Pause" || present.data != 0) return;
  for (const Subscription& other : subscriptions_.all()) {
    if (other.on && other.event->name == "Unpaused") send_system_event(other, SystemEvent());
  }
}

Outcome Session::on(const protocol::UnsubscribeFromSystemEvent& message, const Occasion&) {
  return subscriptions_.unsubscribe(message);
}

Outcome Session::on(const protocol::SetSystemEventState& message, const Occasion& occasion) {
  const Outcome refused = subscriptions_.set_state(message, start_of_time(), occasion.moment.time);
  if (refused || !choices().switching_on_tells_the_value || message.state != protocol::State::on) return refused;
  for (const Subscription& subscription : subscriptions_.all()) {
    if (subscription.id == message.client_event_id) tell_present(subscription);
  }
  return {};
}

Outcome Session::on(const protocol::RequestSystemState& message, const Occasion&) {
  const auto state = context_.simulator.system_state(message.state_name);
  if (!state) return Refusal{Exception::name_unrecognized, 2};
  if (choices().flight_loaded_state_is_unanswered && values::same_text(message.state_name, "FlightLoaded")) return {};
  protocol::RecvSystemState answer;
  answer.request_id = message.request_id;
  answer.integer = state->integer;
  answer.string_value = state->text;
  outbox_.answer(answer);
  return {};
}

}  // namespace checkride::emulator

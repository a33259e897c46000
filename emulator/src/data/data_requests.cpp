#include "data/data_requests.hpp"

#include <algorithm>

#include "answers/limits.hpp"
#include "checkride/protocol/codec.hpp"
#include "checkride/result/assert.hpp"
#include "data/periods.hpp"
#include "faults/seen_object.hpp"
#include "traffic/ai_objects.hpp"

namespace checkride::emulator {
namespace {

using protocol::Exception;
using protocol::Period;
using protocol::RequestFlags;
using protocol::SimObjectType;

constexpr auto kKnownFlags = RequestFlags::changed | RequestFlags::tagged;

bool is_object_type(SimObjectType type, const Profile& profile) {
  return type <= (profile.protocol >= 6 ? SimObjectType::user_current : SimObjectType::ground);
}

// The user's aircraft is an airplane.
bool matches_user_aircraft(SimObjectType type) {
  return type == SimObjectType::user || type == SimObjectType::all || type == SimObjectType::aircraft ||
         type == SimObjectType::user_current;
}

// For the periods that the clock makes; SIM_FRAME is the simulation's.
Pulse pulse_of(Period period) {
  return period == Period::second ? Pulse::second : Pulse::visual_frame;
}

// The id under which an object is answered for: proxies become the real one (semantics 3.4).
protocol::ObjectId answered_as(protocol::ObjectId asked, const Profile& profile) {
  return is_user_aircraft(asked, profile) ? kUserAircraft : asked;
}

// What a message calls an object.
protocol::ObjectId named(protocol::ObjectId object, const RequestContext& context) {
  return object == kUserAircraft && context.choices.user_object_answers_as_0 ? protocol::kObjectIdUser : object;
}

// Null: the object is not there, or no more.
SimObject* find_object(protocol::ObjectId id, const RequestContext& context) {
  if (id != kUserAircraft) return context.objects.find(id);
  return context.simulator.has_user_object() ? &context.simulator : nullptr;
}

Outcome check(const protocol::RequestDataOnSimObject& message, const RequestContext& context, const Profile& profile) {
  const auto definition = context.definitions.find(message.define_id);
  if (definition == context.definitions.end()) return Refusal{Exception::unrecognized_id, 2};
  if (message.period != Period::once && definition->second.has_variable_string()) {
    return Refusal{Exception::definition_error, 2};
  }
  if (find_object(answered_as(message.object_id, profile), context) == nullptr) {
    return Refusal{Exception::unrecognized_id, 3};
  }
  const Choices& choices = context.choices;
  if (message.period > Period::second) {
    return Refusal{choices.bad_period_is_error ? Exception::error : Exception::invalid_enum, 4};
  }
  const bool known = (message.flags & kKnownFlags) == message.flags;
  if (!known && !choices.unknown_request_flags_are_ignored) return Refusal{Exception::data_error, 5};
  return {};
}

Outcome check(const protocol::RequestDataOnSimObjectType& message, const RequestContext& context,
              const Profile& profile) {
  if (!context.definitions.contains(message.define_id)) return Refusal{Exception::unrecognized_id, 2};
  const bool user = message.sim_object_type == SimObjectType::user;  // the radius does not count (semantics 6.3)
  if (!user && message.radius_meters > protocol::kMaxRadiusMeters) return Refusal{Exception::out_of_bounds, 3};
  if (!is_object_type(message.sim_object_type, profile)) return Refusal{Exception::invalid_enum, 4};
  return {};
}

// The user's aircraft first, the others by id. A radius of 0 means the user's alone (semantics 6.3).
std::vector<protocol::ObjectId> objects_of_type(const protocol::RequestDataOnSimObjectType& asked,
                                                const RequestContext& context) {
  std::vector<protocol::ObjectId> result;
  if (matches_user_aircraft(asked.sim_object_type) && context.simulator.has_user_object()) {
    result.push_back(kUserAircraft);
  }
  const bool everything = asked.radius_meters == 0 && context.choices.zero_radius_is_everything;
  const std::uint32_t radius = everything ? protocol::kMaxRadiusMeters : asked.radius_meters;
  if (asked.sim_object_type == SimObjectType::user || radius == 0) return result;
  const GeoPoint around = user_place(context.simulator).point;
  for (const protocol::ObjectId id : context.objects.matching(asked.sim_object_type, around, radius)) {
    result.push_back(id);
  }
  return result;
}

// The fields that SIMOBJECT_DATA and SIMOBJECT_DATA_BYTYPE share.
template <class Message, class Asked>
Message answer_to(const Asked& asked, protocol::ObjectId object, std::uint32_t count, std::span<const std::byte> data) {
  Message message;
  message.request_id = asked.request_id;
  message.object_id = object;
  message.define_id = asked.define_id;
  message.define_count = count;
  message.data = data;
  return message;
}

protocol::RecvException exception(Exception code, protocol::SendId send_id, std::uint32_t index) {
  protocol::RecvException message;
  message.exception = code;
  message.send_id = send_id;
  message.index = index;
  return message;
}

// The exception that a fault puts in the place of the data, if one does.
template <class Message>
std::optional<protocol::RecvException> spoiled(const RequestContext& context, protocol::RequestId request,
                                               protocol::SendId send_id) {
  if (context.faults.empty()) return std::nullopt;
  const auto reply =
      context.faults.exception_for(context.client, Message::kInfo.name, request.value, context.moment.time);
  if (!reply) return std::nullopt;
  return exception(static_cast<Exception>(reply->exception), send_id, reply->index);
}

// The object with the values that the client is to see.
SeenObject as_seen(SimObject& object, protocol::ObjectId id, const RequestContext& context) {
  const Look look{id, context.faults, context.client, context.simulator, context.moment.time, context.unready};
  return SeenObject(object, look);
}

template <class Message>
bool too_long(const Message& message, protocol::Protocol version) {
  return protocol::encoded_size(message, version) > protocol::kMaxFrameBytes;
}

}  // namespace

bool is_user_aircraft(protocol::ObjectId object, const Profile& profile) {
  if (object == protocol::kObjectIdUser || object == kUserAircraft) return true;
  return object == protocol::kObjectIdUserCurrent && profile.protocol >= 6;
}

Outcome DataRequests::request(const protocol::RequestDataOnSimObject& message, protocol::SendId send_id,
                              const RequestContext& context, const Profile& profile, const Outbox& outbox) {
  if (message.period == Period::never) {
    const bool refused = context.choices.never_without_request_is_refused && !orders_.contains(message.request_id);
    if (refused) return Refusal{Exception::unrecognized_id, 1};
    stop(message.request_id);  // whatever definition it names; silent when there is none
    return {};
  }
  const bool replaces = message.period != Period::once && orders_.contains(message.request_id);
  if (!replaces && live() >= kMaxRequests) return Refusal{Exception::too_many_requests, 1};
  if (const Outcome refused = check(message, context, profile)) return refused;
  if (message.period == Period::once) {
    Single& single = singles_.emplace_back(Single{outbox.answer_bytes(), send_id, message});
    std::get<protocol::RequestDataOnSimObject>(single.asked).object_id = answered_as(message.object_id, profile);
  } else {
    start(message, answered_as(message.object_id, profile), send_id, context);
  }
  return {};
}

Outcome DataRequests::request(const protocol::RequestDataOnSimObjectType& message, protocol::SendId send_id,
                              const RequestContext& context, const Profile& profile, const Outbox& outbox) {
  if (live() >= kMaxRequests) return Refusal{Exception::too_many_requests, 1};
  if (const Outcome refused = check(message, context, profile)) return refused;
  singles_.push_back({outbox.answer_bytes(), send_id, message});
  return {};
}

void DataRequests::start(const protocol::RequestDataOnSimObject& message, protocol::ObjectId object_id,
                         protocol::SendId send_id, const RequestContext& context) {
  const auto [place, added] = orders_.try_emplace(message.request_id, last_order_ + 1);
  if (added) ++last_order_;
  Periodic request;
  request.order = place->second;
  request.definition = &context.definitions.at(message.define_id);
  request.asked = message;
  request.object_id = object_id;
  request.send_id = send_id;
  request.schedule = Schedule({message.origin, message.interval, message.limit});
  request.since = context.moment;
  request.since_seconds = simulated_.follow(context.simulator);
  request.by_simulation = message.period == Period::second && context.choices.seconds_are_simulated;
  request.since_last_period = context.choices.changed_since_last_period && has(message.flags, RequestFlags::changed);
  request.by_steps = message.period == Period::sim_frame && !context.choices.sim_frame_goes_on_in_pause;
  // A step that a paused simulation does not make cannot be the first period.
  request.since_simulation_frame = context.simulator.simulation_frame() + (context.simulator.running() ? 0 : 1);
  if (added) {
    periodic_.push_back(std::move(request));
  } else {
    *place_of(request.order) = std::move(request);
  }
}

void DataRequests::stop(protocol::RequestId id) {
  const auto order = orders_.find(id);
  if (order == orders_.end()) return;
  periodic_.erase(place_of(order->second));
  orders_.erase(order);
}

std::vector<DataRequests::Periodic>::iterator DataRequests::place_of(std::uint64_t order) {
  const auto place = std::ranges::lower_bound(periodic_, order, {}, &Periodic::order);
  CHECKRIDE_ASSERT(place != periodic_.end() && place->order == order);
  return place;
}

void DataRequests::drop_definition(protocol::DefinitionId definition) {
  std::erase_if(periodic_, [&](const Periodic& request) {
    if (request.asked.define_id != definition) return false;
    orders_.erase(request.asked.request_id);
    return true;
  });
  std::erase_if(singles_, [definition](const Single& single) {
    return std::visit([definition](const auto& asked) { return asked.define_id == definition; }, single.asked);
  });
}

// The number of the period that ends with this frame; nothing when none does.
std::optional<std::uint64_t> DataRequests::period_of(const Periodic& request, const Simulator& simulator,
                                                     const FrameMoment& moment) const {
  if (request.by_simulation) return simulated_.whole_seconds_since(request.since_seconds);
  if (!request.by_steps) {
    return period_at(pulse_of(request.asked.period), request.since, moment);
  }
  if (simulator.simulation_frame() < request.since_simulation_frame) return std::nullopt;
  return simulator.simulation_frame() - request.since_simulation_frame;
}

FrameNumber DataRequests::frame_of_period(const Periodic& request, std::uint64_t period, const Simulator& simulator,
                                          const FrameMoment& moment) const {
  if (request.by_simulation) return moment.frame + 1;  // how fast it goes may change at any frame
  if (!request.by_steps) {
    return emulator::frame_of_period(pulse_of(request.asked.period), request.since, period, simulator, moment);
  }
  const std::uint64_t present = period_of(request, simulator, moment).value_or(0);
  const FrameNumber wanted = request.since_simulation_frame + std::min(period, present + kFarPeriods);
  const FrameNumber made = simulator.simulation_frame();
  return moment.frame + (wanted > made ? wanted - made : 1);
}

std::optional<FrameNumber> DataRequests::next_due(const Simulator& simulator, const FrameMoment& moment) const {
  std::optional<FrameNumber> next;
  if (!singles_.empty()) next = moment.frame + 1;
  for (const Periodic& request : periodic_) {
    if (next && *next <= moment.frame + 1) break;  // nothing is due sooner
    if ((request.by_steps || request.by_simulation) && !simulator.running()) continue;
    const FrameNumber due = frame_of_period(request, request.schedule.next(), simulator, moment);
    if (!next || due < *next) next = due;
  }
  if (next) next = std::max(*next, moment.frame + 1);
  return next;
}

DataRequests::Sent DataRequests::send_periodic(Periodic& request, SimObject& object, const RequestContext& context,
                                               Outbox& outbox) {
  const DataDefinition& definition = *request.definition;
  const Block block = has(request.asked.flags, RequestFlags::changed)
                          ? make_changes(request, definition, object)
                          : make_block(definition, has(request.asked.flags, RequestFlags::tagged), object, context);
  if (block.count == 0 && has(request.asked.flags, RequestFlags::changed)) return Sent::nothing;
  if (const auto fault = spoiled<protocol::RecvSimObjectData>(context, request.asked.request_id, request.send_id)) {
    outbox.answer(*fault);
    request.sent_datums = 0;  // the client has not got these values: with CHANGED they are still to be sent
    return Sent::nothing;
  }
  if (request.head.is_of(block)) {
    outbox.periodic<protocol::RecvSimObjectData>(request.head.view(), block.bytes);
    return Sent::message;
  }
  auto message = answer_to<protocol::RecvSimObjectData>(request.asked, request.object_id, block.count, block.bytes);
  message.flags = request.asked.flags;
  if (too_long(message, outbox.version())) {
    outbox.answer(exception(Exception::definition_error, request.send_id, 2));
    return Sent::refusal;
  }
  message.object_id = named(message.object_id, context);
  request.head.remember(outbox.periodic(message), block);
  return Sent::message;
}

void DataRequests::send_due(const RequestContext& context, Outbox& outbox) {
  (void)simulated_.follow(context.simulator);
  if (!context.simulator.has_user_object()) return;  // data stops without any notice
  const bool drawn = !context.simulator.loading();
  std::size_t ended_count = 0;
  for (Periodic& request : periodic_) {
    const auto period = period_of(request, context.simulator, context.moment);
    bool ended = false;
    const bool shown = drawn || request.asked.period == Period::second;
    if (shown && period && request.schedule.due(*period)) {
      SimObject* object = find_object(request.object_id, context);
      Sent sent = Sent::refusal;
      if (object != nullptr) {
        SeenObject seen = as_seen(*object, request.object_id, context);
        sent = send_periodic(request, seen.object(), context, outbox);
      }
      request.schedule.pass(*period, sent == Sent::message ? 1 : 0);
      if (request.since_last_period && sent != Sent::refusal) request.sent = present_;
      ended = sent == Sent::refusal || request.schedule.ended();  // without a word when the object is gone
    }
    if (!ended) continue;
    ++ended_count;
    orders_.erase(request.asked.request_id);
    request.definition = nullptr;
  }
  if (ended_count != 0) std::erase_if(periodic_, [](const Periodic& request) { return request.definition == nullptr; });
}

void DataRequests::answer(const protocol::RequestDataOnSimObject& asked, protocol::SendId send_id,
                          const RequestContext& context, Outbox& outbox) {
  SimObject* object = find_object(asked.object_id, context);
  if (object == nullptr) return;  // it went in this frame
  if (const auto fault = spoiled<protocol::RecvSimObjectData>(context, asked.request_id, send_id)) {
    return outbox.answer(*fault);
  }
  SeenObject seen = as_seen(*object, asked.object_id, context);
  const bool tagged = has(asked.flags, RequestFlags::tagged);
  const Block block = make_block(context.definitions.at(asked.define_id), tagged, seen.object(), context);
  auto message = answer_to<protocol::RecvSimObjectData>(asked, asked.object_id, block.count, block.bytes);
  message.flags = asked.flags;
  message.object_id = named(message.object_id, context);
  if (!too_long(message, outbox.version())) return outbox.answer(message);
  outbox.answer(exception(Exception::definition_error, send_id, 2));
}

void DataRequests::answer(const protocol::RequestDataOnSimObjectType& asked, protocol::SendId send_id,
                          const RequestContext& context, Outbox& outbox) {
  if (const auto fault = spoiled<protocol::RecvSimObjectDataByType>(context, asked.request_id, send_id)) {
    return outbox.answer(*fault);
  }
  const std::vector<protocol::ObjectId> objects = objects_of_type(asked, context);
  if (objects.empty()) {
    if (context.choices.no_match_is_silent) return;
    auto none = answer_to<protocol::RecvSimObjectDataByType>(asked, protocol::ObjectId{0}, 0, {});
    none.entry_number = 0;
    none.out_of = 0;
    return outbox.answer(none);
  }
  const DataDefinition& definition = context.definitions.at(asked.define_id);
  std::uint32_t entry = 0;
  for (const protocol::ObjectId id : objects) {
    if (outbox.overflowed()) return;
    SeenObject seen = as_seen(*find_object(id, context), id, context);
    const Block block = make_block(definition, false, seen.object(), context);
    auto message = answer_to<protocol::RecvSimObjectDataByType>(asked, id, block.count, block.bytes);
    message.entry_number = ++entry;
    message.out_of = static_cast<std::uint32_t>(objects.size());
    message.object_id = named(id, context);
    if (too_long(message, outbox.version())) {
      return outbox.answer(exception(Exception::definition_error, send_id, 2));
    }
    outbox.answer(message);
    if (outbox.overflowed()) return;
  }
}

void DataRequests::answer_single_requests(const RequestContext& context, Outbox& outbox) {
  if (singles_.empty()) return;
  const std::vector<std::byte> others = outbox.reopen_answers();
  std::size_t done = 0;
  for (const Single& single : singles_) {
    outbox.append_answers(std::span(others).subspan(done, single.place - done));
    done = single.place;
    std::visit([&](const auto& asked) { answer(asked, single.send_id, context, outbox); }, single.asked);
  }
  outbox.append_answers(std::span(others).subspan(done));
  singles_.clear();
}

std::vector<RequestInfo> DataRequests::info() const {
  std::vector<RequestInfo> result;
  for (const Periodic& request : periodic_) {
    RequestInfo& info = result.emplace_back();
    info.id = request.asked.request_id.value;
    info.definition_id = request.asked.define_id.value;
    info.object_id = request.asked.object_id.value;
    info.period = to_string(request.asked.period);
    info.changed = has(request.asked.flags, RequestFlags::changed);
    info.tagged = has(request.asked.flags, RequestFlags::tagged);
    info.origin = request.asked.origin;
    info.interval = request.asked.interval;
    info.limit = request.asked.limit;
    info.messages_sent = request.schedule.messages();
  }
  return result;
}

}  // namespace checkride::emulator

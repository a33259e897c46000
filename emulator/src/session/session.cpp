#include "session/session.hpp"

#include <algorithm>
#include <tuple>
#include <type_traits>
#include <utility>

#include "checkride/result/assert.hpp"
#include "checkride/values/ascii.hpp"
#include "commons/commons.hpp"
#include "desks/desks.hpp"
#include "faults/simulator_faults.hpp"
#include "session/wire_text.hpp"
#include "simulator/frame_moment.hpp"

namespace checkride::emulator {
namespace {

using protocol::Exception;

// EVENT and its kin: a system event belongs to no group.
template <class Message>
Message system_event(protocol::EventId id, std::uint32_t data) {
  Message message;
  message.group_id = protocol::kUnknownGroup;
  message.client_event_id = id;
  if constexpr (std::is_same_v<decltype(message.data), protocol::ObjectId>) {
    message.data.value = data;
  } else {
    message.data = data;
  }
  return message;
}

// Of a simulator that came after this one, which therefore cannot know how long it is.
bool is_later(const protocol::DecodeError& error, const Profile& profile) {
  const auto known = protocol::client_message_infos();
  const auto info = std::ranges::find(known, error.message, &protocol::MessageInfo::name);
  return info != known.end() && protocol::number_of(info->since) > profile.protocol;
}

// How many of `events`, from the first, tell of one change (semantics 9.4).
std::size_t same_change(std::span<const SystemEvent> events) {
  const std::string_view change = change_told_by(events.front().name, events.front().data);
  std::size_t count = 1;
  while (!change.empty() && count < events.size() && change_told_by(events[count].name, events[count].data) == change) {
    ++count;
  }
  return count;
}

// The system event of a frame that is drawn now; none is while a flight is being loaded (semantics 6.4).
std::string_view frame_event(const Simulator& simulator) {
  if (simulator.loading()) return "";
  return simulator.running() ? "Frame" : "PauseFrame";
}

}  // namespace

Session::Session(ClientId id, std::string remote, world::Instant accepted, SessionContext& context)
    : id_(id),
      context_(context),
      outbox_(&context.spares),
      remote_(std::move(remote)),
      accepted_(accepted),
      events_(id, context.priorities) {
  if (choices().messages_in_order_of_occurrence) outbox_.use_one_section();
}

Session::~Session() = default;

// Most clients never have anything to do with them.
Desks& Session::desks() {
  if (desks_ == nullptr) {
    desks_ = std::make_unique<Desks>(DeskContext{id_, context_.profile, context_.simulator, context_.commons, events_,
                                                 context_.route, outbox_, application_, &context_.faults});
  }
  return *desks_;
}

void Session::receive(std::span<const std::byte> frame, const FrameMoment& moment) {
  if (closing_) return;
  const auto decoded = protocol::decode_client(frame);
  if (context_.watcher != nullptr) {
    CallSeen seen{id_, frame, moment, nullptr};
    const auto* set = decoded ? std::get_if<protocol::SetDataOnSimObject>(&decoded->message) : nullptr;
    const auto found = set != nullptr ? definitions_.find(set->define_id) : definitions_.end();
    if (found != definitions_.end()) seen.definition = &found->second;
    context_.watcher->called(seen);
  }
  if (decoded.has_error()) {
    const protocol::DecodeError& error = decoded.error();
    count(error.message, frame.size());
    // Without an open message there is nobody to tell.
    if (!opened_) return give_up("no OPEN first: " + error.text());
    if (is_later(error, context_.profile)) return refuse({}, error.send_id, error.message);
    return refuse({Exception::size_mismatch, protocol::kUnknownIndex}, error.send_id, error.message);
  }
  const protocol::MessageInfo* info = info_of(decoded->message);
  const std::string_view name = info == nullptr ? "Unknown" : info->name;
  count(name, frame.size());
  if (!opened_) return open(*decoded);
  if (const Outcome refused = act(*decoded, moment)) refuse(*refused, decoded->send_id, name);
}

bool Session::is_too_new(const protocol::ClientFrame& frame, const protocol::Open& message) const {
  const Profile& profile = context_.profile;
  if (!protocol::is_spoken(frame.version) || protocol::number_of(frame.version) > profile.protocol) return true;
  // The first simulator did not check (wire.md 2.4).
  if (!choices().newer_builds_are_refused || profile.protocol < protocol::number_of(protocol::Protocol::fsx_sp1)) {
    return false;
  }
  const VersionNumbers& own = profile.sim_connect;
  return std::tie(message.version_major, message.version_minor, message.build_major, message.build_minor) >
         std::tie(own.major, own.minor, own.build_major, own.build_minor);
}

void Session::open(const protocol::ClientFrame& frame) {
  const auto* message = std::get_if<protocol::Open>(&frame.message);
  if (message == nullptr) {
    const protocol::MessageInfo* info = info_of(frame.message);
    return give_up("no OPEN first: " + std::string(info == nullptr ? "an unknown message" : info->name));
  }
  application_ = readable(message->application_name);
  protocol_ = protocol::number_of(frame.version);
  const Profile& profile = context_.profile;
  const bool own_version = choices().answers_have_the_simulators_version;
  outbox_.set_version(own_version ? static_cast<protocol::Protocol>(profile.protocol) : frame.version);
  if (is_too_new(frame, *message)) {
    refuse({Exception::version_mismatch, 4}, frame.send_id, protocol::Open::kInfo.name);
    if (!profile.choices.newer_clients_stay_connected) give_up("its version is newer than the simulator's");
    return;
  }
  opened_ = true;
  if (context_.watcher != nullptr) context_.watcher->opened(id_, application_);
  protocol::RecvOpen answer;
  answer.application_name = profile.application_name;
  answer.application_version_major = profile.application.major;
  answer.application_version_minor = profile.application.minor;
  answer.application_build_major = profile.application.build_major;
  answer.application_build_minor = profile.application.build_minor;
  answer.sim_connect_version_major = profile.sim_connect.major;
  answer.sim_connect_version_minor = profile.sim_connect.minor;
  answer.sim_connect_build_major = profile.sim_connect.build_major;
  answer.sim_connect_build_minor = profile.sim_connect.build_minor;
  answer.reserved1 = profile.open_reserved1;
  outbox_.answer(answer);
}

void Session::refuse(const Refusal& refusal, protocol::SendId send_id, std::string_view message) {
  protocol::RecvException answer;
  answer.exception = refusal.exception;
  answer.send_id = send_id;
  answer.index = refusal.index;
  if (refusal.index == protocol::kUnknownIndex && choices().unknown_index_is_0) answer.index = 0;
  outbox_.answer(answer);
  if (context_.watcher != nullptr) {
    context_.watcher->refused(id_, send_id, static_cast<std::uint32_t>(refusal.exception), refusal.index);
  }
  if (exceptions_.size() >= ClientInfo::kMaxExceptionInfos) exceptions_.erase(exceptions_.begin());
  exceptions_.push_back(
      {static_cast<std::uint32_t>(refusal.exception), send_id.value, answer.index, std::string(message)});
}

void Session::count(std::string_view message, std::size_t bytes) {
  ++messages_received_;
  bytes_received_ += bytes;
  ++received_by_name_[message];
}

RequestContext Session::request_context(const FrameMoment& moment) {
  return {context_.simulator,
          context_.commons.ai_objects,
          context_.faults,
          name(),
          definitions_,
          choices(),
          moment,
          context_.commons.blocks,
          moment.time < context_.commons.busy.ready()};
}

void Session::send_system_event(const Subscription& subscription, const SystemEvent& event) {
  switch (subscription.event->form) {
    case EventForm::plain: {
      const bool paused = choices().paused_carries_1 && subscription.event->name == "Paused";
      return outbox_.event(system_event<protocol::RecvEvent>(subscription.id, paused ? 1 : event.data));
    }
    case EventForm::weather_mode:
      return outbox_.event_of_its_time(system_event<protocol::RecvEventWeatherMode>(subscription.id, event.data));
    case EventForm::filename: {
      auto message = system_event<protocol::RecvEventFilename>(subscription.id, event.data);
      message.file_name = event.text;
      return outbox_.event(message);
    }
    case EventForm::add_remove: {
      auto message = system_event<protocol::RecvEventObjectAddRemove>(subscription.id, event.data);
      message.obj_type = static_cast<protocol::SimObjectType>(event.object_type);
      return outbox_.event(message);
    }
    case EventForm::frame: {
      auto message = system_event<protocol::RecvEventFrame>(subscription.id, event.data);
      message.frame_rate = static_cast<float>(frames_drawn_per_second(context_.faults, context_.simulator));
      message.sim_speed = static_cast<float>(context_.simulator.rate());
      return outbox_.event(message);
    }
    case EventForm::mission:
      return context_.commons.missions.send(event, subscription.id, outbox_);
  }
}

void Session::hear(std::span<const SystemEvent> events) {
  if (desks_ != nullptr) desks_->notice(events);
  while (!events.empty() && !subscriptions_.all().empty()) {
    const auto change = events.first(same_change(events));
    for (const Subscription& subscription : subscriptions_.all()) {
      for (const SystemEvent& event : change) {
        if (subscription.on && values::same_text(subscription.event->name, event.name))
          send_system_event(subscription, event);
      }
    }
    events = events.subspan(change.size());
  }
}

bool Session::hear(protocol::GroupId group, const EventOnItsWay& event) {
  if (outbox_.overflowed()) return false;  // it is on its way out
  const ClientEvents::Hits hits = events_.hits(group, event.identity.key);
  for (const protocol::EventId id : hits.ids) {
    const bool knows_ex1 = protocol_ >= protocol::number_of(protocol::Protocol::msfs2020);
    if (event.extended && knows_ex1 && !choices().ex1_events_are_plain) {
      protocol::RecvEventEx1 message;
      message.group_id = group;
      message.client_event_id = id;
      message.data0 = event.data[0];
      message.data1 = event.data[1];
      message.data2 = event.data[2];
      message.data3 = event.data[3];
      message.data4 = event.data[4];
      outbox_.event(message);
    } else {
      protocol::RecvEvent message;
      message.group_id = group;
      message.client_event_id = id;
      message.data = event.data[0];
      outbox_.event(message);
    }
  }
  return hits.maskable;
}

void Session::end_frame(const FrameMoment& moment) {
  if (opened_ && !closing_) {
    const RequestContext requests = request_context(moment);
    requests_.answer_single_requests(requests, outbox_);
    const bool silent = choices().timers_stop_in_pause && !context_.simulator.running();
    subscriptions_.for_each_tick(start_of_time(), moment.time, [&](protocol::EventId id) {
      if (!silent) outbox_.event(system_event<protocol::RecvEvent>(id, 0));
    });
    const std::string_view drawn = frame_event(context_.simulator);
    for (const Subscription& subscription : subscriptions_.all()) {
      // In step mode a frame is run again for packets that come while time stands still, but it is drawn once.
      if (drawn_ && moment.frame <= *drawn_) break;
      if (subscription.on && subscription.event->name == drawn) send_system_event(subscription, SystemEvent());
    }
    drawn_ = moment.frame;
    requests_.send_due(requests, outbox_);
    if (desks_ != nullptr) desks_->end_frame(moment);
  }
  outbox_.end_frame();
}

bool Session::quit() {
  const bool told = opened_ && !closing_ && !choices().quit_is_not_told;
  if (told) outbox_.periodic(protocol::RecvQuit());
  outbox_.end_frame();
  closing_ = true;
  return told;
}

std::optional<FrameNumber> Session::next_due(const FrameMoment& moment) const {
  if (!opened_ || closing_) return std::nullopt;
  std::optional<FrameNumber> next = requests_.next_due(context_.simulator, moment);
  const auto at = [&next](FrameNumber frame) { next = next ? std::min(*next, frame) : frame; };
  const std::string_view drawn = frame_event(context_.simulator);
  for (const Subscription& subscription : subscriptions_.all()) {
    const SystemEventInfo& event = *subscription.event;
    if (!subscription.on) continue;
    if (event.source == EventSource::timer) {
      at(frame_at_or_after(time_of_tick(event, start_of_time(), subscription.last_tick + 1), context_.simulator));
    } else if (event.source == EventSource::flight) {
      at(frame_at_or_after(moment.time + kFlightWatch, context_.simulator));
    } else if (event.name == drawn) {
      at(moment.frame + 1);
    }
  }
  if (desks_ != nullptr) {
    if (const auto due = desks_->next_due(moment)) at(*due);
  }
  if (next) next = std::max(*next, moment.frame + 1);
  return next;
}

ClientInfo Session::info() const {
  ClientInfo info;
  info.id = id_;
  info.name = application_;
  info.protocol = protocol_;
  info.remote = remote_;
  info.opened = accepted_;
  info.messages_received = messages_received_;
  info.messages_sent = outbox_.messages_sent();
  info.bytes_received = bytes_received_;
  info.bytes_sent = outbox_.bytes_sent();
  for (const auto& [name, count] : received_by_name_) info.received_by_name[std::string(name)] = count;
  for (const auto& [name, waiting, count] : outbox_.counts())
    if (count != 0) info.sent_by_name[std::string(name)] += count;
  for (const auto& [id, definition] : definitions_) {
    info.definitions.push_back(definition.info(id));
  }
  info.requests = requests_.info();
  info.subscriptions = subscriptions_.info();
  info.events = events_.info();
  for (const auto& [priority, group] : context_.priorities.groups()) {
    if (group.client == id_) info.groups.push_back({group.group, priority});
  }
  info.exceptions = exceptions_;
  return info;
}

}  // namespace checkride::emulator

#include "session/sessions.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "checkride/result/assert.hpp"
#include "session/periods.hpp"

namespace checkride::emulator {

Sessions::Sessions(Simulator& simulator, FaultBoard& faults, const Profile& profile, std::function<void()> on_wake)
    : simulator_(simulator),
      faults_(faults),
      context_{simulator, faults, priorities_, *this, commons_, profile},
      on_wake_(std::move(on_wake)) {}

Sessions::~Sessions() = default;

ClientId Sessions::connect(std::string remote, world::Instant now, std::size_t frame_bytes_max) {
  const ClientId id = ++last_id_;
  clients_.emplace(id, std::make_unique<Client>(id, std::move(remote), now, frame_bytes_max, context_));
  return id;
}

void Sessions::receive(ClientId client, std::span<const std::byte> bytes) {
  const auto found = clients_.find(client);
  if (found == clients_.end() || bytes.empty()) return;
  found->second->reader.feed(bytes);
  found->second->unread += bytes.size();
  unread_ = true;
  if (on_wake_) on_wake_();
}

std::size_t Sessions::unread_bytes(ClientId client) const {
  const auto found = clients_.find(client);
  return found == clients_.end() ? 0 : found->second->unread;
}

void Sessions::disconnect(ClientId client) {
  const auto found = clients_.find(client);
  if (found == clients_.end()) return;
  due_.forget(*found->second);
  clients_.erase(found);
  priorities_.remove_client(client);
  // Others may have been told something by its going: its objects are gone, the camera is free.
  if (!clients_.empty()) wake();
}

void Sessions::read_frames(Client& client, const FrameMoment& moment) {
  if (std::exchange(client.unread, 0) == 0) return;
  while (!client.session.closing()) {
    const protocol::FrameStep step = client.reader.next();
    if (std::holds_alternative<protocol::NeedMore>(step)) {
      // Most clients are silent most of the time: none of them keeps a buffer.
      if (client.reader.buffered() == 0) client.free_buffer();
      return;
    }
    if (std::holds_alternative<protocol::FramingError>(step)) return client.session.give_up();
    client.session.receive(std::get<protocol::Frame>(step).bytes, moment);
    tell_system_events();
  }
}

// By id. They are not in the queue any more, or are about to be put there anew.
std::vector<Sessions::Client*> Sessions::concerned(FrameNumber frame) {
  std::vector<Client*> due = due_.take(frame);
  if (!stirred_) {
    std::ranges::sort(due, {}, [](const Client* client) { return client->session.name().id; });
    return due;
  }
  due.clear();
  for (const auto& [id, client] : clients_) due.push_back(client.get());
  return due;
}

std::vector<Output> Sessions::run_frame(world::Instant now) {
  const FrameNumber frame = simulator_.frame_at(now);
  if (last_frame_ && frame <= *last_frame_) return {};
  if (simulator_.frame_time(frame) < commons_.busy.end()) return {};
  const FrameMoment moment{frame, simulator_.frame_time(frame)};
  const bool unread = std::exchange(unread_, false);
  stirred_ = woken_ || busy_ || unread || holding_ || !faults_.empty() ||
             commons_.ai_objects.next_due(simulator_, last_moment()).has_value();
  last_frame_ = frame;
  woken_ = false;
  holding_ = false;
  simulator_.advance_to(moment.time);
  commons_.ai_objects.advance(simulator_, moment);
  tell_system_events();
  if (unread) {
    for (const auto& [id, client] : clients_) read_frames(*client, moment);
  }
  stirred_ = stirred_ || simulator_.running() != ran_;
  ran_ = simulator_.running();
  const std::vector<Client*> concerned = this->concerned(frame);
  busy_ = moment.time < commons_.busy.end();
  commons_.blocks.begin_turn();

  std::vector<Output> outputs;
  for (Client* client : concerned) {
    client->session.end_frame(moment);
    if (auto output = output_of(client->session.name().id, client->session, moment.time)) {
      outputs.push_back(std::move(*output));
    }
    // In a quiet frame nobody changes what others are due, and what was just worked on is still at hand.
    if (!stirred_) due_.set(*client, client->session.next_due(moment));
  }
  faults_.end_frame(moment.time);
  if (stirred_) {
    for (Client* client : concerned) due_.set(*client, client->session.next_due(moment));
  }
  for (const Output& output : outputs) {
    if (output.connection != Connection::kept) disconnect(output.client);
  }
  return outputs;
}

std::optional<Output> Sessions::output_of(ClientId id, Session& session, world::Instant now) {
  Output output;
  output.client = id;
  if (faults_.resets(session.name(), now) || session.outbox().overflowed()) {
    output.connection = Connection::reset;
    return output;
  }
  if (session.outbox().waiting_bytes() == 0 && !session.closing()) return std::nullopt;
  if (busy_) return std::nullopt;
  if (faults_.silences(session.name(), now)) {
    session.outbox().discard();
    return std::nullopt;
  }
  if (faults_.stalls(session.name(), now)) {
    holding_ = true;
    if (session.outbox().waiting_bytes() <= kMaxWaitingBytes) return std::nullopt;
    output.connection = Connection::reset;
    return output;
  }
  output.bytes = session.outbox().take();
  if (session.closing()) output.connection = Connection::closed;
  return output;
}

std::vector<Output> Sessions::quit() {
  std::vector<Output> outputs;
  const world::Instant now = simulator_.frame_time(last_frame_.value_or(0));
  for (const auto& [id, client] : clients_) {
    client->session.quit();
    if (faults_.silences(client->session.name(), now)) client->session.outbox().discard();
    Output output;
    output.client = id;
    output.bytes = client->session.outbox().take();
    output.connection = Connection::closed;
    outputs.push_back(std::move(output));
  }
  for (const Output& output : outputs) disconnect(output.client);
  return outputs;
}

world::Instant Sessions::next_frame(world::Instant now) const {
  FrameNumber frame = simulator_.frame_at(now);
  if (simulator_.frame_time(frame) < now) ++frame;
  if (last_frame_) frame = std::max(frame, *last_frame_ + 1);
  frame = std::max(frame, first_frame_at(commons_.busy.end(), simulator_));
  return simulator_.frame_time(frame);
}

FrameMoment Sessions::last_moment() const {
  return {last_frame_.value_or(0), simulator_.frame_time(last_frame_.value_or(0))};
}

std::optional<world::Instant> Sessions::next_wake(world::Instant now) const {
  const world::Instant soonest = next_frame(now);
  if (woken_ || busy_ || unread_ || simulator_.running() != ran_) return soonest;
  std::optional<world::Instant> next;
  const auto at = [&next](world::Instant when) { next = next ? std::min(*next, when) : when; };
  if (const auto due = due_.next()) at(simulator_.frame_time(*due));
  if (const auto due = commons_.ai_objects.next_due(simulator_, last_moment())) at(simulator_.frame_time(*due));
  // Output that a stall holds back goes out when it ends.
  if (holding_) {
    if (const auto end = faults_.next_end(now)) at(next_frame(*end));
  }
  if (next) next = std::max(*next, soonest);
  return next;
}

void Sessions::tell_system_events() {
  const auto tell = [this](const std::vector<SystemEvent>& events) {
    if (events.empty()) return;
    stirred_ = true;
    for (const auto& [id, client] : clients_) client->session.hear(events);
  };
  tell(simulator_.drain_events());
  if (commons_.ai_objects.has_events()) tell(commons_.ai_objects.drain_events());
}

void Sessions::trigger(const EventOnItsWay& event) {
  commons_.blocks.begin_turn();
  if (event.identity.simulator) simulator_.trigger(event.identity.name, event.data);
}

// Down the list of groups; the simulator acts at its place in it, unless a group before it masked the event.
void Sessions::send(const EventOnItsWay& event) {
  bool simulator_passed = event.first_priority > priority::kSimulator;
  const auto& groups = priorities_.groups();
  for (auto it = groups.lower_bound(event.first_priority); it != groups.end(); ++it) {
    const auto& [number, group] = *it;
    if (!simulator_passed && number > priority::kSimulator) {
      simulator_passed = true;
      trigger(event);
    }
    const auto client = clients_.find(group.client);
    CHECKRIDE_ASSERT(client != clients_.end());  // a client that goes takes its groups with it
    const bool masks = client->second->session.hear(protocol::GroupId{group.group}, event);
    if (masks && number >= priority::kHighestMaskable) return;
  }
  if (!simulator_passed) trigger(event);
}

std::vector<ClientInfo> Sessions::clients() const {
  std::vector<ClientInfo> result;
  for (const auto& [id, client] : clients_) result.push_back(client->session.info());
  return result;
}

bool Sessions::raise_event(std::string_view name, const EventData& data) {
  auto identity = identify_event(name, simulator_, context_.profile);
  if (!identity) return false;
  EventOnItsWay event;
  event.identity = std::move(*identity);
  event.data = data;
  event.first_priority = 0;
  send(event);
  wake();
  return true;
}

Result<InputHeard> Sessions::press_input(const InputPress& press) {
  auto heard = commons_.inputs.press(press, simulator_.has_user_object());
  if (heard) wake();
  return heard;
}

void Sessions::wake() {
  woken_ = true;
  if (on_wake_) on_wake_();
}

}  // namespace checkride::emulator

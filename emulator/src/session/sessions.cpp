#include "session/sessions.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "checkride/result/assert.hpp"
#include "simulator/frame_moment.hpp"
#include "traffic/ai_traffic.hpp"

namespace checkride::emulator {
namespace {

// The offset that the error has is of no use: a reader is made anew whenever it is empty.
std::string text(const protocol::FramingError& error) {
  const std::string length = "a frame of " + std::to_string(error.length) + " bytes; ";
  const std::string limit = std::to_string(error.limit);
  if (error.code == protocol::FramingErrorCode::frame_too_short) return length + "at least " + limit + " are needed";
  return length + "at most " + limit + " are allowed (MaxRecvSize)";
}

// `told`: QUIT is on its way. `silenced`: it was, and a fault took it away.
Departure dismissed(bool told, bool silenced) {
  if (told && silenced) return {Departure::By::simulator, "closed without QUIT: a fault silences the simulator"};
  return {Departure::By::simulator, told ? "told QUIT" : "closed without QUIT"};
}

ReadyOutput reset(Session& session, Departure why) {
  session.depart(std::move(why));
  return {session.name().id, {}, Connection::reset};
}

ReadyOutput overflow(Session& session, std::size_t limit) {
  return reset(session, {Departure::By::limit, "more than " + std::to_string(limit) + " bytes wait to be sent to it"});
}

}  // namespace

Sessions::Sessions(Simulator& simulator, FaultBoard& faults, const Profile& profile, std::function<void()> on_wake,
                   SessionWatcher* watcher)
    : simulator_(simulator),
      faults_(faults),
      context_{simulator, faults, priorities_, *this, commons_, profile, watcher, {}},
      on_wake_(std::move(on_wake)) {
  add_traffic(commons_.ai_objects, simulator.traffic(), profile);
  traffic_revision_ = simulator.traffic_revision();
}

Sessions::~Sessions() = default;

ClientId Sessions::connect(std::string remote, world::Instant now, std::size_t frame_bytes_max) {
  const ClientId id = ++last_id_;
  if (context_.watcher != nullptr) context_.watcher->connected(id, remote);
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

ClientName Sessions::name_of(ClientId client) const {
  const auto found = clients_.find(client);
  return found == clients_.end() ? ClientName{client, {}} : found->second->session.name();
}

std::size_t Sessions::unread_bytes(ClientId client) const {
  const auto found = clients_.find(client);
  return found == clients_.end() ? 0 : found->second->unread;
}

void Sessions::turn_away(std::string_view remote, std::string_view reason) {
  if (context_.watcher != nullptr) context_.watcher->turned_away(remote, reason);
}

void Sessions::disconnect(ClientId client, const Departure& why) {
  const auto found = clients_.find(client);
  if (found == clients_.end()) return;
  const Departure* own = found->second->session.departure();
  const Departure told = own == nullptr ? why : *own;
  due_.forget(*found->second);
  clients_.erase(found);
  priorities_.remove_client(client);
  if (context_.watcher != nullptr) context_.watcher->gone(client, told);
  // Others may have been told something by its going: its objects are gone, the camera is free.
  if (!clients_.empty()) wake();
}

void Sessions::lose(ClientId client, Departure why) {
  const auto found = clients_.find(client);
  if (found != clients_.end()) found->second->lost = std::make_unique<Departure>(std::move(why));
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
    if (const auto* error = std::get_if<protocol::FramingError>(&step)) return client.session.give_up(text(*error));
    client.session.receive(std::get<protocol::Frame>(step).bytes, moment);
    tell_system_events();
  }
}

// By id. They are not in the queue any more, or are about to be put there anew.
void Sessions::find_concerned(FrameNumber frame) {
  due_.take(frame, concerned_);
  if (!stirred_) return;
  concerned_.clear();
  for (const auto& [id, client] : clients_) concerned_.push_back(client.get());
}

bool Sessions::begins(FrameNumber frame) {
  if (last_frame_ && (time_stands_ ? frame < *last_frame_ : frame <= *last_frame_)) return false;
  const world::Instant time = simulator_.frame_time(frame);
  if (!faults_.empty()) {
    faults_.begin_frame(time);
    if (simulator_faults_.free_from(faults_, time) > time) return false;
  }
  if (time < commons_.busy.end()) return false;
  return faults_.empty() || simulator_faults_.draws(faults_, simulator_, frame);
}

bool Sessions::stirs() const {
  if (woken_ || busy_ || unread_ || holding_ || !faults_.empty()) return true;
  return commons_.ai_objects.next_due(simulator_, last_moment()).has_value();
}

void Sessions::begin_turn(const FrameMoment& moment, const Give& give) {
  stirred_ = stirs();
  const bool unread = std::exchange(unread_, false);
  last_frame_ = moment.frame;
  woken_ = false;
  holding_ = false;
  simulator_.advance_to(moment.time);
  simulator_faults_.begin_frame(faults_, simulator_, commons_.busy, moment.time);
  if (const std::uint64_t revision = simulator_.traffic_revision(); revision != traffic_revision_) {
    traffic_revision_ = revision;
    replace_traffic(commons_.ai_objects, simulator_, context_.profile);
  }
  commons_.ai_objects.advance(simulator_, moment);
  commons_.texts.settle(simulator_, moment);  // what becomes of a text is a system event too
  tell_system_events();
  dismiss(moment, give);
  if (unread) {
    for (const auto& [id, client] : clients_) read_frames(*client, moment);
  }
  if (commons_.weather.take_changed()) commons_.tell_weather(simulator_);
  stirred_ = stirred_ || simulator_.running() != ran_;
  ran_ = simulator_.running();
}

std::vector<Output> Sessions::run_frame(world::Instant now) {
  std::vector<Output> outputs;
  run_frame(now, [&outputs](const ReadyOutput& output) {
    outputs.push_back({output.client, {output.bytes.begin(), output.bytes.end()}, output.connection});
  });
  return outputs;
}

void Sessions::run_frame(world::Instant now, const Give& give) {
  const FrameNumber frame = simulator_.frame_at(now);
  if (!begins(frame)) return;
  const FrameMoment moment{frame, simulator_.frame_time(frame)};
  begin_turn(moment, give);
  find_concerned(frame);
  busy_ = moment.time < commons_.busy.end();
  commons_.blocks.begin_turn();
  ended_.clear();
  for (std::size_t place = 0; place < concerned_.size(); ++place) {
    look_ahead(place + 1);
    Session& session = concerned_[place]->session;
    session.end_frame(moment);
    if (const auto output = output_of(session, moment.time)) {
      give(*output);
      if (output->connection != Connection::reset) session.outbox().taken();
      if (output->connection != Connection::kept) ended_.push_back(output->client);
    }
    // In a quiet frame nobody changes what others are due, and what was just worked on is still at hand.
    if (!stirred_) due_.set(*concerned_[place], session.next_due(moment));
  }
  faults_.end_frame(moment.time);
  if (stirred_) {
    for (Client* client : concerned_) due_.set(*client, client->session.next_due(moment));
  }
  for (const ClientId client : ended_) disconnect(client);
}

Output Sessions::farewell(ClientId id, Client& client, world::Instant now) {
  Session& session = client.session;
  const bool told = session.quit();
  const bool silenced = faults_.silences(session.name(), now);
  if (silenced || client.lost) session.outbox().discard();
  session.depart(client.lost ? std::move(*client.lost) : dismissed(told, silenced));
  Output output;
  output.client = id;
  output.bytes = session.outbox().take();
  output.connection = client.lost ? Connection::reset : Connection::closed;
  return output;
}

// Nothing that they sent is obeyed any more: the world has begun again without them.
void Sessions::dismiss(const FrameMoment& moment, const Give& give) {
  const ClientId last = std::exchange(dismissed_up_to_, 0);
  if (last == 0) return;
  std::vector<ClientId> gone;
  for (const auto& [id, client] : clients_) {
    if (id > last) break;
    const Output output = farewell(id, *client, moment.time);
    give({id, output.bytes, output.connection});
    gone.push_back(id);
  }
  for (const ClientId id : gone) disconnect(id);
  forget_clients();
  commons_.ai_objects.advance(simulator_, moment);  // they are where they would be without anybody having been there
}

// Giving takes its time, in which memory comes near: what a client's requests are is known once the client is at hand,
// and what they ask for once they are.
void Sessions::look_ahead(std::size_t place) const {
  if (place < concerned_.size()) concerned_[place]->session.prefetch_definitions();
  if (place + 1 < concerned_.size()) concerned_[place + 1]->session.prefetch_requests();
  if (place + 2 < concerned_.size()) concerned_[place + 2]->prefetch_state();
}

std::optional<ReadyOutput> Sessions::output_of(Session& session, world::Instant now) {
  const ClientName name = session.name();
  if (faults_.resets(name, now)) return reset(session, {Departure::By::simulator, "a fault reset the connection"});
  if (session.outbox().overflowed()) return overflow(session, Outbox::kMaxOpenBytes);
  if (session.outbox().waiting_bytes() == 0 && !session.closing()) return std::nullopt;
  if (busy_) return std::nullopt;
  if (faults_.silences(name, now)) {
    session.outbox().discard();
    return std::nullopt;
  }
  if (faults_.stalls(name, now)) {
    holding_ = true;
    if (session.outbox().waiting_bytes() <= kMaxWaitingBytes) return std::nullopt;
    return overflow(session, kMaxWaitingBytes);
  }
  return ReadyOutput{name.id, session.outbox().ready(), session.closing() ? Connection::closed : Connection::kept};
}

std::vector<Output> Sessions::quit() {
  std::vector<Output> outputs;
  const world::Instant now = simulator_.frame_time(last_frame_.value_or(0));
  tell_system_events();
  // A flight that runs ends first (semantics 9.4).
  SystemEvent stop;
  stop.name = "SimStop";
  const bool flies = simulator_.event_value("Sim") != 0;
  for (const auto& [id, client] : clients_) {
    if (flies) client->session.hear(std::span(&stop, 1));
    outputs.push_back(farewell(id, *client, now));
  }
  for (const Output& output : outputs) disconnect(output.client);
  return outputs;
}

void Sessions::begin_world_again(Simulation::Saved saved) {
  tell_system_events();  // of what happened before
  simulator_.restart(saved);
  traffic_revision_ = simulator_.traffic_revision();
  simulator_faults_ = SimulatorFaults();  // what they began is over
  commons_.busy = Busy();
  commons_.weather.begin_again();
  commons_.client_data.begin_again();
  commons_.camera.begin_again();
  commons_.inputs.begin_again();
  commons_.aircraft_inputs = AircraftInputs();
  commons_.missions = Missions();
  commons_.texts.begin_again();
  commons_.ai_objects.clear();
  add_traffic(commons_.ai_objects, simulator_.traffic(), context_.profile);
  if (clients_.empty()) forget_clients();
}

void Sessions::forget_clients() {
  commons_.client_data.begin_again();
  commons_.ai_objects = AiObjects();
  add_traffic(commons_.ai_objects, simulator_.traffic(), context_.profile);
  (void)commons_.ai_objects.drain_events();  // nobody is there to be told
}

void Sessions::restart() {
  CHECKRIDE_ASSERT(clients_.empty());
  begin_world_again(Simulation::Saved::kept);
  (void)simulator_.drain_events();  // nobody was there to be told
}

world::Instant Sessions::next_frame(world::Instant now) const {
  FrameNumber frame = simulator_.frame_at(now);
  if (simulator_.frame_time(frame) < now) ++frame;
  if (last_frame_) frame = std::max(frame, time_stands_ ? *last_frame_ : *last_frame_ + 1);
  frame = std::max(frame, frame_at_or_after(commons_.busy.end(), simulator_));
  if (!faults_.empty()) {
    const world::Instant free = simulator_faults_.free_from(faults_, simulator_.frame_time(frame));
    frame = std::max(frame, frame_at_or_after(free, simulator_));
    frame = simulator_faults_.next_drawn(faults_, simulator_, frame);
  }
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
  const FrameMoment last = last_moment();
  if (const auto due = commons_.ai_objects.next_due(simulator_, last)) {
    at(simulator_.frame_time(*due));
    // Aircraft of the AI meet the weather as it was when they were moved last.
    const auto change = commons_.weather.next_change(last.time);
    if (change) at(simulator_.frame_time(frame_at_or_after(*change, simulator_)));
  }
  if (const auto due = commons_.texts.next_due(simulator_, last)) at(simulator_.frame_time(*due));
  if (const auto due = simulator_.loading_ends()) at(simulator_.frame_time(*due));
  // What begins or ends is looked at then: output that a stall held back goes out, a pause is over.
  if (!faults_.empty()) {
    if (const auto edge = faults_.next_edge(last.time)) at(next_frame(*edge));
    if (const auto tape = faults_.next_of_tape(); tape && *tape <= last.time) at(soonest);
  }
  if (next) next = std::max(*next, soonest);
  return next;
}

std::vector<ClientInfo> Sessions::clients() const {
  std::vector<ClientInfo> result;
  for (const auto& [id, client] : clients_) result.push_back(client->session.info());
  return result;
}

void Sessions::begin_again(Clients clients) {
  begin_world_again(Simulation::Saved::forgotten);
  if (clients == Clients::dismissed && !clients_.empty()) dismissed_up_to_ = last_id_;
  wake();
}

void Sessions::wake() {
  woken_ = true;
  if (on_wake_) on_wake_();
}

}  // namespace checkride::emulator

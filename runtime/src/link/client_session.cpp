#include "link/client_session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <type_traits>

#include "checkride/values/duration.hpp"
#include "link/sample_decoder.hpp"

namespace checkride::runtime::link {

namespace {

using protocol::Exception;

// More calls than a registration of 1000 variables makes; a re-made request takes one more each time.
constexpr std::size_t kCallsMax = 1100;

// System events: the client's id is the place in this list, from 1.
constexpr std::array<std::string_view, 6> kSystemEvents{"1sec",         "Sim",     "Pause",
                                                        "FlightLoaded", "Crashed", "CrashReset"};
constexpr std::size_t kHeartbeat = 0;
// A value that missed so many of its periods is none any more.
constexpr int kPeriodsHeld = 3;

}  // namespace

std::string_view to_string(EndCause cause) {
  constexpr std::array<std::string_view, 11> kWords{"quit",         "closed",          "reset",   "silent",
                                                    "open_timeout", "version_refused", "framing", "stopped",
                                                    "stuck",        "no_data",         "switched"};
  return kWords[static_cast<std::size_t>(cause)];
}

ClientSession::ClientSession(SessionOptions options, world::Instant now)
    : options_(std::move(options)),
      opened_at_(now),
      last_heard_(now),
      groups_(plan_groups(options_.variables, options_.update_interval)),
      held_(groups_.size()),
      facts_(options_.facts, static_cast<std::uint32_t>(groups_.size() + 1)),
      pacer_(options_.requests_per_second, kBurst),
      log_(options_.frames_kept) {
  send_open();
  pump(now);
}

template <class M>
void ClientSession::send(const M& message, Call call) {
  protocol::encode(message, options_.version, protocol::SendId{next_send_id_}, unsent_.emplace_back());
  if (calls_.size() == kCallsMax) calls_.erase(calls_.begin());
  call.text = fmt::format("{}{}{}", M::kInfo.name, call.text.empty() ? "" : " ", call.text);
  calls_.emplace(next_send_id_, std::move(call));
  next_send_id_++;
}

void ClientSession::send_open() {
  const protocol::ClientIdentity identity = protocol::client_identity(options_.version);
  protocol::Open open;
  open.application_name = options_.client_name;
  open.client_tag = identity.client_tag;
  open.version_major = identity.version_major;
  open.version_minor = identity.version_minor;
  open.build_major = identity.build_major;
  open.build_minor = identity.build_minor;
  send(open, Call{});
}

// Sends as many of the waiting frames as the pace allows.
void ClientSession::pump(world::Instant now) {
  while (!unsent_.empty() && now >= pacer_.ready_at()) {
    pacer_.take(now);
    log_.add(true, now, unsent_.front());
    output_.insert(output_.end(), unsent_.front().begin(), unsent_.front().end());
    unsent_.pop_front();
  }
}

void ClientSession::register_all(world::Instant now) {
  phase_ = SessionPhase::registering;
  last_heard_ = now;
  for (const RequestGroup& group : groups_) define(group);
  for (std::size_t group = 0; group < groups_.size(); ++group) request_data(group);
  if (!facts_.empty()) {
    define_facts();
    request_facts();
  }
  for (std::uint32_t i = 0; i < kSystemEvents.size(); ++i) {
    protocol::SubscribeToSystemEvent subscribe;
    subscribe.client_event_id = protocol::EventId{i + 1};
    subscribe.system_event_name = kSystemEvents[i];
    Call call;
    call.text = std::string(kSystemEvents[i]);
    send(subscribe, std::move(call));
  }
}

void ClientSession::define(const RequestGroup& group) {
  for (const std::size_t index : group.variables) {
    const VariableConfig& variable = options_.variables[index];
    protocol::AddToDataDefinition add;
    add.define_id = group.definition;
    add.datum_name = variable.name;
    add.units_name = variable.units;
    add.datum_type = data_type_of(variable.type);
    add.epsilon = static_cast<float>(variable.epsilon);
    add.datum_id = protocol::DatumId{variable.id};
    Call call;
    call.text = fmt::format("{} in {}", variable.name, variable.units);
    call.variable = index;
    send(add, std::move(call));
  }
}

void ClientSession::request_data(std::size_t group) {
  const RequestPlan plan = plan_request(groups_[group].period);
  protocol::RequestDataOnSimObject request;
  request.request_id = groups_[group].request;
  request.define_id = groups_[group].definition;
  request.object_id = protocol::kObjectIdUser;
  request.period = plan.period;
  request.interval = plan.interval;
  request.flags = groups_[group].flags();
  Call call;
  call.group = group;
  send(request, std::move(call));
  request_again_at_.erase(group);
}

// What is refused of them is not missed: variable is behind all that are.
void ClientSession::define_facts() {
  for (const Fact fact : facts_.facts()) {
    Call call;
    call.text = info_of(fact).name;
    call.variable = options_.variables.size();
    send(facts_.definition_of(fact), std::move(call));
  }
}

void ClientSession::request_facts() {
  Call call;
  call.variable = options_.variables.size();
  call.facts = true;
  send(facts_.request(), std::move(call));
  facts_again_at_.reset();
}

void ClientSession::on_facts(const protocol::RecvSimObjectData& message) {
  auto decoded = facts_.decode(message);
  if (auto* wrong = std::get_if<Mismatch>(&decoded)) {
    undecodable(std::move(wrong->text));
    return;
  }
  facts_again_at_.reset();
  events_.emplace_back(FactsArrived{std::get<FactValues>(std::move(decoded))});
}

void ClientSession::renew_changes(world::Instant now) {
  if (ended()) return;
  for (std::size_t group = 1; group < groups_.size(); ++group) {
    if (groups_[group].changed_only && held_[group].at) request_data(group);
  }
  pump(now);
}

bool ClientSession::step(world::Instant now) {
  if (ended()) return false;
  const protocol::FrameStep step = reader_.next();
  if (std::holds_alternative<protocol::NeedMore>(step)) return false;
  if (const auto* error = std::get_if<protocol::FramingError>(&step)) {
    undecodable("frame.size: " + error->text());
    end(EndCause::framing, "the place in the stream is lost: " + error->text());
    return true;
  }
  messages_++;
  last_heard_ = now;
  log_.add(false, now, std::get<protocol::Frame>(step).bytes);
  on_frame(std::get<protocol::Frame>(step).bytes, now);
  if (!ended()) on_time(now);
  return true;
}

void ClientSession::on_frame(std::span<const std::byte> frame, world::Instant now) {
  const auto decoded = protocol::decode_server(frame, options_.version);
  if (!decoded) {
    undecodable(decoded.error().text());
    return;
  }
  if (!protocol::is_spoken(decoded->version)) {
    const std::uint32_t number = protocol::number_of(decoded->version);
    undecodable(mismatch_at("frame", "version", 4, fmt::format("{} is no protocol version", number)).text);
    return;
  }
  std::visit(
      [this, now](const auto& message) {
        using M = std::decay_t<decltype(message)>;
        if constexpr (requires { on_message(message, now); }) {
          on_message(message, now);
        } else if constexpr (std::is_same_v<M, protocol::Unknown>) {
          undecodable(mismatch_at("frame", "id", 8, fmt::format("{} is no message", message.id)).text);
        } else {
          undecodable(mismatch_at("frame", "id", 8, fmt::format("{} was never asked for", M::kInfo.name)).text);
        }
      },
      decoded->message);
}

void ClientSession::on_message(const protocol::RecvOpen& message, world::Instant now) {
  if (phase_ != SessionPhase::opening) {
    undecodable(mismatch_at("frame", "id", 8, "OPEN came a second time").text);
    return;
  }
  Opened opened;
  opened.application = fmt::format("{} {}.{}", message.application_name, message.application_version_major,
                                   message.application_version_minor);
  events_.emplace_back(std::move(opened));
  register_all(now);
}

void ClientSession::on_message(const protocol::RecvQuit&, world::Instant) {
  end(EndCause::quit, "the simulator said QUIT");
}

void ClientSession::on_message(const protocol::RecvException& message, world::Instant now) {
  ExceptionArrived arrived;
  arrived.name = protocol::to_string(message.exception);
  arrived.send_id = message.send_id.value;
  arrived.index = message.index;
  arrived.call = fmt::format("no call of ours (send id {})", message.send_id.value);
  std::optional<std::size_t> group;
  bool facts = false;
  if (const auto found = calls_.find(message.send_id.value); found != calls_.end()) {
    arrived.call = found->second.text;
    arrived.variable = found->second.variable;
    group = found->second.group;
    facts = found->second.facts;
  }
  events_.emplace_back(std::move(arrived));
  if (phase_ == SessionPhase::opening && message.exception == Exception::version_mismatch) {
    end(EndCause::version_refused, fmt::format("the simulator does not speak protocol {}: set simulators[].protocol",
                                               protocol::number_of(options_.version)));
    return;
  }
  // Early there is no aircraft. Once data flow an exception in their place is one lost answer, and asking anew would
  // only shift the rhythm.
  if (group && !held_[*group].at) request_again_at_[*group] = now + options_.request_retry;
  if (facts) facts_again_at_ = now + options_.request_retry;
}

void ClientSession::on_message(const protocol::RecvSimObjectData& message, world::Instant now) {
  if (phase_ != SessionPhase::opening && facts_.is_answer(message)) return on_facts(message);
  auto decoded = decode_values(message, groups_, options_.variables);
  if (auto* wrong = std::get_if<Mismatch>(&decoded)) {
    undecodable(std::move(wrong->text));
    return;
  }
  if (phase_ == SessionPhase::opening) {
    undecodable(mismatch_at("frame", "id", 8, "SIMOBJECT_DATA came before OPEN").text);
    return;
  }
  Reading& reading = std::get<Reading>(decoded);
  request_again_at_.erase(reading.group);
  Held& held = held_[reading.group];
  held.at = now;
  if (!groups_[reading.group].changed_only || held.values.empty()) {
    held.values = std::move(reading.values);
  } else {
    // Only what changed is there.
    for (std::size_t i = 0; i < held.values.size(); ++i) {
      if (!std::isnan(reading.values[i])) held.values[i] = reading.values[i];
    }
  }
  if (reading.group != 0) return;
  phase_ = SessionPhase::streaming;
  events_.emplace_back(assemble(now));
}

DataArrived ClientSession::assemble(world::Instant now) const {
  DataArrived arrived;
  arrived.values.assign(options_.variables.size(), std::numeric_limits<double>::quiet_NaN());
  arrived.read_at.assign(options_.variables.size(), now);
  for (std::size_t group = 0; group < groups_.size(); ++group) {
    const Held& held = held_[group];
    const RequestGroup& plan = groups_[group];
    if (!held.at || (!plan.changed_only && now - *held.at > kPeriodsHeld * plan.period)) continue;
    for (std::size_t i = 0; i < held.values.size(); ++i) {
      arrived.values[plan.variables[i]] = held.values[i];
      arrived.read_at[plan.variables[i]] = *held.at;
    }
  }
  return arrived;
}

std::optional<std::size_t> ClientSession::system_event(std::string_view frame, protocol::GroupId group,
                                                       protocol::EventId event) {
  if (group != protocol::kUnknownGroup) {
    undecodable(mismatch_at(frame, "group_id", 12, fmt::format("{} is no group of ours", group.value)).text);
    return std::nullopt;
  }
  if (event.value < 1 || event.value > kSystemEvents.size()) {
    undecodable(mismatch_at(frame, "client_event_id", 16, fmt::format("{} was never subscribed to", event.value)).text);
    return std::nullopt;
  }
  return event.value - 1;
}

void ClientSession::on_message(const protocol::RecvEvent& message, world::Instant) {
  const auto event = system_event("EVENT", message.group_id, message.client_event_id);
  if (!event || *event == kHeartbeat) return;  // that a heartbeat came is all it says
  SystemEventArrived arrived;
  arrived.name = kSystemEvents[*event];
  arrived.data = message.data;
  events_.emplace_back(std::move(arrived));
}

void ClientSession::on_message(const protocol::RecvEventFilename& message, world::Instant) {
  const auto event = system_event("EVENT_FILENAME", message.group_id, message.client_event_id);
  if (!event) return;
  SystemEventArrived arrived;
  arrived.name = kSystemEvents[*event];
  arrived.data = message.data;
  arrived.file = std::string(message.file_name);
  events_.emplace_back(std::move(arrived));
}

world::Instant ClientSession::deadline() const {
  if (phase_ == SessionPhase::opening) return opened_at_ + options_.open_limit;
  world::Instant deadline = last_heard_ + options_.silence_limit;
  for (const auto& [group, at] : request_again_at_) deadline = std::min(deadline, at);
  if (facts_again_at_) deadline = std::min(deadline, *facts_again_at_);
  if (!unsent_.empty()) deadline = std::min(deadline, pacer_.ready_at());
  return deadline;
}

void ClientSession::on_time(world::Instant now) {
  if (ended()) return;
  if (phase_ == SessionPhase::opening) {
    if (now < opened_at_ + options_.open_limit) return;
    end(EndCause::open_timeout,
        fmt::format("no answer to Open within {}", values::format_duration(options_.open_limit)));
    return;
  }
  if (now >= last_heard_ + options_.silence_limit) {
    end(EndCause::silent, fmt::format("nothing came for {}: the connection is taken for half-open",
                                      values::format_duration(options_.silence_limit)));
    return;
  }
  for (std::size_t group = 0; group < groups_.size(); ++group) {
    const auto again = request_again_at_.find(group);
    if (again != request_again_at_.end() && now >= again->second) request_data(group);
  }
  if (facts_again_at_ && now >= *facts_again_at_) request_facts();
  pump(now);
}

void ClientSession::on_stream_end(EndCause cause, std::string what) {
  if (!ended()) end(cause, std::move(what));
}

void ClientSession::undecodable(std::string text) {
  events_.emplace_back(Undecodable{std::move(text)});
}

void ClientSession::end(EndCause cause, std::string text) {
  phase_ = SessionPhase::ended;
  events_.emplace_back(Ended{cause, std::move(text)});
}

}  // namespace checkride::runtime::link

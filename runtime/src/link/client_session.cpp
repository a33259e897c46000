#include "link/client_session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <type_traits>

#include "checkride/values/duration.hpp"
#include "link/sample_decoder.hpp"

namespace checkride::runtime::link {

namespace {

using protocol::Exception;

// More calls than a registration of 1000 variables makes; a re-made request takes one more each time.
constexpr std::size_t kCallsMax = 1100;

// System events: the client's id is the place in this list, from 1.
constexpr std::array<std::string_view, 5> kSystemEvents{"1sec", "Sim", "Pause", "Crashed", "CrashReset"};
constexpr std::uint32_t kHeartbeatId = 1;

}  // namespace

std::string_view to_string(EndCause cause) {
  constexpr std::array<std::string_view, 8> kWords{"quit",         "closed",          "reset",   "silent",
                                                   "open_timeout", "version_refused", "framing", "stopped"};
  return kWords[static_cast<std::size_t>(cause)];
}

RequestPlan plan_request(world::Duration update_interval) {
  using std::chrono::seconds;
  if (update_interval < seconds(1)) return {protocol::Period::visual_frame, 0};
  const auto whole = std::chrono::round<seconds>(update_interval).count();
  return {protocol::Period::second, static_cast<std::uint32_t>(whole - 1)};
}

ClientSession::ClientSession(SessionOptions options, world::Instant now)
    : options_(std::move(options)), opened_at_(now), last_heard_(now) {
  send_open();
}

template <class M>
void ClientSession::send(const M& message, Call call) {
  protocol::encode(message, options_.version, protocol::SendId{next_send_id_}, output_);
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

void ClientSession::register_all(world::Instant now) {
  phase_ = SessionPhase::registering;
  last_heard_ = now;
  for (std::size_t i = 0; i < options_.variables.size(); ++i) {
    const VariableConfig& variable = options_.variables[i];
    protocol::AddToDataDefinition add;
    add.define_id = kDefinition;
    add.datum_name = variable.name;
    add.units_name = variable.units;
    add.datum_type = protocol::DataType::float64;
    add.datum_id = protocol::DatumId{variable.id};
    Call call;
    call.text = fmt::format("{} in {}", variable.name, variable.units);
    call.variable = i;
    send(add, std::move(call));
  }
  request_data();
  for (std::uint32_t i = 0; i < kSystemEvents.size(); ++i) {
    protocol::SubscribeToSystemEvent subscribe;
    subscribe.client_event_id = protocol::EventId{i + 1};
    subscribe.system_event_name = kSystemEvents[i];
    Call call;
    call.text = std::string(kSystemEvents[i]);
    send(subscribe, std::move(call));
  }
}

void ClientSession::request_data() {
  const RequestPlan plan = plan_request(options_.update_interval);
  protocol::RequestDataOnSimObject request;
  request.request_id = kRequest;
  request.define_id = kDefinition;
  request.object_id = protocol::kObjectIdUser;
  request.period = plan.period;
  request.interval = plan.interval;
  // Tagged, so that a refused variable shifts no other. Not only what changed: silence would then mean nothing.
  request.flags = protocol::RequestFlags::tagged;
  Call call;
  call.is_data_request = true;
  send(request, std::move(call));
  request_again_at_.reset();
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
  bool data_request = false;
  if (const auto found = calls_.find(message.send_id.value); found != calls_.end()) {
    arrived.call = found->second.text;
    arrived.variable = found->second.variable;
    data_request = found->second.is_data_request;
  }
  events_.emplace_back(std::move(arrived));
  if (phase_ == SessionPhase::opening && message.exception == Exception::version_mismatch) {
    end(EndCause::version_refused, fmt::format("the simulator does not speak protocol {}: set simulators[].protocol",
                                               protocol::number_of(options_.version)));
    return;
  }
  // Once data flow an exception in their place is one lost answer, and asking anew would only shift the rhythm.
  if (data_request && phase_ == SessionPhase::registering) request_again_at_ = now + options_.request_retry;
}

void ClientSession::on_message(const protocol::RecvSimObjectData& message, world::Instant) {
  auto decoded = decode_values(message, options_.variables);
  if (auto* wrong = std::get_if<Mismatch>(&decoded)) {
    undecodable(std::move(wrong->text));
    return;
  }
  if (phase_ == SessionPhase::opening) {
    undecodable(mismatch_at("frame", "id", 8, "SIMOBJECT_DATA came before OPEN").text);
    return;
  }
  phase_ = SessionPhase::streaming;
  request_again_at_.reset();
  DataArrived arrived;
  arrived.values = std::move(std::get<std::vector<double>>(decoded));
  events_.emplace_back(std::move(arrived));
}

void ClientSession::on_message(const protocol::RecvEvent& message, world::Instant) {
  const std::uint32_t id = message.client_event_id.value;
  if (message.group_id != protocol::kUnknownGroup) {
    undecodable(
        mismatch_at("EVENT", "group_id", 12, fmt::format("{} is no group of ours", message.group_id.value)).text);
    return;
  }
  if (id < 1 || id > kSystemEvents.size()) {
    undecodable(mismatch_at("EVENT", "client_event_id", 16, fmt::format("{} was never subscribed to", id)).text);
    return;
  }
  if (id == kHeartbeatId) return;  // that it came is all it says
  SystemEventArrived arrived;
  arrived.name = kSystemEvents[id - 1];
  arrived.data = message.data;
  events_.emplace_back(arrived);
}

world::Instant ClientSession::deadline() const {
  if (phase_ == SessionPhase::opening) return opened_at_ + options_.open_limit;
  const world::Instant silence = last_heard_ + options_.silence_limit;
  return request_again_at_ ? std::min(silence, *request_again_at_) : silence;
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
  if (request_again_at_ && now >= *request_again_at_) request_data();
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

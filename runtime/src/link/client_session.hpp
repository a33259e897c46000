// ClientSession: our side of one SimConnect connection as a state machine without I/O. Bytes and the time go in; bytes
// to send and events come out.
//
//   ClientSession session(options, clock.now());
//   while (!session.ended()) {
//     send(session.take_output());
//     session.feed(received);                      // or on_time(), or on_stream_end()
//     while (session.step(clock.now())) for (auto& event : session.take_events()) ...
//   }
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "checkride/protocol/protocol.hpp"
#include "checkride/world/time.hpp"
#include "config/config.hpp"

namespace checkride::runtime::link {

struct SessionOptions {
  protocol::Protocol version = protocol::Protocol::fsx_sp2;
  std::string client_name;
  std::vector<VariableConfig> variables;
  world::Duration update_interval{std::chrono::seconds(1)};
  // The answer to Open comes within seconds even from a simulator that loads.
  world::Duration open_limit{std::chrono::seconds(10)};
  // 1sec comes every second; a simulator that loads may be silent for tens of seconds, a vanished one is for ever.
  world::Duration silence_limit{std::chrono::seconds(30)};
  // When a refused data request is made again: early after the start there is no aircraft yet.
  world::Duration request_retry{std::chrono::seconds(5)};
};

enum class SessionPhase : std::uint8_t { opening, registering, streaming, ended };

// Why a session ended; the words are also the labels of simconnect_errors_total.
enum class EndCause : std::uint8_t {
  quit,             // the simulator said QUIT
  closed,           // orderly end without QUIT
  reset,            // the connection broke
  silent,           // half-open: nothing came for silence_limit
  open_timeout,     // no answer to Open
  version_refused,  // EXCEPTION version_mismatch
  framing,          // a length that no frame can have: the place in the stream is lost
  stopped,          // by us
};
std::string_view to_string(EndCause cause);

// ---- events

struct Opened {
  std::string application;  // "SunRise 12.2"
};
// One answer to the data request: a sample.
struct DataArrived {
  std::vector<double> values;  // in the order of the variables; NaN where there was none
};
struct ExceptionArrived {
  std::string name;  // of the table: "name_unrecognized"
  std::uint32_t send_id = 0;
  std::uint32_t index = 0;
  std::string call;                     // "AddToDataDefinition PLANE ALTITUDE in feet"; or that no call is known
  std::optional<std::size_t> variable;  // index of the variable that cannot be had
};
// A frame that is not what the protocol or our requests allow; the session goes on.
struct Undecodable {
  std::string text;  // message, field and offset
};
// A system event we subscribed to, other than 1sec: "Pause", 1.
struct SystemEventArrived {
  std::string_view name;
  std::uint32_t data = 0;
};
struct Ended {
  EndCause cause = EndCause::closed;
  std::string text;  // one sentence
};
using SessionEvent = std::variant<Opened, DataArrived, ExceptionArrived, Undecodable, SystemEventArrived, Ended>;

class ClientSession {
 public:
  // Begins with Open in the output.
  ClientSession(SessionOptions options, world::Instant now);

  // Received bytes; they are looked at by step().
  void feed(std::span<const std::byte> bytes) { reader_.feed(bytes); }
  // Handles the next whole frame; false if there is none (any more), or the session has ended.
  bool step(world::Instant now);
  // To be called at deadline(), harmless earlier.
  void on_time(world::Instant now);
  // The stream ended: orderly, or broken by `what`.
  void on_stream_end(EndCause cause, std::string what);

  // Bytes to send, in order; empty when there are none.
  std::vector<std::byte> take_output() { return std::exchange(output_, {}); }
  // What happened since the last call, in order.
  std::vector<SessionEvent> take_events() { return std::exchange(events_, {}); }

  SessionPhase phase() const { return phase_; }
  bool ended() const { return phase_ == SessionPhase::ended; }
  // When on_time() has to be called if nothing arrives.
  world::Instant deadline() const;
  // Frames received.
  std::uint64_t messages() const { return messages_; }

 private:
  // What a frame of ours asked for, to name it when an EXCEPTION gives back its send id.
  struct Call {
    std::string text;
    std::optional<std::size_t> variable;
    bool is_data_request = false;
  };

  template <class M>
  void send(const M& message, Call call);
  void send_open();
  void register_all(world::Instant now);
  void request_data();
  void on_frame(std::span<const std::byte> frame, world::Instant now);
  void on_message(const protocol::RecvOpen& message, world::Instant now);
  void on_message(const protocol::RecvQuit& message, world::Instant now);
  void on_message(const protocol::RecvException& message, world::Instant now);
  void on_message(const protocol::RecvSimObjectData& message, world::Instant now);
  void on_message(const protocol::RecvEvent& message, world::Instant now);
  void undecodable(std::string text);
  void end(EndCause cause, std::string text);

  SessionOptions options_;
  protocol::FrameReader reader_{protocol::Direction::server_to_client};
  std::vector<std::byte> output_;
  std::vector<SessionEvent> events_;
  SessionPhase phase_ = SessionPhase::opening;
  world::Instant opened_at_;   // when Open went out
  world::Instant last_heard_;  // arrival of the last frame
  std::optional<world::Instant> request_again_at_;
  std::uint32_t next_send_id_ = 1;
  std::map<std::uint32_t, Call> calls_;  // by send id; at most kCallsMax
  std::uint64_t messages_ = 0;
};

// How the data request repeats for an update interval: whole seconds by period SECOND, shorter ones by every frame
// drawn, thinned out by whoever receives (see Thinner).
struct RequestPlan {
  protocol::Period period = protocol::Period::second;
  std::uint32_t interval = 0;  // periods to skip between answers
};
RequestPlan plan_request(world::Duration update_interval);

}  // namespace checkride::runtime::link

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
#include <deque>
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
#include "link/facts.hpp"
#include "link/frame_log.hpp"
#include "link/pacer.hpp"
#include "link/request_groups.hpp"

namespace checkride::runtime::link {

struct SessionOptions {
  protocol::Protocol version = protocol::Protocol::fsx_sp2;
  std::string client_name;
  std::vector<VariableConfig> variables;  // none of them derived
  std::vector<Fact> facts;
  world::Duration update_interval{std::chrono::seconds(1)};
  // The answer to Open comes within seconds even from a simulator that loads.
  world::Duration open_limit{std::chrono::seconds(10)};
  // 1sec comes every second; a simulator that loads may be silent for tens of seconds, a vanished one is for ever.
  world::Duration silence_limit{std::chrono::seconds(30)};
  // When a refused data request is made again: early after the start there is no aircraft yet.
  world::Duration request_retry{std::chrono::seconds(5)};
  int requests_per_second = 200;  // calls to the simulator, after a burst of kBurst
  std::size_t frames_kept = 256;  // of frames()
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
  stuck,            // data came, but the simulator's clock stood still
  no_data,          // frames came, but no data among them
  switched,         // by us: a standby takes over
};
std::string_view to_string(EndCause cause);

// ---- events

struct Opened {
  std::string application;  // "SunRise 12.2"
};
// One answer to the first data request: a sample. Values of the other requests are the last ones that came; one that
// missed three of its periods is none any more.
struct DataArrived {
  std::vector<double> values;           // in the order of the variables; NaN where there was none
  std::vector<world::Instant> read_at;  // when each of them came
};
struct ExceptionArrived {
  std::string name;  // of the table: "name_unrecognized"
  std::uint32_t send_id = 0;
  std::uint32_t index = 0;
  std::string call;                     // "AddToDataDefinition PLANE ALTITUDE in feet"; or that no call is known
  std::optional<std::size_t> variable;  // index of the variable that cannot be had; behind them all: a fact
};
// Texts that are new, or not what they were.
struct FactsArrived {
  FactValues values;
};
// A frame that is not what the protocol or our requests allow; the session goes on.
struct Undecodable {
  std::string text;  // message, field and offset
};
// A system event we subscribed to, other than 1sec: "Pause", 1.
struct SystemEventArrived {
  std::string_view name;
  std::uint32_t data = 0;
  std::string file{};  // of FlightLoaded
};
struct Ended {
  EndCause cause = EndCause::closed;
  std::string text;  // one sentence
};
using SessionEvent =
    std::variant<Opened, DataArrived, FactsArrived, ExceptionArrived, Undecodable, SystemEventArrived, Ended>;

class ClientSession {
 public:
  // Begins with Open in the output.
  ClientSession(SessionOptions options, world::Instant now);

  // Received bytes; they are looked at by step().
  void feed(std::span<const std::byte> bytes) { reader_.feed(bytes); }
  // Handles the next whole frame; false if there is none (any more), or the session has ended.
  bool step(world::Instant now);
  // Asks anew for what is told only when it changes: it is then told at once.
  void renew_changes(world::Instant now);
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
  // Arrival of the last frame, and of the last answer that made a sample.
  world::Instant heard_at() const { return last_heard_; }
  std::optional<world::Instant> data_at() const { return held_.empty() ? std::nullopt : held_.front().at; }
  // Frames received.
  std::uint64_t messages() const { return messages_; }
  // The last frames, both ways.
  const FrameLog& frames() const { return log_; }

  // Calls that go at once before the pace is kept.
  static constexpr int kBurst = 64;

 private:
  // What a frame of ours asked for, to name it when an EXCEPTION gives back its send id.
  struct Call {
    std::string text;
    std::optional<std::size_t> variable;
    std::optional<std::size_t> group;  // of a data request
    bool facts = false;                // the request of the facts
  };
  // What the data requests brought last.
  struct Held {
    std::vector<double> values;  // by group
    std::optional<world::Instant> at;
  };

  template <class M>
  void send(const M& message, Call call);
  void send_open();
  void register_all(world::Instant now);
  void define(const RequestGroup& group);
  void request_data(std::size_t group);
  void define_facts();
  void request_facts();
  void pump(world::Instant now);
  DataArrived assemble(world::Instant now) const;
  void on_frame(std::span<const std::byte> frame, world::Instant now);
  void on_message(const protocol::RecvOpen& message, world::Instant now);
  void on_message(const protocol::RecvQuit& message, world::Instant now);
  void on_message(const protocol::RecvException& message, world::Instant now);
  void on_message(const protocol::RecvSimObjectData& message, world::Instant now);
  void on_facts(const protocol::RecvSimObjectData& message);
  void on_message(const protocol::RecvEvent& message, world::Instant now);
  void on_message(const protocol::RecvEventFilename& message, world::Instant now);
  std::optional<std::size_t> system_event(std::string_view frame, protocol::GroupId group, protocol::EventId event);
  void undecodable(std::string text);
  void end(EndCause cause, std::string text);

  SessionOptions options_;
  protocol::FrameReader reader_{protocol::Direction::server_to_client};
  std::vector<std::byte> output_;
  std::vector<SessionEvent> events_;
  SessionPhase phase_ = SessionPhase::opening;
  world::Instant opened_at_;                                // when Open went out
  world::Instant last_heard_;                               // arrival of the last frame
  std::map<std::size_t, world::Instant> request_again_at_;  // by group
  std::vector<RequestGroup> groups_;
  std::vector<Held> held_;  // by group
  FactRequest facts_;
  std::optional<world::Instant> facts_again_at_;
  std::deque<std::vector<std::byte>> unsent_;  // whole frames that wait for their turn
  Pacer pacer_;
  FrameLog log_;
  std::uint32_t next_send_id_ = 1;
  std::map<std::uint32_t, Call> calls_;  // by send id; at most kCallsMax
  std::uint64_t messages_ = 0;
};

}  // namespace checkride::runtime::link

// WireClient: what the harness says to a simulator that is not its own, as any client could. A state machine without
// I/O: bytes go in, bytes to send and answers come out.
//
//   WireClient client("checkride", protocol::Protocol::msfs2020);
//   client.feed(received);
//   const WireClient::Ticket ticket = client.hold({"PLANE ALTITUDE", 80, "feet"});
//   send(client.take_output());
//   if (const auto answer = client.take(ticket)) ...            // nothing as long as it is not known
//
// SimConnect confirms nothing: what is written is followed by a question for the simulator's state, whose answer means
// that everything before it was read. What was refused is told by EXCEPTION with the number of the frame.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checkride/harness/steps.hpp"
#include "checkride/protocol/protocol.hpp"
#include "checkride/result/result.hpp"

namespace checkride::harness {

class WireClient {
 public:
  using Ticket = std::uint64_t;

  // Begins with Open in the output.
  WireClient(std::string name, protocol::Protocol version);

  // ---- asked for once it is opened(); each gives a ticket for take(). Errors name the variable or the event
  // Writes the value now, and again six times a second (at the simulator's 6Hz event) until it is released. Position,
  // height and attitude are frozen meanwhile, so that the simulation does not move them in between.
  Ticket hold(const VariableValue& variable);
  Ticket release(const std::string& variable);
  Ticket release_all();
  Ticket read(const std::string& variable, const std::string& unit);
  // More than one number needs TransmitClientEvent_EX1: can_transmit().
  Ticket transmit(const std::string& event, const std::vector<std::int64_t>& data);
  static bool can_transmit(protocol::Protocol version, std::size_t numbers);

  // What came of it, once: a number of read(), 0 of others. Nothing while it is not known.
  std::optional<Result<double>> take(Ticket ticket);
  // Nobody waits for it any more.
  void forget(Ticket ticket) { tickets_.erase(ticket); }

  // ---- bytes
  void feed(std::span<const std::byte> bytes);
  std::vector<std::byte> take_output() { return std::exchange(output_, {}); }
  bool has_output() const { return !output_.empty(); }
  // The connection has ended: so has all that waits for an answer. The first reason stays.
  void lose(const Error& why);

  bool opened() const { return opened_; }
  const std::optional<Error>& lost() const { return lost_; }
  // What the simulator calls itself.
  const std::string& application() const { return application_; }

 private:
  // What a frame of ours was about.
  struct Sent {
    std::string text;      // "SetDataOnSimObject of PLANE ALTITUDE"
    std::string variable;  // in upper case; empty: none
    std::optional<protocol::DefinitionId> defines{};
    Ticket ticket = 0;  // 0: none
    bool writes = false;
  };
  struct Definition {
    std::string variable;
    std::optional<Error> refused;
  };
  struct Held {
    protocol::DefinitionId definition;
    double value = 0;
    std::string_view freeze;  // the key event that keeps the simulation from it; empty: none does
  };

  template <class M>
  void send(const M& message, Sent sent);
  Ticket new_ticket();
  void answer(Ticket ticket, Result<double> with);
  std::optional<Error> complaint_of(const std::string& variable);
  protocol::DefinitionId define(const std::string& variable, const std::string& unit, Ticket ticket);
  protocol::EventId map_event(const std::string& name, Ticket ticket);
  void write(const std::string& variable, const Held& held, Ticket ticket);
  void freeze(std::string_view event, bool on, Ticket ticket);
  void let_go(const std::string& variable, Ticket ticket);
  void ask_whether_read(Ticket ticket);

  void on_frame(std::span<const std::byte> frame);
  void on_message(const protocol::RecvOpen& message);
  void on_message(const protocol::RecvException& message);
  void on_message(const protocol::RecvEvent& message);
  void on_message(const protocol::RecvSimObjectData& message);
  void on_message(const protocol::RecvSystemState& message);
  void on_message(const protocol::RecvQuit& message);

  protocol::Protocol version_;
  protocol::FrameReader reader_{protocol::Direction::server_to_client};
  std::vector<std::byte> output_;
  bool opened_ = false;
  std::optional<Error> lost_;
  std::string application_;

  std::uint32_t last_send_id_ = 0;
  std::map<std::uint32_t, Sent> sent_;  // by send id; at most kSentMax
  std::uint32_t last_request_ = 0;
  std::map<std::uint32_t, Ticket> requests_;  // those that are not answered, by request id
  Ticket last_ticket_ = 0;
  std::map<Ticket, std::optional<Result<double>>> tickets_;

  std::map<std::pair<std::string, std::string>, protocol::DefinitionId> definition_ids_;  // by variable and unit
  std::map<protocol::DefinitionId, Definition> definitions_;
  std::map<std::string, protocol::EventId> events_;  // key events, by name
  std::map<std::string, Held> held_;                 // by variable
  std::map<std::string, Error> complaints_;          // what was refused when nobody waited for it, by variable
};

// The key event by which the simulation lets go of a variable ("FREEZE_ALTITUDE_SET"); empty: none is needed.
std::string_view freeze_event_of(std::string_view variable);

}  // namespace checkride::harness

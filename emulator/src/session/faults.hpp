// Faults of the session layer: a table of what is wrong at present, switched by the control API, asked by sessions.
//
//   FaultBoard faults(wake);
//   TRY(FaultId id, faults.add(fault, clock.now()));
//   faults.remove(id);
//
// Pure: it knows no clock and draws nothing. `every` counts matches, so that a run repeats.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/result/result.hpp"
#include "checkride/world/time.hpp"

namespace checkride::emulator {

using FaultId = std::uint64_t;

// What goes wrong. The enumerators are the words of the control API and of scenarios.
enum class FaultKind {
  exception_reply,  // chosen messages, or the data due to chosen requests, are answered by an EXCEPTION instead
  stall,            // nothing is sent while it lasts, then everything is: a simulator that loads or saves
  reset,            // the connection is reset (RST); with a duration new connections too, without one once
  silent,           // what would be sent is thrown away, the connection stays: a simulator that hangs
};
std::string_view text(FaultKind kind);
// Error: names the word and lists the allowed ones.
Result<FaultKind> parse_fault_kind(std::string_view word);

// The highest exception code, CAMERA_API.
inline constexpr std::uint32_t kLastException = 46;

// Parameters of exception_reply.
struct ExceptionReply {
  // The code of the answer, 1 ERROR ... 46 CAMERA_API.
  std::uint32_t exception = 1;
  // The number of the parameter at fault; 0xFFFFFFFF: none in particular.
  std::uint32_t index = 0xFFFFFFFF;
  // Only messages of this name ("RequestDataOnSimObject", case ignored). Unset: every message but Open.
  std::optional<std::string> message;
  // Only messages that carry, and data due to, this request id.
  std::optional<std::uint32_t> request_id;
  // Of the messages and due data that match, every n-th is answered so. 1: each.
  std::uint32_t every = 1;
  // The fault ends after so many answers. 0: no end.
  std::uint64_t limit = 0;
};

struct Fault {
  FaultKind kind = FaultKind::silent;
  // One client: its id in decimal (GET /v1/clients) or its application name (case ignored). Unset: all clients.
  std::optional<std::string> client;
  // How long it lasts, from add(). Unset: until remove(), or once for reset.
  std::optional<world::Duration> duration;
  ExceptionReply exception_reply;

  // Filled by the board.
  FaultId id = 0;
  world::Instant since{};
  std::uint64_t matches = 0;  // messages and due data that exception_reply looked at
  std::uint64_t hits = 0;     // what it did: exceptions answered, outputs held or thrown away, connections reset
};

// Who is asked about: the two ways in which a fault can name a client.
struct ClientName {
  std::uint64_t id = 0;
  std::string_view application;
};

class FaultBoard {
 public:
  // `on_change` is called after every add and remove: the server looks at its clients at the next frame.
  explicit FaultBoard(std::function<void()> on_change = {}) : on_change_(std::move(on_change)) {}

  // Errors (invalid, with what is allowed): exception code outside 1..46, `every` of 0, a duration that is not
  // positive, an empty client name, more than kMaxFaults at a time.
  Result<FaultId> add(Fault fault, world::Instant now);
  // Error (invalid): no fault of this id.
  Result<> remove(FaultId id);
  // What is in force, by id. Faults that ended are gone.
  std::vector<Fault> list(world::Instant now) const;

  // ---- asked by sessions and the server
  // No fault is in force, which is so nearly always.
  bool empty() const { return faults_.empty(); }
  // The exception with which this message, or the data due to this request, is to be answered; counts the match.
  std::optional<ExceptionReply> exception_for(const ClientName& client, std::string_view message,
                                              std::optional<std::uint32_t> request_id, world::Instant now);
  // Whether output of this client is held, thrown away, or its connection reset; each call that says so is a hit.
  bool stalls(const ClientName& client, world::Instant now) { return strikes(FaultKind::stall, client, now); }
  bool silences(const ClientName& client, world::Instant now) { return strikes(FaultKind::silent, client, now); }
  bool resets(const ClientName& client, world::Instant now) { return strikes(FaultKind::reset, client, now); }
  // Ends resets that were to happen once; called when all clients have been asked in a frame.
  void end_frame(world::Instant now);
  // When the next fault ends by its duration.
  std::optional<world::Instant> next_end(world::Instant now) const;

  static constexpr std::size_t kMaxFaults = 1000;

 private:
  bool strikes(FaultKind kind, const ClientName& client, world::Instant now);

  std::vector<Fault> faults_;
  FaultId last_id_ = 0;
  std::function<void()> on_change_;
};

}  // namespace checkride::emulator

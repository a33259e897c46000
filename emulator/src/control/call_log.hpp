// What clients called: the last messages of each, as they came, with what became of them. Of clients that are gone too.
//
//   calls.add(seen);                                        // by the watcher of the sessions
//   for (const ClientCalls* client : calls.clients()) ...
//
// Bounded: kCallsMax calls and a share of kBytesMax a client (the oldest go first), kGoneMax clients that are gone.
// What is bounded is the length of the frames as they came, which answers show; kept they take far less.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "control/packed_bytes.hpp"
#include "session/session_watcher.hpp"

namespace checkride::emulator {

// The EXCEPTION that answered a call.
struct CallRefused {
  std::uint32_t exception = 0;
  std::uint32_t index = 0;
};

struct Call {
  std::uint64_t sequence = 0;  // over all clients, from 1
  FrameNumber frame = 0;
  world::Instant time{};
  PackedBytes bytes;                        // the whole frame
  std::optional<std::uint32_t> message_id;  // none: it has no whole header
  protocol::SendId send_id;
  std::shared_ptr<const DefinitionInfo> definition;  // of SetDataOnSimObject: as it was then; null: there was none
  std::optional<CallRefused> refused;
};

struct ClientCalls {
  ClientId client = 0;
  std::string name;    // of its Open; empty before
  std::string remote;  // "127.0.0.1:40112"
  bool gone = false;
  std::uint64_t dropped = 0;  // calls that there is no room for any more
  std::deque<Call> calls;     // oldest first
};

class CallLog {
 public:
  void connect(ClientId client, std::string_view remote);
  void open(ClientId client, std::string_view application);
  void leave(ClientId client);
  // The sequence number of the call.
  std::uint64_t add(const CallSeen& seen);
  void refuse(ClientId client, protocol::SendId send_id, CallRefused refused);
  // Forgets all calls, and the clients that are gone.
  void clear();

  // Null: no client of this id, or forgotten.
  const ClientCalls* find(ClientId client) const;
  // All that are known, by id.
  std::vector<const ClientCalls*> clients() const;
  // Null: there is no such call any more.
  const Call* find_call(ClientId client, std::uint64_t sequence) const;
  // Of the last call of all, 0 before the first.
  std::uint64_t last_sequence() const { return last_sequence_; }

  static constexpr std::size_t kCallsMax = 1000;
  static constexpr std::size_t kGoneMax = 100;
  static constexpr std::size_t kBytesMax = 64 * 1024 * 1024;  // of all clients together
  static constexpr std::size_t kClientBytesMax = 256 * 1024;  // of one, while there are few
  static constexpr std::size_t kClientBytesMin = 4 * 1024;    // of one, however many there are

 private:
  struct Log {
    ClientCalls shown;
    std::size_t bytes = 0;  // what its calls count for
    std::map<std::uint32_t, std::shared_ptr<const DefinitionInfo>> definitions;
  };

  std::size_t share() const;
  void trim(Log& log);

  std::map<ClientId, Log> logs_;
  std::deque<ClientId> gone_;  // in order of going
  std::uint64_t last_sequence_ = 0;
};

}  // namespace checkride::emulator

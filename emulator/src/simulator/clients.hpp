// What each client asked for: the call log behind GET /v1/clients, and what the control API may do to the sessions.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/result/result.hpp"
#include "checkride/world/time.hpp"

namespace checkride::emulator {

struct Commons;

// Given in order of connecting, from 1; never used twice in one run.
using ClientId = std::uint64_t;

// One variable of a data definition, as the client asked for it.
struct DatumInfo {
  std::string name;
  std::string unit;
  std::string type;  // "FLOAT64", "STRING256", ...
  double epsilon = 0;
  std::uint32_t datum_id = 0xFFFFFFFF;
};

struct DefinitionInfo {
  std::uint32_t id = 0;
  std::vector<DatumInfo> datums;
};

// A live data request.
struct RequestInfo {
  std::uint32_t id = 0;
  std::uint32_t definition_id = 0;
  std::uint32_t object_id = 0;
  std::string period;  // "second", "sim_frame", ...
  bool changed = false;
  bool tagged = false;
  std::uint32_t origin = 0;
  std::uint32_t interval = 0;
  std::uint32_t limit = 0;
  std::uint64_t messages_sent = 0;
};

struct SubscriptionInfo {
  std::uint32_t event_id = 0;
  std::string system_event;
  bool on = true;
};

// A client event and the simulator event (or custom name) it is mapped to, with the groups that receive it.
struct ClientEventInfo {
  std::uint32_t event_id = 0;
  std::string name;
  std::vector<std::uint32_t> groups;
};

// A notification group and its place in the list of all clients' groups.
struct GroupInfo {
  std::uint32_t id = 0;
  std::uint32_t priority = 0;
};

struct ExceptionInfo {
  std::uint32_t exception = 0;
  std::uint32_t send_id = 0;
  std::uint32_t index = 0;
  std::string message;  // name of the message that caused it
};

struct ClientInfo {
  ClientId id = 0;
  std::string name;            // application name of its Open; empty before
  std::uint32_t protocol = 0;  // 0 before its Open
  std::string remote;          // "127.0.0.1:40112"
  world::Instant opened{};     // when the connection was accepted
  std::uint64_t messages_received = 0;
  std::uint64_t messages_sent = 0;
  std::uint64_t bytes_received = 0;
  std::uint64_t bytes_sent = 0;
  std::map<std::string, std::uint64_t> received_by_name;  // counts per message name
  std::map<std::string, std::uint64_t> sent_by_name;
  std::vector<DefinitionInfo> definitions;
  std::vector<RequestInfo> requests;
  std::vector<SubscriptionInfo> subscriptions;
  std::vector<ClientEventInfo> events;
  std::vector<GroupInfo> groups;          // highest priority first
  std::vector<ExceptionInfo> exceptions;  // the last kMaxExceptionInfos, oldest first
  static constexpr std::size_t kMaxExceptionInfos = 100;
};

using EventData = std::array<std::uint32_t, 5>;

// A key or joystick control that somebody moves; how inputs are written: commons/input_definition.hpp.
struct InputPress {
  std::string_view input;
  bool down = true;                   // false: released; an axis or a hat is centred
  std::optional<std::int64_t> value;  // where an axis (-32768 to 32767) or a hat (0 to 31500) stands; not of keys
};

struct InputHeard {
  std::size_t events = 0;  // client events that it caused at once; axes are told six times a second
  bool masked = false;     // a client kept it from the groups behind its own
};

// The sessions as the control API sees them.
class SessionControl {
 public:
  virtual ~SessionControl() = default;
  // By id. Ended clients are not listed.
  virtual std::vector<ClientInfo> clients() const = 0;
  virtual std::size_t size() const = 0;
  // A key event or custom event (name with a period) as if it came from the cockpit: it goes through all clients'
  // notification groups by priority, then, unless one masked it, to the simulation. False: the name is unknown.
  virtual bool raise_event(std::string_view name, const EventData& data) = 0;
  // Moves a control, as if somebody sat at it (semantics 11). Errors: no such input, or a value that it cannot have.
  virtual Result<InputHeard> press_input(const InputPress& press) = 0;
  // What clients share, for what the control side does in their families; null where there are no sessions.
  virtual Commons* commons() { return nullptr; }
  // Something changed that clients may be due to hear of: they are looked at on the next frame.
  virtual void wake() = 0;
  // The simulator and the world that clients share are as at the start (flight, weather, AI objects, client data,
  // camera, inputs); what began in it is forgotten. Clients keep what they defined, or else are told QUIT in the next
  // frame, and their connections are closed.
  enum class Clients { kept, dismissed };
  virtual void begin_again(Clients clients) = 0;

 protected:
  SessionControl() = default;
  SessionControl(const SessionControl&) = default;
  SessionControl& operator=(const SessionControl&) = default;
};

}  // namespace checkride::emulator

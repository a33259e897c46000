// Who looks on: told what clients do while they do it. The control API's call log and event stream stand behind it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "checkride/protocol/ids.hpp"
#include "data/data_definition.hpp"
#include "simulator/clients.hpp"
#include "simulator/frame_moment.hpp"

namespace checkride::emulator {

// One whole frame of a client, before it is obeyed. Views are valid during the call.
struct CallSeen {
  ClientId client = 0;
  std::span<const std::byte> frame;
  FrameMoment moment;
  // Of a SetDataOnSimObject: the definition that it names, or null where the client has none of that id.
  const DataDefinition* definition = nullptr;
};

// Why a client is gone, in words.
struct Departure {
  enum class By {
    client,
    simulator,  // it ends, begins again, or a fault looks so
    limit,      // what the client sent makes no sense, or passes a bound: it was cut off
  };
  By by = By::client;
  std::string reason = "left by itself";
};

class SessionWatcher {
 public:
  virtual ~SessionWatcher() = default;
  virtual void connected(ClientId client, std::string_view remote) = 0;
  // Its Open was accepted.
  virtual void opened(ClientId client, std::string_view application) = 0;
  virtual void gone(ClientId client, const Departure& why) = 0;
  // It was closed before it became a client: there are too many.
  virtual void turned_away(std::string_view remote, std::string_view reason) = 0;
  virtual void called(const CallSeen& call) = 0;
  // The call with this send id was answered by an EXCEPTION.
  virtual void refused(ClientId client, protocol::SendId send_id, std::uint32_t exception, std::uint32_t index) = 0;
  // A system event that the simulation, or somebody, brought about.
  virtual void happened(const SystemEvent& event) = 0;

 protected:
  SessionWatcher() = default;
  SessionWatcher(const SessionWatcher&) = default;
  SessionWatcher& operator=(const SessionWatcher&) = default;
};

}  // namespace checkride::emulator

// A desk: all that one client has to do with one family of messages (client data, facilities, the camera ...). A
// session hands each message to the first desk that has an on() for it; see desks.hpp for how one is added.
//
//   class CommBusDesk final : public Desk {
//    public:
//     explicit CommBusDesk(const DeskContext& context);
//     Outcome on(const protocol::SubscribeToCommBusEvent& message, const Occasion& occasion);
//   };
//
// Answers go out at once by outbox.answer(), news by outbox.event(), data that is due by outbox.periodic(): whatever a
// frame brings about leaves at its end. What clients share stands in Commons; a desk that leaves takes its client's
// share away with it. Pure, as sessions are: no clock, no I/O, nothing drawn.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "answers/outbox.hpp"
#include "answers/outcome.hpp"
#include "checkride/protocol/ids.hpp"
#include "events/event_route.hpp"
#include "simulator/frame_moment.hpp"
#include "simulator/profile.hpp"
#include "simulator/simulator.hpp"

namespace checkride::emulator {

class FaultBoard;
struct Commons;

// Where a message comes from and when it is dealt with.
struct Occasion {
  protocol::SendId send_id;
  FrameMoment moment;
};

// What a desk works with; all of it outlives the desk.
struct DeskContext {
  ClientId client = 0;
  const Profile& profile;
  Simulator& simulator;
  Commons& commons;
  const ClientEvents& events;  // what the client's event ids mean
  EventRoute& route;
  Outbox& outbox;
  const std::string& application;  // the name of the client's Open; empty before
  FaultBoard* faults = nullptr;    // those who spoil due data; null: nobody does
};

class Desk {
 public:
  Desk() = default;
  virtual ~Desk() = default;
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  // System events that happened, oldest first, whoever subscribed to them.
  virtual void notice(std::span<const SystemEvent>) {}
  // All messages of the frame have been dealt with: sends what is due in it.
  virtual void end_frame(const FrameMoment&) {}
  // The first frame after `moment` on which the client is due something by itself, as things stand.
  virtual std::optional<FrameNumber> next_due(const FrameMoment&) const { return std::nullopt; }
};

}  // namespace checkride::emulator

// Session: one client, as a state machine over frames. No I/O and no clock: bytes come in, bytes wait in its outbox.
//
//   session.receive(frame_bytes, moment);     // any number in a simulation frame
//   session.hear(simulator.drain_events());
//   session.end_frame(moment);                // due data; closes the frame's output
//   send(session.outbox().take());
//
// Total over its input: any bytes give answers, exceptions or the wish to close the connection, never a failure.
// Source: semantics 2 to 10 and 12; wire.md 1 to 4.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "answers/outbox.hpp"
#include "answers/outcome.hpp"
#include "checkride/protocol/codec.hpp"
#include "data/data_requests.hpp"
#include "desks/desk.hpp"
#include "events/client_events.hpp"
#include "events/event_route.hpp"
#include "events/priorities.hpp"
#include "events/subscriptions.hpp"
#include "faults/fault_board.hpp"
#include "session/session_watcher.hpp"
#include "simulator/clients.hpp"
#include "simulator/profile.hpp"
#include "simulator/simulator.hpp"

namespace checkride::emulator {

class Desks;

// What all sessions of a simulator share; outlives them.
struct SessionContext {
  Simulator& simulator;
  FaultBoard& faults;
  PriorityList& priorities;
  EventRoute& route;
  Commons& commons;
  Profile profile;
  SessionWatcher* watcher = nullptr;  // null: nobody looks on
  SpareBuffers spares;
};

class Session {
 public:
  Session(ClientId id, std::string remote, world::Instant accepted, SessionContext& context);
  ~Session();

  // One whole frame as FrameReader gives it.
  void receive(std::span<const std::byte> frame, const FrameMoment& moment);
  // System events that happened, oldest first.
  void hear(std::span<const SystemEvent> events);
  // An event that came to one of this client's groups. True: the group masks it.
  bool hear(protocol::GroupId group, const EventOnItsWay& event);
  // Sends what is due in this frame and closes its output.
  void end_frame(const FrameMoment& moment);
  // The simulator ends: QUIT, and nothing after it. False: it is not told.
  bool quit();
  // The bytes of the stream make no sense any more, or pass a bound.
  void give_up(std::string reason) { depart({Departure::By::limit, std::move(reason)}); }
  // Nothing is obeyed any more; the first reason is the one that counts.
  void depart(Departure why) {
    closing_ = true;
    if (departure_ == nullptr) departure_ = std::make_unique<Departure>(std::move(why));
  }
  // Null: it has no reason of its own to go.
  const Departure* departure() const { return departure_.get(); }

  // The first frame after `moment` on which the client is due something of itself, as things stand.
  std::optional<FrameNumber> next_due(const FrameMoment& moment) const;
  // The connection is to be closed when the outbox has been sent.
  bool closing() const { return closing_; }
  bool opened() const { return opened_; }
  ClientName name() const { return {id_, application_}; }
  Outbox& outbox() { return outbox_; }
  ClientInfo info() const;

  // The client is going to be looked at; then, when the session itself is at hand, its requests; then what
  // the first of them asks for.
  void prefetch_state() const {
    const auto* first = reinterpret_cast<const std::byte*>(this);
    world::prefetch(first, static_cast<std::size_t>(reinterpret_cast<const std::byte*>(&remote_) - first));
  }
  void prefetch_requests() const {
    requests_.prefetch_requests();
    outbox_.prefetch_counts();
  }
  void prefetch_definitions() const { requests_.prefetch_definitions(); }

 private:
  void open(const protocol::ClientFrame& frame);
  bool is_too_new(const protocol::ClientFrame& frame, const protocol::Open& message) const;
  Outcome act(const protocol::ClientFrame& frame, const FrameMoment& moment);
  void refuse(const Refusal& refusal, protocol::SendId send_id, std::string_view message);
  void count(std::string_view message, std::size_t bytes);
  void tell_present(const Subscription& subscription);
  void send_system_event(const Subscription& subscription, const SystemEvent& event);

  // One for each message that is obeyed here...
  Outcome on(const protocol::Open& message, const Occasion& occasion);
  Outcome on(const protocol::RequestResponseTimes& message, const Occasion& occasion);
  Outcome on(const protocol::AddToDataDefinition& message, const Occasion& occasion);
  Outcome on(const protocol::ClearDataDefinition& message, const Occasion& occasion);
  Outcome on(const protocol::RequestDataOnSimObject& message, const Occasion& occasion);
  Outcome on(const protocol::RequestDataOnSimObjectType& message, const Occasion& occasion);
  Outcome on(const protocol::SetDataOnSimObject& message, const Occasion& occasion);
  Outcome on(const protocol::MapClientEventToSimEvent& message, const Occasion& occasion);
  Outcome on(const protocol::AddClientEventToNotificationGroup& message, const Occasion& occasion);
  Outcome on(const protocol::RemoveClientEvent& message, const Occasion& occasion);
  Outcome on(const protocol::SetNotificationGroupPriority& message, const Occasion& occasion);
  Outcome on(const protocol::ClearNotificationGroup& message, const Occasion& occasion);
  Outcome on(const protocol::RequestNotificationGroup& message, const Occasion& occasion);
  Outcome on(const protocol::TransmitClientEvent& message, const Occasion& occasion);
  Outcome on(const protocol::TransmitClientEvent_EX1& message, const Occasion& occasion);
  Outcome on(const protocol::SubscribeToSystemEvent& message, const Occasion& occasion);
  Outcome on(const protocol::UnsubscribeFromSystemEvent& message, const Occasion& occasion);
  Outcome on(const protocol::SetSystemEventState& message, const Occasion& occasion);
  Outcome on(const protocol::RequestSystemState& message, const Occasion& occasion);
  Outcome on(const protocol::Unknown& message, const Occasion& occasion);
  // ...and one for all others: some simulators accept what they do not do, desks take the rest.
  template <class Message>
  Outcome on(const Message& message, const Occasion& occasion);

  // The two forms of transmitting; `extended` has five values and other parameter numbers.
  template <class Message>
  Outcome transmit(const Message& message, std::uint32_t group_index, const EventData& data, bool extended);
  Desks& desks();
  const Choices& choices() const { return context_.profile.choices; }
  RequestContext request_context(const FrameMoment& moment);
  world::Instant start_of_time() const { return context_.simulator.frame_time(0); }

  // What every frame touches stands together.
  ClientId id_;
  SessionContext& context_;
  bool opened_ = false;
  bool closing_ = false;
  std::uint32_t protocol_ = 0;
  std::optional<FrameNumber> drawn_;  // the last frame that subscribers of Frame were told of
  std::string application_;
  Subscriptions subscriptions_;
  DataRequests requests_;
  Outbox outbox_;
  std::unique_ptr<Desks> desks_;  // made when a message is for one of them: before, none has anything for the client

  // And this no frame as a rule.
  std::string remote_;
  world::Instant accepted_;
  DataDefinitions definitions_;
  std::size_t datums_ = 0;  // of all definitions
  ClientEvents events_;
  std::unique_ptr<Departure> departure_;

  std::uint64_t messages_received_ = 0;
  std::uint64_t bytes_received_ = 0;
  std::map<std::string_view, std::uint64_t> received_by_name_;  // names of the table
  std::vector<ExceptionInfo> exceptions_;
};

}  // namespace checkride::emulator

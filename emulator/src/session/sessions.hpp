// Sessions: all clients of one simulator, and the frame in which everything between them happens. Pure, as Session is:
// the server brings bytes and instants, and takes bytes away.
//
//   ClientId id = sessions.connect("10.0.0.2:40112", now);
//   sessions.receive(id, bytes);                         // kept until the frame
//   if (auto wake = sessions.next_wake(now)) ...          // sleep until then; nothing is due before
//   for (Output& output : sessions.run_frame(now)) ...    // one piece for each client that is told something
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/protocol/frame_reader.hpp"
#include "commons/commons.hpp"
#include "events/priorities.hpp"
#include "faults/fault_board.hpp"
#include "faults/simulator_faults.hpp"
#include "faults/wire_plan.hpp"
#include "session/due_queue.hpp"
#include "session/session.hpp"
#include "simulator/clients.hpp"

namespace checkride::emulator {

struct Output {
  ClientId client = 0;
  std::vector<std::byte> bytes;
  Connection connection = Connection::kept;
};

// The same while the session still has the bytes.
struct ReadyOutput {
  ClientId client = 0;
  std::span<const std::byte> bytes;
  Connection connection = Connection::kept;
};
using Give = std::function<void(const ReadyOutput&)>;

class Sessions final : public SessionControl, private EventRoute {
 public:
  // `on_wake` is called whenever the present may have become due earlier than next_wake() said.
  // `watcher` is told of everything that clients do; null: nobody.
  Sessions(Simulator& simulator, FaultBoard& faults, const Profile& profile, std::function<void()> on_wake = {},
           SessionWatcher* watcher = nullptr);
  ~Sessions() override;
  Sessions(const Sessions&) = delete;
  Sessions& operator=(const Sessions&) = delete;

  // A longer frame of the client ends its connection (MaxRecvSize, wire.md 1.3).
  ClientId connect(std::string remote, world::Instant now, std::size_t frame_bytes_max = protocol::kMaxFrameBytes);
  std::size_t size() const override { return clients_.size(); }
  bool has(ClientId client) const { return clients_.contains(client); }
  // What faults know the client by; of one that is gone only the id.
  ClientName name_of(ClientId client) const;
  FaultBoard& faults() { return faults_; }
  // The time of one frame.
  world::Duration frame_duration() const { return simulator_.frame_time(1) - simulator_.frame_time(0); }
  // Bytes of the client's stream, to be dealt with in the next frame. Nothing for a client that is gone.
  void receive(ClientId client, std::span<const std::byte> bytes);
  // Bytes received since the last frame: the server stops reading beyond kMaxUnreadBytes.
  std::size_t unread_bytes(ClientId client) const;
  // The client is gone: everything of it is freed (semantics 2.4). Does nothing for one that is gone already. A reason
  // that its session has to go comes before `why`.
  void disconnect(ClientId client, const Departure& why = {});
  // The client hears nothing any more and does not know it: it is told nothing at its end, which `why` is the reason
  // of.
  void lose(ClientId client, Departure why);
  // For who looks on: somebody was closed before it became a client.
  void turn_away(std::string_view remote, std::string_view reason);

  // The frame at or before `now`, unless it was run before: packets in the order of arrival, events, due data. Clients
  // whose output says closed or reset are gone. While the simulator is busy nothing is run, and the frame that made it
  // busy says nothing before it is free again (semantics 2.3).
  std::vector<Output> run_frame(world::Instant now);
  // The same without a copy: calls `give` in the midst of the frame, by client, with bytes that are valid during the
  // call. It must not call back.
  void run_frame(world::Instant now, const Give& give);
  // QUIT to everybody; all are gone.
  std::vector<Output> quit();
  // The frame on which something is due, as things stand; nothing when only a client or the control API can change
  // that.
  std::optional<world::Instant> next_wake(world::Instant now) const;
  // The first frame that can still be run: none while the simulator is busy.
  world::Instant next_frame(world::Instant now) const;

  // The simulator has started again, with its flight from the beginning; flights that were saved lie on its disk.
  // Requires that nobody is connected.
  void restart();

  std::vector<ClientInfo> clients() const override;
  bool raise_event(std::string_view name, const EventData& data) override;
  Result<InputHeard> press_input(const InputPress& press) override;
  Commons* commons() override { return &commons_; }
  void wake() override;
  void begin_again(Clients clients) override;

  // Step mode: time stands still until it is moved, and meanwhile the present frame is run again for every packet that
  // comes, so that clients get their answers. Nothing that is due by time or by frames is due twice.
  void let_time_stand() { time_stands_ = true; }

  static constexpr std::size_t kMaxUnreadBytes = 1024 * 1024;
  // Output held back by a stall beyond this ends the connection, as a reader that is too slow does.
  static constexpr std::size_t kMaxWaitingBytes = 16 * 1024 * 1024;

 private:
  struct Client {
    Client(ClientId id, std::string remote, world::Instant now, std::size_t frame_bytes_max, SessionContext& context)
        : mark{id, std::nullopt, 0},
          session(id, std::move(remote), now, context),
          frame_bytes_limit(frame_bytes_max),
          reader(protocol::Direction::client_to_server, frame_bytes_max) {}
    void free_buffer() { reader = protocol::FrameReader(protocol::Direction::client_to_server, frame_bytes_limit); }

    void prefetch_state() const {
      world::prefetch(this, sizeof mark);
      session.prefetch_state();
    }

    DueMark mark;
    Session session;
    std::size_t frame_bytes_limit;
    protocol::FrameReader reader;
    std::size_t unread = 0;
    std::unique_ptr<Departure> lost;  // null: it is not
  };

  void send(const EventOnItsWay& event) override;
  void trigger(const EventOnItsWay& event);
  void tell_system_events();
  void read_frames(Client& client, const FrameMoment& moment);
  std::optional<ReadyOutput> output_of(Session& session, world::Instant now);
  FrameMoment last_moment() const;
  void begin_world_again(Simulation::Saved saved);
  // Nobody is left who did anything: ids begin anew, and no client data are left.
  void forget_clients();
  Output farewell(ClientId id, Client& client, world::Instant now);
  void dismiss(const FrameMoment& moment, const Give& give);
  // Whether the frame is run at all; brings the faults to it.
  bool begins(FrameNumber frame);
  // Whether somebody who is due nothing may have to be told something in the frame, as far as its beginning shows.
  bool stirs() const;
  // Puts those who are looked at in the frame into concerned_.
  void find_concerned(FrameNumber frame);
  // Brings the simulator to the frame, and packets to their sessions.
  void begin_turn(const FrameMoment& moment, const Give& give);
  // Who comes `place`-th among those concerned, and the next two, are going to be looked at.
  void look_ahead(std::size_t place) const;

  Simulator& simulator_;
  FaultBoard& faults_;
  PriorityList priorities_;
  Commons commons_;
  SessionContext context_;
  SimulatorFaults simulator_faults_;
  std::function<void()> on_wake_;
  std::map<ClientId, std::unique_ptr<Client>> clients_;
  DueQueue<Client> due_;
  std::vector<Client*> concerned_;  // by the frame that is being run
  std::vector<ClientId> ended_;     // in the frame that is being run
  ClientId last_id_ = 0;
  std::optional<FrameNumber> last_frame_;
  std::uint64_t traffic_revision_ = 0;
  bool busy_ = false;             // the last frame left the simulator busy, its output waits
  ClientId dismissed_up_to_ = 0;  // those up to this one are told QUIT in the next frame; 0: nobody
  bool time_stands_ = false;
  bool woken_ = false;    // the next frame is to be run whoever is due
  bool holding_ = false;  // a stall holds output back
  bool ran_ = true;       // the simulation ran in the last frame: SIM_FRAME and PauseFrame depend on it
  bool unread_ = false;   // somebody sent bytes since the last frame
  // Something happened in this frame (packets, events, faults, AI objects) that others than those who are due
  // may hear of: everybody is looked at.
  bool stirred_ = false;
};

}  // namespace checkride::emulator

// Server: the I/O shell around Sessions. Accepts, reads and writes; runs a frame only when somebody is due something.
//
//   Server server(world, sessions, {.max_clients = 64});
//   server.listen(std::move(listener));
//   ...
//   co_await server.stop();          // QUIT to all, then everything is closed
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "checkride/world/world.hpp"
#include "server/stepped_time.hpp"
#include "session/sessions.hpp"

namespace checkride::emulator {

// Of one address (SimConnect.xml has them of each Comm).
struct ListenerLimits {
  std::size_t clients_max = 64;  // further ones are accepted and closed without a word (semantics 2.1)
  std::size_t frame_bytes_max = protocol::kMaxFrameBytes;  // a longer frame of a client ends its connection
};

struct ServerLimits {
  // Output that a client has not taken yet; one that lets more pile up is dropped (reset).
  std::size_t queued_bytes_max = 16 * 1024 * 1024;
};

class Server final : public SteppedTime {
 public:
  // `world` and `sessions` outlive this.
  Server(world::World& world, Sessions& sessions, ServerLimits limits);
  ~Server() override;
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Serves a listener until stop().
  void listen(std::unique_ptr<world::Listener> listener, ListenerLimits limits = {});
  // The present may have become due: called by Sessions when bytes came or something was changed from outside.
  void wake();
  // Closes the listeners, tells everybody QUIT, gives slow readers kQuitLimit to take it, and ends all tasks.
  world::Task<> stop();
  // `leave` is called when a fault ends the program (crash_to_desktop with exit).
  void on_exit(std::function<void()> leave) { on_exit_ = std::move(leave); }
  // Step mode from here on: it is `instant` until move_to(), and packets are obeyed at the instant that it is.
  void let_time_stand(world::Instant instant);
  world::Task<> move_to(world::Instant target) override;
  // What time it is for the simulator.
  world::Instant now() const { return stands_at_.value_or(world_.clock().now()); }
  // Frames run so far: an idle server runs none.
  std::uint64_t frames_run() const { return frames_run_; }

  static constexpr world::Duration kQuitLimit{std::chrono::seconds(2)};

 private:
  struct Link;
  using LinkPtr = std::shared_ptr<Link>;
  struct Shaping;
  struct Door;
  using DoorPtr = std::shared_ptr<Door>;
  struct Entry {
    ClientId client;
    LinkPtr link;
  };

  void open(const DoorPtr& door, std::shared_ptr<world::Listener> listener);
  world::Task<> accept(DoorPtr door, std::shared_ptr<world::Listener> listener);
  void serve(world::Stream stream, const DoorPtr& door);
  world::Task<> read(LinkPtr link);
  void read_rest(Link& link);
  void send(const LinkPtr& link, std::span<const std::byte> bytes);
  void see_to_writer(const LinkPtr& link);
  world::Task<> write(LinkPtr link);
  // False: it takes nothing any more.
  world::Task<bool> write_out(LinkPtr link, std::vector<std::byte> bytes);
  world::Task<> say_farewell(LinkPtr link);
  world::Task<Result<>> wait_for_end(LinkPtr link);
  world::Task<> run_frames();
  world::Task<> wait_for_wake();
  world::Task<> sleep_until_due(world::Instant due);
  // What a session says in the midst of a frame: into the socket, or kept for deliver() if it is not that simple.
  void give(const ReadyOutput& output);
  void deliver(std::vector<Output> outputs);
  // Null: the connection is gone. Looks from `place` on, and leaves the link's there: outputs are by client as links_.
  const LinkPtr* find_link(ClientId client, std::size_t& place) const;
  void look_ahead(std::size_t place) const;
  void run_frame();
  void note_written(Link& link, std::size_t left);
  void note_broken(Link& link);
  world::Task<> bound_goodbye(LinkPtr link);
  void drop(Link& link, const Departure& why);
  bool closed_by_fault() const;

  // ---- step mode (stepping.cpp): what time waits for of a client
  using Lag = bool (Server::*)(const Link& link) const;
  bool piles_up(const Link& link) const;
  bool is_owed(const Link& link) const;
  bool somebody(Lag lags) const;
  std::optional<world::Instant> look_who_reads(Lag lags, world::Instant begun);
  world::Task<> wait_while_somebody(Lag lags);

  // ---- faults (server_faults.cpp); none of it is entered without one
  Shaping& shaping(Link& link);
  // False: nothing is wrong with the wire any more, the output goes its usual way.
  bool shape(const LinkPtr& link, Output& output);
  world::Task<> wait_until_due(world::Notifier& told, world::Instant due);
  void tell_that_time_moved();
  // In step mode: when the next bytes of a client are due that faults hold.
  std::optional<world::Instant> next_inbound() const;
  world::Task<> bring_what_is_due();
  // False: as write_out.
  world::Task<bool> write_shaped(LinkPtr link);
  world::Task<> bound_shaped_goodbye(LinkPtr link);
  // Appends what is there to be read besides, unless it is to be read slowly.
  void read_more(Link& link, std::vector<std::byte>& held);
  // What was read, under faults. False: the link is gone.
  world::Task<bool> take_in(LinkPtr link, std::vector<std::byte> bytes);
  world::Task<> bring(LinkPtr link);
  world::Task<> finish_input(LinkPtr link);
  void receive(const LinkPtr& link, std::span<const std::byte> bytes);
  void look_at_faults();
  void look_at_links(world::Instant now);
  bool look_at_plans(const LinkPtr& link, const ClientName& client, world::Instant now);
  void see_to_doors();
  void close_doors();
  void reopen_doors();
  world::Task<> open_doors();
  void crash(ActiveFault& active, world::Instant now);

  world::World& world_;
  Sessions& sessions_;
  ServerLimits limits_;
  std::vector<DoorPtr> doors_;
  std::vector<Entry> links_;   // by client; ids only grow
  std::size_t given_ = 0;      // place of the link that was given to last in this frame
  std::vector<Output> later_;  // outputs of the frame that wait for its end
  std::function<void(const ReadyOutput&)> give_{[this](const ReadyOutput& output) { give(output); }};
  std::vector<std::byte> read_buffer_;  // for what does not fit the little one that each connection has
  world::Notifier woken_;
  bool wake_pending_ = false;
  std::optional<world::Instant> asleep_until_;
  world::Notifier frame_done_;
  std::uint64_t frames_run_ = 0;
  std::optional<world::Instant> stands_at_;  // in step mode
  bool moving_ = false;
  bool stopping_ = false;
  bool under_fault_ = false;  // something is to be undone when a fault ends
  bool refusing_ = false;     // a fault keeps the doors closed
  bool opening_ = false;      // closed doors are being opened again
  // A fault; ids are given again after a reset of the board.
  struct Cause {
    FaultId id;
    std::uint64_t resets;
    bool operator==(const Cause&) const = default;
  };
  std::optional<Cause> crashed_by_;
  std::function<void()> on_exit_;
  world::TaskGroup writers_;
  world::TaskGroup tasks_;
};

}  // namespace checkride::emulator

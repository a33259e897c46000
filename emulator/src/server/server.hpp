// Server: the I/O shell around Sessions. Accepts, reads and writes; runs a frame only when somebody is due something.
//
//   Server server(world, sessions, {.max_clients = 64});
//   server.listen(std::move(listener));
//   ...
//   co_await server.stop();          // QUIT to all, then everything is closed
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "checkride/world/world.hpp"
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

class Server {
 public:
  // `world` and `sessions` outlive this.
  Server(world::World& world, Sessions& sessions, ServerLimits limits);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Serves a listener until stop().
  void listen(std::unique_ptr<world::Listener> listener, ListenerLimits limits = {});
  // The present may have become due: called by Sessions when bytes came or something was changed from outside.
  void wake();
  // Closes the listeners, tells everybody QUIT, gives slow readers kQuitLimit to take it, and ends all tasks.
  world::Task<> stop();
  // Frames run so far: an idle server runs none.
  std::uint64_t frames_run() const { return frames_run_; }

  static constexpr world::Duration kQuitLimit{std::chrono::seconds(2)};

 private:
  struct Link;
  using LinkPtr = std::shared_ptr<Link>;
  struct Door;
  struct Entry {
    ClientId client;
    LinkPtr link;
  };

  world::Task<> accept(std::shared_ptr<Door> door);
  void serve(world::Stream stream, const std::shared_ptr<Door>& door);
  world::Task<> read(LinkPtr link);
  void read_rest(Link& link);
  void send(const LinkPtr& link, std::vector<std::byte> bytes);
  world::Task<> write(LinkPtr link);
  world::Task<> say_farewell(LinkPtr link);
  world::Task<Result<>> wait_for_end(LinkPtr link);
  world::Task<> run_frames();
  world::Task<> wait_for_wake();
  world::Task<> sleep_until_due(world::Instant due);
  void deliver(std::vector<Output> outputs);
  void drop(Link& link);

  world::World& world_;
  Sessions& sessions_;
  ServerLimits limits_;
  std::vector<std::shared_ptr<Door>> doors_;
  std::vector<Entry> links_;            // by client; ids only grow
  std::vector<std::byte> read_buffer_;  // for what does not fit the little one that each connection has
  world::Notifier woken_;
  bool wake_pending_ = false;
  std::optional<world::Instant> asleep_until_;
  world::Notifier frame_done_;
  std::uint64_t frames_run_ = 0;
  bool stopping_ = false;
  world::TaskGroup writers_;
  world::TaskGroup tasks_;
};

}  // namespace checkride::emulator

#include "replay/replay_server.hpp"

#include <array>
#include <utility>

#include "checkride/program/program.hpp"
#include "checkride/protocol/frame_reader.hpp"
#include "replay/player.hpp"

namespace checkride::emulator {
namespace {

constexpr std::size_t kReadBytes = 16 * 1024;
constexpr world::Duration kStopLimit = std::chrono::seconds(2);
// After an accept that failed: long enough not to spin.
constexpr world::Duration kAcceptPause = std::chrono::milliseconds(100);

// One client. Held by its two tasks.
struct Link {
  Link(world::Stream connected, const RecordedConnection& recorded, world::World& world)
      : stream(std::move(connected)),
        name(stream.remote().text()),
        player(recorded, world.clock().now()),
        frames(protocol::Direction::client_to_server),
        heard(world.executor()) {}

  world::Stream stream;
  std::string name;
  Player player;
  protocol::FrameReader frames;
  world::Notifier heard;
  bool over = false;
};
using LinkPtr = std::shared_ptr<Link>;

class ReplayServer {
 public:
  ReplayServer(world::World& world, Recording recording, std::size_t clients_max)
      : world_(world), recording_(std::move(recording)), clients_max_(clients_max), tasks_(world.executor()) {}

  // Errors name the address that cannot be listened on.
  world::Task<Result<>> listen(Options options) {
    for (const world::Endpoint& where : options.listen) {
      CO_TRY(std::unique_ptr<world::Listener> listener,
             co_await program::listen(world_.network(), where, program::WrittenAs("--listen")));
      std::shared_ptr<world::Listener> shared = std::move(listener);
      listeners_.push_back(shared);
      tasks_.spawn("accept", accept(shared));
    }
    for (const auto& listener : listeners_) {
      world_.print_line("listening on " + listener->local().text() + " (simconnect)");
    }
    co_return Result<>();
  }

  world::Task<> stop() {
    for (const auto& listener : listeners_) listener->close();
    (void)co_await tasks_.stop(world_.clock(), kStopLimit);  // the program ends anyway
  }

 private:
  world::Task<> accept(std::shared_ptr<world::Listener> listener) {
    while (true) {
      auto stream = co_await listener->accept();
      if (stream) {
        serve(std::move(*stream));
      } else {
        co_await world_.clock().sleep_for(kAcceptPause);
      }
    }
  }

  void serve(world::Stream stream) {
    if (clients_ >= clients_max_) return stream.close();
    const RecordedConnection& recorded = recording_.connections[served_ % recording_.connections.size()];
    auto link = std::make_shared<Link>(std::move(stream), recorded, world_);
    if (served_ >= recording_.connections.size()) {
      note(*link, "the capture has no further connection: it gets that of " + recorded.client + " again");
    }
    ++served_;
    ++clients_;
    tasks_.spawn("read", read(link));
    tasks_.spawn("write", write(link));
  }

  void note(const Link& link, const std::string& text) {
    world_.print_error_line("checkride-emulator: replay: " + link.name + ": " + text);
  }

  void end(Link& link) {
    if (std::exchange(link.over, true)) return;
    --clients_;
    link.heard.notify_all();
  }

  // Whether the stream can go on.
  bool hear_frames(Link& link) {
    while (true) {
      const auto step = link.frames.next();
      if (std::holds_alternative<protocol::NeedMore>(step)) return true;
      if (const auto* error = std::get_if<protocol::FramingError>(&step)) {
        note(link, error->text() + ": the connection is closed");
        return false;
      }
      const auto frame = std::get<protocol::Frame>(step).bytes;
      for (const std::string& text : link.player.hear(frame, world_.clock().now())) note(link, text);
    }
  }

  world::Task<> read(LinkPtr link) {
    std::array<std::byte, kReadBytes> buffer;
    while (!link->over) {
      const auto count = co_await world::read_some(link->stream, std::span<std::byte>(buffer));
      if (!count) break;
      link->frames.feed(std::span<const std::byte>(buffer).first(*count));
      if (!hear_frames(*link)) break;
      link->heard.notify_all();
    }
    end(*link);
  }

  world::Task<> wait(LinkPtr link) {
    const auto due = link->player.next_due();
    if (!due) {
      co_await link->heard.wait();
    } else if (*due > world_.clock().now()) {
      (void)co_await link->heard.wait_until(world_.clock(), *due);  // both ends are looked at
    }
  }

  world::Task<> write(LinkPtr link) {
    while (!link->over) {
      const Played played = link->player.take_due(world_.clock().now());
      if (!played.bytes.empty()) {
        const auto written = co_await world::write_all(link->stream, std::span<const std::byte>(played.bytes));
        if (!written) break;
      }
      if (played.end == RecordedEnd::reset) link->stream.reset();
      if (played.end != RecordedEnd::none) break;
      co_await wait(link);
    }
    end(*link);
    link->stream.close();
  }

  world::World& world_;
  Recording recording_;
  std::size_t clients_max_;
  std::size_t clients_ = 0;
  std::size_t served_ = 0;
  std::vector<std::shared_ptr<world::Listener>> listeners_;
  world::TaskGroup tasks_;
};

world::Task<> wait_for_end(world::World& world) {
  while (true) {
    const world::Signal signal = co_await world.next_signal();
    if (world::asks_to_stop(signal)) co_return;
  }
}

}  // namespace

world::Task<int> replay(world::World& world, Options options, Recording recording) {
  for (const std::string& note : recording.notes) world.print_error_line("checkride-emulator: replay: " + note);
  auto server = std::make_unique<ReplayServer>(world, std::move(recording), options.max_clients);
  const auto listening = co_await server->listen(options);
  if (listening) co_await wait_for_end(world);
  co_await server->stop();
  if (listening) co_return 0;
  world.print_error_line("checkride-emulator: " + listening.error().message());
  co_return kExitUnavailable;
}

}  // namespace checkride::emulator

#include "server/server.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <utility>

#include "server/link.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kReadBytes = 16 * 1024;
// After an accept that failed (no descriptors left, say): long enough not to spin.
constexpr world::Duration kAcceptPause = 100ms;
constexpr world::Duration kTaskLimit = 1s;
// How long a client that was told goodbye may take to close its side.
constexpr world::Duration kFarewell = 1s;
// In step mode time waits for a client that has more than this to read.
constexpr std::size_t kLagBytes = 1024 * 1024;

}  // namespace

Server::Server(world::World& world, Sessions& sessions, ServerLimits limits)
    : world_(world),
      sessions_(sessions),
      limits_(limits),
      woken_(world.executor()),
      frame_done_(world.executor()),
      writers_(world.executor()),
      tasks_(world.executor()) {
  tasks_.spawn("frames", run_frames());
}

Server::~Server() = default;

void Server::listen(std::unique_ptr<world::Listener> listener) {
  std::shared_ptr<world::Listener> shared = std::move(listener);
  listeners_.push_back(shared);
  tasks_.spawn("accept " + shared->local().text(), accept(shared));
}

world::Task<> Server::accept(std::shared_ptr<world::Listener> listener) {
  while (!stopping_ && serves(*listener)) {
    auto accepted = co_await listener->accept();
    if (accepted && !serves(*listener)) {
      accepted->reset();  // a fault closed the listener meanwhile
    } else if (accepted) {
      serve(std::move(*accepted));
    } else {
      co_await world_.clock().sleep_for(kAcceptPause);
    }
  }
}

bool Server::serves(const world::Listener& listener) const {
  return std::any_of(listeners_.begin(), listeners_.end(), [&](const auto& one) { return one.get() == &listener; });
}

void Server::serve(world::Stream stream) {
  if (stopping_ || links_.size() >= limits_.clients_max) return stream.close();
  std::string remote = stream.remote().text();
  const ClientId id = sessions_.connect(remote, now());
  auto link = std::make_shared<Link>(id, std::move(stream), world_.executor());
  links_.emplace(id, link);
  writers_.spawn("write to " + remote, write(link));
  tasks_.spawn("read from " + remote, read(link));
}

// Nothing of the client is served any more; what waits to be written is thrown away.
void Server::drop(Link& link) {
  if (std::exchange(link.gone, true)) return;
  sessions_.disconnect(link.id);
  links_.erase(link.id);
  link.writable.notify_all();
  link.readable.notify_all();
}

world::Task<> Server::read(LinkPtr link) {
  std::array<std::byte, kReadBytes> buffer;
  while (!link->gone) {
    // A client that sends faster than frames take it in waits in its own socket.
    if (sessions_.unread_bytes(link->id) >= Sessions::kMaxUnreadBytes) {
      co_await frame_done_.wait();
      continue;
    }
    const auto bytes = co_await world::read_some(link->stream, std::span<std::byte>(buffer));
    if (!bytes) break;
    const auto read = std::span<const std::byte>(buffer).first(*bytes);
    if (link->inbound || sessions_.faults().any(FaultLayer::wire)) {
      std::vector<std::byte> held(read.begin(), read.end());
      if (!co_await take_in(link, std::move(held))) break;
    } else {
      sessions_.receive(link->id, read);
    }
  }
  if (link->inbound) co_await finish_input(link);
  link->reading = false;
  link->read_to_end.notify_all();
  // A client that is being told goodbye is still written to; its own end changes nothing about that.
  if (!link->ending) drop(*link);
}

// Ends the sending side and waits for the client to end its own: closing a socket in which something is left to read
// would reset the connection, and the goodbye with it.
world::Task<> Server::say_farewell(LinkPtr link) {
  link->stream.shutdown_send();
  (void)co_await world::within(world_.clock(), kFarewell, wait_for_end(link));  // late or not, it is closed now
}

world::Task<Result<>> Server::wait_for_end(LinkPtr link) {
  while (link->reading) co_await link->read_to_end.wait();
  co_return Result<>();
}

world::Task<> Server::write(LinkPtr link) {
  while (!link->gone) {
    if (link->queue.empty() && link->plan && !link->ending) {
      co_await write_shaped(link);
      continue;
    }
    if (link->queue.empty()) {
      if (!link->ending) {
        co_await link->writable.wait();
        continue;
      }
      co_await say_farewell(link);
      break;
    }
    const std::vector<std::byte> bytes = std::exchange(link->queue, {});
    link->in_flight = bytes.size();
    const auto written = co_await world::write_all(link->stream, std::span<const std::byte>(bytes));
    link->in_flight = 0;
    if (stands_at_) frame_done_.notify_all();
    if (!written) break;
  }
  link->stream.close();
  drop(*link);
}

// Output of a time that moves as fast as it can must not pile up before clients that read.
bool Server::somebody_lags() const {
  return std::any_of(links_.begin(), links_.end(),
                     [](const auto& entry) { return entry.second->pending_bytes() > kLagBytes; });
}

void Server::deliver(std::vector<Output> outputs) {
  for (Output& output : outputs) {
    const auto found = links_.find(output.client);
    if (found == links_.end()) continue;
    const LinkPtr link = found->second;
    if ((link->plan || sessions_.faults().any(FaultLayer::wire)) && shape(link, output)) continue;
    if (link->queue.empty()) {
      link->queue = std::move(output.bytes);
    } else {
      link->queue.insert(link->queue.end(), output.bytes.begin(), output.bytes.end());
    }
    link->ending = output.connection == Connection::closed;
    if (output.connection == Connection::reset || link->pending_bytes() > limits_.queued_bytes_max) {
      link->stream.reset();
      drop(*link);
    }
    link->writable.notify_all();
  }
}

void Server::wake() {
  // A frame that comes sooner than anything could be done about it serves as well.
  if (asleep_until_ && *asleep_until_ <= sessions_.next_frame(now())) return;
  wake_pending_ = true;
  woken_.notify_all();
}

world::Task<> Server::wait_for_wake() {
  while (!wake_pending_) co_await woken_.wait();
}

world::Task<> Server::sleep_until_due(world::Instant due) {
  asleep_until_ = due;
  while (!wake_pending_ && world_.clock().now() < due) {
    (void)co_await woken_.wait_until(world_.clock(), due);  // both ends are ends of sleep
  }
  asleep_until_.reset();
}

world::Task<> Server::run_frames() {
  while (true) {
    wake_pending_ = false;
    const std::optional<world::Instant> due = sessions_.next_wake(now());
    if (!due || (stands_at_ && *due > now())) {
      co_await wait_for_wake();
      continue;
    }
    if (*due > now()) co_await sleep_until_due(*due);
    // A real clock wakes later than asked: what was due is due still, or its frame would slip for ever.
    if (*due > now()) continue;
    run_frame();
  }
}

void Server::run_frame() {
  ++frames_run_;
  deliver(sessions_.run_frame(now()));
  if (under_fault_ || !sessions_.faults().empty()) look_at_faults();
  frame_done_.notify_all();
}

world::Task<> Server::stop() {
  stopping_ = true;
  for (const auto& listener : listeners_) listener->close();
  deliver(sessions_.quit());
  // Writers end by themselves once their goodbye is out; who does not read is cut off.
  const world::Instant deadline = world_.clock().now() + kQuitLimit;
  while (writers_.running() != 0 && world_.clock().now() < deadline) co_await world_.clock().sleep_for(10ms);
  (void)co_await writers_.stop(world_.clock(), kTaskLimit);  // names only: there is nobody left to tell
  (void)co_await tasks_.stop(world_.clock(), kTaskLimit);
}

}  // namespace checkride::emulator

#include "server/server.hpp"

#include <algorithm>
#include <array>
#include <ranges>
#include <span>
#include <string>
#include <utility>

#include "checkride/result/assert.hpp"
#include "server/link.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;

// What a connection holds to be read into while it waits; more that is there at once goes through the shared buffer.
constexpr std::size_t kWaitingReadBytes = 256;
constexpr std::size_t kReadBytes = 64 * 1024;
// What is waited with for room at a client that has let something wait: that it reads on shows with each.
constexpr std::size_t kPieceBytes = 16 * 1024;
// After an accept that failed (no descriptors left, say): long enough not to spin.
constexpr world::Duration kAcceptPause = 100ms;
// Of the time of a frame.
constexpr int kRestPart = 64;
constexpr world::Duration kTaskLimit = 1s;
// How long a client that was told goodbye may take to close its side.
constexpr world::Duration kFarewell = 1s;

}  // namespace

Server::Server(world::World& world, Sessions& sessions, ServerLimits limits)
    : world_(world),
      sessions_(sessions),
      limits_(limits),
      read_buffer_(kReadBytes),
      woken_(world.executor()),
      frame_done_(world.executor()),
      writers_(world.executor()),
      tasks_(world.executor()) {
  tasks_.spawn("frames", run_frames());
}

Server::~Server() = default;

void Server::listen(std::unique_ptr<world::Listener> listener, ListenerLimits limits) {
  const auto door = std::make_shared<Door>();
  door->where = listener->local();
  door->limits = limits;
  doors_.push_back(door);
  open(door, std::move(listener));
}

void Server::open(const DoorPtr& door, std::shared_ptr<world::Listener> listener) {
  door->listener = listener;
  tasks_.spawn("accept " + door->where.text(), accept(door, std::move(listener)));
}

// Until the door closes, or has another listener.
world::Task<> Server::accept(DoorPtr door, std::shared_ptr<world::Listener> listener) {
  while (!stopping_ && door->listener == listener) {
    auto accepted = co_await listener->accept();
    if (accepted && door->listener != listener) {
      accepted->reset();  // a fault closed the listener meanwhile
    } else if (accepted) {
      serve(std::move(*accepted), door);
    } else {
      co_await world_.clock().sleep_for(kAcceptPause);
    }
  }
}

void Server::serve(world::Stream stream, const DoorPtr& door) {
  if (stopping_) return stream.close();
  std::string remote = stream.remote().text();
  if (door->clients >= door->limits.clients_max) {
    sessions_.turn_away(remote, std::to_string(door->clients) +
                                    (door->clients == 1 ? " client is at " : " clients are at ") + door->where.text() +
                                    " already, as many as may be (MaxClients)");
    return stream.close();
  }
  const ClientId id = sessions_.connect(remote, now(), door->limits.frame_bytes_max);
  auto link = std::make_shared<Link>(id, std::move(stream), door);
  ++door->clients;
  links_.push_back({id, link});
  tasks_.spawn("read from " + remote, read(link));
}

// Nothing of the client is served any more; what waits to be written is thrown away.
void Server::drop(Link& link, const Departure& why) {
  if (std::exchange(link.gone, true)) return;
  --link.door->clients;
  sessions_.disconnect(link.id, why);
  const auto entry = std::ranges::lower_bound(links_, link.id, {}, &Entry::client);
  CHECKRIDE_ASSERT(entry != links_.end() && entry->client == link.id);
  links_.erase(entry);
  sessions_.faults().forget(link.id);
  link.tell_shaping();
}

world::Task<> Server::read(LinkPtr link) {
  std::array<std::byte, kWaitingReadBytes> buffer;
  Departure why;
  while (!link->gone) {
    // A client that sends faster than frames take it in waits in its own socket.
    if (sessions_.unread_bytes(link->id) >= Sessions::kMaxUnreadBytes) {
      co_await frame_done_.wait();
      continue;
    }
    const auto bytes = co_await world::read_some(link->stream, std::span<std::byte>(buffer));
    if (!bytes) {
      if (bytes.error().code() != world::asio::error::eof) why = connection_broke(bytes.error().message());
      break;
    }
    const auto read = std::span<const std::byte>(buffer).first(*bytes);
    if (link->has_inbound() || sessions_.faults().any(FaultLayer::wire)) {
      std::vector<std::byte> held(read.begin(), read.end());
      if (*bytes == buffer.size()) read_more(*link, held);
      if (!co_await take_in(link, std::move(held))) break;
    } else {
      sessions_.receive(link->id, read);
      if (*bytes == buffer.size()) read_rest(*link);
    }
  }
  // Of who has vanished not even the end is heard: the end of the fault is that of the link.
  while (link->vanished() && !link->gone) co_await frame_done_.wait();
  if (link->has_inbound()) co_await finish_input(link);
  link->reading = false;
  if (link->read_to_end) link->read_to_end->notify_all();
  // A client that is being told goodbye is still written to; its own end changes nothing about that.
  if (link->ending) co_return;
  drop(*link, why);
  // What is being written may reach it still; who takes nothing of it would keep its connection for ever.
  if (link->writing) co_await world_.clock().sleep_for(kFarewell);
  link->stream.close();
}

// What is there beyond the little buffer. An end, or an error, shows at the next read.
void Server::read_rest(Link& link) {
  while (!link.gone && sessions_.unread_bytes(link.id) < Sessions::kMaxUnreadBytes) {
    const auto bytes = link.stream.try_read(read_buffer_);
    if (!bytes || *bytes == 0) return;
    sessions_.receive(link.id, std::span<const std::byte>(read_buffer_).first(*bytes));
  }
}

// Ends the sending side and waits for the client to end its own: closing a socket in which something is left to read
// would reset the connection, and the goodbye with it.
world::Task<> Server::say_farewell(LinkPtr link) {
  link->read_to_end = std::make_unique<world::Notifier>(world_.executor());
  link->stream.shutdown_send();
  (void)co_await world::within(world_.clock(), kFarewell, wait_for_end(link));  // late or not, it is closed now
}

world::Task<Result<>> Server::wait_for_end(LinkPtr link) {
  while (link->reading) co_await link->read_to_end->wait();
  co_return Result<>();
}

// Writes what could not be written at once, and what faults hold back, until nothing is left; then says goodbye if
// that is wanted.
world::Task<> Server::write(LinkPtr link) {
  bool broken = false;
  while (!link->gone && !broken) {
    if (!link->queue.empty()) {
      std::vector<std::byte> bytes = std::exchange(link->queue, {});
      broken = !co_await write_out(link, std::move(bytes));
    } else if (link->has_plan() && !link->ending) {
      broken = !co_await write_shaped(link);
    } else {
      break;
    }
  }
  if (link->ending && !link->gone && !broken) co_await say_farewell(link);
  // As for the reader: of who has vanished not even the end is heard.
  while (broken && link->vanished() && !link->gone && !stopping_) co_await frame_done_.wait();
  link->writing = false;
  if (!broken && !link->ending && !link->gone) co_return;
  link->stream.close();
  drop(*link, connection_broke("it takes nothing any more"));
}

world::Task<bool> Server::write_out(LinkPtr link, std::vector<std::byte> bytes) {
  std::span<const std::byte> rest = bytes;
  link->in_flight = rest.size();
  link->taken_at = world_.clock().now();
  while (!rest.empty()) {
    // All that there is room for: in pieces alone a client would never catch up with frames that come flat out.
    auto taken = link->stream.try_write(rest);
    if (taken && *taken == 0) {
      const auto piece = rest.first(std::min(rest.size(), kPieceBytes));
      const auto written = co_await world::write_all(link->stream, piece);
      taken = written ? Result<std::size_t>(piece.size()) : Result<std::size_t>(written.error());
    }
    if (!taken) {
      note_broken(*link);
      co_return false;
    }
    rest = rest.subspan(*taken);
    note_written(*link, rest.size());
  }
  co_return true;
}

void Server::note_written(Link& link, std::size_t left) {
  link.in_flight = left;
  link.taken_at = world_.clock().now();
  link.time_goes_on = false;
  if (stands_at_) frame_done_.notify_all();
}

void Server::note_broken(Link& link) {
  link.in_flight = 0;
  link.time_goes_on = true;
  if (stands_at_) frame_done_.notify_all();
}

// Its session is over and its place at the door is not: who does not take what is left is cut off.
world::Task<> Server::bound_goodbye(LinkPtr link) {
  co_await world_.clock().sleep_for(kQuitLimit);
  if (!link->gone && link->pending_bytes() != 0) link->stream.reset();  // which ends the writer
}

// Straight into the socket as a rule: a turn of the event loop would cost more than the write itself.
void Server::send(const LinkPtr& link, std::span<const std::byte> bytes) {
  if (!link->writing) {
    const auto sent = link->stream.try_write(bytes);
    if (sent && *sent == bytes.size() && !link->ending) return;
    if (sent) bytes = bytes.subspan(*sent);  // else: the writer's turn
  }
  link->queue.insert(link->queue.end(), bytes.begin(), bytes.end());
  see_to_writer(link);
}

// There is something to write: somebody is at it, or begins.
void Server::see_to_writer(const LinkPtr& link) {
  if (link->shaping) link->shaping->writable.notify_all();
  if (!std::exchange(link->writing, true)) writers_.spawn("write to " + link->stream.remote().text(), write(link));
}

const Server::LinkPtr* Server::find_link(ClientId client, std::size_t& place) const {
  // As a rule it is the next, or the one after.
  if (place < links_.size() && links_[place].client < client) ++place;
  if (place < links_.size() && links_[place].client < client) {
    const auto rest = std::ranges::subrange(links_.begin() + static_cast<std::ptrdiff_t>(place), links_.end());
    place = static_cast<std::size_t>(std::ranges::lower_bound(rest, client, {}, &Entry::client) - links_.begin());
  }
  return place == links_.size() || links_[place].client != client ? nullptr : &links_[place].link;
}

// As Sessions::look_ahead: where a link's stream is is known once the link is at hand.
void Server::look_ahead(std::size_t place) const {
  if (place + 1 < links_.size()) links_[place + 1].link->stream.prefetch();
  if (place + 2 < links_.size()) world::prefetch(links_[place + 2].link.get(), sizeof(Link) / 2);
}

void Server::give(const ReadyOutput& output) {
  const LinkPtr* link = find_link(output.client, given_);
  if (link == nullptr) return;
  look_ahead(given_ + 1);
  // Dropping a link ends its session, which is at work; faults ask sessions.
  if (output.connection != Connection::kept || (*link)->has_plan() || sessions_.faults().any(FaultLayer::wire)) {
    later_.push_back({output.client, {output.bytes.begin(), output.bytes.end()}, output.connection});
    return;
  }
  send(*link, output.bytes);
  if ((*link)->pending_bytes() > limits_.queued_bytes_max) later_.push_back({output.client, {}, Connection::reset});
}

void Server::deliver(std::vector<Output> outputs) {
  std::size_t place = 0;
  for (Output& output : outputs) {
    const LinkPtr* found = find_link(output.client, place);
    if (found == nullptr) continue;
    const LinkPtr link = *found;  // it may be dropped: the next output looks for its own place either way
    if ((link->has_plan() || sessions_.faults().any(FaultLayer::wire)) && shape(link, output)) continue;
    link->ending = output.connection == Connection::closed;
    if (!output.bytes.empty() || link->ending) send(link, output.bytes);
    if (link->ending && link->pending_bytes() != 0) {
      tasks_.spawn("goodbye to " + link->stream.remote().text(), bound_goodbye(link));
    }
    if (output.connection == Connection::reset || link->pending_bytes() > limits_.queued_bytes_max) {
      link->stream.reset();
      drop(*link, backlog(limits_.queued_bytes_max));
    }
  }
}

void Server::wake() {
  see_to_doors();
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
    const world::Instant begun = world_.clock().now();
    run_frame();
    // With more work than time the next frame is always due: a part of the time belongs to sockets and newcomers.
    const world::Duration rest = (world_.clock().now() - begun) / kRestPart;
    if (rest > world::Duration()) co_await world_.clock().sleep_for(rest);
  }
}

void Server::run_frame() {
  ++frames_run_;
  given_ = 0;
  sessions_.run_frame(now(), give_);
  if (!later_.empty()) deliver(std::exchange(later_, {}));
  if (under_fault_ || !sessions_.faults().empty()) look_at_faults();
  frame_done_.notify_all();
}

world::Task<> Server::stop() {
  stopping_ = true;
  for (const DoorPtr& door : doors_) {
    if (door->listener) door->listener->close();
  }
  deliver(sessions_.quit());
  frame_done_.notify_all();  // the tasks of those who were half open end
  // Writers end by themselves once their goodbye is out; who does not read is cut off.
  const world::Instant deadline = world_.clock().now() + kQuitLimit;
  while (writers_.running() != 0 && world_.clock().now() < deadline) co_await world_.clock().sleep_for(10ms);
  (void)co_await writers_.stop(world_.clock(), kTaskLimit);  // names only: there is nobody left to tell
  (void)co_await tasks_.stop(world_.clock(), kTaskLimit);
}

}  // namespace checkride::emulator

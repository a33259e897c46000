#include "link/link_proxy.hpp"

#include <algorithm>
#include <deque>
#include <utility>

#include "link/frame_sieve.hpp"

namespace checkride::harness {

namespace {

constexpr std::size_t kQueuedChunksMax = 64;
constexpr std::size_t kReadBytesMin = 64;
constexpr std::size_t kReadBytesMax = 16 * 1024;
constexpr world::Duration kStopLimit = std::chrono::seconds(2);

}  // namespace

// What is under way in one direction of one connection. An empty chunk is the orderly end.
struct LinkProxy::Lane {
  struct Chunk {
    world::Instant due;
    std::string bytes;
    std::string fault;
  };
  std::deque<Chunk> queue;
  world::Instant last_due{};
  FrameSieve sieve;
};

struct LinkProxy::Connection {
  std::uint64_t number = 0;
  world::Stream client;
  world::Stream server;
  std::array<Lane, 2> lanes;
  int lanes_open = 2;
  bool dead = false;              // reset: both tasks of both lanes end
  std::optional<Way> swallowing;  // half open: what goes this way vanishes, what comes back has ended

  Lane& lane(Way way) { return lanes[way == Way::to_server ? 0 : 1]; }
  world::Stream& source(Way way) { return way == Way::to_server ? client : server; }
  world::Stream& sink(Way way) { return way == Way::to_server ? server : client; }
  // A half-open connection is not reset by what fails on its forgotten side, `by` that side's direction.
  void fail(LinkTap* tap, Way by) {
    if (swallowing || dead) return;
    reset();
    if (tap != nullptr) tap->broken(number, by, {});
  }
  void reset() {
    dead = true;
    client.reset();
    server.reset();
  }
};

LinkProxy::LinkProxy(world::World& world, const std::string& name, LinkTap* tap)
    : world_(world),
      random_(world.random("proxy/" + name)),
      tap_(tap),
      changed_(world.executor()),
      tasks_(std::make_unique<world::TaskGroup>(world.executor())) {}

LinkProxy::~LinkProxy() = default;

Result<> LinkProxy::open(world::Endpoint where) {
  // Taken once to learn the port; it is listened on only while there is a target.
  TRY(auto listener, world_.network().listen(where));
  endpoint_ = listener->local();
  listener->close();
  return apply_listening();
}

world::Task<> LinkProxy::close() {
  if (listener_) listener_->close();
  break_connections("the proxy ends");
  (void)co_await tasks_->stop(world_.clock(), kStopLimit);  // what does not end is cancelled with the group
}

Result<> LinkProxy::set_target(std::optional<world::Endpoint> target) {
  target_ = std::move(target);
  return apply_listening();
}

Result<> LinkProxy::refuse(bool on) {
  refusing_ = on;
  return apply_listening();
}

Result<> LinkProxy::apply_listening() {
  const bool wanted = target_.has_value() && !refusing_ && !faults_.refuses();
  if (!wanted && listener_) {
    listener_->close();
    listener_.reset();
  }
  if (wanted && !listener_) {
    TRY(auto listener, world_.network().listen(endpoint_));
    listener_ = std::move(listener);
    tasks_->spawn("proxy accept", accept(listener_));
  }
  return {};
}

void LinkProxy::tell(const std::string& fault) {
  if (tap_ != nullptr) tap_->disturbed(fault);
}

void LinkProxy::hold(Way way, bool on) {
  tell(std::string("fault: bytes to the ") + (way == Way::to_server ? "server" : "client") +
       (on ? " are held" : " go on"));
  direction(way).held = on;
  changed_.notify_all();
}

void LinkProxy::partition(bool on) {
  tell(on ? "fault: partition" : "fault: the partition ends");
  partitioned_ = on;
  changed_.notify_all();
}

void LinkProxy::latency(world::Duration latency, world::Duration jitter) {
  tell("fault: latency " + std::to_string(latency.count() / 1000) + " us, jitter " +
       std::to_string(jitter.count() / 1000) + " us");
  latency_ = latency;
  jitter_ = jitter;
}

void LinkProxy::reset_connections() {
  break_connections("fault: reset");
}

void LinkProxy::break_connections(const std::string& fault) {
  for (const auto& weak : connections_) {
    const auto connection = weak.lock();
    if (!connection) continue;
    if (tap_ != nullptr && !connection->dead) tap_->broken(connection->number, Way::to_client, fault);
    connection->reset();
  }
  connections_.clear();
  ++breaks_;
  changed_.notify_all();
}

void LinkProxy::half_open(Way way) {
  tell(std::string("fault: the ") + (way == Way::to_server ? "server" : "client") + " forgets the connections");
  for (const auto& weak : connections_) {
    const auto connection = weak.lock();
    if (!connection) continue;
    connection->swallowing = way;
    connection->sink(way).reset();
  }
  changed_.notify_all();
}

void LinkProxy::flip_bit(Way way, std::uint64_t offset, unsigned bit) {
  direction(way).flips.push_back({direction(way).passed_bytes + offset, bit});
}

Result<std::uint64_t> LinkProxy::begin(LineFault fault) {
  tell("fault: " + fault.text);
  const bool reset = fault.reset;
  const std::uint64_t number = faults_.add(std::move(fault));
  if (reset) reset_connections();
  changed_.notify_all();
  TRY_VOID(apply_listening());
  return number;
}

Result<> LinkProxy::end(std::uint64_t number) {
  const auto ended = faults_.remove(number);
  if (!ended) return {};
  tell("fault: the end of " + ended->text);
  if (ended->reset_after) reset_connections();
  changed_.notify_all();
  return apply_listening();
}

std::size_t LinkProxy::connections() const {
  return static_cast<std::size_t>(std::count_if(connections_.begin(), connections_.end(),
                                                [](const auto& connection) { return !connection.expired(); }));
}

// What it did, for the tap.
std::string LinkProxy::disturb(Way way, std::string& bytes) {
  std::string done;
  Direction& d = direction(way);
  for (const Flip& flip : d.flips) {
    if (flip.at < d.passed_bytes || flip.at - d.passed_bytes >= bytes.size()) continue;
    char& byte = bytes[flip.at - d.passed_bytes];
    byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << flip.bit));
    done += (done.empty() ? "fault: bit " : ", bit ") + std::to_string(flip.bit) + " of byte " +
            std::to_string(flip.at - d.passed_bytes) + " of these flipped";
  }
  d.passed_bytes += bytes.size();
  return done;
}

world::Instant LinkProxy::due(Lane& lane, Way way) {
  const auto jitter = jitter_.count() > 0 ? random_.between(0, jitter_.count()) : 0;
  const world::Duration delay = latency_ + world::Duration(jitter) + faults_.delay(way, random_);
  lane.last_due = std::max(lane.last_due, world_.clock().now() + delay);
  return lane.last_due;
}

world::Task<> LinkProxy::accept(std::shared_ptr<world::Listener> listener) {
  while (true) {
    auto client = co_await listener->accept();
    if (!client) break;  // closed
    tasks_->spawn("proxy connection", serve(std::move(*client)));
  }
}

void LinkProxy::give_up(world::Stream& client, const Error& why) {
  if (tap_ != nullptr) tap_->refused(++accepted_, client.remote(), why);
  client.reset();
}

world::Task<> LinkProxy::serve(world::Stream client) {
  const std::uint64_t breaks = breaks_;
  while (unanswered() && breaks == breaks_) co_await changed_.wait();
  if (!target_ || faults_.resets() || breaks != breaks_) {
    give_up(client, Error::invalid(target_ ? "fault: reset" : "there is no target"));
    co_return;
  }
  const world::Endpoint target = *target_;
  auto server = co_await world_.network().connect(target);
  if (!server) {
    give_up(client, server.error());
    co_return;
  }
  auto connection = std::make_shared<Connection>();
  connection->number = ++accepted_;
  if (tap_ != nullptr) tap_->opened(connection->number, client.remote(), server->remote());
  connection->client = std::move(client);
  connection->server = std::move(*server);
  std::erase_if(connections_, [](const auto& weak) { return weak.expired(); });
  connections_.push_back(connection);
  for (const Way way : {Way::to_server, Way::to_client}) {
    tasks_->spawn("proxy reads", read_lane(connection, way));
    tasks_->spawn("proxy writes", write_lane(connection, way));
  }
}

world::Task<> LinkProxy::read_lane(std::shared_ptr<Connection> connection, Way way) {
  Lane& lane = connection->lane(way);
  std::string buffer;
  while (!connection->dead) {
    buffer.resize(static_cast<std::size_t>(random_.between(kReadBytesMin, kReadBytesMax)));
    const auto count = co_await world::read_some(connection->source(way), std::as_writable_bytes(std::span(buffer)));
    if (!count && count.error().code() != world::asio::error::eof) {
      connection->fail(tap_, way);
      break;
    }
    std::string bytes = buffer.substr(0, count ? *count : 0);
    std::string fault = disturb(way, bytes);
    bytes = lane.sieve.pass(bytes, faults_.discards(way));
    if (count && bytes.empty()) continue;  // an empty chunk would be the end
    lane.queue.push_back({due(lane, way), std::move(bytes), std::move(fault)});
    changed_.notify_all();
    if (!count) break;
    while (lane.queue.size() >= kQueuedChunksMax && !connection->dead) co_await changed_.wait();
  }
  changed_.notify_all();
}

world::Task<> LinkProxy::write_lane(std::shared_ptr<Connection> connection, Way way) {
  Lane& lane = connection->lane(way);
  while (true) {
    while (lane.queue.empty() && !connection->dead) co_await changed_.wait();
    if (connection->dead) break;
    const world::Instant when = lane.queue.front().due;
    if (when > world_.clock().now()) co_await world_.clock().sleep_until(when);
    while (held(way) && !connection->dead) co_await changed_.wait();
    if (connection->dead) break;
    std::string bytes = std::move(lane.queue.front().bytes);
    std::string fault = std::move(lane.queue.front().fault);
    lane.queue.pop_front();
    changed_.notify_all();
    if (connection->swallowing == way) continue;
    if (bytes.empty()) {
      if (tap_ != nullptr) tap_->ended(connection->number, way);
      connection->sink(way).shutdown_send();
      break;
    }
    const auto written = co_await write(*connection, way, std::move(bytes), std::move(fault));
    if (!written) connection->fail(tap_, way == Way::to_server ? Way::to_client : Way::to_server);
  }
  if (--connection->lanes_open == 0) {
    connection->client.close();
    connection->server.close();
  }
}

// All of it, at the pace that the line has at present.
world::Task<Result<>> LinkProxy::write(Connection& connection, Way way, std::string bytes, std::string fault) {
  std::string_view rest = bytes;
  while (!rest.empty() && !connection.dead) {
    const Pace pace = faults_.pace(way);
    const std::string_view piece = pace.free() ? rest : rest.substr(0, pace.piece_bytes);
    if (tap_ != nullptr) tap_->passed(connection.number, way, piece, std::exchange(fault, {}));
    CO_TRY_VOID(co_await world::write_all(connection.sink(way), piece));
    rest.remove_prefix(piece.size());
    const world::Instant next = world_.clock().now() + pace.after(piece.size());
    while (!pace.free() && pace == faults_.pace(way) && !connection.dead && world_.clock().now() < next) {
      (void)co_await changed_.wait_until(world_.clock(), next);  // what queues goes at once when the fault ends
    }
  }
  co_return Result<>();
}

}  // namespace checkride::harness

// What Connections share with the exchanges under way: the places where connections lead to, and who may use which.
#pragma once

#include <algorithm>
#include <array>
#include <boost/asio/cancellation_signal.hpp>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "checkride/http/connections.hpp"

namespace checkride::http {

// Listens while a connection rests: whatever comes is its end, for nobody asked. Shared with the read that is pending.
struct Rest {
  Rest(boost::asio::any_io_executor executor, std::weak_ptr<Connections::State> its_pool)
      : ended(std::move(executor)), pool(std::move(its_pool)) {}
  void end(ErrorCode code);

  boost::asio::cancellation_signal stop;
  world::Notifier ended;
  std::weak_ptr<Connections::State> pool;
  std::array<std::byte, 1> into;
  bool reading = false;
  bool spoiled = false;
};

// A connection and how long it may still be used.
struct Kept {
  bool is_due(world::Instant now) const { return rest->spoiled || due() <= now; }
  world::Instant due() const { return std::min(idle_until, old_at); }

  std::shared_ptr<Rest> rest;  // outlives the stream, whose read fills it
  world::Stream stream;
  world::Instant old_at;
  world::Instant idle_until;
};

// One scheme, host and port.
struct Place {
  Place(bool is_secure, world::Endpoint endpoint) : secure(is_secure), to(std::move(endpoint)) {}

  bool secure;
  world::Endpoint to;
  std::size_t open = 0;             // in use, being made, or idle
  std::vector<Kept> idle;           // used last, last
  std::deque<std::uint64_t> queue;  // tickets of those who wait, first come, first
};

struct Connections::State : std::enable_shared_from_this<Connections::State> {
  State(world::World& its_world, ConnectionLimits its_limits, std::optional<tls::Client> its_trust)
      : world(its_world),
        limits(std::move(its_limits)),
        trust(std::move(its_trust)),
        freed(world.executor()),
        sooner(world.executor()) {}

  world::Clock& clock() const { return world.clock(); }
  std::shared_ptr<Place> place_of(bool secure, const world::Endpoint& to);
  // Closes idle connections that are due by `now`; the end of time: all.
  void close_due(world::Instant now);
  std::optional<world::Instant> next_due() const;
  // Sees to it that what is due then is closed.
  void watch_until(world::Instant due);
  // As a destructor does it: without a word to anybody.
  void drop_idle();
  // A connection, or a turn, is over: who waits looks again.
  void free();

  world::World& world;
  ConnectionLimits limits;
  std::optional<tls::Client> trust;
  world::Notifier freed;
  world::Notifier sooner;  // something idle is to be closed before the time for which the keeper sleeps
  std::vector<std::shared_ptr<Place>> places;
  std::optional<world::TaskGroup> keeper;  // closes what has been idle too long, as long as anything is
  bool keeping = false;
  world::Instant keeper_until;
  bool closed = false;  // Connections is gone
  std::uint64_t next_ticket = 0;
  ConnectionCounts so_far;
};

// The right to one of a place's connections, and the connection. Without keep() it ends with the lease.
class Lease {
 public:
  // A new one, to be made.
  Lease(std::shared_ptr<Connections::State> state, std::shared_ptr<Place> place);
  // One that was idle.
  Lease(std::shared_ptr<Connections::State> state, std::shared_ptr<Place> place, Kept kept);
  Lease(Lease&& other) noexcept = default;
  Lease& operator=(Lease&&) = delete;
  Lease(const Lease&) = delete;
  ~Lease();

  bool is_new() const { return !kept_.stream.is_open(); }
  world::Stream& stream() { return kept_.stream; }
  void open(world::Stream stream);
  // Ends the rest of one that was idle. False: the connection is of no use.
  world::Task<bool> wake();
  // Afterwards it is nobody's: the next may have it, if the limits allow.
  void keep();

 private:
  std::shared_ptr<Connections::State> state_;
  std::shared_ptr<Place> place_;
  Kept kept_;
};

// A connection of the place when it is one's turn, one that was kept if there is any and `fresh` does not forbid it.
world::Task<Result<Lease>> take(std::shared_ptr<Connections::State> state, bool secure, world::Endpoint to, bool fresh);

}  // namespace checkride::http

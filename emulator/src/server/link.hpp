// Door and Link: what the server listens at, and one connection. For the sources of the server alone.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "faults/wire_plan.hpp"
#include "server/server.hpp"

namespace checkride::emulator {

// The connection itself came to its end.
inline Departure connection_broke(const std::string& how) {
  return {Departure::By::client, "its connection broke: " + how};
}

inline Departure by_fault(std::string_view what) {
  return {Departure::By::simulator, "a fault " + std::string(what)};
}

inline Departure left_half_open() {
  return by_fault("left the connection half open");
}

inline Departure backlog(std::size_t limit) {
  return {Departure::By::limit, "more than " + std::to_string(limit) + " bytes wait for it to read them"};
}

// One address that is listened on. Held by its task, by its clients' links and by the server.
struct Server::Door {
  std::shared_ptr<world::Listener> listener;  // null while a fault keeps it closed
  world::Endpoint where;
  ListenerLimits limits;
  std::size_t clients = 0;
};

// What faults of the wire need of a link; made when the first one concerns it, and then kept.
struct Server::Shaping {
  explicit Shaping(const boost::asio::any_io_executor& executor) : writable(executor), readable(executor) {}

  // When a slow reader reads on.
  std::optional<world::Instant> reads_at;
  // What waits to be written, and to be read; none while nothing is wrong in that direction.
  std::unique_ptr<WirePlan> plan;
  std::unique_ptr<WirePlan> inbound;
  bool vanished = false;    // half open: what remains of it is reset when the fault ends
  std::string application;  // its name when it was last heard of
  world::Notifier writable;
  world::Notifier readable;  // of `inbound`
};

// One connection. Held by its reader, by its writer while there is one, and until its client is gone by the server.
struct Server::Link {
  Link(ClientId client, world::Stream connected, std::shared_ptr<Door> through)
      : stream(std::move(connected)), id(client), door(std::move(through)) {}

  bool has_plan() const { return shaping && shaping->plan; }
  bool has_inbound() const { return shaping && shaping->inbound; }
  bool vanished() const { return shaping && shaping->vanished; }
  std::size_t pending_bytes() const {
    return queue.size() + in_flight + (has_plan() ? shaping->plan->held_bytes() : 0);
  }
  // What the client could have had by now.
  std::size_t due_bytes(world::Instant now) const {
    const bool due = has_plan() && !ending && shaping->plan->next().value_or(world::Instant::max()) <= now;
    return queue.size() + in_flight + (due ? shaping->plan->waiting_bytes() : 0);
  }
  // Whoever waits for what faults hold looks again.
  void tell_shaping() {
    if (!shaping) return;
    shaping->writable.notify_all();
    shaping->readable.notify_all();
  }

  // What every message touches stands together.
  world::Stream stream;
  std::unique_ptr<Shaping> shaping;
  std::vector<std::byte> queue;  // not yet being written; the frames of a slow reader join here into one write
  std::size_t in_flight = 0;     // being written
  bool writing = false;          // a writer is at work: what is said now waits its turn
  bool ending = false;           // close when the queue is empty
  bool gone = false;             // nothing is read or written any more
  bool reading = true;
  bool time_goes_on = false;  // in step mode: it kept time waiting, and has taken nothing since; or it cannot
  world::Instant taken_at{};  // when something of what was in flight was taken last, or it began to be written
  ClientId id;
  std::shared_ptr<Door> door;
  std::unique_ptr<world::Notifier> read_to_end;  // while somebody waits for it
};

}  // namespace checkride::emulator

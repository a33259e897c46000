// Link: one connection of the server. For the sources of the server alone.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "faults/wire_plan.hpp"
#include "server/server.hpp"

namespace checkride::emulator {

// One connection. Held by its two tasks and, until its client is gone, by the server.
struct Server::Link {
  Link(ClientId client, world::Stream connected, boost::asio::any_io_executor executor)
      : id(client), stream(std::move(connected)), writable(executor), readable(executor), read_to_end(executor) {}

  std::size_t pending_bytes() const { return queue.size() + in_flight + (plan ? plan->waiting_bytes() : 0); }

  ClientId id;
  world::Stream stream;
  std::vector<std::byte> queue;  // not yet being written; the frames of a slow reader join here into one write
  std::size_t in_flight = 0;     // being written
  bool ending = false;           // close when the queue is empty
  bool gone = false;             // nothing is read or written any more
  bool reading = true;
  // Of faults of the wire: what waits to be written, and to be read; without one there is none.
  std::unique_ptr<WirePlan> plan;
  std::unique_ptr<WirePlan> inbound;
  bool vanished = false;    // half open: what remains of it is reset when the fault ends
  std::string application;  // its name when it was last heard of
  world::Notifier writable;
  world::Notifier readable;  // of `inbound`
  world::Notifier read_to_end;
};

}  // namespace checkride::emulator

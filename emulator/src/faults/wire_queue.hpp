// WireQueue: bytes that wait to be written, each with its instant, cut into writes as they go.
//
//   queue.put(at, {.bytes = message, .slice = 3, .pause = 1ms});
//   while (queue.next() && *queue.next() <= now) write(queue.take());
//
// Pure. What is cut is kept whole until it goes, so that tiny slices take no more room than big ones.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "checkride/world/time.hpp"

namespace checkride::emulator {

using Bytes = std::vector<std::byte>;

// What becomes of the connection when the bytes before have been sent.
enum class Connection { kept, closed, reset };

// One write.
struct WirePiece {
  Bytes bytes;
  Connection connection = Connection::kept;
};

// What is put at its place in one go.
struct WireItem {
  Bytes bytes{};
  Connection connection = Connection::kept;
  std::size_t slice = 0;    // bytes of a write; 0: all in one
  world::Duration pause{};  // between the writes
  world::Instant ready{};   // when it would go if no line or pace held it
  bool overtaken = false;   // has its instant for itself; others neither wait for it nor make it wait
  std::size_t taken = 0;    // bytes that are written already
};

class WireQueue {
 public:
  // Behind what has the same instant.
  void put(world::Instant at, WireItem item);
  // When the next write is due; nothing: none waits.
  std::optional<world::Instant> next() const;
  // The instant of what is written last; nothing: none waits.
  std::optional<world::Instant> last() const;
  // That write. Requires next().
  WirePiece take();
  // Everything, in the order of its instants; the queue is empty then.
  struct Placed {
    world::Instant at;
    WireItem item;
  };
  std::vector<Placed> take_all();

  bool empty() const { return items_.empty(); }
  // Bytes that wait to be written.
  std::size_t waiting_bytes() const { return waiting_; }
  // What keeping them takes in all, about.
  std::size_t held_bytes() const { return held_ + items_.size() * kItemBytes; }

 private:
  static constexpr std::size_t kItemBytes = 192;  // of an item beside its bytes, with what the allocator adds

  struct Place {
    world::Instant at;
    std::uint64_t number = 0;
    auto operator<=>(const Place&) const = default;
  };
  std::map<Place, WireItem> items_;
  std::uint64_t count_ = 0;
  std::size_t waiting_ = 0;
  std::size_t held_ = 0;
};

}  // namespace checkride::emulator

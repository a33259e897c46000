// One connection to a store: what is queued for it goes out in order, whoever queued it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "checkride/world/world.hpp"

namespace checkride::harness::stores {

class Session {
 public:
  // Beyond this a client that does not read is cut off.
  static constexpr std::size_t kQueuedBytesMax = 64 * 1024 * 1024;

  // `world` outlives the session and its tasks.
  Session(world::World& world, world::Stream stream, std::uint64_t id);

  std::uint64_t id() const { return id_; }
  world::Endpoint remote() const { return stream_.remote(); }
  // When bytes last came from the peer.
  world::Instant last_heard() const { return last_heard_; }

  void send(std::string_view bytes);
  // After what is queued.
  void close();
  void reset();
  bool closing() const { return closing_; }

  // Requires that no other task reads. Errors as of the stream; after an error there are no further bytes.
  world::Task<Result<std::size_t>> read(std::span<char> into);
  // Sends what is queued until the session is closed. One task runs it.
  world::Task<> send_queued();

 private:
  world::World& world_;
  world::Stream stream_;
  std::uint64_t id_;
  world::Instant last_heard_;
  std::string queued_;
  bool closing_ = false;
  world::Notifier changed_;
};

}  // namespace checkride::harness::stores

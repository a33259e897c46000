#include "services/stores/session.hpp"

#include <utility>

namespace checkride::harness::stores {

Session::Session(world::World& world, world::Stream stream, std::uint64_t id)
    : world_(world),
      stream_(std::move(stream)),
      id_(id),
      last_heard_(world.clock().now()),
      changed_(world.executor()) {}

void Session::send(std::string_view bytes) {
  if (closing_) return;
  if (queued_.size() + bytes.size() > kQueuedBytesMax) return reset();
  queued_ += bytes;
  changed_.notify_all();
}

void Session::close() {
  closing_ = true;
  changed_.notify_all();
}

void Session::reset() {
  queued_.clear();
  closing_ = true;
  stream_.reset();
  changed_.notify_all();
}

world::Task<Result<std::size_t>> Session::read(std::span<char> into) {
  auto count = co_await world::read_some(stream_, std::as_writable_bytes(into));
  if (count) last_heard_ = world_.clock().now();
  co_return count;
}

world::Task<> Session::send_queued() {
  while (!closing_ || !queued_.empty()) {
    if (queued_.empty()) {
      co_await changed_.wait();
      continue;
    }
    const std::string bytes = std::exchange(queued_, {});
    const auto sent = co_await world::write_all(stream_, std::string_view(bytes));
    if (!sent) break;  // the peer went away, which whoever reads is told too
  }
  closing_ = true;
  stream_.close();
}

}  // namespace checkride::harness::stores

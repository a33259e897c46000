#include "services/upstream/workers.hpp"

#include <algorithm>

namespace checkride::harness {

Workers::Workers(world::World& world, const UpstreamSpec& spec, world::Random& random)
    : world_(world),
      takes_(spec.recycle ? spec.recycle->takes : world::Duration{}),
      line_(spec.workers, spec.queue_max, spec.recycle, random),
      changed_(world.executor()) {}

void Workers::settle() {
  const world::Instant now = world_.clock().now();
  std::erase_if(away_, [&](const auto& one) {
    if (one.first > now) return false;
    line_.return_worker(one.second);
    return true;
  });
  bool called = false;
  while (const auto next = line_.take_next()) {
    called_.insert(*next);
    called = true;
  }
  if (called) changed_.notify_all();
}

world::Task<> Workers::wait_for_change() {
  if (away_.empty()) {
    co_await changed_.wait();
    co_return;
  }
  const auto first = std::min_element(away_.begin(), away_.end());
  const world::Instant back = first->first;
  (void)co_await changed_.wait_until(world_.clock(), back);  // either way it is looked again
}

world::Task<std::optional<std::uint64_t>> Workers::enter() {
  settle();
  const std::uint64_t request = ++last_request_;
  const WorkerLine::Place place = line_.enter(request);
  if (place == WorkerLine::Place::refused) co_return std::nullopt;
  if (place == WorkerLine::Place::works) co_return request;
  try {
    while (called_.erase(request) == 0) {
      co_await wait_for_change();
      settle();
    }
  } catch (...) {
    // Cancelled: it waited too long, or the service ends.
    if (called_.erase(request) != 0) {
      leave(request);
    } else {
      line_.give_up(request);
    }
    throw;
  }
  co_return request;
}

void Workers::leave(std::uint64_t request) {
  if (const auto worker = line_.leave(request)) away_.emplace_back(world_.clock().now() + takes_, *worker);
  // Also of a worker that is away who waits must learn, for it says until when.
  changed_.notify_all();
  settle();
}

void Workers::set_stuck(std::uint64_t stuck) {
  line_.set_stuck(stuck);
  settle();
}

}  // namespace checkride::harness

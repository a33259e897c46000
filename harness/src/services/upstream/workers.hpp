// Workers: a WorkerLine on a world: requests wait here for their worker.
#pragma once

#include <set>
#include <utility>
#include <vector>

#include "checkride/world/world.hpp"
#include "services/upstream/worker_line.hpp"

namespace checkride::harness {

class Workers {
 public:
  // `world` and `random` outlive this.
  Workers(world::World& world, const UpstreamSpec& spec, world::Random& random);

  // The request's number, for leave(); nothing: it was refused. One that waits may be cancelled.
  world::Task<std::optional<std::uint64_t>> enter();
  void leave(std::uint64_t request);
  void set_stuck(std::uint64_t stuck);

  const WorkerLine& line() const { return line_; }

 private:
  // Workers that are back, and the requests that they take.
  void settle();
  world::Task<> wait_for_change();

  world::World& world_;
  world::Duration takes_;
  WorkerLine line_;
  world::Notifier changed_;
  std::uint64_t last_request_ = 0;
  std::set<std::uint64_t> called_;                            // given a worker, not yet awake
  std::vector<std::pair<world::Instant, std::size_t>> away_;  // workers, until then
};

}  // namespace checkride::harness

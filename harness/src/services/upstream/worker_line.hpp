// WorkerLine: the workers of a service and the requests that wait for one. Pure: whoever owns it tells it what happens.
//
//   entered = refused + waiting + at work + left + given up
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "checkride/harness/upstream_specs.hpp"
#include "checkride/world/random.hpp"

namespace checkride::harness {

class WorkerLine {
 public:
  enum class Place { works, waits, refused };
  struct Counts {
    std::uint64_t entered = 0;
    std::uint64_t refused = 0;
    std::uint64_t left = 0;
    std::uint64_t given_up = 0;
    std::uint64_t recycled = 0;
  };

  // `workers` 0: no limit, and nobody waits. `random` outlives this.
  WorkerLine(std::uint64_t workers, std::uint64_t queue_max, std::optional<RecycleSpec> recycle, world::Random& random);

  // A request, by a number of its own, comes. One that waits is given a worker by take_next().
  Place enter(std::uint64_t request);
  // One that works has ended. The worker that goes away for it now, if it does: it is back with return_worker().
  std::optional<std::size_t> leave(std::uint64_t request);
  void return_worker(std::size_t worker);
  // One that waits goes.
  void give_up(std::uint64_t request);
  // The longest waiting request, which works from now on; nothing if no worker is free or nobody waits. Asked after
  // each of the above until it gives nothing.
  std::optional<std::uint64_t> take_next();
  // So many workers take no further request.
  void set_stuck(std::uint64_t stuck) { stuck_ = stuck; }

  std::uint64_t waiting() const { return waiting_.size(); }
  std::uint64_t at_work() const { return at_work_; }
  const Counts& counts() const { return counts_; }

 private:
  struct Worker {
    std::optional<std::uint64_t> request{};
    bool away = false;
    std::uint64_t served = 0;
    std::uint64_t rests_since = 0;  // so many requests had ended
    std::uint64_t serves = 0;       // until it is recycled; 0: for ever
  };

  Worker* free_worker();
  std::uint64_t draw_life();

  bool limited_;
  std::uint64_t queue_max_;
  std::optional<RecycleSpec> recycle_;
  world::Random& random_;
  std::vector<Worker> workers_;
  std::deque<std::uint64_t> waiting_;
  std::uint64_t at_work_ = 0;
  std::uint64_t stuck_ = 0;
  Counts counts_;
};

}  // namespace checkride::harness

#include "services/upstream/worker_line.hpp"

#include <algorithm>

#include "checkride/result/assert.hpp"

namespace checkride::harness {

WorkerLine::WorkerLine(std::uint64_t workers, std::uint64_t queue_max, std::optional<RecycleSpec> recycle,
                       world::Random& random)
    : limited_(workers > 0), queue_max_(queue_max), recycle_(std::move(recycle)), random_(random), workers_(workers) {
  for (Worker& worker : workers_) worker.serves = draw_life();
}

std::uint64_t WorkerLine::draw_life() {
  if (!recycle_) return 0;
  return recycle_->after + (recycle_->jitter == 0 ? 0 : random_.below(recycle_->jitter + 1));
}

// The one that rests longest, so that they share the work.
WorkerLine::Worker* WorkerLine::free_worker() {
  if (at_work_ + stuck_ >= workers_.size()) return nullptr;
  Worker* best = nullptr;
  for (Worker& worker : workers_) {
    if (worker.request || worker.away) continue;
    if (best == nullptr || worker.rests_since < best->rests_since) best = &worker;
  }
  return best;
}

WorkerLine::Place WorkerLine::enter(std::uint64_t request) {
  ++counts_.entered;
  if (!limited_) {
    ++at_work_;
    return Place::works;
  }
  Worker* const worker = waiting_.empty() ? free_worker() : nullptr;
  if (worker != nullptr) {
    worker->request = request;
    ++at_work_;
    return Place::works;
  }
  if (waiting_.size() >= queue_max_) {
    ++counts_.refused;
    return Place::refused;
  }
  waiting_.push_back(request);
  return Place::waits;
}

std::optional<std::size_t> WorkerLine::leave(std::uint64_t request) {
  CHECKRIDE_ASSERT(at_work_ > 0);
  --at_work_;
  ++counts_.left;
  if (!limited_) return std::nullopt;
  const auto worker =
      std::find_if(workers_.begin(), workers_.end(), [request](const Worker& one) { return one.request == request; });
  CHECKRIDE_ASSERT(worker != workers_.end());
  worker->request.reset();
  ++worker->served;
  worker->rests_since = counts_.left;
  if (worker->serves == 0 || worker->served < worker->serves) return std::nullopt;
  worker->away = true;
  ++counts_.recycled;
  return static_cast<std::size_t>(worker - workers_.begin());
}

void WorkerLine::return_worker(std::size_t worker) {
  CHECKRIDE_ASSERT(worker < workers_.size() && workers_[worker].away);
  workers_[worker] = Worker{};
  workers_[worker].rests_since = counts_.left;
  workers_[worker].serves = draw_life();
}

void WorkerLine::give_up(std::uint64_t request) {
  if (std::erase(waiting_, request) != 0) ++counts_.given_up;
}

std::optional<std::uint64_t> WorkerLine::take_next() {
  if (waiting_.empty()) return std::nullopt;
  Worker* const worker = free_worker();
  if (worker == nullptr) return std::nullopt;
  const std::uint64_t request = waiting_.front();
  waiting_.pop_front();
  worker->request = request;
  ++at_work_;
  return request;
}

}  // namespace checkride::harness

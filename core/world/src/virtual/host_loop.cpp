#include "virtual/host_loop.hpp"

#include "checkride/result/assert.hpp"

namespace checkride::world::sim {

HostLoop::HostLoop(Scheduler& scheduler, std::uint32_t id, std::string name)
    : scheduler_(scheduler), id_(id), name_(std::move(name)) {
  LoopService& loop = asio::use_service<LoopService>(*this);
  loop.names = this;
  parking_ = loop.parking;
}

HostLoop::~HostLoop() {
  CHECKRIDE_ASSERT(waiting_ == nullptr);  // Its world drops everything of its hosts first.
  shutdown();
}

asio::any_io_executor HostLoop::executor(std::uint32_t task) {
  return HostExecutor(*this, task);
}

asio::any_io_executor HostLoop::begin(const std::string& name) {
  scheduler_.trace(*this, Kind::task, tasks_.size(), name);
  if (free_tasks_.empty()) {
    tasks_.push_back(name);
    return executor(static_cast<std::uint32_t>(tasks_.size() - 1));
  }
  const std::uint32_t task = free_tasks_.back();
  free_tasks_.pop_back();
  tasks_[task] = name;
  return executor(task);
}

void HostLoop::end(const asio::any_io_executor& executor) {
  const auto* own = executor.target<HostExecutor>();
  CHECKRIDE_ASSERT(own != nullptr && own->task() < tasks_.size());
  free_tasks_.push_back(own->task());
}

void HostLoop::go_down() {
  up_ = false;
  frozen_ = false;
  parking_->dropping = true;
  ++life_;
}

void HostLoop::come_up() {
  CHECKRIDE_ASSERT(!up_);
  up_ = true;
  parking_->dropping = false;
  tasks_.assign(1, "");
  free_tasks_.clear();
}

void HostLoop::thaw() {
  frozen_ = false;
  scheduler_.release_held(held_);
}

}  // namespace checkride::world::sim

#include "real/offload_thread.hpp"

#include <utility>

#include "real/crash_signals.hpp"
#include "real/signals_held.hpp"

namespace checkride::world::real {

void OffloadThread::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
  jobs_.clear();
}

void OffloadThread::run(std::function<void()> job) {
  {
    const std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
  }
  if (!thread_.joinable()) {
    const SignalsHeld held;
    thread_ = std::thread([this] { work(); });
  }
  changed_.notify_one();
}

void OffloadThread::work() {
  const SignalStack signal_stack;
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
    if (stopping_) return;
    const std::function<void()> job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    job();
    lock.lock();
  }
}

}  // namespace checkride::world::real

// The one thread beside the event loop, for jobs that block.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace checkride::world::real {

// Runs jobs one after the other. Its owner's thread alone calls it.
class OffloadThread {
 public:
  OffloadThread() = default;
  ~OffloadThread() { stop(); }
  OffloadThread(const OffloadThread&) = delete;
  OffloadThread& operator=(const OffloadThread&) = delete;

  // Starts the thread at the first job.
  void run(std::function<void()> job);
  // From its first job on, until it is stopped.
  bool is_running() const { return thread_.joinable(); }
  // Waits for the job that runs, and drops the rest.
  void stop();

 private:
  void work();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> jobs_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace checkride::world::real

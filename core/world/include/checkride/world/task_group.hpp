// TaskGroup, Notifier, within: owning tasks, waking them, and bounding how long they may take.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "checkride/result/result.hpp"
#include "checkride/world/clock.hpp"
#include "checkride/world/task.hpp"
#include "checkride/world/waiter.hpp"

namespace checkride::world {

// Owns running tasks. Everything spawned anywhere is held by one; asio::detached appears nowhere else.
// Destroying a group cancels what still runs; call stop() first, so that it can end in order.
class TaskGroup {
 public:
  // `on_failure` is told of a task that ended by an exception other than cancellation; without it the exception is
  // rethrown out of the event loop, for an unheard failure is a defect.
  using OnFailure = std::function<void(const std::string& task, const std::string& what)>;
  explicit TaskGroup(asio::any_io_executor executor, OnFailure on_failure = {});
  ~TaskGroup();
  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;

  // Starts `task` through the scheduler (never before spawn returns). Does nothing after stop() began.
  void spawn(std::string name, Task<> task);
  // Refuses new tasks, cancels all, waits until they have ended or `limit` has passed; names those that did not end.
  Task<std::vector<std::string>> stop(Clock& clock, Duration limit);
  // Waits for the end of all tasks without cancelling any.
  Task<> join();
  std::size_t running() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

// Lets one task tell others that something changed. Not a queue: state is looked at after waking.
class Notifier {
 public:
  explicit Notifier(asio::any_io_executor executor);
  ~Notifier();
  Notifier(const Notifier&) = delete;
  Notifier& operator=(const Notifier&) = delete;
  // Returns after the next notify_all(). Throws operation_aborted on cancellation.
  Task<> wait();
  // Returns after the next notify_all(): true, or at `deadline`: false. Throws operation_aborted on cancellation.
  // For loops that wait often: unlike within(), it cancels no task, which would cost an exception each time.
  Task<bool> wait_until(Clock& clock, Instant deadline);
  void notify_all();

 private:
  struct State;
  struct BoundedWait;
  static void start_bounded(const std::shared_ptr<State>& state, Waiter outer, const asio::any_io_executor& executor,
                            Clock& clock, Instant deadline);
  std::shared_ptr<State> state_;
};

// `work`, or timed_out after `limit` (the work is cancelled and has ended when this returns).
template <class T>
Task<Result<T>> within(Clock& clock, Duration limit, Task<Result<T>> work);

}  // namespace checkride::world

#include "checkride/world/within.ipp"

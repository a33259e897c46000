// Scheduler: the one discrete-event loop under all hosts of a virtual world.
//
// Runs what is ready, then goes to the earliest timer by (time, sequence number), and repeats.
#pragma once

#include <boost/asio/detail/thread_context.hpp>
#include <boost/asio/detail/thread_info_base.hpp>
#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "checkride/world/random.hpp"
#include "checkride/world/virtual_world.hpp"
#include "virtual/ready_queue.hpp"
#include "virtual/trace_hash.hpp"

namespace checkride::world {
class NetworkTap;
class StepTape;
}  // namespace checkride::world

namespace checkride::world::sim {

// It is a thread_context so that Asio recycles coroutine frames and functions while it runs.
class Scheduler : private asio::detail::thread_context {
 public:
  // Steps within one instant after which a run counts as stuck: some task never waits for time to pass.
  static constexpr std::uint64_t kStepsPerInstantMax = 100'000'000;

  Scheduler(std::uint64_t seed, bool shuffle) : choices_(seed, "scheduler"), shuffle_(shuffle) {}

  std::int64_t now() const { return now_; }
  // The host and the task whose code runs now; null and 0 outside of them.
  HostLoop* running_host() const { return running_host_; }
  std::uint32_t running_task() const { return running_task_; }

  // Queues a function; a host that is down drops it.
  void post(HostLoop& host, std::uint32_t task, Function&& function);
  // Runs a function at once, inside the running step, as `task`.
  template <class F>
  void run_inline(std::uint32_t task, F&& function) {
    const Restore<std::uint32_t> restore(running_task_);
    running_task_ = task;
    std::forward<F>(function)();
  }

  // Begins an operation of the running task; it can be cancelled through the waiter's slot from now on. Null if the
  // host is down: the waiter is dropped then. `owner` outlives the wait, or calls abandon().
  Operation* begin(HostLoop& host, Wait wait, OperationOwner* owner, Waiter&& waiter);
  // Ends the wait; the waiter runs in this instant, after what is ready already.
  void complete(Operation& operation, ErrorCode code, std::size_t count);
  // As complete(), for an operation whose owner does not know of it yet, or has a pointer to it that must go.
  void cancel(Operation& operation, ErrorCode code);

  void arm(Timer& timer, std::int64_t due) {
    if (timer.armed()) timers_.remove(timer);
    timers_.push(timer, due < now_ ? now_ : due, sequence_++);
  }
  void disarm(Timer& timer) {
    if (timer.armed()) timers_.remove(timer);
  }

  // Drops everything queued for or waited for by the host; destroys it now, or when the running step of that host ends.
  void drop_all(HostLoop& host);
  void drop(Waiter&& waiter);
  // Lets operations that were held back while the host was frozen run.
  void release_held(std::vector<Operation*>& held);

  Stopped run_until(std::int64_t deadline, const std::function<bool()>& goal);

  // Folds a step of the host into the hash; trace_bytes() adds to the step traced last.
  void trace(const HostLoop& host, Kind kind, std::uint64_t payload);
  void trace(const HostLoop& host, Kind kind, std::uint64_t payload, std::string_view bytes) {
    trace(host, kind, payload);
    trace_bytes(bytes);
  }
  void trace_bytes(std::string_view bytes) {
    hash_.fold_bytes(bytes);
    if (tape_ != nullptr) tape_bytes(bytes);
  }
  void trace_bytes(const std::byte* data, std::size_t size) {
    trace_bytes(std::string_view(reinterpret_cast<const char*>(data), size));
  }
  // Folds an event that no host of the world made.
  void trace_event(std::string_view host, std::string_view kind, std::string_view payload);
  // Who is told of every step, or null.
  void set_tape(StepTape* tape) { tape_ = tape; }
  // Who looks on while hosts talk, or null.
  NetworkTap* tap() const { return tap_; }
  void set_tap(NetworkTap* tap) { tap_ = tap; }
  const TraceHash& hash() const { return hash_; }

 private:
  // Puts a variable back to what it was, at the end of a scope.
  template <class T>
  class Restore {
   public:
    explicit Restore(T& variable) : variable_(variable), value_(variable) {}
    ~Restore() { variable_ = value_; }
    Restore(const Restore&) = delete;
    Restore& operator=(const Restore&) = delete;

   private:
    T& variable_;
    T value_;
  };

  void run_ready();
  void run(Operation& operation);
  void discard(Operation& operation);
  void bury();
  // Only while there is a tape.
  void tape_step(std::string_view host, std::string_view task, Kind kind, std::uint64_t payload, std::string text);
  void tape_bytes(std::string_view bytes);

  std::int64_t now_ = 1000;  // 1 us, so that zero cannot pass for "unset"
  std::uint64_t sequence_ = 1;
  HostLoop* running_host_ = nullptr;
  std::uint32_t running_task_ = 0;
  OperationPool pool_;
  ReadyQueue ready_;
  TimerHeap timers_;
  NetworkTap* tap_ = nullptr;
  StepTape* tape_ = nullptr;
  TraceHash hash_;
  Random choices_;
  bool shuffle_;
  bool burying_ = false;
  // What crashed hosts left: destroyed only when no code of theirs is on the stack.
  std::vector<Function> dead_functions_;
  std::vector<Waiter> dead_waiters_;
  asio::detail::thread_info_base memory_;
};

}  // namespace checkride::world::sim

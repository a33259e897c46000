// Operation: one thing that a host waits for or is about to run; pooled, so that the hot paths allocate nothing.
#pragma once

#include <boost/asio/detail/executor_function.hpp>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "checkride/world/waiter.hpp"
#include "virtual/timer_heap.hpp"

namespace checkride::world::sim {

class HostLoop;
struct Operation;

// A function posted to a host: Asio's own move-only wrapper, which recycles its memory.
using Function = asio::detail::executor_function;

// What an operation waits for. Numbers are folded into the hash: append only.
enum class Wait : std::uint8_t { nothing = 0, sleep = 1, read = 2, write = 3, connect = 4, accept = 5, signal = 6 };

// Whatever has a pointer to a waiting operation, beside its host.
class OperationOwner {
 public:
  // The operation was cancelled or its host crashed: drop the pointer.
  virtual void forget(Operation& operation) noexcept = 0;
  // For VirtualWorld::waiting(): "reading from 10.0.0.1:80".
  virtual std::string describe(const Operation& operation) const = 0;

 protected:
  ~OperationOwner() = default;
};

struct Operation final : Timer {
  // Completes with success: a sleep that is over.
  void fire() override;

  HostLoop* host = nullptr;
  OperationOwner* owner = nullptr;
  Operation* previous = nullptr;  // among the waiting operations of the host
  Operation* next = nullptr;
  std::optional<Function> function;  // either this,
  Waiter waiter;                     // or this
  ErrorCode code;
  std::size_t count = 0;
  std::int64_t since = 0;
  std::uint64_t sequence = 0;
  std::uint32_t task = 0;
  std::uint32_t generation = 0;  // counts the uses of this memory, so that a late cancellation finds nobody
  Wait wait = Wait::nothing;
  bool waiting = false;
};

class OperationPool {
 public:
  Operation& take() {
    if (free_.empty()) return all_.emplace_back();
    Operation& operation = *free_.back();
    free_.pop_back();
    return operation;
  }
  void give_back(Operation& operation) {
    ++operation.generation;
    operation.owner = nullptr;
    operation.code = {};
    operation.count = 0;
    operation.wait = Wait::nothing;
    free_.push_back(&operation);
  }

 private:
  std::deque<Operation> all_;
  std::vector<Operation*> free_;
};

}  // namespace checkride::world::sim

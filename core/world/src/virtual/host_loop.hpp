// HostLoop: the event loop of one virtual host, as an Asio execution context; HostExecutor: the way into it.
#pragma once

#include <boost/asio/execution.hpp>
#include <boost/asio/execution_context.hpp>
#include <concepts>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "parking.hpp"
#include "virtual/scheduler.hpp"

namespace checkride::world::sim {

// Each task has a number, which its executor carries: that is how the trace and waiting() know who runs. Task 0 is the
// host itself.
class HostLoop final : public asio::execution_context, private TaskNames {
 public:
  HostLoop(Scheduler& scheduler, std::uint32_t id, std::string name);
  ~HostLoop();

  Scheduler& scheduler() { return scheduler_; }
  std::uint32_t id() const { return id_; }
  const std::string& name() const { return name_; }
  bool up() const { return up_; }
  bool frozen() const { return frozen_; }
  // How often the host has gone down: a file or socket of an earlier life belongs to nobody.
  std::uint32_t life() const { return life_; }

  asio::any_io_executor executor(std::uint32_t task = 0);
  asio::any_io_executor begin_task(const std::string& name) { return begin(name); }
  void end_task(const asio::any_io_executor& executor) { end(executor); }
  const std::string& task_name(std::uint32_t task) const { return tasks_[task]; }

  // From here on the host accepts posts and operations only to drop them.
  void go_down();
  void come_up();
  void freeze() { frozen_ = true; }
  void thaw();

  // The waiting operations, latest first.
  Operation* waiting() { return waiting_; }
  const Operation* waiting() const { return waiting_; }
  void link(Operation& operation) {
    operation.previous = nullptr;
    operation.next = waiting_;
    if (waiting_ != nullptr) waiting_->previous = &operation;
    waiting_ = &operation;
  }
  void unlink(Operation& operation) {
    if (operation.previous != nullptr) {
      operation.previous->next = operation.next;
    } else {
      waiting_ = operation.next;
    }
    if (operation.next != nullptr) operation.next->previous = operation.previous;
  }
  std::vector<Operation*>& held() { return held_; }
  ParkingLot& parking() { return *parking_; }

 private:
  asio::any_io_executor begin(const std::string& name) override;
  void end(const asio::any_io_executor& executor) override;

  Scheduler& scheduler_;
  std::uint32_t id_;
  std::string name_;
  bool up_ = true;
  bool frozen_ = false;
  std::uint32_t life_ = 0;
  Operation* waiting_ = nullptr;
  std::vector<Operation*> held_;
  std::shared_ptr<ParkingLot> parking_;
  std::vector<std::string> tasks_{""};     // by number
  std::vector<std::uint32_t> free_tasks_;  // numbers that can be used again
};

// Small and trivially copyable, so that any_io_executor holds it in place.
class HostExecutor {
 public:
  HostExecutor(HostLoop& host, std::uint32_t task) : host_(&host), task_(task) {}

  std::uint32_t task() const { return task_; }

  asio::execution_context& query(asio::execution::context_t) const noexcept { return *host_; }
  asio::execution::blocking_t query(asio::execution::blocking_t) const noexcept {
    return may_run_inline_ ? asio::execution::blocking_t(asio::execution::blocking.possibly)
                           : asio::execution::blocking_t(asio::execution::blocking.never);
  }
  HostExecutor require(asio::execution::blocking_t::never_t) const noexcept { return with_inline(false); }
  HostExecutor require(asio::execution::blocking_t::possibly_t) const noexcept { return with_inline(true); }
  bool operator==(const HostExecutor& other) const noexcept { return host_ == other.host_; }

  // Accepts functions of a host that is down too, and drops them: destructors of coroutines post.
  template <class F>
  void execute(F&& function) const {
    Scheduler& scheduler = host_->scheduler();
    if (may_run_inline_ && scheduler.running_host() == host_ && host_->up()) {
      std::decay_t<F> now(std::forward<F>(function));
      scheduler.run_inline(task_, std::move(now));
    } else if constexpr (std::same_as<std::decay_t<F>, Function>) {
      scheduler.post(*host_, task_, std::forward<F>(function));
    } else {
      scheduler.post(*host_, task_, Function(std::decay_t<F>(std::forward<F>(function)), std::allocator<void>()));
    }
  }

 private:
  HostExecutor with_inline(bool may_run_inline) const noexcept {
    HostExecutor other(*this);
    other.may_run_inline_ = may_run_inline;
    return other;
  }

  HostLoop* host_;
  std::uint32_t task_;
  bool may_run_inline_ = true;
};

}  // namespace checkride::world::sim

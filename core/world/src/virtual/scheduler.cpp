#include "virtual/scheduler.hpp"

#include <boost/asio/error.hpp>
#include <stdexcept>

#include "checkride/result/assert.hpp"
#include "checkride/world/step_tape.hpp"
#include "virtual/host_loop.hpp"
#include "virtual/tape_text.hpp"

namespace checkride::world::sim {

void Operation::fire() {
  host->scheduler().complete(*this, {}, 0);
}

void Scheduler::post(HostLoop& host, std::uint32_t task, Function&& function) {
  if (!host.up()) {
    dead_functions_.push_back(std::move(function));
    if (running_host_ == nullptr) bury();
    return;
  }
  Operation& operation = pool_.take();
  operation.host = &host;
  operation.task = task;
  operation.sequence = sequence_++;
  operation.function.emplace(std::move(function));
  ready_.push(operation);
}

Operation* Scheduler::begin(HostLoop& host, Wait wait, OperationOwner* owner, Waiter&& waiter) {
  if (!host.up()) {
    drop(std::move(waiter));
    return nullptr;
  }
  Operation& operation = pool_.take();
  operation.host = &host;
  operation.owner = owner;
  operation.wait = wait;
  operation.task = running_host_ == &host ? running_task_ : 0;
  operation.since = now_;
  operation.sequence = sequence_++;
  operation.waiter = std::move(waiter);
  operation.waiting = true;
  host.link(operation);
  if (asio::cancellation_slot slot = operation.waiter.get_cancellation_slot(); slot.is_connected()) {
    slot.assign([this, &operation, generation = operation.generation](asio::cancellation_type type) {
      if (type == asio::cancellation_type::none) return;
      if (operation.generation == generation && operation.waiting) cancel(operation, asio::error::operation_aborted);
    });
  }
  return &operation;
}

void Scheduler::complete(Operation& operation, ErrorCode code, std::size_t count) {
  CHECKRIDE_ASSERT(operation.waiting);
  disarm(operation);
  operation.waiting = false;
  operation.host->unlink(operation);
  operation.owner = nullptr;
  operation.code = code;
  operation.count = count;
  ready_.push(operation);
}

void Scheduler::cancel(Operation& operation, ErrorCode code) {
  if (operation.owner != nullptr) operation.owner->forget(operation);
  complete(operation, code, 0);
}

void Scheduler::drop(Waiter&& waiter) {
  dead_waiters_.push_back(std::move(waiter));
  if (running_host_ == nullptr) bury();
}

// Takes what the operation would have run; its memory is free again.
void Scheduler::discard(Operation& operation) {
  if (operation.function) {
    dead_functions_.push_back(std::move(*operation.function));
    operation.function.reset();
  } else {
    dead_waiters_.push_back(std::move(operation.waiter));
  }
  pool_.give_back(operation);
}

void Scheduler::drop_all(HostLoop& host) {
  while (Operation* operation = host.waiting()) {
    if (operation->owner != nullptr) operation->owner->forget(*operation);
    disarm(*operation);
    operation->waiting = false;
    host.unlink(*operation);
    discard(*operation);
  }
  const auto of_host = [&host](const Operation& operation) { return operation.host == &host; };
  ready_.extract(of_host, [this](Operation& operation) { discard(operation); });
  for (Operation* operation : std::exchange(host.held(), {})) discard(*operation);
  host.parking().take_all(dead_waiters_);
  if (running_host_ != &host) bury();
}

void Scheduler::release_held(std::vector<Operation*>& held) {
  for (Operation* operation : std::exchange(held, {})) ready_.push(*operation);
}

// Destroying a coroutine frame may drop more: streams, groups, posts of the host that is down.
void Scheduler::bury() {
  if (burying_) return;
  const Restore<bool> restore(burying_);
  burying_ = true;
  while (!dead_functions_.empty() || !dead_waiters_.empty()) {
    std::vector<Function> functions;
    std::vector<Waiter> waiters;
    functions.swap(dead_functions_);
    waiters.swap(dead_waiters_);
  }
}

void Scheduler::run(Operation& operation) {
  HostLoop& host = *operation.host;
  if (host.frozen()) {
    host.held().push_back(&operation);
    return;
  }
  const Restore<HostLoop*> restore_host(running_host_);
  const Restore<std::uint32_t> restore_task(running_task_);
  running_host_ = &host;
  running_task_ = operation.task;
  if (operation.function) {
    hash_.fold(now_, host.id(), Kind::handler, operation.task, operation.sequence);
    if (tape_ != nullptr) {
      tape_step(host.name(), host.task_name(operation.task), Kind::handler, operation.sequence, "");
    }
    Function function(std::move(*operation.function));
    operation.function.reset();
    pool_.give_back(operation);
    function();
  } else {
    const ErrorCode code = operation.code;
    const std::size_t count = operation.count;
    const auto outcome = static_cast<std::uint64_t>(code.value()) << 8 | static_cast<std::uint8_t>(operation.wait);
    hash_.fold(now_, host.id(), Kind::completion, operation.task, operation.sequence ^ outcome << 32 ^ count << 16);
    if (tape_ != nullptr) {
      tape_step(host.name(), host.task_name(operation.task), Kind::completion, operation.sequence,
                completion_text(operation.wait, code, count));
    }
    Waiter waiter(std::move(operation.waiter));
    pool_.give_back(operation);
    waiter(code, count);
  }
}

void Scheduler::run_ready() {
  for (std::uint64_t steps = 0; !ready_.empty(); ++steps) {
    if (steps == kStepsPerInstantMax) throw std::runtime_error("virtual time stands still: a task never waits");
    if (shuffle_ && ready_.size() > 1) ready_.choose(choices_.below(ready_.size()));
    run(ready_.pop());
    if (!dead_functions_.empty() || !dead_waiters_.empty()) bury();
  }
}

Stopped Scheduler::run_until(std::int64_t deadline, const std::function<bool()>& goal) {
  CHECKRIDE_ASSERT(running_host_ == nullptr);
#if !defined(__SANITIZE_ADDRESS__)  // Recycled memory would hide a use after free.
  const thread_call_stack::context recycle(this, memory_);
#endif
  for (;;) {
    run_ready();
    if (goal && goal()) return Stopped::goal;
    if (!ready_.empty()) continue;  // The goal's own doing.
    if (timers_.empty()) return Stopped::quiet;
    if (timers_.earliest() > deadline) {
      now_ = deadline < now_ ? now_ : deadline;
      return Stopped::deadline;
    }
    now_ = timers_.earliest();
    while (!timers_.empty() && timers_.earliest() == now_) timers_.pop().fire();
  }
}

void Scheduler::trace(const HostLoop& host, Kind kind, std::uint64_t payload) {
  const std::uint32_t task = running_host_ == &host ? running_task_ : 0;
  hash_.fold(now_, host.id(), kind, task, payload);
  if (tape_ != nullptr) tape_step(host.name(), host.task_name(task), kind, payload, "");
}

void Scheduler::trace_event(std::string_view host, std::string_view kind, std::string_view payload) {
  hash_.fold(now_, UINT16_MAX, Kind::custom, 0, payload.size());
  hash_.fold_bytes(host);
  hash_.fold_bytes(kind);
  if (tape_ != nullptr) tape_step(host, "", Kind::custom, payload.size(), std::string(kind));
  trace_bytes(payload);
}

void Scheduler::tape_step(std::string_view host, std::string_view task, Kind kind, std::uint64_t payload,
                          std::string text) {
  StepFact fact;
  fact.time = Instant(Duration(now_));
  fact.host = host;
  fact.task = task;
  fact.kind = name_of(kind);
  fact.payload = payload;
  fact.all_bytes = text.size();
  fact.bytes = std::move(text);
  fact.hash = hash_.value();
  tape_->add(std::move(fact));
}

void Scheduler::tape_bytes(std::string_view bytes) {
  tape_->add_bytes(bytes, hash_.value());
}

}  // namespace checkride::world::sim

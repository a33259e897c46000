// Waiter: who waits for an operation of the world; a move-only completion handler for void(ErrorCode, size_t).
//
// It keeps the executor and the cancellation slot that the handler came with. Not asio::any_completion_handler: that
// of Boost 1.81 accepts a copy from a non-const lvalue and then calls itself until the stack ends.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/system_executor.hpp>
#include <concepts>
#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include "checkride/result/assert.hpp"
#include "checkride/result/result.hpp"
#include "checkride/world/task.hpp"

namespace checkride::world {

class Waiter {
 public:
  using cancellation_slot_type = asio::cancellation_slot;

  Waiter() = default;
  // Takes the handler over. Handlers of coroutines fit without an allocation.
  template <class Handler>
    requires(!std::same_as<std::remove_cvref_t<Handler>, Waiter>)
  explicit Waiter(Handler&& handler) {
    using Kept = std::decay_t<Handler>;
    if constexpr (fits<Kept>()) {
      new (storage_) Kept(std::forward<Handler>(handler));
      operations_ = &kInPlace<Kept>;
    } else {
      new (storage_)(Kept*)(new Kept(std::forward<Handler>(handler)));
      operations_ = &kOnHeap<Kept>;
    }
  }
  Waiter(Waiter&& other) noexcept { take(other); }
  Waiter& operator=(Waiter&& other) noexcept {
    if (this != &other) {
      clear();
      take(other);
    }
    return *this;
  }
  ~Waiter() { clear(); }

  explicit operator bool() const { return operations_ != nullptr; }

  // Completes here and now; the waiter is empty afterwards. Requires a waiter that is not empty.
  void operator()(ErrorCode code, std::size_t count) {
    CHECKRIDE_ASSERT(operations_ != nullptr);
    std::exchange(operations_, nullptr)->invoke(storage_, code, count);
  }
  // Completes later, through the handler's executor, or through `fallback` if it came without one.
  void post(const asio::any_io_executor& fallback, ErrorCode code, std::size_t count) &&;
  // Lets go of the handler without completing it: a waiting coroutine is destroyed.
  void clear() {
    if (operations_ != nullptr) std::exchange(operations_, nullptr)->destroy(storage_);
  }

  // The executor that the handler came with; empty if it came without one.
  asio::any_io_executor executor() const {
    return operations_ == nullptr ? asio::any_io_executor() : operations_->executor(storage_);
  }
  asio::cancellation_slot get_cancellation_slot() const noexcept {
    return operations_ == nullptr ? asio::cancellation_slot() : operations_->slot(storage_);
  }

 private:
  static constexpr std::size_t kInPlaceBytes = 40;

  // How to treat the handler behind `storage_`; one table per handler type and place.
  struct Operations {
    void (*invoke)(void*, ErrorCode, std::size_t);
    void (*relocate)(void* from, void* to) noexcept;
    void (*destroy)(void*) noexcept;
    asio::any_io_executor (*executor)(const void*);
    asio::cancellation_slot (*slot)(const void*) noexcept;
  };

  template <class Kept>
  static constexpr bool fits() {
    return sizeof(Kept) <= kInPlaceBytes && alignof(Kept) <= alignof(std::max_align_t);
  }

  template <class Kept>
  static asio::any_io_executor executor_of(const Kept& handler) {
    if constexpr (std::same_as<asio::associated_executor_t<Kept>, asio::system_executor>) {
      return {};  // Asio's way to say that the handler names none.
    } else {
      return asio::get_associated_executor(handler);
    }
  }

  template <class Kept>
  static constexpr Operations kInPlace = {
      [](void* at, ErrorCode code, std::size_t count) {
        Kept& kept = *static_cast<Kept*>(at);
        Kept handler(std::move(kept));  // The call may end the life of the storage.
        kept.~Kept();
        std::move(handler)(code, count);
      },
      [](void* from, void* to) noexcept {
        Kept& kept = *static_cast<Kept*>(from);
        new (to) Kept(std::move(kept));
        kept.~Kept();
      },
      [](void* at) noexcept { static_cast<Kept*>(at)->~Kept(); },
      [](const void* at) { return executor_of(*static_cast<const Kept*>(at)); },
      [](const void* at) noexcept -> asio::cancellation_slot {
        return asio::get_associated_cancellation_slot(*static_cast<const Kept*>(at));
      }};

  template <class Kept>
  static constexpr Operations kOnHeap = {
      [](void* at, ErrorCode code, std::size_t count) {
        const std::unique_ptr<Kept> owner(*static_cast<Kept**>(at));
        Kept handler(std::move(*owner));
        std::move(handler)(code, count);
      },
      [](void* from, void* to) noexcept { new (to)(Kept*)(*static_cast<Kept**>(from)); },
      [](void* at) noexcept { delete *static_cast<Kept**>(at); },
      [](const void* at) { return executor_of(**static_cast<Kept* const*>(at)); },
      [](const void* at) noexcept -> asio::cancellation_slot {
        return asio::get_associated_cancellation_slot(**static_cast<Kept* const*>(at));
      }};

  void take(Waiter& other) noexcept {
    operations_ = std::exchange(other.operations_, nullptr);
    if (operations_ != nullptr) operations_->relocate(other.storage_, storage_);
  }

  alignas(std::max_align_t) std::byte storage_[kInPlaceBytes];
  const Operations* operations_ = nullptr;
};

}  // namespace checkride::world

// Lets Asio find the waiter's executor; its cancellation slot is found by the nested names.
template <class Executor>
struct boost::asio::associated_executor<checkride::world::Waiter, Executor> {
  using type = boost::asio::any_io_executor;
  static type get(const checkride::world::Waiter& waiter, const Executor& fallback = Executor()) noexcept {
    type own = waiter.executor();
    return own ? own : type(fallback);
  }
};

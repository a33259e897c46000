#include "checkride/world/timed_stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "checkride/world/task_group.hpp"
#include "stream_errors.hpp"

namespace checkride::world {
namespace {

constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable);
using AsTuple = decltype(kAsTuple);

// One operation of a stream and a timer, whichever is first. Shared by the handlers of both and by nobody else, as the
// waiting frame is kept by `outer`.
struct Timed {
  Waiter outer;
  asio::cancellation_signal operation;
  asio::cancellation_signal timer;
  bool timed_out = false;
};

struct OperationEnded {
  std::shared_ptr<Timed> timed;
  void operator()(ErrorCode code, std::size_t count) const {
    timed->timer.emit(asio::cancellation_type::terminal);
    // What succeeded in the very instant of the deadline did succeed.
    if (code && timed->timed_out) code = asio::error::timed_out;
    Waiter outer = std::move(timed->outer);
    outer(code, count);
  }
};

struct TimeIsUp {
  std::shared_ptr<Timed> timed;
  void operator()(ErrorCode code, std::size_t) const {
    if (code || !timed->outer) return;
    timed->timed_out = true;
    timed->operation.emit(asio::cancellation_type::terminal);
  }
};

// Starts the timer; returns the handler of the operation.
Waiter begin(Waiter outer, const asio::any_io_executor& executor, Clock& clock, Instant deadline) {
  const auto timed = std::make_shared<Timed>();
  if (asio::cancellation_slot slot = outer.get_cancellation_slot(); slot.is_connected()) {
    slot.assign([weak = std::weak_ptr<Timed>(timed)](asio::cancellation_type type) {
      if (const std::shared_ptr<Timed> alive = weak.lock()) alive->operation.emit(type);
    });
  }
  timed->outer = std::move(outer);
  auto time_is_up = asio::bind_cancellation_slot(timed->timer.slot(), TimeIsUp{timed});
  clock.wait_until(deadline, Waiter(asio::bind_executor(executor, std::move(time_is_up))));
  auto ended = asio::bind_cancellation_slot(timed->operation.slot(), OperationEnded{timed});
  return Waiter(asio::bind_executor(executor, std::move(ended)));
}

struct Bound {
  Clock* clock;
  Instant deadline;
};

struct StartRead {
  template <class Handler>
  void operator()(Handler handler, Stream* stream, asio::mutable_buffer into, Bound bound) const {
    const asio::any_io_executor executor = stream->get_executor();
    stream->async_read_some(into, begin(Waiter(std::move(handler)), executor, *bound.clock, bound.deadline));
  }
};

struct StartWrite {
  template <class Handler>
  void operator()(Handler handler, Stream* stream, asio::const_buffer bytes, Bound bound) const {
    const asio::any_io_executor executor = stream->get_executor();
    stream->async_write_some(bytes, begin(Waiter(std::move(handler)), executor, *bound.clock, bound.deadline));
  }
};

Error failed_by(ErrorCode code, const Stream& stream, Duration limit) {
  return code == asio::error::timed_out ? detail::timed_out_after(limit) : stream_error(code, stream);
}

}  // namespace

Task<Result<std::size_t>> read_some(Stream& stream, std::span<std::byte> into, Clock& clock, Instant deadline) {
  const Duration limit = deadline - clock.now();
  const asio::mutable_buffer buffer(into.data(), into.size());
  const Bound bound{&clock, deadline};
  const auto [code, count] = co_await asio::async_initiate<AsTuple, void(ErrorCode, std::size_t)>(
      StartRead(), kAsTuple, &stream, buffer, bound);
  if (code) {
    const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
    throw_if_task_cancelled(code, state);
    co_return failed_by(code, stream, limit);
  }
  co_return count;
}

Task<Result<>> write_all(Stream& stream, std::span<const std::byte> bytes, Clock& clock, Instant deadline) {
  const Duration limit = deadline - clock.now();
  const Bound bound{&clock, deadline};
  while (!bytes.empty()) {
    const asio::const_buffer buffer(bytes.data(), bytes.size());
    const auto [code, count] = co_await asio::async_initiate<AsTuple, void(ErrorCode, std::size_t)>(
        StartWrite(), kAsTuple, &stream, buffer, bound);
    if (code) {
      const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
      throw_if_task_cancelled(code, state);
      co_return failed_by(code, stream, limit);
    }
    bytes = bytes.subspan(count);
  }
  co_return Result<>();
}

Task<Result<>> write_all(Stream& stream, std::string_view bytes, Clock& clock, Instant deadline) {
  return write_all(stream, std::as_bytes(std::span(bytes)), clock, deadline);
}

}  // namespace checkride::world

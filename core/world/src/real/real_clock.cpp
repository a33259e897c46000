#include "real/real_clock.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <utility>

namespace checkride::world::real {
namespace {

// Zero stays free for "unset", as on the virtual world.
constexpr Duration kOrigin = std::chrono::microseconds(1);

// Keeps the timer as long as its wait.
struct TimerEnded {
  std::unique_ptr<asio::steady_timer> timer;
  Waiter waiter;
  void operator()(ErrorCode code) {
    // Whoever cancels from now on must not reach the timer that is gone.
    if (asio::cancellation_slot slot = waiter.get_cancellation_slot(); slot.is_connected()) slot.clear();
    timer.reset();
    waiter(code, 0);
  }
};

// A timer of the operating system costs more than what is left to wait: turns of the loop, in which others are served,
// are made instead.
constexpr Duration kShortestTimer = std::chrono::microseconds(5);

struct Turns {
  const RealClock& clock;  // outlives the loop's handlers
  asio::any_io_executor executor;
  Instant when;
  Waiter waiter;
  void operator()() {
    if (clock.now() >= when) return waiter(ErrorCode(), 0);
    const asio::any_io_executor next = executor;
    asio::post(next, std::move(*this));
  }
};

}  // namespace

Instant RealClock::now() const {
  const Duration outside = std::chrono::steady_clock::now() - steady_start_;
  const Duration inside = scale_ == 1.0 ? outside : from_seconds(to_seconds(outside) * scale_);
  return Instant(kOrigin + inside);
}

UtcTime RealClock::utc_now() const {
  if (scale_ == 1.0) return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  return std::chrono::time_point_cast<Duration>(utc_start_) + now().time_since_epoch();
}

void RealClock::wait_until(Instant when, Waiter waiter) {
  const Duration inside = when - now();
  Duration outside = scale_ == 1.0 ? inside : from_seconds(to_seconds(inside) / scale_);
  // Asio counts in the same unit; a year is for ever.
  outside = std::min<Duration>(outside, std::chrono::hours(24 * 365));
  asio::any_io_executor executor = waiter.executor();
  if (!executor) executor = context_.get_executor();
  if (outside <= kShortestTimer) return asio::post(executor, Turns{*this, executor, when, std::move(waiter)});
  auto timer = std::make_unique<asio::steady_timer>(context_, outside);
  asio::steady_timer& started = *timer;
  const asio::cancellation_slot slot = waiter.get_cancellation_slot();
  TimerEnded ended{std::move(timer), std::move(waiter)};
  started.async_wait(asio::bind_cancellation_slot(slot, asio::bind_executor(std::move(executor), std::move(ended))));
}

}  // namespace checkride::world::real

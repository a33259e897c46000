#include "checkride/world/clock.hpp"

#include <boost/asio/use_awaitable.hpp>

namespace checkride::world {

Task<> Clock::sleep_until(Instant when) {
  co_await asio::async_initiate<const asio::use_awaitable_t<>, void(ErrorCode, std::size_t)>(
      [](auto handler, Clock* clock, Instant until) { clock->wait_until(until, Waiter(std::move(handler))); },
      asio::use_awaitable, this, when);
}

Task<> Clock::sleep_for(Duration duration) {
  return sleep_until(after(now(), duration));
}

}  // namespace checkride::world

// The clocks of the operating system, possibly sped up.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>

#include "checkride/world/clock.hpp"

namespace checkride::world::real {

class RealClock final : public Clock {
 public:
  RealClock(asio::io_context& context, double scale)
      : context_(context),
        scale_(scale),
        steady_start_(std::chrono::steady_clock::now()),
        utc_start_(std::chrono::system_clock::now()) {}

  Instant now() const override;
  UtcTime utc_now() const override;
  void wait_until(Instant when, Waiter waiter) override;

 private:
  asio::io_context& context_;
  double scale_;
  std::chrono::steady_clock::time_point steady_start_;
  std::chrono::system_clock::time_point utc_start_;
};

}  // namespace checkride::world::real

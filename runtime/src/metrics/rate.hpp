// Rate: how fast a total grows, over the time between two looks.
#pragma once

#include <optional>

#include "checkride/world/time.hpp"

namespace checkride::runtime {

class Rate {
 public:
  // The total at this moment; a later call gives the rate since this one. Zero before the second call.
  void update(world::Instant now, double total) {
    if (last_ && now > *last_) per_second_ = (total - total_) / world::to_seconds(now - *last_);
    last_ = now;
    total_ = total;
  }
  double per_second() const { return per_second_; }

 private:
  std::optional<world::Instant> last_;
  double total_ = 0;
  double per_second_ = 0;
};

}  // namespace checkride::runtime

// LimitReq: nginx's leaky bucket, to the thousandth of a request and the millisecond.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "checkride/world/time.hpp"

namespace checkride::harness::edge {

class LimitReq {
 public:
  explicit LimitReq(std::uint64_t per_minute) : rate_(static_cast<std::int64_t>(per_minute * 1000 / 60)) {}

  // May this address have one more, with so many beyond the rate at once? One that may not does not count.
  bool takes(const std::string& address, std::uint64_t burst, world::Instant now);

 private:
  struct Bucket {
    std::int64_t excess = 0;  // thousandths of a request
    std::int64_t last_ms = 0;
  };
  std::int64_t rate_;  // thousandths of a request in a second
  std::map<std::string, Bucket> buckets_;
};

}  // namespace checkride::harness::edge

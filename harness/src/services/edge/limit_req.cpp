#include "services/edge/limit_req.hpp"

#include <algorithm>

namespace checkride::harness::edge {

// As ngx_http_limit_req_module counts: the first request of an address is free, and time that has not come to a
// millisecond is not lost.
bool LimitReq::takes(const std::string& address, std::uint64_t burst, world::Instant now) {
  const std::int64_t now_ms = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
  const auto found = buckets_.find(address);
  if (found == buckets_.end()) {
    buckets_[address].last_ms = now_ms;
    return true;
  }
  Bucket& bucket = found->second;
  const std::int64_t passed_ms = now_ms - bucket.last_ms;
  const std::int64_t excess = std::max<std::int64_t>(bucket.excess - rate_ * passed_ms / 1000 + 1000, 0);
  if (excess > static_cast<std::int64_t>(burst) * 1000) return false;
  bucket.excess = excess;
  if (passed_ms > 0) bucket.last_ms = now_ms;
  return true;
}

}  // namespace checkride::harness::edge

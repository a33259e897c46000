// HealthGate: whether a backend is used, from what its checks give. HAProxy's counting.
#pragma once

#include <cstdint>

namespace checkride::harness::balancer {

// `fall` failures in a row take it out, `rise` successes in a row bring it back. It begins as one that is used and that
// the first failure takes out: so it is with HAProxy, which thereby learns soon of backends that were never there.
class HealthGate {
 public:
  // Requires at least 1 of both.
  HealthGate(std::uint64_t fall, std::uint64_t rise);
  void passed();
  void failed();
  bool is_up() const { return health_ >= rise_; }

 private:
  std::uint64_t fall_;
  std::uint64_t rise_;
  std::uint64_t health_;  // up from rise_ on, at most rise_ + fall_ - 1
};

}  // namespace checkride::harness::balancer

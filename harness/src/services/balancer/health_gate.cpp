#include "services/balancer/health_gate.hpp"

#include "checkride/result/assert.hpp"

namespace checkride::harness::balancer {

HealthGate::HealthGate(std::uint64_t fall, std::uint64_t rise) : fall_(fall), rise_(rise), health_(rise) {
  CHECKRIDE_ASSERT(fall > 0);
  CHECKRIDE_ASSERT(rise > 0);
}

void HealthGate::passed() {
  if (!is_up()) ++health_;
  if (is_up()) health_ = rise_ + fall_ - 1;
}

void HealthGate::failed() {
  health_ = health_ > rise_ ? health_ - 1 : 0;
}

}  // namespace checkride::harness::balancer

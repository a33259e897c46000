// Choice: who gets the next request. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "checkride/harness/balancer_spec.hpp"

namespace checkride::harness::balancer {

// One of those who may be chosen, as it is at this moment.
struct Candidate {
  bool usable = false;
  bool backup = false;
  std::uint64_t weight = 1;
  std::uint64_t at_work = 0;  // requests
};

class Choice {
 public:
  Choice(BalancerAlgorithm algorithm, std::size_t count) : algorithm_(algorithm), standing_(count), chosen_(count) {}

  // The place of the one that is chosen; none can be: nothing. `candidates` are always the same, in the same order.
  //   round_robin         smoothly by weight: of 5, 1, 1 never the first one five times in a row
  //   least_connections   fewest requests for its weight; of equals the one that had its turn longest ago
  //   first               the first in order
  // A backup is chosen only if nobody else can be, and then the first one. Whoever has no weight gets nothing.
  std::optional<std::size_t> next(const std::vector<Candidate>& candidates);

 private:
  std::size_t by_turn(const std::vector<Candidate>& candidates, const std::vector<std::size_t>& usable);
  std::size_t by_work(const std::vector<Candidate>& candidates, const std::vector<std::size_t>& usable) const;

  BalancerAlgorithm algorithm_;
  std::vector<std::int64_t> standing_;  // of round_robin: what each has to its credit
  std::vector<std::uint64_t> chosen_;   // when each was chosen last
  std::uint64_t turn_ = 0;
};

}  // namespace checkride::harness::balancer

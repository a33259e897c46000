#include "services/balancer/choice.hpp"

#include "checkride/result/assert.hpp"

namespace checkride::harness::balancer {

namespace {

std::vector<std::size_t> usable_of(const std::vector<Candidate>& candidates) {
  std::vector<std::size_t> usable;
  std::optional<std::size_t> backup;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const Candidate& one = candidates[i];
    if (!one.usable || one.weight == 0) continue;
    if (!one.backup) usable.push_back(i);
    if (one.backup && !backup) backup = i;
  }
  if (usable.empty() && backup) usable.push_back(*backup);
  return usable;
}

}  // namespace

std::size_t Choice::by_turn(const std::vector<Candidate>& candidates, const std::vector<std::size_t>& usable) {
  std::int64_t all = 0;
  std::size_t best = usable.front();
  for (const std::size_t i : usable) {
    const auto weight = static_cast<std::int64_t>(candidates[i].weight);
    standing_[i] += weight;
    all += weight;
    if (standing_[i] > standing_[best]) best = i;
  }
  standing_[best] -= all;
  return best;
}

std::size_t Choice::by_work(const std::vector<Candidate>& candidates, const std::vector<std::size_t>& usable) const {
  std::size_t best = usable.front();
  for (const std::size_t i : usable) {
    // at_work / weight, compared without dividing.
    const std::uint64_t mine = candidates[i].at_work * candidates[best].weight;
    const std::uint64_t least = candidates[best].at_work * candidates[i].weight;
    if (mine < least || (mine == least && chosen_[i] < chosen_[best])) best = i;
  }
  return best;
}

std::optional<std::size_t> Choice::next(const std::vector<Candidate>& candidates) {
  CHECKRIDE_ASSERT(candidates.size() == standing_.size());
  const std::vector<std::size_t> usable = usable_of(candidates);
  if (usable.empty()) return std::nullopt;
  std::size_t best = usable.front();
  if (algorithm_ == BalancerAlgorithm::round_robin) best = by_turn(candidates, usable);
  if (algorithm_ == BalancerAlgorithm::least_connections) best = by_work(candidates, usable);
  chosen_[best] = ++turn_;
  return best;
}

}  // namespace checkride::harness::balancer

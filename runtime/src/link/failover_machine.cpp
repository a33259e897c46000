#include "link/failover_machine.hpp"

#include <algorithm>

#include "checkride/result/assert.hpp"
#include "mutants.hpp"

namespace checkride::runtime::link {

FailoverMachine::FailoverMachine(FailoverPolicy policy, std::size_t simulators)
    : policy_(policy), states_(simulators), fail_back_wait_(policy.fail_back_after) {
  CHECKRIDE_ASSERT(simulators >= 1);
  CHECKRIDE_ASSERT(policy_.failure_threshold >= 1);
}

void FailoverMachine::resume(std::size_t active, bool asked_for) {
  CHECKRIDE_ASSERT(active < states_.size());
  active_ = active;
  asked_for_ = asked_for && active != 0;
}

FailoverMachine::Decision FailoverMachine::on_checks(const std::vector<bool>& healthy, world::Instant now) {
  CHECKRIDE_ASSERT(healthy.size() == states_.size());
  for (std::size_t i = 0; i < states_.size(); ++i) {
    State& state = states_[i];
    state.failures = healthy[i] ? 0 : state.failures + 1;
    if (!healthy[i]) state.healthy_since.reset();
    if (healthy[i] && !state.healthy_since) state.healthy_since = now;
  }
  const std::optional<std::size_t> next = next_healthy();
  if (switching_since_) {
    if (now - *switching_since_ < policy_.failover_timeout) return {};
    if (next) return begin(*next, "failover_timeout", now);
    switching_since_.reset();
    told_no_standby_ = true;
    return {Verdict::gave_up, {}};
  }
  if (states_[active_].failures >= policy_.failure_threshold) {
    if (next) return begin(*next, "failure_threshold", now);
    if (told_no_standby_) return {};
    told_no_standby_ = true;
    return {Verdict::no_standby, {}};
  }
  told_no_standby_ = false;
  judge_return(now);
  return may_fail_back(now) ? begin(0, "fail_back", now) : Decision{};
}

bool FailoverMachine::may_fail_back(world::Instant now) const {
  const auto& primary = states_.front().healthy_since;
  const bool allowed = policy_.fail_back || is_mutant(Mutant::standby_fights_back);
  return allowed && active_ != 0 && !asked_for_ && primary && now - *primary >= fail_back_wait_;
}

// A primary that answers Open but gives no data would be tried for ever at the same pace.
void FailoverMachine::judge_return(world::Instant now) {
  const auto& primary = states_.front().healthy_since;
  if (!returned_ || !primary || now - std::max(*primary, *returned_) < policy_.fail_back_after) return;
  returned_.reset();
  fail_back_wait_ = policy_.fail_back_after;
}

FailoverMachine::Decision FailoverMachine::ask(std::size_t to, world::Instant now) {
  CHECKRIDE_ASSERT(to < states_.size());
  CHECKRIDE_ASSERT(to != active_);
  return begin(to, "asked", now);
}

std::optional<world::Duration> FailoverMachine::on_data(world::Instant now) {
  if (!switching_since_) return std::nullopt;
  const world::Duration took = now - *switching_since_;
  switching_since_.reset();
  states_[active_].failures = 0;
  return took;
}

std::optional<std::size_t> FailoverMachine::next_healthy() const {
  for (std::size_t i = 0; i < states_.size(); ++i) {
    if (i != active_ && states_[i].healthy_since) return i;
  }
  return std::nullopt;
}

FailoverMachine::Decision FailoverMachine::begin(std::size_t to, std::string_view reason, world::Instant now) {
  if (returned_ && active_ == 0 && reason != "asked") {
    fail_back_wait_ =
        std::min(2 * fail_back_wait_, std::max(FailoverPolicy::kFailBackCeiling, policy_.fail_back_after));
  }
  returned_.reset();
  if (reason == "fail_back") returned_ = now;
  asked_for_ = reason == "asked" && to != 0;
  active_ = to;
  // What it failed while it stood by does not count; its data have to come within the time-out.
  states_[to].failures = 0;
  switching_since_ = now;
  told_no_standby_ = false;
  return {Verdict::switch_over, reason};
}

}  // namespace checkride::runtime::link

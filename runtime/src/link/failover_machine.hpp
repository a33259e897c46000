// FailoverMachine: which of several simulators flies a flight, as a pure state machine over health checks.
//
//   active --failure_threshold failed checks--> switching to the first healthy other --data--> active
//   switching --no data within failover_timeout--> switching to the next healthy one, or staying when there is none
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "checkride/world/time.hpp"

namespace checkride::runtime::link {

struct FailoverPolicy {
  std::uint32_t failure_threshold = 3;
  world::Duration failover_timeout{std::chrono::seconds(30)};
  bool fail_back = false;  // to the first simulator, when it was healthy for fail_back_after
  world::Duration fail_back_after{std::chrono::seconds(60)};
  // A primary that failed again before it flew for fail_back_after waits twice as long the next time, up to this.
  static constexpr world::Duration kFailBackCeiling = std::chrono::hours(1);
};

class FailoverMachine {
 public:
  // Simulator 0 is the primary and active; the others stand by in their order. Requires simulators >= 1.
  FailoverMachine(FailoverPolicy policy, std::size_t simulators);

  enum class Verdict : std::uint8_t {
    stay,
    switch_over,  // to active(), from now on
    no_standby,   // the active one failed and no other is healthy; told once until that changes
    gave_up,      // the one switched to gave no data in time, and no other is healthy
  };
  struct Decision {
    Verdict verdict = Verdict::stay;
    std::string_view reason{};  // of a switch: "failure_threshold", "failover_timeout", "fail_back", "asked"
  };

  // Before everything else: the flight was with this one, which somebody may have asked for. Requires
  // active < simulators.
  void resume(std::size_t active, bool asked_for);
  // The result of a round of checks, one per simulator. `now` never runs backwards.
  Decision on_checks(const std::vector<bool>& healthy, world::Instant now);
  // Somebody asks for a switch. To a standby it holds: there is no fail-back until somebody asks again or the standby
  // fails. Requires to < simulators and to != active().
  Decision ask(std::size_t to, world::Instant now);
  // Data of the active simulator: how long the switch took, if they are the first after one.
  std::optional<world::Duration> on_data(world::Instant now);

  std::size_t active() const { return active_; }
  // A person chose the standby that is active.
  bool asked_for() const { return asked_for_; }
  bool switching() const { return switching_since_.has_value(); }
  std::uint32_t failures(std::size_t simulator) const { return states_[simulator].failures; }

 private:
  struct State {
    std::uint32_t failures = 0;  // in a row
    std::optional<world::Instant> healthy_since;
  };
  std::optional<std::size_t> next_healthy() const;
  bool may_fail_back(world::Instant now) const;
  void judge_return(world::Instant now);
  Decision begin(std::size_t to, std::string_view reason, world::Instant now);

  FailoverPolicy policy_;
  std::vector<State> states_;
  std::size_t active_ = 0;
  std::optional<world::Instant> switching_since_;
  bool told_no_standby_ = false;
  bool asked_for_ = false;
  world::Duration fail_back_wait_;          // grows with every fail-back that did not hold
  std::optional<world::Instant> returned_;  // the fail-back that has not held for fail_back_after yet
};

}  // namespace checkride::runtime::link

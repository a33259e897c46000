#include "alerts/engine.hpp"

#include <algorithm>
#include <cmath>

#include "checkride/result/assert.hpp"

namespace checkride::runtime::alerts {

AlertEngine::AlertEngine(const std::vector<RuleConfig>& rules, const std::vector<std::string>& simulators,
                         world::Duration hold, Now start)
    : hold_(hold) {
  CHECKRIDE_ASSERT(hold_ > world::Duration::zero());
  alerts_.reserve(rules.size() * simulators.size());
  for (const RuleConfig& rule : rules) {
    for (const std::string& simulator : simulators) {
      Alert& alert = alerts_.emplace_back();
      alert.rule = &rule;
      alert.simulator = simulator;
      alert.condition.since = start.instant;
      alert.since_utc = start.utc;
    }
  }
}

std::vector<StateChange> AlertEngine::on_sample(const Sample& sample, Now now) {
  std::vector<StateChange> changes;
  // Junk of a menu or of a jump is no observation.
  if (!sample.flags.plausible()) return changes;
  for (Alert& alert : alerts_) {
    if (!alert.rule->variable || alert.simulator != sample.simulator) continue;
    if (*alert.rule->variable >= sample.values.size()) continue;
    const double value = sample.values[*alert.rule->variable];
    // The simulator sent none: what that means is left to the passing of time.
    if (!std::isnan(value)) feed_fresh(alert, value, now, changes);
  }
  return changes;
}

std::vector<StateChange> AlertEngine::on_error_rate(std::string_view simulator, std::optional<double> rate, Now now) {
  std::vector<StateChange> changes;
  for (Alert& alert : alerts_) {
    if (alert.rule->variable || alert.simulator != simulator) continue;
    if (rate) {
      feed_fresh(alert, *rate, now, changes);
    } else {
      feed(alert, Observation::none(), now, changes);
    }
  }
  return changes;
}

std::vector<StateChange> AlertEngine::on_time(Now now) {
  std::vector<StateChange> changes;
  for (Alert& alert : alerts_) {
    if (alert.condition.state != AlertState::pending) continue;
    const bool silent = is_stale(alert, now.instant) || !alert.condition.value;
    feed(alert, silent ? Observation::none() : Observation::held(*alert.condition.value), now, changes);
  }
  return changes;
}

std::optional<world::Instant> AlertEngine::next_deadline() const {
  std::optional<world::Instant> earliest;
  for (const Alert& alert : alerts_) {
    const Threshold threshold{alert.rule->condition, alert.rule->threshold, alert.rule->duration};
    const auto deadline = alerts::next_deadline(alert.condition, threshold);
    if (deadline && (!earliest || *deadline < *earliest)) earliest = deadline;
  }
  return earliest;
}

void AlertEngine::feed_fresh(Alert& alert, double value, Now now, std::vector<StateChange>& changes) {
  // The silence before this value may not have been looked at yet.
  if (is_stale(alert, now.instant)) feed(alert, Observation::none(), now, changes);
  alert.last_seen = now.instant;
  feed(alert, Observation::fresh(value), now, changes);
}

void AlertEngine::feed(Alert& alert, const Observation& seen, Now now, std::vector<StateChange>& changes) {
  const Threshold threshold{alert.rule->condition, alert.rule->threshold, alert.rule->duration};
  const AlertCondition before = alert.condition;
  const Transition transition = decide(before, threshold, seen, now.instant);
  alert.condition = transition.next;
  if (!transition.changed) return;
  alert.since_utc = now.utc;
  if (transition.next.state == AlertState::firing) {
    const bool was_pending = before.state == AlertState::pending;
    alert.breached_at = was_pending ? now.utc - (now.instant - before.since) : now.utc;
    alert.fired_at = now.utc;
    alert.fired_count++;
  }
  if (transition.next.state == AlertState::resolved) alert.resolved_count++;
  changes.push_back(StateChange{&alert, before.state});
}

bool AlertEngine::is_stale(const Alert& alert, world::Instant now) const {
  return alert.last_seen && now - *alert.last_seen > hold_;
}

world::Duration hold_for(world::Duration update_interval) {
  return std::max<world::Duration>(3 * update_interval, std::chrono::seconds(1));
}

}  // namespace checkride::runtime::alerts

#include "alerts/engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "checkride/result/assert.hpp"
#include "checkride/values/duration.hpp"
#include "checkride/values/json.hpp"
#include "mutants.hpp"

namespace checkride::runtime::alerts {

namespace {

// A simulator's clock that leaps by more was set by hand.
constexpr double kClockLeapSeconds = 300;

// No time that passes changes such an alert.
bool is_at_rest(AlertState state) {
  return state == AlertState::inactive || state == AlertState::resolved;
}

// What the rule asks of a value that arrives: where it stands, and the figure that is compared.
std::optional<Observation> judge(const RuleConfig& rule, ValueTrack& track, double value, world::Instant now) {
  Observation seen = Observation::fresh(value, Zone::clear);
  if (rule.condition == Condition::rate_of_change) {
    const auto rate = track.rate(value, now, rule.window);
    if (!rate) return std::nullopt;
    seen.value = *rate;
  }
  if (rule.condition == Condition::unchanged) {
    const world::Instant since = track.unchanged_since(value, rule.tolerance, now);
    if (since == now) return seen;
    seen.zone = Zone::breach;
    seen.since = since;
    return seen;
  }
  seen.zone = zone_of(rule.criterion(), seen.value);
  if (rule.out_of == 0) return seen;
  const bool enough = track.k_of_n(seen.zone == Zone::breach, rule.breaches, rule.out_of);
  if (enough) {
    seen.zone = Zone::breach;
  } else if (seen.zone == Zone::breach) {
    seen.zone = Zone::band;
  }
  return seen;
}

}  // namespace

AlertEngine::AlertEngine(std::vector<RuleConfig> rules, const std::vector<std::string>& simulators,
                         world::Duration hold, Now start)
    : hold_(hold), rules_(std::move(rules)) {
  CHECKRIDE_ASSERT(hold_ > world::Duration::zero());
  alerts_.reserve(rules_.size() * (simulators.size() + 1));
  changes_.reserve(2 * alerts_.capacity());
  for (const std::string& simulator : simulators) add_slot(simulator, start);
  add_slot({}, start);
  for (const RuleConfig& rule : rules_) {
    if (rule.clock_variable) clock_variable_ = rule.clock_variable;
  }
}

void AlertEngine::add_slot(const std::string& simulator, Now start) {
  Slot& slot = slots_.emplace_back();
  slot.simulator = simulator;
  slot.first = alerts_.size();
  for (const RuleConfig& rule : rules_) {
    if (is_global(rule) != simulator.empty()) continue;
    Alert& alert = alerts_.emplace_back();
    alert.rule = &rule;
    alert.simulator = simulator;
    alert.watched_since = start.instant;
    alert.condition.since = clock_of(alert, start.instant);
    alert.since_utc = start.utc;
  }
  slot.count = alerts_.size() - slot.first;
}

const AlertEngine::Slot* AlertEngine::find_slot(std::string_view simulator) const {
  const auto found =
      std::find_if(slots_.begin(), slots_.end(), [&](const Slot& slot) { return slot.simulator == simulator; });
  return found == slots_.end() ? nullptr : &*found;
}

AlertEngine::Slot* AlertEngine::find_slot(std::string_view simulator) {
  const auto found =
      std::find_if(slots_.begin(), slots_.end(), [&](const Slot& slot) { return slot.simulator == simulator; });
  return found == slots_.end() ? nullptr : &*found;
}

void AlertEngine::advance_clock(Slot& slot, const Sample& sample) const {
  if (!clock_variable_ || *clock_variable_ >= sample.values.size()) return;
  const double seconds = sample.values[*clock_variable_];
  if (!std::isfinite(seconds)) return;
  const double passed = slot.clock ? seconds - *slot.clock : 0;
  if (passed > 0 && passed <= kClockLeapSeconds) slot.elapsed += world::from_seconds(passed);
  slot.clock = seconds;
}

const AlertEngine::Changes& AlertEngine::on_sample(const Sample& sample, Now now) {
  changes_.clear();
  Slot* slot = find_slot(sample.simulator);
  // Junk of a menu or of a jump is no observation.
  if (slot == nullptr || !sample.flags.plausible()) return changes_;
  advance_clock(*slot, sample);
  for (std::size_t i = slot->first; i < slot->first + slot->count; ++i) {
    const auto variable = alerts_[i].rule->variable;
    if (!variable || *variable >= sample.values.size()) continue;
    const double value = sample.values[*variable];
    // The simulator sent none: what that means is left to the passing of time.
    if (!std::isnan(value)) feed_fresh(alerts_[i], value, now);
  }
  return changes_;
}

const AlertEngine::Changes& AlertEngine::on_error_rate(std::string_view simulator, std::optional<double> rate,
                                                       Now now) {
  changes_.clear();
  const Slot* slot = find_slot(simulator);
  if (slot == nullptr) return changes_;
  for (std::size_t i = slot->first; i < slot->first + slot->count; ++i) {
    const RuleConfig& rule = *alerts_[i].rule;
    if (rule.variable || rule.series) continue;
    if (rate) {
      feed_fresh(alerts_[i], *rate, now);
    } else if (rule.no_data == NoData::keep) {
      feed(alerts_[i], Observation::none(alerts_[i].last_seen), Cause::no_data, now);
    }
  }
  return changes_;
}

const AlertEngine::Changes& AlertEngine::on_series(const ReadSeries& read, Now now) {
  changes_.clear();
  for (Alert& alert : alerts_) {
    if (!alert.rule->series) continue;
    const auto value = read(*alert.rule->series, alert.simulator);
    if (value && std::isfinite(*value)) feed_fresh(alert, *value, now);
  }
  return changes_;
}

const AlertEngine::Changes& AlertEngine::on_time(Now now) {
  changes_.clear();
  for (Alert& alert : alerts_) {
    if (is_at_rest(alert.condition.state) && alert.rule->no_data == NoData::keep) continue;
    if (is_silent(alert, now.instant)) {
      feed_silence(alert, now);
      continue;
    }
    const bool waits =
        alert.condition.state == AlertState::pending || (alert.firing() && alert.condition.clear_since.has_value());
    if (!waits || alert.rule->clock_variable || !alert.condition.value) continue;
    feed(alert, Observation::held(*alert.condition.value, alert.zone), Cause::time, now);
  }
  return changes_;
}

std::optional<world::Instant> AlertEngine::next_deadline() const {
  std::optional<world::Instant> earliest;
  const auto take = [&earliest](std::optional<world::Instant> when) {
    if (when && (!earliest || *when < *earliest)) earliest = when;
  };
  for (const Alert& alert : alerts_) {
    const bool rests = is_at_rest(alert.condition.state);
    if (!rests && !alert.rule->clock_variable) take(alerts::next_deadline(alert.condition, alert.rule->timing()));
    if (alert.rule->no_data == NoData::keep || alert.silent) continue;
    const auto quiet = quiet_since(alert);
    if (!quiet) continue;
    take(world::after(*quiet, hold_of(alert) + world::Duration(1)));
  }
  return earliest;
}

bool AlertEngine::has_series() const {
  return std::any_of(rules_.begin(), rules_.end(), [](const RuleConfig& rule) { return rule.series.has_value(); });
}

bool AlertEngine::is_counting() const {
  return std::any_of(alerts_.begin(), alerts_.end(), [](const Alert& alert) {
    const bool is_kept = alert.firing() && alert.rule->keep_firing_for > world::Duration::zero();
    return alert.condition.state == AlertState::pending || is_kept;
  });
}

world::Instant AlertEngine::clock_of(const Alert& alert, world::Instant now) const {
  if (!alert.rule->clock_variable) return now;
  const Slot* slot = find_slot(alert.simulator);
  return world::Instant(slot->elapsed);
}

world::Duration AlertEngine::hold_of(const Alert& alert) const {
  const bool by_itself = alert.rule->condition == Condition::absent || alert.rule->condition == Condition::stale;
  return by_itself ? std::min(hold_, alert.rule->duration - world::Duration(1)) : hold_;
}

// Since when nothing came, if that means something to the rule.
std::optional<world::Instant> AlertEngine::quiet_since(const Alert& alert) const {
  if (alert.last_seen) return alert.last_seen;
  const bool counts = alert.rule->no_data == NoData::fire && alert.rule->condition != Condition::stale;
  return counts ? std::optional<world::Instant>(alert.watched_since) : std::nullopt;
}

bool AlertEngine::is_silent(const Alert& alert, world::Instant now) const {
  const auto quiet = quiet_since(alert);
  return quiet && now - *quiet > hold_of(alert);
}

void AlertEngine::feed_fresh(Alert& alert, double value, Now now) {
  // The silence before this value may not have been looked at yet.
  if (is_silent(alert, now.instant)) {
    feed_silence(alert, now);
    alert.track.forget();
  }
  alert.last_seen = now.instant;
  alert.silent = false;
  const auto seen = judge(*alert.rule, alert.track, value, clock_of(alert, now.instant));
  if (!seen) return;
  alert.zone = seen->zone;
  // Nearly every value: good, and nothing waits. decide() would do no more than keep it.
  if (seen->zone != Zone::breach && is_at_rest(alert.condition.state)) {
    alert.condition.value = seen->value;
    return;
  }
  feed(alert, *seen, Cause::value, now);
}

void AlertEngine::feed_silence(Alert& alert, Now now) {
  alert.silent = true;
  auto since = quiet_since(alert);
  // By the simulator's clock no time passes in a silence.
  if (alert.rule->clock_variable) since.reset();
  feed(alert, Observation::none(since), Cause::no_data, now);
}

void AlertEngine::feed(Alert& alert, const Observation& seen, Cause cause, Now now) {
  const AlertCondition before = alert.condition;
  const world::Instant clock = clock_of(alert, now.instant);
  const Transition transition = decide(before, alert.rule->timing(), seen, clock);
  alert.condition = transition.next;
  const AlertState state = transition.next.state;
  // A silence may have begun in the very moment in which the rule began to be watched.
  const bool anew = is_at_rest(before.state) || transition.next.since != before.since;
  const bool begun = anew && state == AlertState::pending;
  if (begun) alert.pending_utc = now.utc - (clock - transition.next.since);
  if (begun || is_at_rest(before.state)) alert.by_silence = seen.kind == Observation::Kind::none && !is_at_rest(state);
  if (seen.kind == Observation::Kind::fresh && seen.zone == Zone::breach) alert.by_silence = false;
  if (!transition.changed) return;
  alert.since_utc = now.utc;
  alert.cause = cause;
  if (state == AlertState::firing) {
    const bool was_pending = before.state == AlertState::pending;
    alert.breached_at = was_pending ? alert.pending_utc : now.utc - transition.next.covered;
    alert.fired_at = now.utc;
    alert.covered = transition.next.covered;
    alert.fired_count++;
  }
  if (state == AlertState::resolved) alert.resolved_count++;
  changes_.push_back(StateChange{&alert, before.state});
}

AlertMemory AlertEngine::remember(const Alert& alert, Now now) const {
  AlertMemory memory;
  const world::Instant clock = clock_of(alert, now.instant);
  memory.rule = alert.rule->name;
  memory.simulator = alert.simulator;
  memory.definition = definition_of(*alert.rule);
  memory.state = alert.condition.state;
  memory.value = alert.condition.value;
  memory.since_age = clock - alert.condition.since;
  if (alert.last_seen) memory.seen_age = now.instant - *alert.last_seen;
  memory.breach_age = alert.firing() ? clock - alert.condition.last_breach : world::Duration::zero();
  memory.covered = alert.firing() ? alert.covered : alert.condition.covered;
  memory.by_silence = alert.by_silence;
  memory.since_utc = alert.since_utc;
  memory.breached_at = alert.condition.state == AlertState::pending ? alert.pending_utc : alert.breached_at;
  memory.fired_at = alert.fired_at;
  memory.fired_count = alert.fired_count;
  memory.resolved_count = alert.resolved_count;
  return memory;
}

void AlertEngine::restore(const AlertMemory& memory, world::Duration away, Now now) {
  const auto found = std::find_if(alerts_.begin(), alerts_.end(), [&](const Alert& alert) {
    return alert.rule->name == memory.rule && alert.simulator == memory.simulator;
  });
  if (found == alerts_.end()) return;
  if (is_mutant(Mutant::restored_as_new) && memory.state == AlertState::firing) return;
  Alert& alert = *found;
  alert.fired_count = memory.fired_count;
  alert.resolved_count = memory.resolved_count;
  alert.fired_at = memory.fired_at;
  alert.breached_at = memory.breached_at;
  alert.pending_utc = memory.breached_at;
  const bool same = memory.definition == definition_of(*alert.rule);
  if (!same && memory.state != AlertState::firing) return;
  const world::Duration passed = alert.rule->clock_variable ? world::Duration::zero() : away;
  const world::Instant clock = clock_of(alert, now.instant);
  AlertCondition& condition = alert.condition;
  condition.state = memory.state;
  condition.value = memory.value;
  condition.since = clock - (memory.since_age + passed);
  condition.covered = memory.covered;
  condition.mark = clock;
  condition.last_breach = clock - (memory.breach_age + passed);
  alert.covered = memory.covered;
  alert.by_silence = memory.by_silence;
  alert.since_utc = memory.since_utc;
  const bool listens = alert.rule->no_data != NoData::keep;
  if (memory.seen_age) alert.last_seen = now.instant - (*memory.seen_age + (listens ? world::Duration::zero() : away));
  if (memory.state == AlertState::pending) resume_pending(alert, memory, away, now);
}

void AlertEngine::resume_pending(Alert& alert, const AlertMemory& memory, world::Duration away, Now now) const {
  AlertCondition& condition = alert.condition;
  const world::Instant clock = clock_of(alert, now.instant);
  const bool by_wall = !alert.rule->clock_variable;
  if (memory.by_silence && by_wall) {
    // The silence goes on from where it was last listened to.
    condition.since = clock - memory.since_age;
    if (!alert.last_seen) alert.watched_since = now.instant - memory.since_age;
    if (is_silent(alert, now.instant)) return;
    // Values are asked for less often than before: it is no silence yet.
    condition.state = AlertState::inactive;
    condition.since = clock;
    alert.since_utc = now.utc;
    return;
  }
  // Where the last value stood is not remembered: the next one says it, no timer does.
  condition.interrupted = true;
  const world::Duration unseen = memory.seen_age.value_or(world::Duration::zero()) + away;
  if (memory.seen_age && unseen <= hold_of(alert)) {
    condition.mark = by_wall ? now.instant - unseen : clock;
    return;
  }
  // Nobody watched meanwhile: a break of the breach, which the rule's allowed_gap may forgive.
  condition.broken_at = std::max(condition.since, clock - (by_wall ? unseen : world::Duration::zero()));
}

void AlertEngine::continue_from(const AlertEngine& before, Now now) {
  for (Slot& slot : slots_) {
    const Slot* old = before.find_slot(slot.simulator);
    if (old == nullptr) continue;
    slot.clock = old->clock;
    slot.elapsed = old->elapsed;
  }
  for (const Alert& alert : before.alerts_) restore(before.remember(alert, now), world::Duration::zero(), now);
  for (Alert& alert : alerts_) {
    const auto same = std::find_if(before.alerts_.begin(), before.alerts_.end(), [&](const Alert& other) {
      return other.simulator == alert.simulator && other.rule->name == alert.rule->name &&
             definition_of(*other.rule) == definition_of(*alert.rule);
    });
    if (same == before.alerts_.end()) continue;
    const RuleConfig* rule = alert.rule;
    alert = *same;
    alert.rule = rule;
  }
}

world::Duration hold_for(world::Duration update_interval) {
  return std::max<world::Duration>(3 * update_interval, std::chrono::seconds(1));
}

std::string definition_of(const RuleConfig& rule) {
  const auto number = [](double value) { return values::format_number(value); };
  const auto time = [](world::Duration value) { return values::format_duration(value); };
  return fmt::format("{} {} {} {} {} {} for {} gap {} {}/{} clear {} keep {} {} {}{}", rule.metric,
                     to_string(rule.condition), number(rule.threshold), number(rule.upper), number(rule.tolerance),
                     rule.clear_threshold ? number(*rule.clear_threshold) : "-", time(rule.duration),
                     time(rule.allowed_gap), rule.breaches, rule.out_of, time(rule.clear_duration),
                     time(rule.keep_firing_for), to_string(rule.no_data), rule.clock_variable ? "simulator" : "wall",
                     rule.condition == Condition::rate_of_change ? " over " + time(rule.window) : std::string());
}

}  // namespace checkride::runtime::alerts

// Of AlertManager: what others see of the alerts, what people do about them, and what outlives a restart.
#include <fmt/format.h>

#include <algorithm>

#include "alerts/alert_manager.hpp"
#include "alerts/describe.hpp"
#include "alerts/labels.hpp"
#include "metrics/table.hpp"

namespace checkride::runtime::alerts {

void AlertManager::take_places() {
  for (const Alert& alert : engine_->alerts()) {
    const RuleConfig& rule = *alert.rule;
    AlertStatus& status = context_.board.alerts[AlertKey{rule.name, alert.simulator}];
    status.rule = rule.name;
    status.simulator = alert.simulator;
    status.threshold = rule.threshold;
    status.severity = rule.severity;
    status.id = id_of(rule.name, alert.simulator);
    status.metric = rule.metric;
    status.unit = unit_of(rule, context_.config);
    status.condition = to_string(rule.condition);
    status.severity_level = rule.level;
    Gauge& firing =
        context_.metrics.gauge(metric::kAlertsFiring, {rule.name, to_string(rule.severity), alert.simulator});
    places_.push_back({&status, &firing});
  }
}

void AlertManager::let_go() {
  notifier_.reset();
  if (!engine_) return;
  for (const Alert& alert : engine_->alerts()) {
    context_.board.alerts.erase(AlertKey{alert.rule->name, alert.simulator});
    context_.metrics.remove(metric::kAlertsFiring,
                            {alert.rule->name, to_string(alert.rule->severity), alert.simulator});
  }
  places_.clear();
}

void AlertManager::publish_values() {
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const Alert& alert = engine_->alerts()[i];
    AlertStatus& status = *places_[i].status;
    status.state = alert.condition.state;
    status.since = alert.since_utc;
    status.value = alert.condition.value;
    status.fired_count = alert.fired_count;
    status.resolved_count = alert.resolved_count;
    if (alert.fired_count > 0) status.fired_at = alert.fired_at;
    places_[i].firing->set(alert.firing() ? 1 : 0);
  }
}

void AlertManager::publish_policy() {
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const Alert& alert = engine_->alerts()[i];
    const Episode& episode = notifier_->episode_of(alert);
    AlertStatus& status = *places_[i].status;
    const bool firing = alert.firing();
    status.tier = firing ? episode.tier : 0;
    status.acknowledged_by = firing && episode.acknowledged ? episode.acknowledged->by : std::string();
    status.suppressed_by = firing ? episode.suppressed_by : std::string();
    status.respond_by = firing ? episode.respond_by : std::nullopt;
  }
}

Result<std::string> AlertManager::set_silence(Silence silence) {
  if (silence.id.empty()) {
    world::Random& random = context_.world.random("alerts.silences");
    const std::uint64_t high = random.next();
    const std::uint64_t low = random.next();
    silence.id = fmt::format("{:016x}{:016x}", high, low);
  } else if (silences_.find(silence.id) == nullptr) {
    return Error::invalid("there is no silence " + silence.id);
  }
  const std::string id = silence.id;
  log_.info("silence_set", {{"id", id}, {"by", silence.created_by}, {"comment", silence.comment}});
  TRY_VOID(silences_.set(std::move(silence), now().utc));
  save();
  return id;
}

bool AlertManager::expire_silence(const std::string& id) {
  if (!silences_.expire(id, now().utc)) return false;
  log_.info("silence_expired", {{"id", id}});
  save();
  return true;
}

const Alert* AlertManager::find_alert(std::string_view id) const {
  for (std::size_t i = 0; i < places_.size(); ++i) {
    if (places_[i].status->id == id) return &engine_->alerts()[i];
  }
  return nullptr;
}

AlertManager::Answer AlertManager::acknowledge(std::string_view id, Acknowledgement by) {
  const Alert* alert = find_alert(id);
  if (alert == nullptr) return Answer::unknown;
  if (!notifier_->acknowledge(*alert, std::move(by))) return Answer::not_firing;
  const std::string& who = notifier_->episode_of(*alert).acknowledged->by;
  log_.info("alert_acknowledged", {{"rule", alert->rule->name}, {"simulator", alert->simulator}, {"by", who}});
  publish_policy();
  save();
  return Answer::done;
}

AlertManager::Answer AlertManager::withdraw_acknowledgement(std::string_view id) {
  const Alert* alert = find_alert(id);
  if (alert == nullptr) return Answer::unknown;
  if (!notifier_->withdraw_acknowledgement(*alert)) return Answer::not_firing;
  log_.info("alert_acknowledgement_withdrawn", {{"rule", alert->rule->name}, {"simulator", alert->simulator}});
  publish_policy();
  save();
  return Answer::done;
}

std::string AlertManager::state_path() const {
  return context_.config.app.state_dir + "/alerts/state";
}

SavedState AlertManager::remember() const {
  SavedState state;
  const Now present = now();
  state.saved_at = present.utc;
  for (const Alert& alert : engine_->alerts()) {
    state.alerts.push_back(engine_->remember(alert, present));
    if (alert.firing()) state.episodes.push_back(notifier_->remember(alert, present));
  }
  state.endings = notifier_->endings();
  state.silences = silences_.all();
  return state;
}

SavedState AlertManager::load() {
  SavedState nothing;
  nothing.saved_at = now().utc;
  world::Files& files = context_.world.files();
  if (!files.exists(state_path())) return nothing;
  const auto text = files.read(state_path());
  auto state = text ? decode_state(*text) : Result<SavedState>(text.error());
  if (state) return std::move(*state);
  // Kept beside for whoever wants to know; the alerts begin anew.
  const std::string kept = state_path() + ".damaged";
  (void)files.rename(state_path(), kept);
  log_.error("alert_state_unreadable",
             {{"path", state_path()}, {"reason", state.error().message()}, {"kept_as", kept}});
  return nothing;
}

// After a kill the absence is measured from the last save on: while an alert counts time, that must not lie far back.
bool AlertManager::is_saved_state_old(Now present) const {
  return changed_ || (engine_->is_counting() && present.instant - last_save_ >= kSavePeriod);
}

void AlertManager::save() {
  silences_.drop_old(now().utc);
  changed_ = false;
  last_save_ = now().instant;
  world::Files& files = context_.world.files();
  auto saved = files.make_directories(context_.config.app.state_dir + "/alerts");
  if (saved) saved = files.write(state_path(), encode_state(remember()));
  const std::string failure = saved ? std::string() : saved.error().message();
  if (!failure.empty() && save_failure_.empty()) {
    log_.warn("alert_state_not_saved", {{"path", state_path()}, {"reason", failure}});
  }
  save_failure_ = failure;
}

}  // namespace checkride::runtime::alerts

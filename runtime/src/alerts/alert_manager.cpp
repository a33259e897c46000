#include "alerts/alert_manager.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/system/errc.hpp>
#include <utility>
#include <vector>

#include "alerts/api.hpp"
#include "alerts/describe.hpp"
#include "alerts/labels.hpp"
#include "metrics/table.hpp"
#include "notify/notifications_api.hpp"
#include "service/services.hpp"

namespace checkride::runtime {

std::unique_ptr<Service> make_alert_manager(Context& context) {
  return std::make_unique<alerts::AlertManager>(context);
}

}  // namespace checkride::runtime

namespace checkride::runtime::alerts {

namespace {

Error not_in_time(const std::string& what) {
  return Error(make_error_code(boost::system::errc::timed_out), "alert-manager: " + what);
}

}  // namespace

AlertManager::AlertManager(Context& context) : context_(context), log_(context.log.logger("alerts")) {
  add_alert_routes(context, *this);
  notify::add_notification_routes(context, [this] { return dispatcher_.get(); });
}

world::Task<Result<>> AlertManager::start() {
  if (evaluation_) co_return Error::invalid("alert-manager is already running");
  const SavedState saved = load();
  silences_ = SilenceBook();
  for (const Silence& silence : saved.silences) (void)silences_.set(silence, now().utc);
  const world::Duration away = std::max(now().utc - saved.saved_at, world::Duration::zero());
  let_go();
  engine_ = make_engine(context_.config);
  for (const AlertMemory& alert : saved.alerts) engine_->restore(alert, away, now());
  set_up(context_.config, saved, away);
  samples_ = context_.samples.subscribe("alert-manager", kSamplesMax);
  next_look_ = now().instant + kLookPeriod;
  evaluation_ = make_group();
  sending_ = make_group();
  dispatcher_ = std::make_unique<notify::Dispatcher>(context_);
  dispatcher_->run_in(*sending_);
  evaluation_->spawn("alerts.evaluate", evaluate());
  co_return Result<>();
}

std::unique_ptr<AlertEngine> AlertManager::make_engine(const Config& config) const {
  return std::make_unique<AlertEngine>(config.alert_manager.rules, config.watched_names(),
                                       hold_for(config.flight_monitor.update_interval), now());
}

void AlertManager::set_up(const Config& config, const SavedState& saved, world::Duration away) {
  const auto words = [this](const Alert& alert) { return describe(alert, context_.config); };
  notifier_ = std::make_unique<Notifier>(config.alert_manager.policy, engine_->alerts(), silences_, words);
  for (const Ending& ending : saved.endings) notifier_->restore(ending, now());
  for (const EpisodeMemory& episode : saved.episodes) notifier_->restore(episode, away, now());
  take_places();
  publish_values();
  publish_policy();
}

std::unique_ptr<world::TaskGroup> AlertManager::make_group() {
  const auto on_failure = [this](const std::string& task, const std::string& what) {
    log_.error("task_failed", {{"service", name()}, {"task", task}, {"reason", what}});
    context_.request_stop("alert-manager failed");
  };
  return std::make_unique<world::TaskGroup>(context_.world.executor(), on_failure);
}

world::Task<Result<>> AlertManager::stop(world::Instant deadline) {
  if (!evaluation_) co_return Result<>();
  world::Clock& clock = context_.world.clock();
  std::vector<std::string> stuck = co_await evaluation_->stop(clock, time_left(clock, deadline));
  send(notifier_->flush_now(now()));
  save();
  co_await dispatcher_->drain(std::min(deadline, clock.now() + kDrainLimit));
  const std::vector<std::string> also_stuck = co_await sending_->stop(clock, time_left(clock, deadline));
  stuck.insert(stuck.end(), also_stuck.begin(), also_stuck.end());
  const std::size_t left = dispatcher_->queued();
  evaluation_.reset();
  sending_.reset();
  samples_.reset();
  dispatcher_.reset();
  if (!stuck.empty()) co_return not_in_time("did not end: " + stuck.front());
  if (left != 0) co_return not_in_time(std::to_string(left) + " notifications were not delivered");
  co_return Result<>();
}

void AlertManager::apply(const Config& next) {
  if (!evaluation_) return;
  const bool same_variables = next.flight_monitor.variables == context_.config.flight_monitor.variables;
  const auto same_name = [](const SimulatorConfig& a, const SimulatorConfig& b) { return a.name == b.name; };
  const bool same_simulators =
      std::equal(next.simulators.begin(), next.simulators.end(), context_.config.simulators.begin(),
                 context_.config.simulators.end(), same_name);
  if (next.alert_manager.rules == engine_->rules() && same_variables && same_simulators) {
    notifier_->set_policy(next.alert_manager.policy);
    dispatcher_->apply(next.alert_manager.channels);
    return;
  }
  const auto gone = [&next](Action action) { return !next.alert_manager.channels.has(action); };
  send(notifier_->flush_now(now(), gone));
  const SavedState saved = remember();
  let_go();
  const std::unique_ptr<AlertEngine> before = std::exchange(engine_, make_engine(next));
  engine_->continue_from(*before, now());
  set_up(next, saved, world::Duration::zero());
  dispatcher_->apply(next.alert_manager.channels);  // behind what was still to be told by the former ones
  changed_ = true;
}

ServiceHealth AlertManager::health() const {
  ServiceHealth health;
  if (!evaluation_) {
    health.status = Status::unhealthy;
    health.ready = false;
    health.errors.emplace_back("service not running");
    return health;
  }
  health.errors = dispatcher_->failures();
  if (!save_failure_.empty()) health.errors.push_back("the state of alerts is not saved: " + save_failure_);
  if (!health.errors.empty()) health.status = Status::degraded;
  const auto firing = std::count_if(engine_->alerts().begin(), engine_->alerts().end(),
                                    [](const Alert& alert) { return alert.firing(); });
  health.details.push_back({"alerts_firing", static_cast<std::int64_t>(firing)});
  health.details.push_back({"rules", static_cast<std::int64_t>(engine_->rules().size())});
  for (Detail& detail : dispatcher_->details()) health.details.push_back(std::move(detail));
  health.details.push_back({"samples_dropped", static_cast<std::int64_t>(samples_->dropped())});
  return health;
}

world::Task<> AlertManager::evaluate() {
  while (true) {
    const world::Instant wake = next_wake();
    if (wake > now().instant) {
      // Which of the two ended the wait does not matter: step() looks at everything.
      co_await samples_->wait_until(context_.world.clock(), wake);
    }
    step();
  }
}

world::Instant AlertManager::next_wake() const {
  world::Instant wake = next_look_;
  if (const auto deadline = engine_->next_deadline()) wake = std::min(wake, *deadline);
  if (const auto deadline = notifier_->next()) wake = std::min(wake, *deadline);
  return wake;
}

void AlertManager::step() {
  const Now present = now();
  // Samples come before timers: at the moment of a deadline a value that has arrived outranks one that is held.
  while (const SamplePtr sample = samples_->pop()) act_on(engine_->on_sample(*sample, present), present);
  const bool looks = present.instant >= next_look_;
  if (looks) look_around(present);
  act_on(engine_->on_time(present), present);
  const bool due = notifier_->next() && present.instant >= *notifier_->next();
  if (looks || due || news_) {
    send(notifier_->due(present));
    publish_policy();
    // What only became pending waits for the next look: a value that flaps must not keep the disk busy.
    if (notifier_->take_dirty() || news_ || (looks && is_saved_state_old(present))) save();
    news_ = false;
  }
  publish_values();
}

void AlertManager::look_around(Now present) {
  next_look_ = present.instant + kLookPeriod;
  for (const auto& [simulator, link] : context_.board.links) {
    act_on(engine_->on_error_rate(simulator, link.errors.rate(present.instant), present), present);
  }
  if (!engine_->has_series()) return;
  context_.metrics.refresh();
  const auto read = [this](const MetricSelector& selector, std::string_view simulator) {
    return read_series(selector, simulator);
  };
  act_on(engine_->on_series(read, present), present);
}

std::optional<double> AlertManager::read_series(const MetricSelector& selector, std::string_view simulator) const {
  std::optional<double> sum;
  const auto wanted = [&](std::size_t label, const std::string& value) {
    const std::string_view name = selector.row->labels[label];
    if (name == "simulator" && !simulator.empty() && value != context_.simulator_label(simulator)) return false;
    return std::all_of(selector.labels.begin(), selector.labels.end(), [&](const auto& one) {
      return one.first != name || one.second == (name == "simulator" ? std::string(simulator) : value);
    });
  };
  context_.metrics.read(*selector.row, [&](const Registry::Reading& reading) {
    for (std::size_t i = 0; i < reading.labels.size(); ++i) {
      if (!wanted(i, reading.labels[i])) return;
    }
    const bool counts = selector.part == MetricSelector::Part::count;
    const double figure = counts ? reading.count : reading.sum;
    sum = sum.value_or(0) + (selector.part == MetricSelector::Part::value ? reading.value : figure);
  });
  return sum;
}

void AlertManager::act_on(const AlertEngine::Changes& changes, Now present) {
  for (const StateChange& change : changes) {
    changed_ = true;
    news_ = news_ || change.alert->firing() || change.from == AlertState::firing;
    log_change(change);
    notifier_->changed(change, present);
  }
}

void AlertManager::send(const std::vector<Post>& posts) {
  for (const Post& post : posts) dispatcher_->post(post.action, post.group);
}

void AlertManager::log_change(const StateChange& change) {
  const Alert& alert = *change.alert;
  const AlertState state = alert.condition.state;
  const std::string event = "alert_" + std::string(to_string(state));
  std::vector<Field> fields{{"rule", alert.rule->name},
                            {"simulator", alert.simulator},
                            {"severity", to_string(alert.rule->severity)},
                            {"was", to_string(change.from)}};
  // A silence has no value, and a rule about time no threshold.
  if (alert.condition.value && alert.cause != Cause::no_data) fields.emplace_back("value", *alert.condition.value);
  if (!is_about_time(alert.rule->condition)) fields.emplace_back("threshold", alert.rule->threshold);
  log_.record(state == AlertState::firing ? Level::warn : Level::info, event, Fields(fields));
}

Now AlertManager::now() const {
  return {context_.world.clock().now(), context_.world.clock().utc_now()};
}

}  // namespace checkride::runtime::alerts

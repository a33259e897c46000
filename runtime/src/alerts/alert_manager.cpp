#include "alerts/alert_manager.hpp"

#include <algorithm>
#include <boost/system/errc.hpp>
#include <utility>

#include "metrics/table.hpp"
#include "service/services.hpp"

namespace checkride::runtime {

std::unique_ptr<Service> make_alert_manager(Context& context) {
  return std::make_unique<alerts::AlertManager>(context);
}

}  // namespace checkride::runtime

namespace checkride::runtime::alerts {

notify::Notification describe(const Alert& alert, const Config& config) {
  const RuleConfig& rule = *alert.rule;
  notify::Notification notification;
  notification.kind = alert.condition.state == AlertState::firing ? notify::NotificationKind::firing
                                                                  : notify::NotificationKind::resolved;
  notification.rule = rule.name;
  notification.simulator = alert.simulator;
  notification.severity = to_string(rule.severity);
  notification.metric = rule.metric;
  notification.condition = in_words(rule.condition);
  notification.threshold = rule.threshold;
  notification.value = alert.condition.value.value_or(0);
  if (rule.variable) notification.unit = config.flight_monitor.variables[*rule.variable].units;
  notification.duration = rule.duration;
  notification.breached_at = alert.breached_at;
  notification.fired_at = alert.fired_at;
  notification.at = alert.since_utc;
  notification.application = config.app.name;
  notification.environment = config.app.environment;
  return notification;
}

namespace {

Error not_in_time(const std::string& what) {
  return Error(make_error_code(boost::system::errc::timed_out), "alert-manager: " + what);
}

}  // namespace

AlertManager::AlertManager(Context& context) : context_(context), log_(context.log.logger("alerts")) {
  context.api.add("GET", "/api/v1/notifications", [this](const http::Request&, const http::Router::Parameters&) {
    return http::json_response(200, notify::notifications_document(dispatcher_.get()));
  });
}

world::Task<Result<>> AlertManager::start() {
  if (evaluation_) co_return Error::invalid("alert-manager is already running");
  std::vector<std::string> simulators;
  for (const SimulatorConfig& simulator : context_.config.simulators) simulators.push_back(simulator.name);
  engine_ = std::make_unique<AlertEngine>(context_.config.alert_manager.rules, simulators,
                                          hold_for(context_.config.flight_monitor.update_interval), now());
  samples_ = context_.samples.subscribe("alert-manager", kSamplesMax);
  next_rate_look_ = now().instant + kRatePeriod;
  evaluation_ = make_group();
  sending_ = make_group();
  dispatcher_ = std::make_unique<notify::Dispatcher>(context_);
  dispatcher_->run_in(*sending_);
  publish();
  evaluation_->spawn("alerts.evaluate", evaluate());
  co_return Result<>();
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
  std::vector<std::string> stuck = co_await evaluation_->stop(clock, left_until(deadline));
  co_await dispatcher_->drain(std::min(deadline, clock.now() + kDrainLimit));
  const std::vector<std::string> also_stuck = co_await sending_->stop(clock, left_until(deadline));
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

world::Duration AlertManager::left_until(world::Instant deadline) const {
  return std::max(deadline - now().instant, world::Duration::zero());
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
  if (!health.errors.empty()) health.status = Status::degraded;
  const auto firing = std::count_if(engine_->alerts().begin(), engine_->alerts().end(),
                                    [](const Alert& alert) { return alert.condition.state == AlertState::firing; });
  health.details.push_back({"alerts_firing", static_cast<std::int64_t>(firing)});
  health.details.push_back({"rules", static_cast<std::int64_t>(context_.config.alert_manager.rules.size())});
  for (Detail& detail : dispatcher_->details()) health.details.push_back(std::move(detail));
  health.details.push_back({"samples_dropped", static_cast<std::int64_t>(samples_->dropped())});
  return health;
}

world::Task<> AlertManager::evaluate() {
  while (true) {
    world::Instant wake = next_rate_look_;
    if (const auto deadline = engine_->next_deadline()) wake = std::min(wake, *deadline);
    if (wake > now().instant) {
      // Which of the two ended the wait does not matter: step() looks at everything.
      (void)co_await world::within(context_.world.clock(), wake - now().instant, wait_for_sample());
    }
    step();
  }
}

world::Task<Result<>> AlertManager::wait_for_sample() {
  co_await samples_->wait();
  co_return Result<>();
}

void AlertManager::step() {
  const Now present = now();
  // Samples come before timers: at the moment of a deadline a value that has arrived outranks one that is held.
  while (const SamplePtr sample = samples_->pop()) act_on(engine_->on_sample(*sample, present));
  if (present.instant >= next_rate_look_) look_at_rates(present);
  act_on(engine_->on_time(present));
  publish();
}

void AlertManager::look_at_rates(Now present) {
  next_rate_look_ = present.instant + kRatePeriod;
  for (const auto& [simulator, link] : context_.board.links) {
    act_on(engine_->on_error_rate(simulator, link.errors.rate(present.instant), present));
  }
}

void AlertManager::act_on(const std::vector<StateChange>& changes) {
  for (const StateChange& change : changes) {
    log_change(change);
    const AlertState state = change.alert->condition.state;
    if (state == AlertState::firing || state == AlertState::resolved) tell(*change.alert);
  }
}

void AlertManager::tell(const Alert& alert) {
  const notify::Notification notification = describe(alert, context_.config);
  const notify::Group group{notify::episode_of(notification), {}, {notification}};
  for (const Action action : alert.rule->actions) dispatcher_->post(action, group);
}

void AlertManager::log_change(const StateChange& change) {
  const Alert& alert = *change.alert;
  const AlertState state = alert.condition.state;
  const std::string event = "alert_" + std::string(to_string(state));
  const Fields fields = {{"rule", alert.rule->name},
                         {"simulator", alert.simulator},
                         {"severity", to_string(alert.rule->severity)},
                         {"was", to_string(change.from)},
                         {"value", alert.condition.value.value_or(0)},
                         {"threshold", alert.rule->threshold}};
  if (state == AlertState::firing) {
    log_.warn(event, fields);
  } else {
    log_.info(event, fields);
  }
}

void AlertManager::publish() {
  for (const Alert& alert : engine_->alerts()) {
    const RuleConfig& rule = *alert.rule;
    AlertStatus& status = context_.board.alerts[AlertKey{rule.name, alert.simulator}];
    status.rule = rule.name;
    status.simulator = alert.simulator;
    status.state = alert.condition.state;
    status.since = alert.since_utc;
    status.value = alert.condition.value;
    status.threshold = rule.threshold;
    status.severity = rule.severity;
    status.fired_count = alert.fired_count;
    status.resolved_count = alert.resolved_count;
    context_.metrics.gauge(metric::kAlertsFiring, {rule.name, to_string(rule.severity), alert.simulator})
        .set(alert.condition.state == AlertState::firing ? 1 : 0);
  }
}

Now AlertManager::now() const {
  return {context_.world.clock().now(), context_.world.clock().utc_now()};
}

}  // namespace checkride::runtime::alerts

#include "notify/dispatcher.hpp"

#include <array>
#include <utility>

#include "notify/alertmanager_channel.hpp"
#include "notify/email_channel.hpp"
#include "notify/pagerduty_channel.hpp"
#include "notify/slack_channel.hpp"
#include "notify/webhook_channel.hpp"

namespace checkride::runtime::notify {

namespace {

constexpr std::array<Action, 5> kActions{Action::email, Action::slack, Action::webhook, Action::pagerduty,
                                         Action::alertmanager};

bool same_channel(Action action, const ChannelsConfig& a, const ChannelsConfig& b) {
  if (a.external_url != b.external_url) return false;
  switch (action) {
    case Action::email:
      return a.smtp == b.smtp;
    case Action::slack:
      return a.slack == b.slack;
    case Action::webhook:
      return a.webhook == b.webhook;
    case Action::pagerduty:
      return a.pagerduty == b.pagerduty;
    case Action::alertmanager:
      return a.alertmanager == b.alertmanager;
  }
  return false;
}

}  // namespace

Dispatcher::Dispatcher(Context& context)
    : context_(context), log_(context.log.logger("notify")), channels_(context.config.alert_manager.channels) {
  const std::string folder = context.config.app.state_dir + "/outbox/";
  for (const Action action : kActions) {
    // What a channel left behind that was taken out between two starts is shown, too.
    const std::string left = folder + std::string(to_string(action)) + ".journal";
    if (channels_.has(action) || context.world.files().exists(left)) add_outbox(action);
  }
}

std::unique_ptr<Channel> Dispatcher::make_channel(Action action) {
  world::World& world = context_.world;
  const std::string& link = channels_.external_url;
  if (!channels_.has(action)) return nullptr;
  switch (action) {
    case Action::email:
      return std::make_unique<EmailChannel>(world, trust_, *channels_.smtp, link);
    case Action::slack:
      return std::make_unique<SlackChannel>(world, trust_, *channels_.slack, link);
    case Action::webhook:
      return std::make_unique<WebhookChannel>(world, trust_, *channels_.webhook, link);
    case Action::pagerduty:
      return std::make_unique<PagerDutyChannel>(world, trust_, *channels_.pagerduty, link);
    case Action::alertmanager:
      return std::make_unique<AlertmanagerChannel>(context_, trust_, *channels_.alertmanager, link);
  }
  return nullptr;
}

void Dispatcher::add_outbox(Action action) {
  auto outbox = std::make_unique<Outbox>(context_, action, make_channel(action), channels_.outbox);
  if (!outbox->has_channel() && outbox->dead_letters().empty()) return;
  outboxes_[action] = std::move(outbox);
}

void Dispatcher::run_in(world::TaskGroup& tasks) {
  tasks_ = &tasks;
  for (const auto& [action, outbox] : outboxes_) run(*outbox);
}

void Dispatcher::run(Outbox& outbox) {
  const std::string name = "notify." + std::string(outbox.name());
  tasks_->spawn(name, outbox.run());
  tasks_->spawn(name + ".keep_up", outbox.keep_up());
}

void Dispatcher::apply(const ChannelsConfig& next) {
  const ChannelsConfig before = std::exchange(channels_, next);
  for (const auto& [action, outbox] : outboxes_) {
    if (!(before.outbox == next.outbox)) outbox->set_limits(next.outbox);
  }
  for (const Action action : kActions) change(action, before);
}

void Dispatcher::change(Action action, const ChannelsConfig& before) {
  const bool had = before.has(action);
  const bool has = channels_.has(action);
  if (had == has && (!has || same_channel(action, before, channels_))) return;
  const auto known = outboxes_.find(action);
  if (known != outboxes_.end()) {
    known->second->set_channel(make_channel(action));
  } else {
    add_outbox(action);
    if (tasks_ != nullptr) run(*outboxes_.at(action));
  }
  log_.info(!had ? "channel_added" : has ? "channel_changed" : "channel_removed", {{"integration", to_string(action)}});
}

void Dispatcher::post(Action action, const Group& group) {
  const auto found = outboxes_.find(action);
  if (found != outboxes_.end() && found->second->has_channel()) return found->second->post(group);
  const Notification& first = group.alerts.front();
  log_.warn("notification_without_channel", {{"integration", to_string(action)},
                                             {"rule", first.rule},
                                             {"simulator", first.simulator},
                                             {"state", to_string(first.kind)}});
}

Outbox::Answer Dispatcher::retry_dead_letter(std::string_view id) {
  for (const auto& [action, outbox] : outboxes_) {
    const Outbox::Answer answer = outbox->retry_dead_letter(id);
    if (answer != Outbox::Answer::unknown) return answer;
  }
  return Outbox::Answer::unknown;
}

Outbox::Answer Dispatcher::discard_dead_letter(std::string_view id) {
  for (const auto& [action, outbox] : outboxes_) {
    const Outbox::Answer answer = outbox->discard_dead_letter(id);
    if (answer != Outbox::Answer::unknown) return answer;
  }
  return Outbox::Answer::unknown;
}

world::Task<> Dispatcher::drain(world::Instant until) {
  world::Clock& clock = context_.world.clock();
  for (const auto& [action, outbox] : outboxes_) {
    if (outbox->queued() == 0 || until <= clock.now()) continue;
    (void)co_await world::within(clock, until - clock.now(), outbox->drained());
  }
}

std::size_t Dispatcher::queued() const {
  std::size_t sum = 0;
  for (const auto& [action, outbox] : outboxes_) sum += outbox->queued();
  return sum;
}

std::vector<std::string> Dispatcher::failures() const {
  std::vector<std::string> out;
  for (const auto& [action, outbox] : outboxes_) {
    const std::string name(outbox->name());
    if (!outbox->last_failure().empty()) out.push_back(name + ": " + outbox->last_failure());
    if (!outbox->not_durable().empty()) {
      out.push_back(name + ": a restart would lose what waits: " + outbox->not_durable());
    }
  }
  return out;
}

std::vector<Detail> Dispatcher::details() const {
  std::vector<Detail> details{{"notifications_queued", static_cast<std::int64_t>(queued())}};
  std::int64_t dead = 0;
  for (const auto& [action, outbox] : outboxes_) {
    dead += static_cast<std::int64_t>(outbox->dead_letters().size());
    if (outbox->breaker() == BreakerState::closed) continue;
    details.push_back({std::string(outbox->name()) + "_breaker", std::string(to_string(outbox->breaker()))});
  }
  details.push_back({"notifications_dead", dead});
  return details;
}

}  // namespace checkride::runtime::notify

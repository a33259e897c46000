#include "notify/dispatcher.hpp"

#include "notify/alertmanager_channel.hpp"
#include "notify/email_channel.hpp"
#include "notify/pagerduty_channel.hpp"
#include "notify/slack_channel.hpp"
#include "notify/webhook_channel.hpp"

namespace checkride::runtime::notify {

Dispatcher::Dispatcher(Context& context) : context_(context) {
  const ChannelsConfig& c = context.config.alert_manager.channels;
  world::World& world = context.world;
  const std::string& link = c.external_url;
  const auto add = [&](Action action, std::unique_ptr<Channel> channel) {
    outboxes_[action] = std::make_unique<Outbox>(context, std::move(channel), c.outbox);
  };
  if (c.smtp) add(Action::email, std::make_unique<EmailChannel>(world, trust_, *c.smtp, link));
  if (c.slack) add(Action::slack, std::make_unique<SlackChannel>(world, trust_, *c.slack, link));
  if (c.webhook) add(Action::webhook, std::make_unique<WebhookChannel>(world, trust_, *c.webhook, link));
  if (c.pagerduty) add(Action::pagerduty, std::make_unique<PagerDutyChannel>(world, trust_, *c.pagerduty, link));
  if (c.alertmanager) {
    add(Action::alertmanager, std::make_unique<AlertmanagerChannel>(context, trust_, *c.alertmanager, link));
  }
}

void Dispatcher::run_in(world::TaskGroup& tasks) {
  for (const auto& [action, outbox] : outboxes_) {
    const std::string name = "notify." + std::string(outbox->channel().name());
    tasks.spawn(name, outbox->run());
    tasks.spawn(name + ".keep_up", outbox->channel().keep_up());
  }
}

void Dispatcher::post(Action action, const Group& group) {
  const auto found = outboxes_.find(action);
  if (found != outboxes_.end()) found->second->post(group);
}

world::Task<> Dispatcher::drain(world::Instant until) {
  world::Clock& clock = context_.world.clock();
  for (const auto& [action, outbox] : outboxes_) {
    if (outbox->queued() == 0 || until <= clock.now()) continue;
    if (outbox->breaker() == BreakerState::open && outbox->not_durable().empty()) continue;
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
    const std::string name(outbox->channel().name());
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
    details.push_back({std::string(outbox->channel().name()) + "_breaker", std::string(to_string(outbox->breaker()))});
  }
  details.push_back({"notifications_dead", dead});
  return details;
}

}  // namespace checkride::runtime::notify

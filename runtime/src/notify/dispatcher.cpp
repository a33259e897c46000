#include "notify/dispatcher.hpp"

#include "notify/email_channel.hpp"
#include "notify/slack_channel.hpp"

namespace checkride::runtime::notify {

Dispatcher::Dispatcher(Context& context) : context_(context) {
  const ChannelsConfig& channels = context.config.alert_manager.channels;
  const auto add = [&](Action action, std::unique_ptr<Channel> channel) {
    outboxes_[action] = std::make_unique<Outbox>(context, std::move(channel));
  };
  if (channels.smtp) add(Action::email, std::make_unique<EmailChannel>(context.world, *channels.smtp));
  if (channels.slack) add(Action::slack, std::make_unique<SlackChannel>(context.world, *channels.slack));
}

void Dispatcher::run_in(world::TaskGroup& tasks) {
  for (const auto& [action, outbox] : outboxes_) {
    tasks.spawn("notify." + std::string(outbox->channel().name()), outbox->run());
  }
}

void Dispatcher::post(Action action, const Group& group) {
  const auto found = outboxes_.find(action);
  if (found == outboxes_.end()) return;
  for (const Notification& alert : group.alerts) found->second->post(alert);
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
    if (outbox->last_failure().empty()) continue;
    out.push_back(std::string(outbox->channel().name()) + ": " + outbox->last_failure());
  }
  return out;
}

}  // namespace checkride::runtime::notify

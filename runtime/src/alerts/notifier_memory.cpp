// Of Notifier: what outlives a restart, and a change of the rules.
#include <algorithm>

#include "alerts/notifier.hpp"
#include "notify/outbox_records.hpp"

namespace checkride::runtime::alerts {

using notify::Notification;
using notify::NotificationKind;

EpisodeMemory Notifier::remember(const Alert& alert, Now now) const {
  const Episode& episode = episodes_[index_of(alert)];
  EpisodeMemory memory;
  memory.rule = alert.rule->name;
  memory.simulator = alert.simulator;
  memory.fired_at = episode.fired_at;
  memory.told = episode.told;
  memory.tier = episode.tier;
  memory.escalated = episode.escalated;
  memory.overdue = episode.overdue;
  memory.count = episode.count;
  memory.told_age = now.instant - episode.last_told;
  memory.update_age = now.instant - episode.last_update;
  memory.respond_by = episode.respond_by;
  memory.acknowledged = episode.acknowledged;
  memory.announce = episode.announce;
  memory.audience = episode.audience;
  if (episode.told) {
    memory.ending = Ending{episode.group, episode.labels, episode.audience, encode_notification(describe(alert, now))};
  }
  return memory;
}

std::vector<Ending> Notifier::endings() const {
  std::vector<Ending> endings;
  for (const auto& [key, group] : groups_) {
    for (const Item& item : group.waiting) {
      if (item.notification.kind != NotificationKind::resolved) continue;
      endings.push_back({key, group.labels, item.audience, encode_notification(item.notification)});
    }
  }
  return endings;
}

void Notifier::restore(const EpisodeMemory& memory, world::Duration away, Now now) {
  const auto found = std::find_if(alerts_.begin(), alerts_.end(), [&](const Alert& alert) {
    return alert.rule->name == memory.rule && alert.simulator == memory.simulator;
  });
  if (found == alerts_.end()) return end_without_rule(memory, now);
  if (!found->firing() || found->fired_at != memory.fired_at) return;
  begin_episode(*found, now);
  Episode& episode = episodes_[index_of(*found)];
  episode.told = memory.told;
  if (episode.tier != 0 && memory.tier != 0) {
    episode.tier = memory.tier;
    // The severity alone may promise nothing: then it is the tier's promise.
    if (memory.respond_by) episode.respond_by = memory.respond_by;
  }
  episode.escalated = memory.escalated;
  episode.overdue = memory.overdue;
  episode.count = memory.count;
  episode.last_told = now.instant - (memory.told_age + away);
  episode.last_update = now.instant - (memory.update_age + away);
  episode.acknowledged = memory.acknowledged;
  episode.announce = memory.announce;
  episode.audience = memory.audience;
  join_group(*found);
  if (!memory.ending) return;
  episode.group = memory.ending->group;
  episode.labels = memory.ending->labels;
}

void Notifier::restore(const Ending& ending, Now now) {
  auto notification = notify::decode_notification(ending.notification);
  if (!notification) return;
  // Whatever the alert does by now: this episode of it is over.
  notification->kind = NotificationKind::resolved;
  put(ending.group, ending.labels, {kNoAlert, std::move(*notification), ending.audience}, now);
  dirty_ = true;
}

// Nobody will see the value of the alert become good: those who heard of it are told why they hear no more.
void Notifier::end_without_rule(const EpisodeMemory& memory, Now now) {
  if (!memory.ending) return;
  auto notification = notify::decode_notification(memory.ending->notification);
  if (!notification) return;
  const bool has_rule =
      std::any_of(alerts_.begin(), alerts_.end(), [&](const Alert& alert) { return alert.rule->name == memory.rule; });
  const std::string where = memory.simulator.empty() ? std::string() : " of " + memory.simulator;
  notification->at = now.utc;
  notification->summary = notification->metric + where + " is no longer watched";
  notification->reason = has_rule ? "the simulator is no longer configured." : "the rule is no longer configured.";
  notification->respond_by.reset();
  notification->next_update_by.reset();
  Ending ending = *memory.ending;
  ending.notification = encode_notification(*notification);
  restore(ending, now);
}

}  // namespace checkride::runtime::alerts

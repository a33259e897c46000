#include "alerts/notifier.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "alerts/checksum.hpp"
#include "alerts/labels.hpp"
#include "checkride/result/assert.hpp"

namespace checkride::runtime::alerts {

namespace {

using notify::Notification;
using notify::NotificationKind;
using world::Duration;
using world::Instant;

bool has(const std::vector<Recipient>& audience, const Recipient& recipient) {
  return std::find(audience.begin(), audience.end(), recipient) != audience.end();
}

void add_all(const std::vector<Recipient>& from, std::vector<Recipient>* to) {
  for (const Recipient& recipient : from) {
    if (!has(*to, recipient)) to->push_back(recipient);
  }
}

}  // namespace

Notifier::Notifier(AlertPolicyConfig policy, const std::vector<Alert>& alerts, const SilenceBook& silences,
                   Describe describe)
    : policy_(std::move(policy)),
      alerts_(alerts),
      silences_(silences),
      describe_(std::move(describe)),
      episodes_(alerts.size()) {}

std::size_t Notifier::index_of(const Alert& alert) const {
  const auto index = static_cast<std::size_t>(&alert - alerts_.data());
  CHECKRIDE_ASSERT(index < episodes_.size());
  return index;
}

const Episode& Notifier::episode_of(const Alert& alert) const {
  return episodes_[index_of(alert)];
}

const LevelPolicy* Notifier::level_of(const Alert& alert) const {
  if (!policy_.escalation.enabled) return nullptr;
  return &policy_.escalation.levels[static_cast<std::size_t>(alert.rule->level - 1)];
}

void Notifier::begin_episode(const Alert& alert, Now now) {
  Episode& episode = episodes_[index_of(alert)];
  episode = Episode();
  episode.fired_at = alert.fired_at;
  episode.fired = now.instant - (now.utc - alert.fired_at);
  dirty_ = true;
  const LevelPolicy* level = level_of(alert);
  if (level == nullptr) return;
  episode.tier = level->tier;
  const Calendar& calendar = *policy_.escalation.business_hours;
  if (level->by_next_business_day) {
    episode.respond_by = calendar.close_of_next_day(alert.fired_at);
  } else if (level->respond_within) {
    const bool always = level->hours == Hours::always;
    episode.respond_by =
        always ? alert.fired_at + *level->respond_within : calendar.after_open(alert.fired_at, *level->respond_within);
  }
}

void Notifier::changed(const StateChange& change, Now now) {
  const Alert& alert = *change.alert;
  Episode& episode = episodes_[index_of(alert)];
  if (alert.firing()) return begin_episode(alert, now);
  if (change.from != AlertState::firing) return;
  dirty_ = true;
  if (episode.told) {
    enqueue(alert, episode.audience, now);
    ++episode.count;
  } else if (episode.waiting) {
    // It came and went before anybody heard of it. The end of an earlier episode is still to be told.
    auto& waiting = groups_.at(episode.group).waiting;
    std::erase_if(waiting, [&](const Item& item) {
      return item.alert == index_of(alert) && item.notification.kind == NotificationKind::firing;
    });
  }
  episode.told = false;
  episode.waiting = false;
  episode.suppressed_by.clear();
}

std::string Notifier::inhibition(const Alert& alert) const {
  for (const InhibitRule& rule : policy_.inhibit_rules) {
    if (!matches(rule.target, alert)) continue;
    for (const Alert& source : alerts_) {
      if (&source == &alert || !source.firing() || !matches(rule.source, source)) continue;
      const bool agrees = std::all_of(rule.equal.begin(), rule.equal.end(), [&](const std::string& label) {
        return label_of(source, label) == label_of(alert, label);
      });
      if (agrees) return "inhibited by " + source.rule->name;
    }
  }
  return {};
}

std::string Notifier::suppression(const Alert& alert, Now now) const {
  if (const Silence* silence = silences_.find_match(alert, now.utc)) return "silence " + silence->id;
  for (const MaintenanceWindow& window : policy_.maintenance) {
    if (window.open_at(now.utc) && matches(window.match, alert)) return "maintenance " + window.name;
  }
  return inhibition(alert);
}

std::vector<Recipient> Notifier::audience_of(const Alert& alert, const Episode& episode) const {
  std::vector<Recipient> audience = alert.rule->actions;
  const LevelPolicy* level = level_of(alert);
  if (level == nullptr || episode.tier < 1) return audience;
  add_all(policy_.escalation.tiers[static_cast<std::size_t>(episode.tier - 1)], &audience);
  if (level->notify_management) add_all(policy_.escalation.management, &audience);
  return audience;
}

std::string Notifier::group_key(const Alert& alert) const {
  std::string text;
  for (const std::string& label : policy_.group_by) {
    const std::string value = label_of(alert, label);
    text += fmt::format("{}={}:{},", label, value.size(), value);
  }
  return fmt::format("{:016x}", checksum(text));
}

// Does the group have an alert of which people know that it fires?
bool Notifier::is_live(const std::string& key, const GroupState& group) const {
  if (!group.last_flush) return false;
  return std::any_of(episodes_.begin(), episodes_.end(),
                     [&](const Episode& episode) { return episode.told && episode.group == key; });
}

void Notifier::join_group(const Alert& alert) {
  Episode& episode = episodes_[index_of(alert)];
  episode.group = group_key(alert);
  episode.labels.clear();
  for (const std::string& label : policy_.group_by) episode.labels.emplace_back(label, label_of(alert, label));
}

void Notifier::enqueue(const Alert& alert, std::vector<Recipient> audience, Now now) {
  const Episode& episode = episodes_[index_of(alert)];
  put(episode.group, episode.labels, {index_of(alert), describe(alert, now), std::move(audience)}, now);
}

void Notifier::put(const std::string& key, GroupLabels labels, Item item, Now now) {
  GroupState& group = groups_[key];
  group.labels = std::move(labels);
  if (group.waiting.empty()) {
    const Instant wait = is_live(key, group) ? world::after(*group.last_flush, policy_.group_interval)
                                             : world::after(now.instant, policy_.group_wait);
    group.flush_at = std::max(wait, now.instant);
  }
  group.waiting.push_back(std::move(item));
}

Notification Notifier::describe(const Alert& alert, Now now) const {
  const Episode& episode = episodes_[index_of(alert)];
  Notification notification = describe_(alert);
  notification.count = episode.count;
  notification.tier = episode.tier;
  if (episode.acknowledged) notification.acknowledged_by = episode.acknowledged->by;
  if (!alert.firing()) return notification;
  if (!episode.acknowledged) notification.respond_by = episode.respond_by;
  const LevelPolicy* level = level_of(alert);
  if (level != nullptr && level->status_update) notification.next_update_by = now.utc + *level->status_update;
  return notification;
}

std::vector<Post> Notifier::due(Now now) {
  std::vector<Post> posts;
  next_.reset();
  for (const Alert& alert : alerts_) {
    if (alert.firing()) look_at(alert, now, posts);
  }
  for (auto& [key, group] : groups_) {
    if (group.waiting.empty()) continue;
    if (now.instant >= group.flush_at) {
      flush(key, group, now, posts);
    } else {
      wake_at(group.flush_at);
    }
  }
  for (const Alert& alert : alerts_) {
    const Episode& episode = episodes_[index_of(alert)];
    if (alert.firing() && episode.told && episode.suppressed_by.empty()) wake_for(alert, episode, now);
  }
  return posts;
}

std::vector<Post> Notifier::flush_now(Now now, Gone gone) {
  gone_ = std::move(gone);
  std::vector<Post> posts = due(now);
  for (auto& [key, group] : groups_) {
    if (!group.waiting.empty()) flush(key, group, now, posts);
  }
  gone_ = nullptr;
  return posts;
}

void Notifier::look_at(const Alert& alert, Now now, std::vector<Post>& posts) {
  Episode& episode = episodes_[index_of(alert)];
  if (episode.fired_at != alert.fired_at) begin_episode(alert, now);
  episode.suppressed_by = suppression(alert, now);
  if (!episode.suppressed_by.empty()) return;
  if (episode.told) return follow_up(alert, now, posts);
  if (episode.waiting) return;
  episode.waiting = true;
  join_group(alert);
  enqueue(alert, audience_of(alert, episode), now);
}

// The items that `recipient` is told of, and what it knows to fire besides them.
notify::Group Notifier::message(const std::string& key, const GroupLabels& labels, const std::vector<Item>& items,
                                const Recipient& recipient) const {
  notify::Group group{key, labels, {}};
  group.receiver = recipient.receiver;
  group.mail_to = recipient.mail_to;
  group.slack_channel = recipient.slack_channel;
  group.own_target = recipient.own_target;
  std::vector<bool> included(alerts_.size());
  for (const Item& item : items) {
    if (!has(item.audience, recipient)) continue;
    group.alerts.push_back(item.notification);
    if (item.alert < included.size()) included[item.alert] = true;
  }
  for (const Alert& alert : alerts_) {
    const Episode& episode = episodes_[index_of(alert)];
    const bool known = alert.firing() && episode.told && has(episode.audience, recipient);
    if (!known || included[index_of(alert)] || episode.group != key) continue;
    group.firing_beside++;
    if (!episode.acknowledged) group.unattended_beside++;
  }
  return group;
}

bool Notifier::stays_untold(const Item& item) const {
  if (!episodes_[item.alert].suppressed_by.empty()) return true;
  return gone_ && std::any_of(item.audience.begin(), item.audience.end(),
                              [this](const Recipient& recipient) { return gone_(recipient.action); });
}

void Notifier::flush(const std::string& key, GroupState& group, Now now, std::vector<Post>& posts) {
  for (Item& item : group.waiting) {
    // The policy may have changed while it waited.
    const bool fires = item.notification.kind == NotificationKind::firing;
    if (fires) item.audience = audience_of(alerts_[item.alert], episodes_[item.alert]);
  }
  std::erase_if(group.waiting, [&](const Item& item) {
    if (item.notification.kind != NotificationKind::firing || !stays_untold(item)) return false;
    episodes_[item.alert].waiting = false;
    return true;
  });
  std::vector<Recipient> audience;
  for (const Item& item : group.waiting) {
    add_all(item.audience, &audience);
    if (item.notification.kind != NotificationKind::firing) continue;
    Episode& episode = episodes_[item.alert];
    episode.told = true;
    episode.waiting = false;
    episode.last_told = now.instant;
    episode.last_update = now.instant;
    ++episode.count;
    add_all(item.audience, &episode.audience);
  }
  for (const Recipient& one : audience) {
    posts.push_back({one.action, message(key, group.labels, group.waiting, one)});
  }
  if (!group.waiting.empty()) group.last_flush = now.instant;
  group.waiting.clear();
  dirty_ = true;
}

// To the next tier, if there is one. As long as nobody has taken the alert on, that tier's promise counts; one that is
// still to be kept, and ends sooner, stays.
void Notifier::climb(Episode& episode, Now now) {
  if (episode.tier >= kTiers) return;
  ++episode.tier;
  if (episode.acknowledged) return;
  const EscalationConfig& escalation = policy_.escalation;
  const TierPolicy& tier = escalation.responses[static_cast<std::size_t>(episode.tier - 1)];
  const bool open = escalation.business_hours->open_at(now.utc);
  const Duration within = open ? tier.respond_within : tier.outside_hours.value_or(tier.respond_within);
  if (within <= Duration::zero()) return;
  const world::UtcTime by = now.utc + within;
  if (!episode.overdue && episode.respond_by && *episode.respond_by < by) return;
  episode.respond_by = by;
  episode.overdue = false;
}

// The weightiest of what is due; everything that is due is thereby settled.
std::optional<NotificationKind> Notifier::occasion_of(const Alert& alert, Episode& episode, Now now) {
  std::optional<NotificationKind> occasion;
  if (std::exchange(episode.announce, false)) occasion = NotificationKind::acknowledged;
  const Duration repeat = alert.rule->repeat_interval.value_or(policy_.repeat_interval);
  const bool reminded = !episode.acknowledged && repeat > Duration::zero();
  if (reminded && now.instant - episode.last_told >= repeat) occasion = NotificationKind::repeated;
  const LevelPolicy* level = level_of(alert);
  if (level == nullptr) return occasion;
  if (level->status_update && now.instant - episode.last_update >= *level->status_update) {
    occasion = NotificationKind::status_update;
    episode.last_update = now.instant;
  }
  if (!episode.acknowledged && !episode.overdue && episode.respond_by && now.utc >= *episode.respond_by) {
    episode.overdue = true;
    dirty_ = true;
    // The lowest severity promises an answer, not an escalation.
    if (!level->by_next_business_day) {
      occasion = NotificationKind::response_overdue;
      climb(episode, now);
    }
  }
  if (!episode.escalated && level->escalate_after && now.instant - episode.fired >= *level->escalate_after) {
    occasion = NotificationKind::escalated;
    episode.escalated = true;
    climb(episode, now);
  }
  return occasion;
}

void Notifier::follow_up(const Alert& alert, Now now, std::vector<Post>& posts) {
  Episode& episode = episodes_[index_of(alert)];
  const auto occasion = occasion_of(alert, episode, now);
  if (!occasion) return;
  Notification notification = describe(alert, now);
  notification.kind = *occasion;
  notification.at = now.utc;
  const std::vector<Recipient> audience = audience_of(alert, episode);
  const std::vector<Item> items{{index_of(alert), std::move(notification), audience}};
  for (const Recipient& one : audience) {
    posts.push_back({one.action, message(episode.group, episode.labels, items, one)});
  }
  add_all(audience, &episode.audience);
  episode.last_told = now.instant;
  ++episode.count;
  dirty_ = true;
}

void Notifier::wake_at(std::optional<Instant> when) {
  if (when && (!next_ || *when < *next_)) next_ = when;
}

void Notifier::wake_for(const Alert& alert, const Episode& episode, Now now) {
  const Duration repeat = alert.rule->repeat_interval.value_or(policy_.repeat_interval);
  if (!episode.acknowledged && repeat > Duration::zero()) wake_at(world::after(episode.last_told, repeat));
  const LevelPolicy* level = level_of(alert);
  if (level == nullptr) return;
  if (level->status_update) wake_at(world::after(episode.last_update, *level->status_update));
  if (level->escalate_after && !episode.escalated) wake_at(world::after(episode.fired, *level->escalate_after));
  if (episode.respond_by && !episode.overdue && !episode.acknowledged) {
    wake_at(now.instant + (*episode.respond_by - now.utc));
  }
}

bool Notifier::acknowledge(const Alert& alert, Acknowledgement by) {
  if (!alert.firing()) return false;
  Episode& episode = episodes_[index_of(alert)];
  const bool known =
      episode.acknowledged && episode.acknowledged->by == by.by && episode.acknowledged->comment == by.comment;
  if (known) return true;  // a button pressed twice is no news
  episode.acknowledged = std::move(by);
  episode.announce = episode.told;
  if (episode.announce) wake_at(episode.last_told);  // which has passed: at once
  dirty_ = true;
  return true;
}

bool Notifier::withdraw_acknowledgement(const Alert& alert) {
  Episode& episode = episodes_[index_of(alert)];
  if (!alert.firing() || !episode.acknowledged) return false;
  episode.acknowledged.reset();
  episode.announce = false;
  dirty_ = true;
  return true;
}

bool Notifier::take_dirty() {
  return std::exchange(dirty_, false);
}

}  // namespace checkride::runtime::alerts

// Notifier: which alert is told to whom, when. Grouping, repetition, silences, inhibition, maintenance,
// acknowledgement, escalation. Pure: changes and the time in, posts out.
#pragma once

#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "alerts/engine.hpp"
#include "alerts/silences.hpp"
#include "notify/notification.hpp"

namespace checkride::runtime::alerts {

struct Acknowledgement {
  std::string by;
  std::string comment;
  world::UtcTime at{};
  bool operator==(const Acknowledgement&) const = default;
};

// What a group of alerts has in common: labels and their values.
using GroupLabels = std::vector<std::pair<std::string, std::string>>;

// What people know of one firing alert, from its firing to its end.
struct Episode {
  world::UtcTime fired_at{};  // names it; the default: none
  world::Instant fired{};     // the same on the steady clock
  bool told = false;          // that it fires
  bool waiting = false;       // to be told, with its group
  int tier = 0;               // reached so far; 0 without escalation
  bool escalated = false;     // because it was not resolved in time
  bool overdue = false;       // nobody responded in time
  std::uint32_t count = 0;    // notifications so far
  world::Instant last_told{};
  world::Instant last_update{};
  std::optional<world::UtcTime> respond_by{};
  std::optional<Acknowledgement> acknowledged{};
  bool announce = false;              // those who were told have still to hear of the acknowledgement
  std::vector<Recipient> audience{};  // all who were told
  // The group it waits and is told in, to its end: receivers know an incident by it, so another group_by is for those
  // that fire afterwards. Empty: not yet in one.
  std::string group;
  GroupLabels labels;
  std::string suppressed_by;  // why it is not told now: "silence 1a2b", "maintenance nightly", "inhibited by X"
};

// That an episode is over, for those who heard of it. It stands by itself: its rule may be gone by the time it is told.
struct Ending {
  std::string group;  // the key
  GroupLabels labels;
  std::vector<Recipient> audience;
  std::string notification;  // as encode_notification() writes it
  bool operator==(const Ending&) const = default;
};

// What outlives a restart of one episode.
struct EpisodeMemory {
  std::string rule;
  std::string simulator;
  world::UtcTime fired_at{};
  bool told = false;
  int tier = 0;
  bool escalated = false;
  bool overdue = false;
  std::uint32_t count = 0;
  world::Duration told_age{};
  world::Duration update_age{};
  std::optional<world::UtcTime> respond_by;
  std::optional<Acknowledgement> acknowledged;
  bool announce = false;
  std::vector<Recipient> audience;
  std::optional<Ending> ending;  // of what was told: for the case that the rule or the simulator is gone
  bool operator==(const EpisodeMemory&) const = default;
};

struct Post {
  Action action = Action::email;
  notify::Group group;
};

class Notifier {
 public:
  // The notification of a change of the alert, but for what the notifier itself knows.
  using Describe = std::function<notify::Notification(const Alert&)>;

  // `alerts` and `silences` outlive the notifier.
  Notifier(AlertPolicyConfig policy, const std::vector<Alert>& alerts, const SilenceBook& silences, Describe describe);

  // To be told of every change of state, in order.
  void changed(const StateChange& change, Now now);
  // What is to be sent now. To be called after changes, at next(), and every second or so: silences and calendars begin
  // and end by themselves.
  std::vector<Post> due(Now now);
  // What waits for its group, without waiting: before a stop, or before another notifier takes over. A firing that
  // would go to a channel that is `gone` by then stays untold as a whole: the other one tells it, to whom it concerns
  // then.
  using Gone = std::function<bool(Action)>;
  std::vector<Post> flush_now(Now now, Gone gone = {});
  // When due() has to be called next, as far as that is known beforehand.
  std::optional<world::Instant> next() const { return next_; }

  // The alert's; what it says holds while the alert fires.
  const Episode& episode_of(const Alert& alert) const;
  // Nobody needs to be reminded of the alert any more; the same said again changes nothing. False if it does not fire.
  bool acknowledge(const Alert& alert, Acknowledgement by);
  bool withdraw_acknowledgement(const Alert& alert);
  // Did something happen since the last call that should outlive a restart?
  bool take_dirty();

  EpisodeMemory remember(const Alert& alert, Now now) const;
  // Endings that wait for their group: those who heard of the alerts have still to be told.
  std::vector<Ending> endings() const;
  // An episode whose rule or simulator is gone is told to be over.
  void restore(const EpisodeMemory& memory, world::Duration away, Now now);
  void restore(const Ending& ending, Now now);
  // After a change of the configuration.
  void set_policy(AlertPolicyConfig policy) { policy_ = std::move(policy); }

 private:
  static constexpr std::size_t kNoAlert = std::numeric_limits<std::size_t>::max();
  struct Item {
    std::size_t alert = 0;  // kNoAlert: of an earlier run or an earlier rule; then it is an ending
    notify::Notification notification;
    std::vector<Recipient> audience;
  };
  struct GroupState {
    GroupLabels labels;
    std::vector<Item> waiting;
    world::Instant flush_at{};
    std::optional<world::Instant> last_flush;
  };

  std::size_t index_of(const Alert& alert) const;
  const LevelPolicy* level_of(const Alert& alert) const;
  void begin_episode(const Alert& alert, Now now);
  std::string suppression(const Alert& alert, Now now) const;
  std::string inhibition(const Alert& alert) const;
  std::vector<Recipient> audience_of(const Alert& alert, const Episode& episode) const;
  std::string group_key(const Alert& alert) const;
  bool is_live(const std::string& key, const GroupState& group) const;
  void join_group(const Alert& alert);
  void enqueue(const Alert& alert, std::vector<Recipient> audience, Now now);
  void put(const std::string& key, GroupLabels labels, Item item, Now now);
  void end_without_rule(const EpisodeMemory& memory, Now now);
  notify::Notification describe(const Alert& alert, Now now) const;
  void look_at(const Alert& alert, Now now, std::vector<Post>& posts);
  void follow_up(const Alert& alert, Now now, std::vector<Post>& posts);
  std::optional<notify::NotificationKind> occasion_of(const Alert& alert, Episode& episode, Now now);
  void climb(Episode& episode, Now now);
  void wake_for(const Alert& alert, const Episode& episode, Now now);
  void wake_at(std::optional<world::Instant> when);
  notify::Group message(const std::string& key, const GroupLabels& labels, const std::vector<Item>& items,
                        const Recipient& recipient) const;
  bool stays_untold(const Item& item) const;
  void flush(const std::string& key, GroupState& group, Now now, std::vector<Post>& posts);

  AlertPolicyConfig policy_;
  const std::vector<Alert>& alerts_;
  const SilenceBook& silences_;
  Describe describe_;
  std::vector<Episode> episodes_;  // one per alert
  std::map<std::string, GroupState> groups_;
  std::optional<world::Instant> next_;
  Gone gone_;  // while flush_now() runs
  bool dirty_ = false;
};

}  // namespace checkride::runtime::alerts

// Dispatcher: every configured channel with its outbox; takes what alerts have to say and brings it to its channels.
// Channels come, change and go while it runs.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/task_group.hpp"
#include "notify/notification.hpp"
#include "notify/outbox.hpp"
#include "notify/trust.hpp"
#include "service/context.hpp"
#include "service/service.hpp"

namespace checkride::runtime::notify {

class Dispatcher {
 public:
  // Takes up what the outboxes on the disk hold. `context` outlives the dispatcher.
  explicit Dispatcher(Context& context);

  // Delivers, in tasks of `tasks`, until they are cancelled.
  void run_in(world::TaskGroup& tasks);
  // Takes over the channels of another configuration. One that is the same keeps all it has: what waits, its breaker,
  // its pace. One that is another has what waited for the former. What waits for one that is gone is given up, and may
  // be tried again when it is there once more.
  void apply(const ChannelsConfig& next);
  // Puts the group into the outbox of the action's channel. The configuration of today guarantees that there is one for
  // what begins; the end of what was told by a channel that is gone is only logged.
  void post(Action action, const Group& group);
  // Waits until everything is settled, or `until`. What the disk keeps for the next start, of a channel that is known
  // to be dead, is not waited for.
  world::Task<> drain(world::Instant until);
  // Notifications that are not settled yet.
  std::size_t queued() const;
  // "email: the reason" for each channel whose last attempt failed, or whose outbox is not safe on the disk.
  std::vector<std::string> failures() const;
  // For the health document: what waits and what was given up.
  std::vector<Detail> details() const;
  // Those of channels that are gone too, as long as somebody may want to see what they gave up.
  const std::map<Action, std::unique_ptr<Outbox>>& outboxes() const { return outboxes_; }
  // See Outbox: of whichever channel has the id.
  Outbox::Answer retry_dead_letter(std::string_view id);
  Outbox::Answer discard_dead_letter(std::string_view id);

 private:
  std::unique_ptr<Channel> make_channel(Action action);
  void add_outbox(Action action);
  void run(Outbox& outbox);
  void change(Action action, const ChannelsConfig& before);

  Context& context_;
  Logger log_;
  ChannelsConfig channels_;
  world::TaskGroup* tasks_ = nullptr;  // null until it runs
  TrustStore trust_;
  std::map<Action, std::unique_ptr<Outbox>> outboxes_;
};

// The document of GET /api/v1/notifications: every channel with what waits, what was given up and why. `dispatcher` may
// be none: nothing is sent while the service does not run.
std::string notifications_document(const Dispatcher* dispatcher);

}  // namespace checkride::runtime::notify

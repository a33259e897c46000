// Dispatcher: every configured channel with its outbox; takes what alerts have to say and brings it to its channels.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
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
  // Puts the group into the outbox of the action's channel. The configuration guarantees that there is one.
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
  const std::map<Action, std::unique_ptr<Outbox>>& outboxes() const { return outboxes_; }

 private:
  Context& context_;
  TrustStore trust_;
  std::map<Action, std::unique_ptr<Outbox>> outboxes_;
};

// The document of GET /api/v1/notifications: every channel with what waits, what was given up and why. `dispatcher` may
// be none: nothing is sent while the service does not run.
std::string notifications_document(const Dispatcher* dispatcher);

}  // namespace checkride::runtime::notify

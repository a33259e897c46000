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
#include "service/context.hpp"

namespace checkride::runtime::notify {

class Dispatcher {
 public:
  // `context` outlives the dispatcher.
  explicit Dispatcher(Context& context);

  // Delivers, in tasks of `tasks`, until they are cancelled.
  void run_in(world::TaskGroup& tasks);
  // Puts the group into the outbox of the action's channel. The configuration guarantees that there is one.
  void post(Action action, const Group& group);
  // Waits until everything is settled, or `until`.
  world::Task<> drain(world::Instant until);
  // Notifications that are not settled yet.
  std::size_t queued() const;
  // "email: the reason" for each channel whose last attempt failed.
  std::vector<std::string> failures() const;

 private:
  Context& context_;
  std::map<Action, std::unique_ptr<Outbox>> outboxes_;
};

}  // namespace checkride::runtime::notify

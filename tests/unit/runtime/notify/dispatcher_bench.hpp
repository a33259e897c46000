// DispatcherBench: the dispatcher of a monitor on a virtual host, whose channels come, change and go.
#pragma once

#include "notify/dispatcher.hpp"
#include "notify_bench.hpp"

namespace checkride::runtime::notify {

inline world::Task<int> run_dispatcher(Dispatcher& dispatcher, world::VirtualHost& host) {
  world::TaskGroup tasks(host.executor());
  dispatcher.run_in(tasks);
  co_await tasks.join();
  co_return 0;
}

class DispatcherBench : public NotifyBench {
 protected:
  // The web server at "peer" is there from the beginning; a mail server only if the test starts one.
  DispatcherBench() { peer_.start("hook", serve_hook(peer_, hook_)); }

  ChannelsConfig& channels() { return bench_.config.alert_manager.channels; }
  void start() {
    dispatcher_ = std::make_unique<Dispatcher>(bench_.context);
    monitor_.start("dispatcher", run_dispatcher(*dispatcher_, monitor_));
    run(1ms);
  }
  // As a service is told of a reload: first what comes, then it is in force.
  void reload(const ChannelsConfig& next) {
    dispatcher_->apply(next);
    channels() = next;
  }
  // The monitor dies and starts again, with the channels of today.
  void start_again() {
    restart();
    dispatcher_.reset();
    start();
  }
  const Outbox& outbox(Action action) const { return *dispatcher_->outboxes().at(action); }
  std::string document() const { return notifications_document(dispatcher_.get()); }

  Hook hook_;
  std::unique_ptr<Dispatcher> dispatcher_;
};

}  // namespace checkride::runtime::notify

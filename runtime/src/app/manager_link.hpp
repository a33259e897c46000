// ManagerLink: tells the service manager (systemd) how the monitor is, and that its event loop turns.
#pragma once

#include <string>
#include <string_view>

#include "service/context.hpp"

namespace checkride::runtime {

// What STATUS= says while the monitor runs: how many simulators send data, how many alerts fire.
std::string manager_status(const Board& board, std::size_t simulators);

class ManagerLink {
 public:
  // How often the status is looked at; it is told when it differs from the last one.
  static constexpr world::Duration kStatusPeriod{std::chrono::seconds(5)};

  // `context` outlives the link.
  explicit ManagerLink(Context& context);

  // Listeners are bound and the configuration is live; after reloading() too.
  void ready();
  void reloading();
  // Another binary takes over, which says ready() for itself; it takes `limit` at most.
  void handing_over(world::Duration limit);
  // The end begins and takes `limit` at most.
  void stopping(world::Duration limit);
  // Keeps the status current and tells the watchdog twice per period, until cancelled. From the event loop: a program
  // whose loop hangs is restarted. Returns at once without a manager.
  world::Task<> run();

 private:
  void tell(std::string_view state);

  Context& context_;
  Logger log_;
  bool running_ = false;
  bool failing_ = false;
  std::string last_status_;
};

}  // namespace checkride::runtime

// ServiceManager: who started the program, watches it and may hand it sockets; systemd's protocol (sd_notify(3),
// sd_watchdog_enabled(3), sd_listen_fds(3)).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/result/result.hpp"
#include "checkride/world/network.hpp"
#include "checkride/world/time.hpp"

namespace checkride::world {

class ServiceManager {
 public:
  virtual ~ServiceManager() = default;
  // Whether anybody listens to notify().
  virtual bool present() const = 0;
  // Tells the manager: lines such as "READY=1" and "STATUS=...", joined by newlines. "RELOADING=1" gets its
  // "MONOTONIC_USEC=..." here. Succeeds and does nothing without a manager. Never waits: a manager that takes nothing
  // is an error.
  virtual Result<> notify(std::string_view state) = 0;
  // How often at least the manager wants to hear "WATCHDOG=1"; after that time without one it ends the program.
  virtual std::optional<Duration> watchdog() const = 0;
  // A listening socket that the manager opened: the one of that name, else one on that port (0 fits none), else null.
  // Each is given once.
  virtual std::unique_ptr<Listener> take_listener(std::string_view name, std::uint16_t port) = 0;
  // Those that nobody took, as "name (address)".
  virtual std::vector<std::string> listeners_left() const = 0;
  // Closes those: clients are refused rather than kept waiting by nobody.
  virtual void close_listeners_left() = 0;
};

}  // namespace checkride::world

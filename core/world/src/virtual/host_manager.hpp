// The service manager of a virtual host: it remembers what it is told.
#pragma once

#include <string>
#include <vector>

#include "checkride/world/virtual_world.hpp"
#include "manager_parts.hpp"
#include "virtual/host_loop.hpp"
#include "virtual/net.hpp"

namespace checkride::world::sim {

class HostManager final : public ServiceManager {
 public:
  HostManager(Net& net, HostLoop& host) : net_(net), host_(host) {}

  void supervise(ManagerOptions options);
  void clear() { inherited_.clear(); }
  const std::vector<std::string>& notified() const { return notified_; }

  bool present() const override { return present_; }
  Result<> notify(std::string_view state) override;
  std::optional<Duration> watchdog() const override { return watchdog_; }
  std::unique_ptr<Listener> take_listener(std::string_view name, std::uint16_t port) override {
    return take_inherited(inherited_, name, port);
  }
  std::vector<std::string> listeners_left() const override { return described(inherited_); }
  void close_listeners_left() override { inherited_.clear(); }
  // What a program of the host leaves to the next one.
  void inherit(std::vector<InheritedListener> listeners);

 private:
  Net& net_;
  HostLoop& host_;
  bool present_ = false;
  std::optional<Duration> watchdog_;
  std::vector<InheritedListener> inherited_;
  std::vector<std::string> notified_;
};

}  // namespace checkride::world::sim

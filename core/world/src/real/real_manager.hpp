// The service manager of this process, as its environment tells it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "checkride/world/manager.hpp"
#include "manager_parts.hpp"
#include "real/real_network.hpp"

namespace checkride::world::real {

class RealManager final : public ServiceManager {
 public:
  explicit RealManager(RealNetwork& network);
  ~RealManager() override;

  bool present() const override { return !socket_path_.empty(); }
  Result<> notify(std::string_view state) override;
  std::optional<Duration> watchdog() const override { return watchdog_; }
  std::unique_ptr<Listener> take_listener(std::string_view name, std::uint16_t port) override;
  std::vector<std::string> listeners_left() const override;
  void close_listeners_left() override { inherited_.clear(); }

 private:
  void adopt_listeners(RealNetwork& network);

  std::string socket_path_;
  std::optional<Duration> watchdog_;
  std::vector<InheritedListener> inherited_;
};

}  // namespace checkride::world::real

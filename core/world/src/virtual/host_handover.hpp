// The handover of a virtual host's program: what it was asked is remembered; the next program of the host is the
// successor, and finds the listeners at the host's service manager.
#pragma once

#include <string>
#include <vector>

#include "checkride/world/virtual_world.hpp"
#include "virtual/host_manager.hpp"
#include "virtual/net.hpp"

namespace checkride::world::sim {

class HostHandover final : public Handover {
 public:
  HostHandover(Net& net, HostLoop& host, HostManager& manager, Clock& clock)
      : net_(net), host_(host), manager_(manager), clock_(clock) {}

  void offer(SuccessorOptions options);
  bool offered() const { return offered_; }
  const HandoverRecord& record() const { return record_; }
  // The listeners that it holds are gone.
  void clear() { held_.clear(); }

  std::string program() const override { return options_.program; }
  Task<Result<Trial>> try_out(std::vector<std::string> arguments, Duration limit) override;
  void hold_listeners() override;
  void hold_signals() override {}  // the next program of the host is given what waits
  void replace() override;

 private:
  Net& net_;
  HostLoop& host_;
  HostManager& manager_;
  Clock& clock_;
  bool offered_ = false;
  SuccessorOptions options_;
  HandoverRecord record_;
  std::vector<InheritedListener> held_;
};

}  // namespace checkride::world::sim

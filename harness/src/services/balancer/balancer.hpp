// Balancer: spreads requests over backends that pass their checks. The model of HAProxy for the virtual rig; on the
// process rig HAProxy itself stands in its place, told by haproxy_cfg.hpp.
#pragma once

#include <memory>
#include <optional>

#include "services/balancer/balancer_change.hpp"
#include "services/service.hpp"

namespace checkride::harness::balancer {

class Balancer final : public RunningService {
 public:
  static constexpr std::string_view kPort = "http";
  static constexpr std::string_view kHttpsPort = "https";

  // Backends are looked up among the place's services.
  Balancer(ServicePlace place, const BalancerSpec& spec);
  ~Balancer() override;

  Result<> listen(const ServicePorts& ports) override;
  world::Task<> serve() override;
  world::Task<Result<>> set(ServiceChange change) override;

  struct State;

 private:
  std::shared_ptr<State> state_;  // shared with the checks under way
  std::unique_ptr<world::Listener> listener_;
  std::unique_ptr<world::Listener> https_;
  std::optional<tls::Server> tls_;
};

}  // namespace checkride::harness::balancer

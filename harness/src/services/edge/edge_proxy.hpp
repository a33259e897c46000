// EdgeProxy: what stands before a service towards the world: limits, headers, redirect, TLS, compression, logs. The
// model of nginx for the virtual rig; on the process rig nginx itself stands in its place, told by nginx_conf.hpp.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "services/service.hpp"

namespace checkride::harness::edge {

class EdgeProxy final : public RunningService {
 public:
  static constexpr std::string_view kHttpPort = "http";
  static constexpr std::string_view kHttpsPort = "https";

  // Whom it hands requests to is looked up among the place's services.
  EdgeProxy(ServicePlace place, const EdgeSpec& spec);
  ~EdgeProxy() override;

  Result<> listen(const ServicePorts& ports) override;
  world::Task<> serve() override;

  struct State;

 private:
  std::shared_ptr<State> state_;  // shared with the requests under way
  std::unique_ptr<world::Listener> http_;
  std::unique_ptr<world::Listener> https_;
  std::optional<tls::Server> tls_;
};

}  // namespace checkride::harness::edge

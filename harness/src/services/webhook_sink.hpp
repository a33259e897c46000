// An HTTP receiver that keeps every call and answers as its scenario says, 200 "ok" by itself, as chat services do.
#pragma once

#include <memory>

#include "services/http_faults.hpp"
#include "services/service.hpp"
#include "services/service_tls.hpp"

namespace checkride::harness {

class WebhookService final : public RunningService {
 public:
  // The name of its port in ServicePorts.
  static constexpr std::string_view kPort = "http";

  // Requires the inbox of calls; where the spec has TLS an authority too.
  WebhookService(ServicePlace place, WebhookSpec spec);

  Result<> listen(const ServicePorts& ports) override;
  world::Task<> serve() override;
  Result<std::string> inject(const ServiceFault& fault) override {
    return faults_.inject(fault.kind, fault.parameters_json);
  }
  Result<> clear(const std::string& id) override { return faults_.clear(id); }

 private:
  world::Task<http::Response> answer(const http::Request& request);
  http::ServerLimits limits() const;
  http::ServerHooks hooks();

  ServicePlace place_;
  WebhookSpec spec_;
  ActiveFaults faults_{MemberKind::webhook};
  std::unique_ptr<ServiceTls> tls_;
  std::unique_ptr<world::Listener> listener_;
};

}  // namespace checkride::harness

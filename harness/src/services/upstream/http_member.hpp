// HttpMember: what the HTTP services of a scenario have in common: ports, the start, the drain, faults, the log, and
// that they tell what they were asked.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "checkride/http/http.hpp"
#include "services/active_faults.hpp"
#include "services/service.hpp"
#include "services/service_tls.hpp"
#include "services/upstream/service_log.hpp"

namespace checkride::harness {

struct HttpMemberSettings {
  world::Duration start_time{};  // not listening before
  http::ServerLimits limits{};
  std::optional<TlsPolicy> tls{};
};

class HttpMember : public RunningService {
 public:
  // The names of its ports in ServicePorts; not every member has the second.
  static constexpr std::string_view kPort = "http";
  static constexpr std::string_view kMetricsPort = "metrics";

  HttpMember(ServicePlace place, MemberKind kind, HttpMemberSettings settings);

  Result<> listen(const ServicePorts& ports) final;
  world::Task<> serve() final;
  world::Task<Result<>> stop(world::Instant deadline) final;
  Result<std::string> inject(const ServiceFault& fault) final;
  Result<> clear(const std::string& id) final;

 protected:
  // The answer to a request that no fault answers; `slow`: by so much faults make it later.
  virtual world::Task<http::Response> answer(const http::Request& request, world::Duration slow) = 0;
  // The same on the port for metrics.
  virtual http::Response metrics() { return http::error_response(404, "not_found", "there are no metrics here"); }
  // Faults were made or ended.
  virtual void faults_changed() {}
  // What runs beside it, in `tasks`, as long as it serves.
  virtual void begin(world::TaskGroup& /*tasks*/) {}

  const ServicePlace& place() const { return place_; }
  world::World& world() const { return place_.world; }
  const ActiveFaults& faults() const { return faults_; }
  ServiceLog& log() { return log_; }
  std::size_t connections() const { return connections_; }

 private:
  world::Task<http::Response> handle(const http::Request& request);
  world::Task<> serve_metrics();
  Result<> bind(const std::string& port, std::unique_ptr<world::Listener>& listener);
  http::ServerHooks hooks();
  http::ServerLimits limits() const;

  ServicePlace place_;
  HttpMemberSettings settings_;
  ActiveFaults faults_;
  ServiceLog log_;
  ServicePorts ports_;
  std::unique_ptr<ServiceTls> tls_;
  std::unique_ptr<world::Listener> listener_;
  std::unique_ptr<world::Listener> metrics_listener_;
  std::shared_ptr<http::Drain> drain_ = std::make_shared<http::Drain>();
  std::size_t connections_ = 0;
  bool serving_ = false;
};

}  // namespace checkride::harness

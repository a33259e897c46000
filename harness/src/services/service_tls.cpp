#include "services/service_tls.hpp"

#include <utility>

#include "checkride/result/assert.hpp"

namespace checkride::harness {

namespace {

constexpr world::Duration kDay = std::chrono::hours(24);
constexpr std::string_view kStranger = "elsewhere.invalid";

tls::CertificateRequest request_for(world::World& world, std::vector<std::string> names) {
  const world::UtcTime now = world.clock().utc_now();
  tls::CertificateRequest request;
  request.names = std::move(names);
  request.from = now - kDay;
  request.until = now + 365 * kDay;
  return request;
}

}  // namespace

ServiceTls::ServiceTls(const ServicePlace& place, const ActiveFaults& faults, tls::Server good)
    : world_(place.world), names_(place.names), authority_(*place.authority), faults_(faults), good_(std::move(good)) {}

Result<std::unique_ptr<ServiceTls>> ServiceTls::make(const ServicePlace& place, const ActiveFaults& faults) {
  CHECKRIDE_ASSERT(place.authority != nullptr);
  CHECKRIDE_ASSERT(!place.names.empty());
  tls::Identity identity = place.authority->issue(place.world, request_for(place.world, place.names));
  TRY(tls::Server good, server_of(place.world, std::move(identity)));
  return std::unique_ptr<ServiceTls>(new ServiceTls(place, faults, std::move(good)));
}

Result<tls::Server> ServiceTls::server_of(world::World& world, tls::Identity identity) {
  tls::ServerSettings settings;
  settings.identity = std::move(identity);
  return tls::Server::make(world, settings);
}

Result<tls::Server> ServiceTls::bad(BadCertificate reason) const {
  tls::CertificateRequest request = request_for(world_, names_);
  if (reason == BadCertificate::wrong_name) request.names = {std::string(kStranger)};
  if (reason == BadCertificate::expired) request.until = world_.clock().utc_now() - kDay / 24;
  if (reason != BadCertificate::unknown_authority) return server_of(world_, authority_.issue(world_, request));
  const tls::Authority stranger = tls::Authority::make(world_, std::string(kStranger));
  return server_of(world_, stranger.issue(world_, request));
}

world::Task<tls::Server> ServiceTls::greet() {
  if (const ServiceFaultValue* slow = faults_.find("slow_tls")) co_await world_.clock().sleep_for(slow->delay);
  const ServiceFaultValue* fault = faults_.find("bad_certificate");
  if (fault == nullptr) co_return good_;
  const auto found = bad_.find(fault->reason);
  if (found != bad_.end()) co_return found->second;
  // A certificate that cannot be made leaves nothing to serve with: value() ends the connection's task.
  tls::Server server = bad(fault->reason).value();
  bad_.emplace(fault->reason, server);
  co_return server;
}

}  // namespace checkride::harness

#include "services/service_tls.hpp"

#include <utility>

#include "checkride/result/assert.hpp"
#include "checkride/tls/session.hpp"

namespace checkride::harness {

namespace {

constexpr world::Duration kDay = std::chrono::hours(24);
constexpr std::string_view kStranger = "elsewhere.invalid";

}  // namespace

tls::Version version_of(TlsVersion version) {
  switch (version) {
    case TlsVersion::tls_1_1:
      return tls::Version::tls_1_1;
    case TlsVersion::tls_1_2:
      return tls::Version::tls_1_2;
    case TlsVersion::tls_1_3:
      break;
  }
  return tls::Version::tls_1_3;
}

tls::Identity identity_for(world::World& world, const tls::Authority& authority, const std::vector<std::string>& names,
                           const TlsPolicy& policy) {
  const world::UtcTime now = world.clock().utc_now();
  tls::CertificateRequest request;
  request.names = names;
  request.from = now - kDay;
  request.until = now + 365 * kDay;
  request.key = policy.key == CertificateKey::rsa ? tls::KeyKind::rsa : tls::KeyKind::ecdsa;
  if (policy.certificate == BadCertificate::wrong_name) request.names = {std::string(kStranger)};
  if (policy.certificate == BadCertificate::expired) request.until = now - kDay / 24;
  if (policy.certificate != BadCertificate::unknown_authority) return authority.issue(world, request);
  const tls::Authority stranger = tls::Authority::make(world, std::string(kStranger));
  return stranger.issue(world, request);
}

Result<tls::Server> server_for(world::World& world, const ServicePlace& place, const TlsPolicy& policy) {
  CHECKRIDE_ASSERT(place.authority != nullptr);
  CHECKRIDE_ASSERT(!place.names.empty());
  tls::ServerSettings settings;
  settings.identity = identity_for(world, *place.authority, place.names, policy);
  settings.least = version_of(policy.least);
  settings.most = version_of(policy.most);
  settings.ciphers = policy.ciphers;
  TRY(tls::Server server, tls::Server::make(world, settings));
  if (policy.sessions > world::Duration::zero()) tls::keep_sessions(world, server, policy.sessions);
  return server;
}

tls::Client trust_for(world::World& world, const ServicePlace& place) {
  CHECKRIDE_ASSERT(place.authority != nullptr);
  tls::ClientSettings settings;
  settings.trust_pem = place.authority->trust_pem();
  return tls::Client::make(world, settings).value();  // the authority is one of our own making
}

ServiceTls::ServiceTls(const ServicePlace& place, const ActiveFaults& faults, const TlsPolicy& policy, tls::Server good)
    : place_(place), policy_(policy), faults_(faults), good_(std::move(good)) {}

Result<std::unique_ptr<ServiceTls>> ServiceTls::make(const ServicePlace& place, const ActiveFaults& faults,
                                                     const TlsPolicy& policy) {
  TRY(tls::Server good, server_for(place.world, place, policy));
  return std::unique_ptr<ServiceTls>(new ServiceTls(place, faults, policy, std::move(good)));
}

world::Task<tls::Server> ServiceTls::greet() {
  world::World& world = place_.world;
  if (const ServiceFaultValue* slow = faults_.find("slow_tls")) co_await world.clock().sleep_for(slow->delay);
  const ServiceFaultValue* fault = faults_.find("bad_certificate");
  if (fault == nullptr) co_return good_;
  const auto found = bad_.find(fault->reason);
  if (found != bad_.end()) co_return found->second;
  TlsPolicy policy = policy_;
  policy.certificate = fault->reason;
  // A certificate that cannot be made leaves nothing to serve with: value() ends the connection's task.
  tls::Server server = server_for(world, place_, policy).value();
  bad_.emplace(fault->reason, server);
  co_return server;
}

}  // namespace checkride::harness

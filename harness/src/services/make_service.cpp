// Every kind of service: its ports, and how it is made.
#include "services/balancer/balancer.hpp"
#include "services/edge/edge_proxy.hpp"
#include "services/service.hpp"
#include "services/smtp_sink.hpp"
#include "services/stores/database.hpp"
#include "services/stores/key_value.hpp"
#include "services/upstream/metar_provider.hpp"
#include "services/upstream/upstream.hpp"
#include "services/webhook_sink.hpp"

namespace checkride::harness {

namespace {

constexpr std::string_view kHttp = "http";

// Stands for a program that there is no model of.
class OnlyReal final : public RunningService {
 public:
  Result<> listen(const ServicePorts&) override { return Error::invalid(std::string(kOnlyReal)); }
  world::Task<> serve() override { co_return; }
};

struct Ports {
  std::vector<ServicePort> operator()(const SmtpSpec& spec) const {
    return {{std::string(SmtpService::kPort), spec.port}};
  }
  std::vector<ServicePort> operator()(const WebhookSpec& spec) const {
    return {{std::string(WebhookService::kPort), spec.port}};
  }
  std::vector<ServicePort> operator()(const DatabaseSpec& spec) const {
    return {{std::string(stores::Database::kPort), spec.port}};
  }
  std::vector<ServicePort> operator()(const KeyValueSpec& spec) const {
    return {{std::string(stores::KeyValue::kPort), spec.port}};
  }
  std::vector<ServicePort> operator()(const UpstreamSpec& spec) const {
    std::vector<ServicePort> ports{{std::string(HttpMember::kPort), spec.port}};
    if (spec.metrics_port) ports.push_back({std::string(HttpMember::kMetricsPort), *spec.metrics_port});
    return ports;
  }
  std::vector<ServicePort> operator()(const MetarSpec& spec) const {
    return {{std::string(HttpMember::kPort), spec.port}};
  }
  std::vector<ServicePort> operator()(const BalancerSpec& spec) const {
    std::vector<ServicePort> ports{{std::string(balancer::Balancer::kPort), spec.port}};
    if (spec.tls) ports.push_back({std::string(balancer::Balancer::kHttpsPort), spec.https_port});
    return ports;
  }
  std::vector<ServicePort> operator()(const EdgeSpec& spec) const {
    std::vector<ServicePort> ports{{std::string(edge::EdgeProxy::kHttpPort), spec.port}};
    if (spec.tls) ports.push_back({std::string(edge::EdgeProxy::kHttpsPort), spec.https_port});
    return ports;
  }
  std::vector<ServicePort> operator()(const PrometheusSpec&) const { return {{std::string(kHttp), 9090}}; }
  std::vector<ServicePort> operator()(const AlertmanagerSpec&) const { return {{std::string(kHttp), 9093}}; }
};

// The databases that copy each other, `name` among them; none if it stands alone.
std::vector<stores::SetPlace> set_of(const std::vector<Neighbour>& services, const std::string& name,
                                     const DatabaseSpec& spec) {
  const std::string& first = spec.replica_of.empty() ? name : spec.replica_of;
  std::vector<stores::SetPlace> set;
  for (const Neighbour& one : services) {
    const auto* database = std::get_if<DatabaseSpec>(&one.spec);
    if (database == nullptr || (one.name != first && database->replica_of != first)) continue;
    stores::SetPlace member;
    member.member = {one.name, database->holds_data};
    member.endpoint = one.endpoint;
    set.push_back(std::move(member));
  }
  if (set.size() == 1) set.clear();
  return set;
}

std::optional<world::Endpoint> leader_of(const std::vector<Neighbour>& services, const KeyValueSpec& spec) {
  for (const Neighbour& one : services) {
    if (one.name == spec.replica_of) return one.endpoint;
  }
  return std::nullopt;
}

struct Make {
  ServicePlace place;
  std::unique_ptr<RunningService> operator()(const SmtpSpec& spec) {
    return std::make_unique<SmtpService>(std::move(place), spec);
  }
  std::unique_ptr<RunningService> operator()(const WebhookSpec& spec) {
    return std::make_unique<WebhookService>(std::move(place), spec);
  }
  std::unique_ptr<RunningService> operator()(const DatabaseSpec& spec) {
    auto set = set_of(place.services, place.name, spec);
    return std::make_unique<stores::Database>(place.world, place.name, place.folder, spec, std::move(set));
  }
  std::unique_ptr<RunningService> operator()(const KeyValueSpec& spec) {
    return std::make_unique<stores::KeyValue>(place.world, place.folder, spec, leader_of(place.services, spec));
  }
  std::unique_ptr<RunningService> operator()(const UpstreamSpec& spec) {
    return std::make_unique<Upstream>(std::move(place), spec);
  }
  std::unique_ptr<RunningService> operator()(const MetarSpec& spec) {
    return std::make_unique<MetarProvider>(std::move(place), spec);
  }
  std::unique_ptr<RunningService> operator()(const BalancerSpec& spec) {
    return std::make_unique<balancer::Balancer>(std::move(place), spec);
  }
  std::unique_ptr<RunningService> operator()(const EdgeSpec& spec) {
    return std::make_unique<edge::EdgeProxy>(std::move(place), spec);
  }
  std::unique_ptr<RunningService> operator()(const PrometheusSpec&) { return std::make_unique<OnlyReal>(); }
  std::unique_ptr<RunningService> operator()(const AlertmanagerSpec&) { return std::make_unique<OnlyReal>(); }
};

struct TellsServed {
  bool operator()(const SmtpSpec&) const { return true; }
  bool operator()(const WebhookSpec&) const { return true; }
  bool operator()(const UpstreamSpec&) const { return true; }
  bool operator()(const MetarSpec&) const { return true; }
  template <class Other>
  bool operator()(const Other&) const {
    return false;
  }
};

struct UsesTls {
  bool operator()(const SmtpSpec& spec) const { return spec.tls != TlsMode::none; }
  bool operator()(const WebhookSpec& spec) const { return spec.tls != TlsMode::none; }
  template <class Other>
  bool operator()(const Other&) const {
    return false;
  }
};

// Of a service whose policy is a map under `tls`.
struct PolicyOf {
  const TlsPolicy* operator()(const UpstreamSpec& spec) const { return get(spec.tls); }
  const TlsPolicy* operator()(const MetarSpec& spec) const { return get(spec.tls); }
  const TlsPolicy* operator()(const EdgeSpec& spec) const { return get(spec.tls); }
  const TlsPolicy* operator()(const BalancerSpec& spec) const { return get(spec.tls); }
  template <class Other>
  const TlsPolicy* operator()(const Other&) const {
    return nullptr;
  }
  static const TlsPolicy* get(const std::optional<TlsPolicy>& tls) { return tls ? &*tls : nullptr; }
};

}  // namespace

bool tells_what_it_served(const ServiceSpec& spec) {
  return std::visit(TellsServed{}, spec);
}

bool uses_tls(const ServiceSpec& spec) {
  return policy_of(spec) != nullptr || std::visit(UsesTls{}, spec);
}

// Proxies have a port of its own for it; the others have no other port for requests.
bool speaks_tls(const ServiceSpec& spec, std::string_view port) {
  const bool has_both = std::holds_alternative<EdgeSpec>(spec) || std::holds_alternative<BalancerSpec>(spec);
  if (has_both) return port == edge::EdgeProxy::kHttpsPort;
  return uses_tls(spec) && port != HttpMember::kMetricsPort;
}

const TlsPolicy* policy_of(const ServiceSpec& spec) {
  return std::visit(PolicyOf{}, spec);
}

std::vector<ServicePort> ports_of(const ServiceSpec& spec) {
  return std::visit(Ports{}, spec);
}

std::unique_ptr<RunningService> make_service(ServicePlace place, const ServiceSpec& spec) {
  return std::visit(Make{std::move(place)}, spec);
}

}  // namespace checkride::harness

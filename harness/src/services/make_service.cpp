// Every kind of service: its ports, and how it is made.
#include "services/service.hpp"
#include "services/smtp_sink.hpp"
#include "services/stores/database.hpp"
#include "services/stores/key_value.hpp"
#include "services/webhook_sink.hpp"

namespace checkride::harness {

namespace {

constexpr std::string_view kSmtp = "smtp";
constexpr std::string_view kHttp = "http";

class SmtpService final : public RunningService {
 public:
  explicit SmtpService(ServicePlace place) : place_(std::move(place)) {}
  Result<> listen(const ServicePorts& ports) override {
    TRY(listener_, place_.world.network().listen(ports.at(std::string(kSmtp))));
    return {};
  }
  world::Task<> serve() override { co_await serve_smtp(place_.world, std::move(listener_), *place_.mail); }

 private:
  ServicePlace place_;
  std::unique_ptr<world::Listener> listener_;
};

class WebhookService final : public RunningService {
 public:
  explicit WebhookService(ServicePlace place) : place_(std::move(place)) {}
  Result<> listen(const ServicePorts& ports) override {
    TRY(listener_, place_.world.network().listen(ports.at(std::string(kHttp))));
    return {};
  }
  world::Task<> serve() override { co_await serve_webhook(place_.world, std::move(listener_), *place_.webhook); }

 private:
  ServicePlace place_;
  std::unique_ptr<world::Listener> listener_;
};

struct Ports {
  std::vector<ServicePort> operator()(const SmtpSpec&) const { return {{std::string(kSmtp), 587}}; }
  std::vector<ServicePort> operator()(const WebhookSpec&) const { return {{std::string(kHttp), 80}}; }
  std::vector<ServicePort> operator()(const DatabaseSpec& spec) const {
    return {{std::string(stores::Database::kPort), spec.port}};
  }
  std::vector<ServicePort> operator()(const KeyValueSpec& spec) const {
    return {{std::string(stores::KeyValue::kPort), spec.port}};
  }
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
  std::unique_ptr<RunningService> operator()(const SmtpSpec&) {
    return std::make_unique<SmtpService>(std::move(place));
  }
  std::unique_ptr<RunningService> operator()(const WebhookSpec&) {
    return std::make_unique<WebhookService>(std::move(place));
  }
  std::unique_ptr<RunningService> operator()(const DatabaseSpec& spec) {
    auto set = set_of(place.services, place.name, spec);
    return std::make_unique<stores::Database>(place.world, place.name, place.folder, spec, std::move(set));
  }
  std::unique_ptr<RunningService> operator()(const KeyValueSpec& spec) {
    return std::make_unique<stores::KeyValue>(place.world, place.folder, spec, leader_of(place.services, spec));
  }
};

}  // namespace

std::vector<ServicePort> ports_of(const ServiceSpec& spec) {
  return std::visit(Ports{}, spec);
}

std::unique_ptr<RunningService> make_service(ServicePlace place, const ServiceSpec& spec) {
  return std::visit(Make{std::move(place)}, spec);
}

}  // namespace checkride::harness

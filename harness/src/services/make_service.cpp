// Every kind of service: its ports, and how it is made.
#include "services/service.hpp"
#include "services/smtp_sink.hpp"
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
};

struct Make {
  ServicePlace place;
  std::unique_ptr<RunningService> operator()(const SmtpSpec&) {
    return std::make_unique<SmtpService>(std::move(place));
  }
  std::unique_ptr<RunningService> operator()(const WebhookSpec&) {
    return std::make_unique<WebhookService>(std::move(place));
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

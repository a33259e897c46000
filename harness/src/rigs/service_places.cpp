#include "rigs/service_places.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "services/service.hpp"
#include "services/upstream/service_log.hpp"

namespace checkride::harness {

namespace {

// How clients address a service of that kind.
struct UrlScheme {
  std::string_view word;
  std::uint16_t port = 0;  // that the word means by itself; 0: none
};

UrlScheme scheme_of(const ServiceSpec& spec) {
  const bool tls = uses_tls(spec) && (policy_of(spec) == nullptr || speaks_tls(spec, ports_of(spec).front().name));
  switch (kind_of(spec)) {
    case MemberKind::smtp:
      return tls ? UrlScheme{"smtps", 0} : UrlScheme{"smtp", 0};
    case MemberKind::key_value:
      return {"redis", 0};
    case MemberKind::database:
      return {"store", 0};
    default:
      return tls ? UrlScheme{"https", http::kHttpsPort} : UrlScheme{"http", http::kHttpPort};
  }
}

// "mail-2" is MAIL_2 in the names of variables.
std::string variable_part(const std::string& name) {
  std::string part;
  for (const char c : name) part += c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return part;
}

const Service* first_of(const Scenario& scenario, MemberKind kind) {
  const auto found = std::find_if(scenario.services.begin(), scenario.services.end(),
                                  [kind](const Service& service) { return service.kind() == kind; });
  return found == scenario.services.end() ? nullptr : &*found;
}

void place_mail(const Service& service, const world::Endpoint& endpoint, MonitorPlaces& places) {
  const auto& spec = std::get<SmtpSpec>(service.spec);
  places.smtp = endpoint;
  places.smtp_tls = spec.tls;
  if (!spec.login) return;
  places.environment["SMTP_USERNAME"] = spec.login->user;
  places.environment["SMTP_PASSWORD"] = spec.login->password;
}

}  // namespace

std::optional<tls::Authority> authority_for(world::World& world, const Scenario& scenario) {
  const bool needed = std::any_of(scenario.services.begin(), scenario.services.end(),
                                  [](const Service& service) { return uses_tls(service.spec); });
  if (!needed) return std::nullopt;
  return tls::Authority::make(world, "checkride run");
}

std::string url_of(const ServiceSpec& spec, const world::Endpoint& endpoint) {
  const UrlScheme scheme = scheme_of(spec);
  return fmt::format("{}://{}", scheme.word, endpoint.port == scheme.port ? endpoint.host : endpoint.text());
}

std::string webhook_url_of(const ServiceSpec& spec, const world::Endpoint& endpoint) {
  return url_of(spec, endpoint) + std::string(kWebhookPath);
}

std::map<std::string, std::string> service_environment(const Scenario& scenario, const EndpointOf& endpoint_of,
                                                       const std::string& ca_file) {
  std::map<std::string, std::string> variables;
  for (const Service& service : scenario.services) {
    const world::Endpoint endpoint = endpoint_of(service);
    const std::string prefix = "CHECKRIDE_SERVICE_" + variable_part(service.name);
    variables[prefix + "_HOST"] = endpoint.host;
    variables[prefix + "_PORT"] = fmt::to_string(endpoint.port);
    variables[prefix + "_URL"] = url_of(service.spec, endpoint);
  }
  if (!ca_file.empty()) variables["CHECKRIDE_CA_FILE"] = ca_file;
  return variables;
}

void place_services(const Scenario& scenario, const EndpointOf& endpoint_of, const std::string& ca_file,
                    MonitorPlaces& places) {
  places.environment = service_environment(scenario, endpoint_of, ca_file);
  places.ca_file = ca_file;
  if (const Service* mail = first_of(scenario, MemberKind::smtp)) place_mail(*mail, endpoint_of(*mail), places);
  const Service* chat = first_of(scenario, MemberKind::webhook);
  if (chat == nullptr) return;
  places.webhook_url = webhook_url_of(chat->spec, endpoint_of(*chat));
  places.webhook_tls = uses_tls(chat->spec);
}

ServicePort asked_port(const ServiceSpec& spec, Port port) {
  const std::vector<ServicePort> ports = ports_of(spec);
  const auto own =
      std::find_if(ports.begin(), ports.end(), [port](const ServicePort& one) { return one.name == to_string(port); });
  return own == ports.end() ? ports.front() : *own;
}

bool is_asked_by_https(const Service* service, Port port, Scheme scheme) {
  if (scheme != Scheme::own) return scheme == Scheme::https;
  if (port == Port::https) return true;
  return service != nullptr && speaks_tls(service->spec, asked_port(service->spec, port).name);
}

std::string service_log_path(const std::string& folder) {
  return folder + "/" + std::string(kServiceLog);
}

}  // namespace checkride::harness

// Where a monitor finds the services of its scenario, and how it comes to know: places, certificates, environment.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "checkride/harness/scenario.hpp"
#include "checkride/tls/authority.hpp"
#include "rigs/deployment.hpp"
#include "services/service.hpp"

namespace checkride::harness {

// Vouches for the certificates of all services of a run; nothing where none speaks TLS.
std::optional<tls::Authority> authority_for(world::World& world, const Scenario& scenario);

// The port of a service on which that is asked: of metrics one of its own, if it has that, else its first.
ServicePort asked_port(const ServiceSpec& spec, Port port);
// Is a member asked by https there, in this way? `service`: the member, if it is one of the services.
bool is_asked_by_https(const Service* service, Port port, Scheme scheme);
// Where a service writes its log, if it has one.
std::string service_log_path(const std::string& folder);

// Where a service is, as whoever gets its address sees it.
using EndpointOf = std::function<world::Endpoint(const Service&)>;

// "https://hooks.slack.com", without the port that the scheme has by itself.
std::string url_of(const ServiceSpec& spec, const world::Endpoint& endpoint);
// A webhook's whole address, with the path that chat services have.
std::string webhook_url_of(const ServiceSpec& spec, const world::Endpoint& endpoint);

// CHECKRIDE_SERVICE_NAME_HOST, _PORT and _URL of each service; where one speaks TLS CHECKRIDE_CA_FILE, the path of
// the authority's certificate.
std::map<std::string, std::string> service_environment(const Scenario& scenario, const EndpointOf& endpoint_of,
                                                       const std::string& ca_file);

// Puts the first mail server and the first webhook into the places of a monitor, and the environment of all services.
void place_services(const Scenario& scenario, const EndpointOf& endpoint_of, const std::string& ca_file,
                    MonitorPlaces& places);

}  // namespace checkride::harness

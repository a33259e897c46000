// A running service of a scenario: the same code on a virtual host and on real sockets; rigs differ in the world they
// give it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/harness/service_specs.hpp"
#include "checkride/tls/authority.hpp"
#include "checkride/world/world.hpp"
#include "services/served.hpp"

namespace checkride::harness {

// A service of the scenario, and where its clients reach it.
struct Neighbour {
  std::string name;
  ServiceSpec spec;
  world::Endpoint endpoint;
};

// Where a service lives. Everything outlives it.
struct ServicePlace {
  world::World& world;
  std::string name;
  std::string folder;                    // of its own, in world.files(): what must survive a crash lies there
  MailInbox* mail = nullptr;             // of an smtp service
  WebhookInbox* webhook = nullptr;       // of a webhook service
  std::vector<Neighbour> services = {};  // all of the scenario, this one among them
  ServedInbox* served = nullptr;         // of any: what it was asked, if it tells that
  // By which its clients know it, for its certificate; `authority` vouches for that. Null: nothing here has TLS.
  std::vector<std::string> names = {};
  const tls::Authority* authority = nullptr;
};

// A port of a service: what it is called, and its number where the service has a host of its own.
struct ServicePort {
  std::string name;
  std::uint16_t number = 0;
};
// Those that a service has; the first is where its clients find it.
std::vector<ServicePort> ports_of(const ServiceSpec& spec);
// Does it show a certificate of the run's authority? Then its place has one.
bool uses_tls(const ServiceSpec& spec);
// Does its port of that name speak TLS from the first byte?
bool speaks_tls(const ServiceSpec& spec, std::string_view port);
// The policy that it was given; null: none.
const TlsPolicy* policy_of(const ServiceSpec& spec);
// Does it put what it is asked into its inbox of that?
bool tells_what_it_served(const ServiceSpec& spec);
// Where its ports are, by their names.
using ServicePorts = std::map<std::string, world::Endpoint>;

// A fault of a service, as `inject` has it, and a change of one, as `set` has it.
struct ServiceFault {
  std::string kind;
  std::string parameters_json = "{}";
};
struct ServiceChange {
  std::string json;
};

class RunningService {
 public:
  virtual ~RunningService() = default;
  // Binds its ports. Errors name the port.
  virtual Result<> listen(const ServicePorts& ports) = 0;
  // Until cancelled, which is its crash: what is durable is on its disk.
  virtual world::Task<> serve() = 0;
  // Drains until `deadline`; then serve() may be cancelled. By itself: has nothing to finish.
  virtual world::Task<Result<>> stop(world::Instant deadline);
  // The fault's id. Errors (invalid): it has no such fault. By itself: it has none.
  virtual Result<std::string> inject(const ServiceFault& fault);
  virtual Result<> clear(const std::string& id);
  // Weights, states, availability of parts. Errors (invalid): it has nothing to set.
  virtual world::Task<Result<>> set(ServiceChange change);
};

// Why there is no model of some.
inline constexpr std::string_view kOnlyReal = "it is a real program, which only the process rig has";

// make_service.cpp is the only place that knows all kinds.
std::unique_ptr<RunningService> make_service(ServicePlace place, const ServiceSpec& spec);

}  // namespace checkride::harness

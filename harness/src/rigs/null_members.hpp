// Members that do nothing, for `checkride run --null`: what claims that a promise is kept must fail with them, or it
// proves nothing. They listen where the real ones would and agree to everything, so that steps go on to the
// expectations.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "checkride/harness/service_specs.hpp"
#include "checkride/world/world.hpp"
#include "services/service.hpp"

namespace checkride::harness {

// What a port of theirs says.
enum class NullTalk : std::uint8_t {
  http,     // 200 and {} to everything
  control,  // 200 and {"id":"0"}, so that steps that act on a simulator find that done
  silence,  // takes connections and bytes
  tables,   // {"ok":true} to every line
  keys,     // OK to every command, and nothing is there
};
struct NullPort {
  std::string name;
  world::Endpoint where;
  NullTalk talk = NullTalk::http;
};
// Of what stands in the place of a monitor or subject, and of a simulator.
std::vector<NullPort> null_subject_ports(const world::Endpoint& health, const world::Endpoint& metrics);
std::vector<NullPort> null_emulator_ports(const world::Endpoint& simconnect, const world::Endpoint& control);

class NullMembers {
 public:
  // `world` outlives it.
  explicit NullMembers(world::World& world) : world_(world) {}
  // Errors name the port.
  Result<> listen(const std::vector<NullPort>& ports);
  // Where they are, with real ports where 0 was asked for.
  const std::map<std::string, world::Endpoint>& ports() const { return endpoints_; }
  // Until cancelled. Once.
  world::Task<> serve();

 private:
  struct Open {
    std::unique_ptr<world::Listener> listener;
    NullTalk talk = NullTalk::http;
  };

  world::World& world_;
  std::vector<Open> open_;
  std::map<std::string, world::Endpoint> endpoints_;
};

// A program of its own: says where it listens, ends with 0 when it is asked to.
world::Task<int> null_program(world::World& world, std::vector<NullPort> ports);

// Whether a service is what a scenario tests that has neither monitor nor subject: mail and webhooks only listen to
// others.
bool can_be_tested(const ServiceSpec& spec);
// In the place of such a service.
std::unique_ptr<RunningService> make_null_service(ServicePlace place, const ServiceSpec& spec);

}  // namespace checkride::harness

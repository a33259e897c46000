// Listening where a user asked for it.
#pragma once

#include <memory>
#include <string>

#include "checkride/result/result.hpp"
#include "checkride/world/network.hpp"
#include "checkride/world/task.hpp"

namespace checkride::program {

// Where the user wrote the address: the words of messages, such as "--listen" or "monitoring.health_check_port".
struct WrittenAs {
  // One flag or key for both.
  explicit WrittenAs(const std::string& both) : address(both), port(both) {}
  WrittenAs(std::string address_key, std::string port_key)
      : address(std::move(address_key)), port(std::move(port_key)) {}
  std::string address;
  std::string port;
};

// Listens at `where`; a host name is looked up only when it is none that the network knows by itself (an IP literal,
// localhost). `network` outlives the task. Errors (invalid) name the flag or key, the address and what to do: the name
// cannot be resolved; it is not of this machine; the port is in use; the user may not have it.
world::Task<Result<std::unique_ptr<world::Listener>>> listen(world::Network& network, world::Endpoint where,
                                                             WrittenAs written);

}  // namespace checkride::program

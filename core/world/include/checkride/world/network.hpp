// The network of a world: resolve, listen, connect.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "checkride/world/stream.hpp"

namespace checkride::world {

class Listener {
 public:
  virtual ~Listener() = default;
  virtual Task<Result<Stream>> accept() = 0;
  // With the real port, when port 0 was asked for.
  virtual Endpoint local() const = 0;
  virtual void close() = 0;

  // What a successor of this program will know the socket by, beside its port (handover.hpp).
  const std::string& name() const { return name_; }
  void set_name(std::string name) { name_ = std::move(name); }

 private:
  std::string name_;
};

class Network {
 public:
  virtual ~Network() = default;
  // Addresses of a name, in order of preference; an IP literal gives itself. Error: host_not_found.
  virtual Task<Result<std::vector<std::string>>> resolve(std::string name) = 0;
  // Errors name the endpoint: address_in_use, address_not_available, permission_denied.
  virtual Result<std::unique_ptr<Listener>> listen(const Endpoint& where) = 0;
  // Resolves, then connects to the first address that answers. Has no time limit of its own: use within().
  virtual Task<Result<Stream>> connect(Endpoint to) = 0;
};

}  // namespace checkride::world

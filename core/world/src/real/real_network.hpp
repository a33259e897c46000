// TCP of the operating system, IPv4 and IPv6.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>
#include <vector>

#include "checkride/world/network.hpp"
#include "checkride/world/real_world.hpp"

namespace checkride::world::real {

// A listening TCP socket that this process inherited, taken over; null if the descriptor is anything else.
std::unique_ptr<Listener> adopt_listener(asio::io_context& context, int descriptor);

class RealNetwork final : public Network {
 public:
  RealNetwork(asio::io_context& context, const PeerWatch& watch) : context_(context), watch_(watch) {}
  Task<Result<std::vector<std::string>>> resolve(std::string name) override;
  Result<std::unique_ptr<Listener>> listen(const Endpoint& where) override;
  Task<Result<Stream>> connect(Endpoint to) override;

 private:
  asio::io_context& context_;
  PeerWatch watch_;  // of connections that are opened here
};

}  // namespace checkride::world::real

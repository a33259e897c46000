// TCP of the operating system, IPv4 and IPv6.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>
#include <vector>

#include "checkride/world/network.hpp"
#include "checkride/world/real_world.hpp"
#include "real/descriptor.hpp"

namespace checkride::world::real {

class TcpListener;
using OpenListeners = std::vector<TcpListener*>;

// A listening socket of this process that nothing accepts from any more.
struct HeldListener {
  std::string name;
  Descriptor socket;
};

class RealNetwork final : public Network {
 public:
  RealNetwork(asio::io_context& context, const PeerWatch& watch);
  // A listening TCP socket that this process inherited, taken over; null if the descriptor is anything else.
  std::unique_ptr<Listener> adopt(int descriptor);
  // Those that are open now, in the order in which they were opened: they accept nothing from now on.
  std::vector<HeldListener> hold_listeners();
  Task<Result<std::vector<std::string>>> resolve(std::string name) override;
  Result<std::unique_ptr<Listener>> listen(const Endpoint& where) override;
  Task<Result<Stream>> connect(Endpoint to) override;
  // The same from an address of this machine; empty: from any. Error: address_not_available.
  Task<Result<Stream>> connect_from(std::string address, Endpoint to);

 private:
  asio::io_context& context_;
  PeerWatch watch_;  // of connections that are opened here
  std::shared_ptr<OpenListeners> listeners_;
};

}  // namespace checkride::world::real

// Net: the network between the hosts of a virtual world: names, listeners, links, connections and their faults.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "checkride/world/network.hpp"
#include "virtual/connection.hpp"
#include "virtual/host_loop.hpp"
#include "virtual/link.hpp"

namespace checkride::world::sim {

class Net;
class Attempt;

// A listening port of a host.
class VirtualListener final : public Listener, private OperationOwner {
 public:
  VirtualListener(Net& net, HostLoop& host, Endpoint local);
  ~VirtualListener() override { close(); }

  Task<Result<Stream>> accept() override;
  Endpoint local() const override { return local_; }
  void close() override;

  bool accepts_from(const HostLoop& client) const;
  bool full() const { return backlog_.size() >= kBacklogMax; }
  void push(Stream stream);
  void fence();
  // The socket and whoever waits at it for somebody else: this one accepts nothing from now on, until it is closed.
  std::unique_ptr<VirtualListener> hand_on();

 private:
  // As a usual net.core.somaxconn; further clients try again every second.
  static constexpr std::size_t kBacklogMax = 128;

  void forget(Operation&) noexcept override { acceptor_ = nullptr; }
  std::string describe(const Operation&) const override { return "accepting on " + local_.text(); }

  Net& net_;
  HostLoop& host_;
  Endpoint local_;
  std::deque<Stream> backlog_;
  Operation* acceptor_ = nullptr;
  bool open_ = true;
  bool handed_on_ = false;
};

class Net {
 public:
  Net(Scheduler& scheduler, std::uint64_t seed) : scheduler_(scheduler), seed_(seed) {}

  Scheduler& scheduler() { return scheduler_; }
  void add_host(HostLoop& host, const std::string& address);
  void add_name(const std::string& name, const HostLoop& host);
  void seat_beside_all(const HostLoop& host) { beside_all_.insert(host.id()); }
  const std::string& address(const HostLoop& host) const { return addresses_.at(host.id()); }

  // The address of a name; empty if it is unknown.
  std::string resolve(const std::string& name) const;
  Result<std::unique_ptr<Listener>> listen(HostLoop& host, const Endpoint& where);
  Task<Result<Stream>> connect(HostLoop& from, Endpoint to);
  // Every listener of the host, by port, in other hands: those that have them accept nothing any more.
  std::vector<std::unique_ptr<Listener>> hold_listeners(const HostLoop& host);

  Link& link(HostLoop& from, HostLoop& to);
  void block(HostLoop& from, HostLoop& to, Block why, bool on);
  void reset_connections(const HostLoop& a, const HostLoop& b);
  void half_open(const HostLoop& from, const HostLoop& to);
  void refuse(const HostLoop& host, std::uint16_t port, bool on);
  // Cuts a crashed host off: peers see resets, its ports are free.
  void fence(const HostLoop& host);

  // ---- for listeners and attempts
  void remove_listener(const HostLoop& host, const Endpoint& local);
  // Who hears at `where`: of its own protocol, or an IPv6 listener on any address, which takes IPv4 as well.
  VirtualListener* listener(const HostLoop& host, const Endpoint& where) const;
  bool refuses(const HostLoop& host, std::uint16_t port) const { return refusing_.contains({host.id(), port}); }
  HostLoop* host_at(const HostLoop& from, const std::string& address) const;
  // Makes a connection; the server's stream goes to `listener`, the client's comes back.
  Stream open(HostLoop& client, HostLoop& server, VirtualListener& listener, const Endpoint& where);
  void park(Attempt& attempt) { parked_.push_back(&attempt); }
  void unpark(Attempt& attempt) { std::erase(parked_, &attempt); }

 private:
  using Port = std::pair<std::uint32_t, std::uint16_t>;  // host and port
  // What `host` has of its connections with `peer`, in the order in which they were made.
  std::vector<Side*> sides(const HostLoop& host, const HostLoop& peer) const;
  std::uint16_t free_port(const HostLoop& host);

  Scheduler& scheduler_;
  std::uint64_t seed_;
  std::vector<HostLoop*> hosts_;        // by number
  std::vector<std::string> addresses_;  // by host
  std::map<std::string, HostLoop*> names_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::unique_ptr<Link>> links_;
  std::map<std::pair<Port, bool>, VirtualListener*> listeners_;  // the flag: IPv6
  std::set<Port> refusing_;
  std::set<std::uint32_t> beside_all_;  // hosts that look local to whomever they connect to
  std::map<std::uint32_t, std::uint16_t> next_port_;
  ConnectionIndex connections_;
  std::uint64_t connections_made_ = 0;
  std::vector<Attempt*> parked_;  // waiting for a partition to heal
};

// A host's view of it.
class HostNetwork final : public Network {
 public:
  HostNetwork(Net& net, HostLoop& host) : net_(net), host_(host) {}
  Task<Result<std::vector<std::string>>> resolve(std::string name) override;
  Result<std::unique_ptr<Listener>> listen(const Endpoint& where) override { return net_.listen(host_, where); }
  Task<Result<Stream>> connect(Endpoint to) override { return net_.connect(host_, std::move(to)); }

 private:
  Net& net_;
  HostLoop& host_;
};

}  // namespace checkride::world::sim

// A TCP proxy of one link of the process rig: where its network faults come from. Seeded: what it draws (sizes of
// reads, jitter) comes from a random stream of its own, so that equal traffic and equal seeds give equal runs.
//
//   LinkProxy proxy(world, "monitor-sim");
//   TRY_VOID(proxy.open());                       // connect to proxy.endpoint()
//   proxy.set_target(Endpoint{"127.0.0.1", 5111});
//   proxy.hold(Way::to_server, true);             // a stall
//   co_await proxy.close();
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/world.hpp"
#include "link/line_faults.hpp"

namespace checkride::harness {

// Told of what passes a proxy, as the receiving side gets it: for captures. Connections are numbered from 1.
class LinkTap {
 public:
  virtual ~LinkTap() = default;
  virtual void opened(std::uint64_t connection, const world::Endpoint& client, const world::Endpoint& server) = 0;
  // The target did not take the connection; the client sees a reset.
  virtual void refused(std::uint64_t connection, const world::Endpoint& client, const Error& why) = 0;
  // `fault` says what the proxy did to these bytes; empty for nothing.
  virtual void passed(std::uint64_t connection, Way way, std::string_view bytes, const std::string& fault) = 0;
  // The sender of this direction ended it.
  virtual void ended(std::uint64_t connection, Way way) = 0;
  // The sender of this direction, or with a `fault` the proxy, broke the connection.
  virtual void broken(std::uint64_t connection, Way way, const std::string& fault) = 0;
  // A fault of the whole link began or ended.
  virtual void disturbed(const std::string& fault) = 0;
};

class LinkProxy {
 public:
  // `world` and `tap`, if there is one, outlive the proxy. `name` names its random stream.
  LinkProxy(world::World& world, const std::string& name, LinkTap* tap = nullptr);
  ~LinkProxy();
  LinkProxy(const LinkProxy&) = delete;
  LinkProxy& operator=(const LinkProxy&) = delete;

  // Takes the address, which stays the proxy's for good; port 0: a free one (another process may then be given it while
  // connections are refused: see PortReservation). Connections are refused until there is a target.
  Result<> open(world::Endpoint where = {"127.0.0.1", 0});
  const world::Endpoint& endpoint() const { return endpoint_; }
  // Ends all connections and tasks. Called before destruction.
  world::Task<> close();

  // Where connections lead. None: the other side is down, connections are refused. Open connections stay.
  Result<> set_target(std::optional<world::Endpoint> target);

  // ---- faults; each stays until it is taken back, but for reset and half_open, which happen once
  Result<> refuse(bool on);
  // Bytes of that direction are taken and kept; they go on when the hold ends.
  void hold(Way way, bool on);
  // Both directions held, and new connections neither refused nor answered.
  void partition(bool on);
  void latency(world::Duration latency, world::Duration jitter);
  void reset_connections();
  // The receiving side of `way` forgets the connections; the sending side goes on writing into nothing.
  void half_open(Way way);
  // Flips one bit of the byte that is `offset` bytes further in that direction, counted from now.
  void flip_bit(Way way, std::uint64_t offset, unsigned bit);

  // ---- faults that have numbers, of which several of a kind may act at once
  Result<std::uint64_t> begin(LineFault fault);
  // One that has ended already is no error.
  Result<> end(std::uint64_t fault);

  std::size_t connections() const;

 private:
  struct Connection;
  struct Lane;
  struct Flip {
    std::uint64_t at;
    unsigned bit;
  };
  struct Direction {
    bool held = false;
    std::uint64_t passed_bytes = 0;
    std::vector<Flip> flips;
  };

  Result<> apply_listening();
  bool held(Way way) const { return partitioned_ || direction(way).held || faults_.holds(way); }
  bool unanswered() const { return partitioned_ || faults_.cut(); }
  Direction& direction(Way way) { return directions_[way == Way::to_server ? 0 : 1]; }
  const Direction& direction(Way way) const { return directions_[way == Way::to_server ? 0 : 1]; }
  std::string disturb(Way way, std::string& bytes);
  void tell(const std::string& fault);
  void break_connections(const std::string& fault);
  void give_up(world::Stream& client, const Error& why);
  world::Instant due(Lane& lane, Way way);

  world::Task<> accept(std::shared_ptr<world::Listener> listener);
  world::Task<> serve(world::Stream client);
  world::Task<> read_lane(std::shared_ptr<Connection> connection, Way way);
  world::Task<> write_lane(std::shared_ptr<Connection> connection, Way way);
  world::Task<Result<>> write(Connection& connection, Way way, std::string bytes, std::string fault);

  world::World& world_;
  world::Random& random_;
  LinkTap* tap_;
  std::uint64_t accepted_ = 0;
  world::Notifier changed_;
  world::Endpoint endpoint_;
  std::optional<world::Endpoint> target_;
  std::shared_ptr<world::Listener> listener_;
  std::array<Direction, 2> directions_;
  bool refusing_ = false;
  bool partitioned_ = false;
  std::uint64_t breaks_ = 0;  // how often all connections were broken
  LineFaults faults_;
  world::Duration latency_{};
  world::Duration jitter_{};
  std::vector<std::weak_ptr<Connection>> connections_;
  std::unique_ptr<world::TaskGroup> tasks_;
};

}  // namespace checkride::harness

// A server and a client that know each other by an authority of their own, over one world.
#pragma once

#include <array>
#include <boost/asio/error.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "checkride/test/world_test.hpp"
#include "checkride/tls/authority.hpp"

namespace checkride::tls {

inline CertificateRequest valid_for(world::World& world, std::vector<std::string> names) {
  const world::UtcTime now = world.clock().utc_now();
  return {std::move(names), now - std::chrono::hours(1), now + std::chrono::hours(24)};
}

// Who trusts whom. Settings are changed before the first meeting.
struct Acquaintance {
  explicit Acquaintance(world::World& world, std::vector<std::string> names = {"server.test", "127.0.0.1"})
      : authority(Authority::make(world, "Test Authority")) {
    server.identity = authority.issue(world, valid_for(world, std::move(names)));
    client.trust_pem = authority.trust_pem();
  }

  Authority authority;
  ServerSettings server;
  ClientSettings client;
  std::string host = "server.test";
};

// Both ends of a connection after the handshake, or why there is none.
struct Meeting {
  std::optional<Result<world::Stream>> server;
  std::optional<Result<world::Stream>> client;
};

class Meetings {
 public:
  explicit Meetings(world::World& world)
      : world_(world),
        listener_(world.network().listen(world::Endpoint{"127.0.0.1", 0}).value()),
        group_(world.executor()) {}

  world::Task<Meeting> meet(Acquaintance& who) {
    Meeting meeting;
    group_.spawn("server", accept_one(Server::make(world_, who.server).value(), &meeting.server));
    auto plain = co_await world_.network().connect(listener_->local());
    Client client = Client::make(world_, who.client).value();
    meeting.client = co_await connect(world_, std::move(client), std::move(*plain), who.host);
    while (!meeting.server) co_await world_.clock().sleep_for(std::chrono::milliseconds(1));
    co_return meeting;
  }
  world::Endpoint endpoint() const { return listener_->local(); }
  world::Listener& listener() { return *listener_; }

 private:
  world::Task<> accept_one(Server server, std::optional<Result<world::Stream>>* out) {
    auto plain = co_await listener_->accept();
    *out = co_await accept(world_, std::move(server), std::move(*plain));
  }

  world::World& world_;
  std::unique_ptr<world::Listener> listener_;
  world::TaskGroup group_;
};

// Reads until the end or an error, which is told.
inline world::Task<std::pair<std::string, ErrorCode>> read_to_end(world::Stream& stream) {
  std::string all;
  std::array<std::byte, 700> part;
  for (;;) {
    const auto count = co_await world::read_some(stream, part);
    if (!count) co_return std::pair(all, count.error().code());
    all.append(reinterpret_cast<const char*>(part.data()), *count);
  }
}

}  // namespace checkride::tls

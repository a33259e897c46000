// HostilePeer: a world of two hosts, one of which answers whatever it is told with the pieces of a fuzzer's input. For
// fuzz targets of clients.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "checkride/result/assert.hpp"
#include "checkride/world/virtual_world.hpp"

namespace checkride::fuzz {

class HostilePeer {
 public:
  static constexpr std::uint16_t kPort = 80;
  static constexpr char kPieceEnd = '\x01';  // in the input: the peer waits to be told something before it goes on

  HostilePeer(const std::uint8_t* data, std::size_t size)
      : peer_(world_.add_host("peer")), client_(world_.add_host("client")) {
    pieces_.emplace_back();
    for (std::size_t i = 0; i < size; ++i) {
      const char c = static_cast<char>(data[i]);
      if (c == kPieceEnd && pieces_.size() < 64) {
        pieces_.emplace_back();
      } else {
        pieces_.back() += c;
      }
    }
  }

  world::VirtualHost& client() { return client_; }

  // Runs `work` on the client against the peer. It has to end: every wait of a client is bounded.
  void run(world::Task<int> work) {
    peer_.start("peer", serve(*this));
    client_.start("client", std::move(work));
    world_.run_until(world_.now() + std::chrono::hours(1), [this] { return client_.exit_code().has_value(); });
    CHECKRIDE_ASSERT(client_.exit_code() == 0);
  }

 private:
  static world::Task<int> serve(HostilePeer& self) {
    world::Endpoint where;
    where.host = "0.0.0.0";
    where.port = kPort;
    auto listener = self.peer_.network().listen(where);
    CHECKRIDE_ASSERT(listener.has_value());
    auto accepted = co_await (*listener)->accept();
    if (!accepted) co_return 0;
    while (!self.pieces_.empty()) {
      const std::string piece = std::move(self.pieces_.front());
      self.pieces_.pop_front();
      const std::string_view bytes = piece;
      auto sent = co_await world::write_all(*accepted, bytes);
      if (!sent) co_return 0;
      std::array<std::byte, 512> heard;
      auto count = co_await world::read_some(*accepted, std::span<std::byte>(heard));
      if (!count) co_return 0;
    }
    accepted->close();
    co_return 0;
  }

  world::VirtualWorld world_;
  world::VirtualHost& peer_;
  world::VirtualHost& client_;
  std::deque<std::string> pieces_;
};

}  // namespace checkride::fuzz

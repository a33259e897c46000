// A SimConnect client with nothing around it: frames over a stream of any world.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "checkride/protocol/protocol.hpp"
#include "checkride/world/world.hpp"

namespace checkride::emulator::test {

class RawClient {
 public:
  RawClient(world::Stream stream, protocol::Protocol version)
      : stream_(std::move(stream)), version_(version), reader_(protocol::Direction::server_to_client) {}

  static world::Task<Result<RawClient>> connect(world::World& world, std::string host, std::uint16_t port,
                                                protocol::Protocol version) {
    world::Endpoint where;
    where.host = std::move(host);
    where.port = port;
    auto stream = co_await world.network().connect(std::move(where));
    if (!stream) co_return stream.error();
    RawClient client(std::move(*stream), version);
    co_return std::move(client);
  }

  template <class M>
  world::Task<Result<std::uint32_t>> send(M message) {
    std::vector<std::byte> bytes;
    protocol::encode(message, version_, protocol::SendId{++send_id_}, bytes);
    const auto sent = co_await world::write_all(stream_, std::span<const std::byte>(bytes));
    if (!sent) co_return sent.error();
    co_return send_id_;
  }

  // The next message, a view valid until the next call. Errors: the end of the stream and everything undecodable.
  world::Task<Result<protocol::ServerMessage>> next() {
    while (true) {
      const protocol::FrameStep step = reader_.next();
      if (const auto* frame = std::get_if<protocol::Frame>(&step)) {
        const auto decoded = protocol::decode_server(frame->bytes);
        if (decoded.has_error()) co_return Error::invalid(decoded.error().text());
        co_return decoded->message;
      }
      if (const auto* error = std::get_if<protocol::FramingError>(&step)) co_return Error::invalid(error->text());
      const auto count = co_await world::read_some(stream_, std::span<std::byte>(buffer_));
      if (!count) co_return count.error();
      ++reads_;
      bytes_ += *count;
      reader_.feed(std::span<const std::byte>(buffer_).first(*count));
    }
  }

  // The next message of a kind; others before it are passed over.
  template <class M>
  world::Task<Result<M>> next_of() {
    while (true) {
      auto message = co_await next();
      if (!message) co_return message.error();
      if (const auto* wanted = std::get_if<M>(&*message)) co_return *wanted;
    }
  }

  world::Stream& stream() { return stream_; }
  std::uint64_t reads() const { return reads_; }
  std::uint64_t bytes() const { return bytes_; }

 private:
  world::Stream stream_;
  protocol::Protocol version_;
  protocol::FrameReader reader_;
  std::array<std::byte, 65536> buffer_{};
  std::uint32_t send_id_ = 0;
  std::uint64_t reads_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace checkride::emulator::test

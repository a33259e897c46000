// A board of faults and a plan over it, messages for it, and what comes out.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "checkride/protocol/codec.hpp"
#include "checkride/protocol/frame_reader.hpp"
#include "faults/wire_plan.hpp"

namespace checkride::emulator::test {

using namespace std::chrono_literals;
using world::Duration;
using world::Instant;

inline constexpr Instant kStart{10s};
inline constexpr Duration kFrame = 33ms;
inline constexpr ClientName kClient{1, "test"};

inline Bytes data_message(std::uint32_t request, std::size_t size = 16) {
  protocol::RecvSimObjectData message;
  message.request_id = protocol::RequestId{request};
  message.define_id = protocol::DefinitionId{request + 100};
  const Bytes data(size, static_cast<std::byte>(request));
  message.data = data;
  Bytes bytes;
  protocol::encode(message, protocol::Protocol::msfs2024, bytes);
  return bytes;
}

struct Sent {
  Instant at;
  Bytes bytes;
  Connection connection = Connection::kept;
  bool operator==(const Sent& other) const {
    return at == other.at && bytes == other.bytes && connection == other.connection;
  }
};

// A board with faults, and a plan over it.
struct Rig {
  void add(Fault fault) { ASSERT_TRUE(board.add(std::move(fault), kStart)); }
  void accept(Duration at, const Bytes& bytes) {
    run_to(kStart + at);
    plan.accept(kStart + at, kClient, bytes);
  }
  // Takes what is due until then.
  void run_to(Instant until) {
    for (auto due = plan.next(); due && *due <= until; due = plan.next()) {
      WirePiece piece = plan.take();
      sent.push_back({*due, std::move(piece.bytes), piece.connection});
    }
  }
  Bytes all() {
    run_to(kStart + 24h);
    Bytes bytes;
    for (const Sent& piece : sent) bytes.insert(bytes.end(), piece.bytes.begin(), piece.bytes.end());
    return bytes;
  }
  std::vector<std::uint32_t> requests() {
    const Bytes bytes = all();
    std::vector<std::uint32_t> result;
    for (std::span<const std::byte> rest = bytes; !rest.empty();) {
      const auto message = first_message(rest);
      result.push_back(request_id_of(message).value_or(0));
      rest = rest.subspan(message.size());
    }
    return result;
  }

  explicit Rig(Way way = Way::to_client) : plan(board, way, kFrame) {}

  FaultBoard board;
  WirePlan plan;
  std::vector<Sent> sent;
};

inline Fault fault_of(FaultKind kind) {
  return Fault(kind);
}

}  // namespace checkride::emulator::test

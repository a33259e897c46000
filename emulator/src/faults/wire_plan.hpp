// WirePlan: what becomes of the bytes of one connection in one direction. Bytes go in with their instant, pieces come
// out with the instants at which they are to be sent, and at last what becomes of the connection.
//
//   WirePlan plan(board, Way::to_client, frame_time);
//   plan.accept(now, client, output.bytes);                // whole messages
//   for (auto due = plan.next(); due && *due <= now; due = plan.next()) write(plan.take());
//
// Pure: time is what it is told, chance is the board's. Faults that delay lose nothing and keep the order, whichever of
// them are together; those that change, repeat or shift messages do it before any delay.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "faults/fault_board.hpp"
#include "faults/wire_message.hpp"

namespace checkride::emulator {

// What becomes of the connection when the bytes before have been sent.
enum class Connection { kept, closed, reset };

enum class Way { to_client, from_client };

// One write.
struct WirePiece {
  Bytes bytes;
  Connection connection = Connection::kept;
};

class WirePlan {
 public:
  // `board` outlives this. `frame`: the time of one frame, for what comes frames late.
  WirePlan(FaultBoard& board, Way way, world::Duration frame) : board_(board), way_(way), frame_(frame) {}

  // What is to be sent: whole messages to a client; any bytes from one.
  void accept(world::Instant now, const ClientName& client, std::span<const std::byte> bytes);
  // The sender is through; the verdict follows everything that was accepted.
  void end(world::Instant now, const ClientName& client, Connection verdict);

  // When the next piece is to go. Nothing: none waits.
  std::optional<world::Instant> next() const;
  // That piece. Requires next().
  WirePiece take();
  // Nothing waits.
  bool idle() const { return !next().has_value(); }
  // A verdict is on its way: what is accepted from here on is thrown away.
  bool ended() const { return ended_; }
  // Bytes that wait.
  std::size_t waiting_bytes() const { return waiting_; }

 private:
  // A message on its way through the stages.
  struct Message {
    Bytes bytes;
    MessageTraits traits;
    world::Instant at{};
    std::int64_t copies = 0;
    bool overtaken = false;  // late on its own: those behind do not wait for it
  };
  // A message that lets others pass.
  struct Held {
    Message message;
    std::int64_t passes = 0;
    world::Instant until{};
  };
  // Messages that wait to be written together.
  struct Batch {
    Bytes bytes;
    world::Instant until{};
  };
  // Who is asked, and when.
  struct Moment {
    world::Instant now;
    const ClientName& client;
  };

  void accept_message(const Moment& moment, std::span<const std::byte> bytes);
  // Calls visit(fault, strike) for every fault in force that strikes this message and is of a kind that `wanted` names.
  template <class Wanted, class Visit>
  void struck(const Moment& moment, const MessageTraits& traits, const Wanted& wanted, const Visit& visit);
  void change(Message& message, ActiveFault& active, Strike& strike);
  void corrupt(Message& message, const ActiveFault& active, Strike& strike);
  void truncate(Message& message, ActiveFault& active, Strike& strike);
  void rename_request(Message& message, const ActiveFault& active);
  // The ends that a message brings about; true: nothing comes after it.
  bool end_within(const Moment& moment, Message& message);
  // True: it waits for others to pass.
  bool hold(const Moment& moment, Message& message);
  void let_pass(const Moment& moment);
  void send(const Moment& moment, Message message);
  world::Duration delay_of(ActiveFault& active, Strike& strike);
  world::Duration retransmissions(ActiveFault& active, Strike& strike);
  void write(const Moment& moment, Message message);
  void flush_batch(world::Instant at);
  void put(world::Instant at, WirePiece piece);

  FaultBoard& board_;
  Way way_;
  world::Duration frame_;
  std::multimap<world::Instant, WirePiece> pieces_;
  std::vector<Held> held_;
  std::optional<Batch> batch_;
  world::Instant last_{};                        // of what keeps the order
  world::Instant line_free_{};                   // of a narrow line
  std::map<FaultId, bool> bursts_;               // which faults are in one
  std::map<FaultId, std::uint64_t> bytes_sent_;  // under a byte limit
  std::optional<std::uint32_t> request_last_;    // request id of the last answer...
  std::optional<std::uint32_t> request_before_;  // ...and the last one that differs from it
  std::size_t waiting_ = 0;
  bool ended_ = false;
};

}  // namespace checkride::emulator

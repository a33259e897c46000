// WirePlan: what becomes of the bytes of one connection in one direction. Bytes go in with their instant, pieces come
// out with the instants at which they are to be sent, and at last what becomes of the connection.
//
//   WirePlan plan(board, Way::to_client, frame_time);
//   plan.accept(now, client, output.bytes);                // whole messages
//   for (auto due = plan.next(); due && *due <= now; due = plan.next()) write(plan.take());
//
// Pure: time is what it is told, chance is the board's. Messages are dropped, changed and repeated first, then ended or
// put out of order, then delayed, then they queue for the line and are cut into writes. Faults that delay lose nothing
// and keep the order, whichever of them are together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "faults/fault_board.hpp"
#include "faults/wire_message.hpp"
#include "faults/wire_queue.hpp"

namespace checkride::emulator {

enum class Way { to_client, from_client };

class WirePlan {
 public:
  // `board` outlives this. `frame`: the time of one frame, for what comes frames late.
  WirePlan(FaultBoard& board, Way way, world::Duration frame) : board_(board), way_(way), frame_(frame) {}

  // What is to be sent: whole messages to a client; any bytes from one, of which a message that is not whole waits for
  // its rest. Nothing more is taken once more than kMaxHeldBytes are held.
  void accept(world::Instant now, const ClientName& client, std::span<const std::byte> bytes);
  // The sender is through; the verdict follows everything that was accepted.
  void end(world::Instant now, const ClientName& client, Connection verdict);
  // To be called in every frame: what queues for a line or pace (bandwidth, slices, slow_writer, merge) of which the
  // fault is over goes at once, as far as other faults let it. True: so it was.
  bool look(world::Instant now, const ClientName& client);
  // The beginning of a message of a client whose rest has not come; it is forgotten here.
  Bytes take_partial() { return std::exchange(partial_, {}); }

  // When the next piece is to go. Nothing: none waits.
  std::optional<world::Instant> next() const;
  // That piece. Requires next().
  WirePiece take();
  // Nothing waits.
  bool idle() const { return !next().has_value(); }
  // A verdict is on its way: what is accepted from here on is thrown away.
  bool ended() const { return ended_; }
  // Bytes that wait to be sent.
  std::size_t waiting_bytes() const { return waiting_ + queue_.waiting_bytes(); }
  // What keeping them takes in all.
  std::size_t held_bytes() const {
    return waiting_ + held_.size() * kHeldBytes + partial_.size() + queue_.held_bytes();
  }
  // The connection cannot go on: something was not taken.
  bool overflowed() const { return overflowed_; }

  static constexpr std::size_t kMaxHeldBytes = 16 * 1024 * 1024;

 private:
  // A message on its way through the stages.
  struct Message {
    Bytes bytes;
    MessageTraits traits{};
    world::Instant at{};
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
    world::Instant ready{};  // of the last of them
  };
  // Who is asked, and when.
  struct Moment {
    world::Instant now;
    const ClientName& client;
  };
  // What faults of lines and paces want of the next write.
  struct Pace {
    std::size_t slice = 0;
    world::Duration pause{};
    const ActiveFault* merge = nullptr;
  };
  static constexpr std::size_t kHeldBytes = sizeof(Held) + 32;

  void accept_stream(const Moment& moment, std::span<const std::byte> bytes);
  void accept_message(const Moment& moment, std::span<const std::byte> bytes);
  void pass(const Moment& moment, Message message);
  // Calls visit(fault, strike) for every fault in force that strikes this message and is of a kind that `wanted` names.
  template <class Wanted, class Visit>
  void struck(const Moment& moment, const MessageTraits& traits, const Wanted& wanted, const Visit& visit);
  bool goes(const Fault& fault) const;
  // Whether a fault of this kind strikes the message.
  bool strikes(const Moment& moment, const MessageTraits& traits, FaultKind kind);
  // Adds the copies that are wanted of it.
  void change(Message& message, std::int64_t& copies, ActiveFault& active, Strike& strike);
  void corrupt(Message& message, ActiveFault& active, Strike& strike);
  void truncate(Message& message, ActiveFault& active, Strike& strike);
  void rename_request(Message& message, ActiveFault& active, Strike& strike);
  // The ends that a message brings about; true: nothing comes after it.
  bool end_within(const Moment& moment, Message& message);
  // True: it waits for others to pass.
  bool hold(const Moment& moment, Message& message);
  void let_pass(const Moment& moment);
  void settle(world::Instant now);
  void send(const Moment& moment, Message message);
  world::Duration delay_of(ActiveFault& active, Strike& strike);
  world::Duration retransmissions(ActiveFault& active, Strike& strike);
  void write(const Moment& moment, Message message, bool again = false);
  Pace pace_of(const Moment& moment, Message& message, bool again);
  void add_to_batch(const Message& message, const Fault& merge);
  void flush_batch(world::Instant at);
  protocol::Direction direction() const;

  FaultBoard& board_;
  Way way_;
  world::Duration frame_;
  WireQueue queue_;
  std::vector<Held> held_;
  std::optional<Batch> batch_;
  Bytes partial_;                                 // of a message of a client
  bool lost_place_ = false;                       // what a client sends is no messages any more
  world::Instant ready_{};                        // of the last that keeps the order, before lines and paces...
  world::Instant last_{};                         // ...and behind them
  std::map<FaultId, world::Instant> lines_free_;  // when narrow lines are
  std::set<FaultId> paces_;                       // the faults behind what waits for a line or pace
  std::uint64_t resets_ = board_.resets();        // of the board, when the two above were right: ids come again
  std::map<FaultId, bool> bursts_;                // which faults are in one
  std::map<FaultId, std::uint64_t> bytes_sent_;   // under a byte limit
  std::optional<std::uint32_t> request_last_;     // request id of the last answer...
  std::optional<std::uint32_t> request_before_;   // ...and the last one that differs from it
  std::size_t waiting_ = 0;                       // bytes in held_ and batch_
  bool ended_ = false;
  bool overflowed_ = false;
};

}  // namespace checkride::emulator

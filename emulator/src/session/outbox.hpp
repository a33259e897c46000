// What a session has to say, in the order of semantics 3.3: within a frame first answers in the order of the packets
// that caused them, then events, then periodic data. One frame's messages leave in one piece.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "checkride/protocol/codec.hpp"

namespace checkride::emulator {

class Outbox {
 public:
  // Messages are laid out for this version from here on.
  void set_version(protocol::Protocol version) { version_ = version; }
  protocol::Protocol version() const { return version_; }

  template <protocol::SentByServer M>
  void answer(const M& message) {
    put(message, answers_);
  }
  template <protocol::SentByServer M>
  void event(const M& message) {
    put(message, one_section_ ? answers_ : events_);
  }
  template <protocol::SentByServer M>
  void periodic(const M& message) {
    put(message, one_section_ ? answers_ : periodic_);
  }
  // All messages go out in the order of their making (Choices::messages_in_order_of_occurrence).
  void use_one_section() { one_section_ = true; }

  // Answers of this frame so far: the place that the next one will have.
  std::size_t answer_bytes() const { return answers_.size(); }
  // Takes the answers out, for putting them back with others between them.
  std::vector<std::byte> reopen_answers() { return std::exchange(answers_, {}); }
  void append_answers(std::span<const std::byte> encoded) {
    answers_.insert(answers_.end(), encoded.begin(), encoded.end());
  }

  // The client was to be told more than kMaxOpenBytes in one frame; the rest is thrown away, and so is the connection.
  bool overflowed() const { return overflowed_; }

  // More than a thousand requests (semantics 27) whose messages are as long as can be: only a flood brings it about,
  // for which many small messages of one client may be answered by long ones to another.
  static constexpr std::size_t kMaxOpenBytes = 64 * 1024 * 1024;

  // Closes the frame: its messages go behind those of earlier frames that were not taken yet.
  void end_frame();
  // Throws away everything that was not taken: it is neither sent nor counted.
  void discard();
  // All closed frames in one piece, which the caller is about to send.
  std::vector<std::byte> take();
  // Bytes of closed frames that were not taken.
  std::size_t waiting_bytes() const { return ready_.size(); }

  // Of taken messages.
  std::uint64_t messages_sent() const { return sent_; }
  std::uint64_t bytes_sent() const { return bytes_sent_; }
  struct Count {
    std::string_view message;
    std::uint64_t waiting = 0;  // of the frames that were not taken
    std::uint64_t sent = 0;
  };
  // Of each kind of message that there was.
  const std::vector<Count>& counts() const { return counts_; }

 private:
  template <protocol::SentByServer M>
  void put(const M& message, std::vector<std::byte>& section) {
    overflowed_ = overflowed_ || open_bytes() > kMaxOpenBytes;
    if (overflowed_) return;
    protocol::encode(message, version_, section);
    count(M::kInfo.name);
  }

  // A client is told few kinds of messages, and the names of one kind are one object.
  void count(std::string_view message) {
    for (Count& count : counts_) {
      if (count.message.data() != message.data()) continue;
      ++count.waiting;
      return;
    }
    counts_.push_back({message, 1, 0});
  }

  // Bytes of the frame that is not closed yet.
  std::size_t open_bytes() const { return answers_.size() + events_.size() + periodic_.size(); }

  protocol::Protocol version_ = protocol::kNewestProtocol;
  bool one_section_ = false;
  std::vector<std::byte> answers_;
  std::vector<std::byte> events_;
  std::vector<std::byte> periodic_;
  std::vector<std::byte> ready_;
  bool overflowed_ = false;
  std::vector<Count> counts_;
  std::uint64_t sent_ = 0;
  std::uint64_t bytes_sent_ = 0;
};

}  // namespace checkride::emulator

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
#include "checkride/world/prefetch.hpp"

namespace checkride::emulator {

// Buffers that go from one session to the next within a frame: they stay in the cache, and nobody allocates.
class SpareBuffers {
 public:
  // An empty buffer for one that has no memory of its own.
  void lend(std::vector<std::byte>& buffer) {
    if (buffers_.empty() || buffer.capacity() != 0) return;
    buffer.swap(buffers_.back());
    buffers_.pop_back();
  }
  // The buffer is left without memory. Few are kept, and no large ones.
  void take_back(std::vector<std::byte>& buffer) {
    std::vector<std::byte> spare = std::exchange(buffer, {});
    if (spare.capacity() == 0 || spare.capacity() > kSpareBytes || buffers_.size() == kSpares) return;
    spare.clear();
    buffers_.push_back(std::move(spare));
  }

 private:
  static constexpr std::size_t kSpares = 4;
  static constexpr std::size_t kSpareBytes = 256 * 1024;

  std::vector<std::vector<std::byte>> buffers_;
};

class Outbox {
 public:
  // Null: buffers are the outbox's own. `spares` outlives this.
  explicit Outbox(SpareBuffers* spares = nullptr) : spares_(spares) {}

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
  // An event whose message came later than the client's protocol is the EVENT as which it begins (wire.md 2.3).
  template <protocol::SentByServer M>
  void event_of_its_time(const M& message) {
    if (version_ >= M::kInfo.since) return event(message);
    protocol::RecvEvent older;
    older.group_id = message.group_id;
    older.client_event_id = message.client_event_id;
    older.data = message.data;
    event(older);
  }
  // Returns the encoded message, valid until the next; empty: it was thrown away.
  template <protocol::SentByServer M>
  std::span<const std::byte> periodic(const M& message) {
    return put(message, one_section_ ? answers_ : periodic_);
  }
  // A message of kind M that is encoded already: `head`, then `data`.
  template <protocol::SentByServer M>
  void periodic(std::span<const std::byte> head, std::span<const std::byte> data) {
    std::vector<std::byte>& section = one_section_ ? answers_ : periodic_;
    if (!opens(section)) return;
    section.insert(section.end(), head.begin(), head.end());
    section.insert(section.end(), data.begin(), data.end());
    count(M::kInfo.name);
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
  // All closed frames in one piece, valid until taken() or the next frame.
  std::span<const std::byte> ready() const { return ready_; }
  // What is ready was sent, or is about to be.
  void taken();
  // ready(), then taken().
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
  // Messages are going to be counted.
  void prefetch_counts() const { world::prefetch(counts_.data(), counts_.size() * sizeof(Count)); }

 private:
  template <protocol::SentByServer M>
  std::span<const std::byte> put(const M& message, std::vector<std::byte>& section) {
    if (!opens(section)) return {};
    const std::size_t at = section.size();
    protocol::encode(message, version_, section);
    count(M::kInfo.name);
    return std::span<const std::byte>(section).subspan(at);
  }

  // Whether a message may be put into the section.
  bool opens(std::vector<std::byte>& section) {
    overflowed_ = overflowed_ || open_bytes() > kMaxOpenBytes;
    if (overflowed_) return false;
    if (spares_ != nullptr && section.capacity() == 0) spares_->lend(section);
    return true;
  }
  void release(std::vector<std::byte>& buffer);

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

  SpareBuffers* spares_ = nullptr;
  protocol::Protocol version_ = protocol::kNewestProtocol;
  bool one_section_ = false;
  bool overflowed_ = false;
  std::vector<std::byte> periodic_;
  std::vector<std::byte> ready_;
  std::vector<Count> counts_;
  std::uint64_t sent_ = 0;
  std::uint64_t bytes_sent_ = 0;
  std::vector<std::byte> answers_;
  std::vector<std::byte> events_;
};

}  // namespace checkride::emulator

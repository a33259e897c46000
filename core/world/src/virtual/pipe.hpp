// Pipe: one direction of a connection. Bytes are in flight, then unread, then gone; their end may be orderly or not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <span>
#include <vector>

#include "virtual/link.hpp"
#include "virtual/timer_heap.hpp"

namespace checkride::world::sim {

// How a direction ends.
enum class End : std::uint8_t { none, orderly, reset };

class Pipe final : private Timer {
 public:
  // `wake` is called when something arrived that was watched for.
  Pipe(Link& link, Scheduler& scheduler, std::function<void()> wake);
  ~Pipe() { scheduler_.disarm(*this); }

  Link& link() const { return link_; }
  std::size_t space() const;
  // Puts bytes on the way. Requires bytes.size() <= space().
  void send(std::span<const std::byte> bytes);
  // Nothing can be sent after an end; a reset overtakes nothing, and is the last word. It leaves after `delay`.
  void send_end(End end, Duration delay = {});
  bool ended_by_sender() const { return last_sent_ != End::none; }
  bool reset_by_sender() const { return last_sent_ == End::reset; }
  // Bytes are lost from here on, without a word; they still fill the buffer.
  void swallow() { swallowing_ = true; }

  // What has arrived by now.
  std::size_t available();
  End arrived_end();
  std::size_t receive(std::span<std::byte> into, std::size_t count);
  bool has_unread() const { return head_ < buffer_.size(); }
  // Forgets everything that is unread or on the way.
  void discard();

  // Calls `wake` when the next part arrives; at most once.
  void watch();
  // The link is about to be blocked, or has been unblocked: what was on the way has arrived, or goes on.
  void settle();
  void resume(std::int64_t earliest);

 private:
  struct Segment {
    std::int64_t arrival;
    std::size_t count;
    End end;
  };

  void fire() override;
  void add(const Segment& segment);

  Link& link_;
  Scheduler& scheduler_;
  std::function<void()> wake_;
  std::vector<std::byte> buffer_;  // from head_: unread bytes, then those in flight
  std::size_t head_ = 0;
  std::size_t available_ = 0;
  std::deque<Segment> in_flight_;
  std::int64_t last_arrival_ = 0;
  End last_sent_ = End::none;
  End arrived_end_ = End::none;
  bool swallowing_ = false;
  bool watched_ = false;
};

}  // namespace checkride::world::sim

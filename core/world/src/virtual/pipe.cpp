#include "virtual/pipe.hpp"

#include <algorithm>
#include <cstring>

#include "checkride/result/assert.hpp"

namespace checkride::world::sim {

Pipe::Pipe(Link& link, Scheduler& scheduler, std::function<void()> wake)
    : link_(link), scheduler_(scheduler), wake_(std::move(wake)) {}

std::size_t Pipe::space() const {
  const std::size_t used = buffer_.size() - head_;
  const std::size_t limit = link_.options().buffer_bytes;
  return used >= limit ? 0 : limit - used;
}

void Pipe::send(std::span<const std::byte> bytes) {
  CHECKRIDE_ASSERT(last_sent_ == End::none);
  if (head_ > 0 && head_ >= buffer_.size() / 2) {
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(head_));
    head_ = 0;
  }
  const std::size_t before = buffer_.size();
  buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
  link_.pass(std::span(buffer_).subspan(before));
  if (swallowing_) return;
  add(Segment{link_.arrival(scheduler_.now(), bytes.size()), bytes.size(), End::none});
}

void Pipe::send_end(End end, Duration delay) {
  if (last_sent_ == End::reset || (last_sent_ == End::orderly && end == End::orderly)) return;
  last_sent_ = end;
  if (!swallowing_) add(Segment{link_.arrival(scheduler_.now(), 0) + delay.count(), 0, end});
}

void Pipe::add(const Segment& segment) {
  last_arrival_ = std::max(last_arrival_, segment.arrival);  // Jitter delays, it does not reorder.
  if (segment.end == End::none && !in_flight_.empty() && in_flight_.back().arrival == last_arrival_ &&
      in_flight_.back().end == End::none) {
    in_flight_.back().count += segment.count;
  } else {
    in_flight_.push_back(Segment{last_arrival_, segment.count, segment.end});
  }
  if (watched_ && !armed()) watch();
}

void Pipe::settle() {
  if (link_.blocked()) return;
  while (!in_flight_.empty() && in_flight_.front().arrival <= scheduler_.now()) {
    available_ += in_flight_.front().count;
    if (in_flight_.front().end != End::none) arrived_end_ = in_flight_.front().end;
    in_flight_.pop_front();
  }
}

std::size_t Pipe::available() {
  settle();
  return available_;
}

End Pipe::arrived_end() {
  settle();
  return arrived_end_;
}

std::size_t Pipe::receive(std::span<std::byte> into, std::size_t count) {
  CHECKRIDE_ASSERT(count <= available_ && count <= into.size());
  std::memcpy(into.data(), buffer_.data() + head_, count);
  head_ += count;
  available_ -= count;
  if (head_ == buffer_.size()) {
    buffer_.clear();
    head_ = 0;
  }
  return count;
}

void Pipe::discard() {
  buffer_.clear();
  head_ = 0;
  available_ = 0;
  in_flight_.clear();
  watched_ = false;
  scheduler_.disarm(*this);
}

void Pipe::watch() {
  watched_ = true;
  if (in_flight_.empty() || link_.blocked() || armed()) return;
  scheduler_.arm(*this, in_flight_.front().arrival);
}

void Pipe::resume(std::int64_t earliest) {
  for (Segment& segment : in_flight_) segment.arrival = std::max(segment.arrival, earliest);
  last_arrival_ = std::max(last_arrival_, earliest);
  if (watched_) watch();
}

void Pipe::fire() {
  if (link_.blocked()) return;
  settle();
  watched_ = false;
  wake_();
}

}  // namespace checkride::world::sim

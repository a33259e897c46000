// SampleBus: hands every sample to every subscriber, through a bounded queue each.
//
//   auto samples = bus.subscribe("data-collector", 10000);
//   while (true) {
//     co_await samples->wait();
//     while (SamplePtr sample = samples->pop()) keep(*sample);
//   }
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "checkride/world/task_group.hpp"
#include "samples/sample.hpp"

namespace checkride::runtime {

// One reader's queue. When it is full the oldest sample makes room and dropped() grows: what is newest matters most to
// a monitor, and a reader that cannot keep up must never hold up the link.
class SampleSubscription {
 public:
  SampleSubscription(world::asio::any_io_executor executor, std::string name, std::size_t capacity);

  // Returns when something is queued. One task waits at a time.
  world::Task<> wait();
  // The same, or at `deadline`.
  world::Task<> wait_until(world::Clock& clock, world::Instant deadline);
  // The oldest queued sample; none when the queue is empty.
  SamplePtr pop();
  // Puts one more sample in, dropping the oldest if there is no room.
  void push(SamplePtr sample);

  const std::string& name() const { return name_; }
  std::size_t size() const { return queue_.size(); }
  std::uint64_t dropped() const { return dropped_; }

 private:
  std::string name_;
  std::size_t capacity_;
  std::deque<SamplePtr> queue_;
  std::uint64_t dropped_ = 0;
  world::Notifier arrived_;
};

class SampleBus {
 public:
  explicit SampleBus(world::asio::any_io_executor executor) : executor_(std::move(executor)) {}

  // Everything published from now on. The subscription ends when its holder lets it go. Requires capacity > 0.
  std::shared_ptr<SampleSubscription> subscribe(std::string name, std::size_t capacity);
  void publish(Sample sample);
  // Samples that found a full queue, over all present subscribers.
  std::uint64_t dropped() const;

 private:
  world::asio::any_io_executor executor_;
  std::vector<std::weak_ptr<SampleSubscription>> subscribers_;
};

}  // namespace checkride::runtime

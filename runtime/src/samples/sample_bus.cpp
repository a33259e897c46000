#include "samples/sample_bus.hpp"

#include <algorithm>
#include <utility>

#include "checkride/result/assert.hpp"

namespace checkride::runtime {

SampleSubscription::SampleSubscription(world::asio::any_io_executor executor, std::string name, std::size_t capacity)
    : name_(std::move(name)), capacity_(capacity), arrived_(std::move(executor)) {
  CHECKRIDE_ASSERT(capacity_ > 0);
}

world::Task<> SampleSubscription::wait() {
  while (queue_.empty()) co_await arrived_.wait();
}

world::Task<> SampleSubscription::wait_until(world::Clock& clock, world::Instant deadline) {
  while (queue_.empty() && clock.now() < deadline) (void)co_await arrived_.wait_until(clock, deadline);
}

SamplePtr SampleSubscription::pop() {
  if (queue_.empty()) return nullptr;
  SamplePtr sample = std::move(queue_.front());
  queue_.pop_front();
  return sample;
}

void SampleSubscription::push(SamplePtr sample) {
  CHECKRIDE_ASSERT(sample != nullptr);
  if (queue_.size() == capacity_) {
    queue_.pop_front();
    dropped_++;
  }
  queue_.push_back(std::move(sample));
  arrived_.notify_all();
}

std::shared_ptr<SampleSubscription> SampleBus::subscribe(std::string name, std::size_t capacity) {
  auto subscription = std::make_shared<SampleSubscription>(executor_, std::move(name), capacity);
  subscribers_.push_back(subscription);
  return subscription;
}

void SampleBus::publish(Sample sample) {
  const auto shared = std::make_shared<const Sample>(std::move(sample));
  std::erase_if(subscribers_, [](const auto& subscriber) { return subscriber.expired(); });
  for (const auto& subscriber : subscribers_) {
    if (const auto open = subscriber.lock()) open->push(shared);
  }
}

std::uint64_t SampleBus::dropped() const {
  std::uint64_t total = 0;
  for (const auto& subscriber : subscribers_) {
    if (const auto open = subscriber.lock()) total += open->dropped();
  }
  return total;
}

}  // namespace checkride::runtime

// ReadyQueue: the operations that run in this instant; first in, first out, or any by index. A growing ring.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "virtual/operation.hpp"

namespace checkride::world::sim {

class ReadyQueue {
 public:
  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  void push(Operation& operation) {
    if (size_ == ring_.size()) grow();
    at(size_++) = &operation;
  }
  Operation& pop() {
    Operation& operation = *ring_[head_];
    head_ = (head_ + 1) & (ring_.size() - 1);
    --size_;
    return operation;
  }
  // Brings the operation at `index` to the front; the one that was there takes its place.
  void choose(std::size_t index) { std::swap(at(0), at(index)); }
  // Takes out all operations that match, keeping the order of the rest.
  template <class Predicate, class Sink>
  void extract(Predicate matches, Sink sink) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < size_; ++i) {
      Operation* operation = at(i);
      if (matches(*operation)) {
        sink(*operation);
      } else {
        at(kept++) = operation;
      }
    }
    size_ = kept;
  }

 private:
  Operation*& at(std::size_t index) { return ring_[(head_ + index) & (ring_.size() - 1)]; }
  void grow() {
    std::vector<Operation*> larger(ring_.size() * 2);
    for (std::size_t i = 0; i < size_; ++i) larger[i] = at(i);
    ring_ = std::move(larger);
    head_ = 0;
  }

  std::vector<Operation*> ring_ = std::vector<Operation*>(64);  // a power of two
  std::size_t head_ = 0;
  std::size_t size_ = 0;
};

}  // namespace checkride::world::sim

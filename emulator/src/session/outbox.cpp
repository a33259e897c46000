#include "session/outbox.hpp"

#include <utility>

namespace checkride::emulator {

void Outbox::end_frame() {
  for (std::vector<std::byte>* section : {&answers_, &events_, &periodic_}) {
    if (ready_.empty()) {
      ready_.swap(*section);  // the usual frame has one section: no copy
    } else {
      ready_.insert(ready_.end(), section->begin(), section->end());
    }
    section->clear();
  }
}

void Outbox::discard() {
  for (std::vector<std::byte>* section : {&answers_, &events_, &periodic_, &ready_}) section->clear();
  for (Count& count : counts_) count.waiting = 0;
  overflowed_ = false;
}

std::vector<std::byte> Outbox::take() {
  for (Count& count : counts_) {
    sent_ += count.waiting;
    count.sent += std::exchange(count.waiting, 0);
  }
  bytes_sent_ += ready_.size();
  return std::exchange(ready_, {});
}

}  // namespace checkride::emulator

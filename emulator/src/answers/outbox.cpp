#include "answers/outbox.hpp"

#include <utility>

namespace checkride::emulator {

void Outbox::end_frame() {
  for (std::vector<std::byte>* section : {&answers_, &events_, &periodic_}) {
    if (section->empty()) continue;
    if (ready_.empty()) {
      ready_.swap(*section);  // the usual frame has one section: no copy
    } else {
      ready_.insert(ready_.end(), section->begin(), section->end());
    }
    release(*section);
  }
}

void Outbox::release(std::vector<std::byte>& buffer) {
  if (spares_ != nullptr) {
    spares_->take_back(buffer);
  } else {
    buffer.clear();
  }
}

void Outbox::discard() {
  for (std::vector<std::byte>* section : {&answers_, &events_, &periodic_, &ready_}) section->clear();
  for (Count& count : counts_) count.waiting = 0;
  overflowed_ = false;
}

void Outbox::taken() {
  for (Count& count : counts_) {
    sent_ += count.waiting;
    count.sent += std::exchange(count.waiting, 0);
  }
  bytes_sent_ += ready_.size();
  release(ready_);
}

std::vector<std::byte> Outbox::take() {
  std::vector<std::byte> bytes(ready_.begin(), ready_.end());
  taken();
  return bytes;
}

}  // namespace checkride::emulator

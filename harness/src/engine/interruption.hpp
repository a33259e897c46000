// Somebody wants a run to end: in order, with members stopped and a record of what was seen until then.
#pragma once

#include <functional>
#include <utility>

namespace checkride::harness {

class Interruption {
 public:
  // From outside of the run, on its thread. Asking again changes nothing.
  void ask() {
    if (std::exchange(asked_, true)) return;
    if (heard_) heard_();
  }
  bool asked() const { return asked_; }
  // The run says whom to tell; nobody, when it has ended.
  void on_ask(std::function<void()> heard) { heard_ = std::move(heard); }

 private:
  bool asked_ = false;
  std::function<void()> heard_;
};

}  // namespace checkride::harness

// Attempt: a connection being made; lives in the frame of the task that connects.
#pragma once

#include <string>
#include <utility>

#include "virtual/net.hpp"

namespace checkride::world::sim {

class Attempt final : private Timer, private OperationOwner {
 public:
  Attempt(Net& net, HostLoop& from, HostLoop& to, Endpoint where)
      : net_(net), from_(from), to_(to), where_(std::move(where)) {}
  ~Attempt() { stop(); }

  // Completes when the peer has answered.
  void start(Waiter waiter);
  // The partition that held it up has healed.
  void retry() { travel(first_ ? from_ : to_, first_ ? to_ : from_); }
  bool between(const HostLoop& a, const HostLoop& b) const {
    return (&from_ == &a && &to_ == &b) || (&from_ == &b && &to_ == &a);
  }
  Stream take() { return std::move(stream_); }

 private:
  void fire() override;
  void forget(Operation&) noexcept override {
    operation_ = nullptr;
    stop();
  }
  std::string describe(const Operation&) const override { return "connecting to " + where_.text(); }
  void travel(HostLoop& from, HostLoop& to);
  void arrive();
  void stop() {
    net_.scheduler().disarm(*this);
    net_.unpark(*this);
  }

  Net& net_;
  HostLoop& from_;
  HostLoop& to_;
  Endpoint where_;
  Operation* operation_ = nullptr;
  bool first_ = true;  // on the way there; then back
  ErrorCode outcome_;
  Stream stream_;
};

}  // namespace checkride::world::sim

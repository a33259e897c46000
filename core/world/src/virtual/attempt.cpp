#include "virtual/attempt.hpp"

#include <boost/asio/error.hpp>

namespace checkride::world::sim {

void Attempt::start(Waiter waiter) {
  operation_ = net_.scheduler().begin(from_, Wait::connect, this, std::move(waiter));
  if (operation_ != nullptr) travel(from_, to_);
}

// A packet on its way; lost if the two are parted, and sent again when they are not.
void Attempt::travel(HostLoop& from, HostLoop& to) {
  Link& link = net_.link(from, to);
  if (link.blocked_by(Block::partition) || net_.link(to, from).blocked_by(Block::partition)) {
    net_.park(*this);
  } else {
    net_.scheduler().arm(*this, link.arrival(net_.scheduler().now(), 0));
  }
}

void Attempt::fire() {
  HostLoop& there = first_ ? to_ : from_;
  HostLoop& back = first_ ? from_ : to_;
  if (net_.link(back, there).blocked_by(Block::partition)) return net_.park(*this);
  if (first_) return arrive();
  net_.scheduler().complete(*std::exchange(operation_, nullptr), outcome_, 0);
}

// The request is at the other host. A frozen program does not matter: its system answers for it.
void Attempt::arrive() {
  constexpr std::int64_t kAgainAfter = 1'000'000'000;
  VirtualListener* listener = net_.listener(to_, where_);
  const bool refused = !to_.up() || listener == nullptr || net_.refuses(to_, where_.port);
  if (refused || !listener->accepts_from(from_)) {
    outcome_ = asio::error::connection_refused;
  } else if (listener->full()) {
    return net_.scheduler().arm(*this, net_.scheduler().now() + kAgainAfter);
  } else {
    stream_ = net_.open(from_, to_, *listener, where_);
  }
  first_ = false;
  travel(to_, from_);
}

}  // namespace checkride::world::sim

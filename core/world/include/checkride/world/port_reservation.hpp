// PortReservation: a loopback TCP port that stays ours between one listener and the next. Real world only: rigs and
// tests use it for whatever has to be reachable under one address while it comes and goes.
//
// Asking the kernel for port 0, closing the listener and listening again later is a race: meanwhile any connection of
// any process may be given the number. So ports are taken from below the range that the kernel gives out, and each is
// locked among all processes of this kind by an abstract socket of that name, which ends with its holder.
#pragma once

#include <cstdint>
#include <memory>

#include "checkride/world/network.hpp"
#include "checkride/world/random.hpp"

namespace checkride::world {

class PortReservation {
 public:
  // Draws candidates from `random` until one is free. Error address_in_use if a thousand are not.
  static Result<PortReservation> take(Random& random);
  PortReservation(PortReservation&& other) noexcept;
  PortReservation& operator=(PortReservation&& other) noexcept;
  ~PortReservation();

  // 127.0.0.1 and the port. Nothing listens there but what the holder makes listen.
  const Endpoint& endpoint() const { return endpoint_; }

 private:
  struct Lock;
  PortReservation(Endpoint endpoint, std::unique_ptr<Lock> lock);
  Endpoint endpoint_;
  std::unique_ptr<Lock> lock_;
};

}  // namespace checkride::world

// Looks on while hosts of a virtual world talk: for captures.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "checkride/world/network.hpp"

namespace checkride::world {

// Told of what passes between hosts when the program at the receiving end reads it, faults of the network included. It
// changes nothing: with or without it a run has the same trace. Connections are numbered in the order in which they
// were made.
class NetworkTap {
 public:
  virtual ~NetworkTap() = default;
  virtual void opened(std::uint64_t connection, const Endpoint& client, const Endpoint& server) = 0;
  virtual void passed(std::uint64_t connection, bool to_server, std::span<const std::byte> bytes) = 0;
  // The sender of that direction ended it in order, or with `reset` broke the connection, which may be told twice.
  virtual void ended(std::uint64_t connection, bool to_server, bool reset) = 0;
  // Neither host has anything of the connection any more; orderly ends that nobody read were not told.
  virtual void gone(std::uint64_t connection) = 0;
};

}  // namespace checkride::world

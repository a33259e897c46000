// How a message went: silently well, or refused with the exception that the client is to be told.
#pragma once

#include <cstdint>
#include <optional>

#include "checkride/protocol/enums.hpp"
#include "checkride/protocol/ids.hpp"

namespace checkride::emulator {

// Code and number of the first parameter at fault (semantics 4.3, 4.4). It is data for the client, not an error of
// ours.
struct Refusal {
  protocol::Exception exception = protocol::Exception::error;
  std::uint32_t index = protocol::kUnknownIndex;
  bool operator==(const Refusal&) const = default;
};

// Empty: done. Success is silent (semantics 3.2).
using Outcome = std::optional<Refusal>;

}  // namespace checkride::emulator

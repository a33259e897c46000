// What a step tape says of steps that have no bytes of their own.
#pragma once

#include <string>
#include <string_view>

#include "virtual/operation.hpp"
#include "virtual/trace_hash.hpp"

namespace checkride::world::sim {

std::string_view name_of(Kind kind);
// "read 120", "sleep", "connect: Connection refused": how a wait ended.
std::string completion_text(Wait wait, ErrorCode code, std::size_t count);

}  // namespace checkride::world::sim

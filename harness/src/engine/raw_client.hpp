// The client of a `send` step: says its bytes at its pace, hears what comes, and tells how it ended.
#pragma once

#include "checkride/harness/steps.hpp"
#include "checkride/world/world.hpp"

namespace checkride::harness {

struct RawTalk {
  std::size_t sent = 0;
  std::string answer;  // the first kAnswerMax bytes of it
  std::uint64_t received = 0;
  std::optional<Duration> closed;  // by the other end, so long after the connection began
  bool reset = false;              // and not in order
  static constexpr std::size_t kAnswerMax = 64 * 1024;
};

// Puts into `result` what came of it; an error: nobody took the connection. All but `to` outlive it.
world::Task<> talk(world::World& world, world::Endpoint to, const SendBytes& send, Result<RawTalk>& result);

// "17 of 40 bytes sent, 120 came, closed after 30s".
std::string describe(const RawTalk& talk, const SendBytes& send);
// Errors: what is not as the step wants it.
Result<> judge(const RawTalk& talk, const SendBytes& send);

}  // namespace checkride::harness

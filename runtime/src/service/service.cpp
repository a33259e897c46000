#include "service/service.hpp"

#include <algorithm>
#include <array>

#include "service/board.hpp"

namespace checkride::runtime {

world::Duration time_left(const world::Clock& clock, world::Instant deadline) {
  return std::max(deadline - clock.now(), kLeastTime);
}

std::string_view to_string(Status status) {
  constexpr std::array<std::string_view, 5> kWords{"healthy", "degraded", "unhealthy", "starting", "stopping"};
  return kWords[static_cast<std::size_t>(status)];
}

std::string_view to_string(LinkState state) {
  constexpr std::array<std::string_view, 8> kWords{"disconnected", "connecting", "opening", "registering",
                                                   "streaming",    "waiting",    "stopped", "stuck"};
  return kWords[static_cast<std::size_t>(state)];
}

}  // namespace checkride::runtime
